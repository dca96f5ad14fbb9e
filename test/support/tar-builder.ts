/** Writes tar archives byte by byte, also wrong ones; independent of the reader under test. */
export interface TarPart {
  readonly name: string;
  readonly content?: Buffer | string;
  /** One character; `0` a file, `5` a directory, `1` a hard link, `2` a symlink, `x` pax, `L` GNU long name. */
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** What the header says, when that is not the content's length. */
  readonly size?: number | Buffer;
  readonly magic?: 'ustar' | 'gnu' | 'v7';
  readonly prefix?: string;
  /** Changes the finished header before its checksum is made. */
  readonly edit?: (header: Buffer) => void;
  /** Changes it after. */
  readonly spoil?: (header: Buffer) => void;
}

export function tarHeader(part: TarPart): Buffer {
  const header = Buffer.alloc(512);
  Buffer.from(part.name, 'latin1').copy(header, 0, 0, 100);
  header.write(octal(part.mode ?? 0o644, 7), 100, 'latin1');
  header.write(octal(part.uid ?? 0, 7), 108, 'latin1');
  header.write(octal(part.gid ?? 0, 7), 116, 'latin1');
  if (Buffer.isBuffer(part.size)) part.size.copy(header, 124);
  else header.write(octal(part.size ?? contentOf(part).length, 11), 124, 'latin1');
  header.write(octal(1_700_000_000, 11), 136, 'latin1');
  header.write(part.type ?? '0', 156, 'latin1');
  header.write(part.link ?? '', 157, 100, 'latin1');
  if (part.magic !== 'v7') header.write(part.magic === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  header.write(part.prefix ?? '', 345, 155, 'latin1');
  part.edit?.(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  part.spoil?.(header);
  return header;
}

/** Header, content and padding. */
export function tarPart(part: TarPart): Buffer {
  const content = contentOf(part);
  return Buffer.concat([tarHeader(part), content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export const tarEnd = Buffer.alloc(1024);

export function tarOf(...parts: readonly (TarPart | Buffer)[]): Buffer {
  return Buffer.concat([...parts.map((part) => (Buffer.isBuffer(part) ? part : tarPart(part))), tarEnd]);
}

/** A pax header for the part that follows it. */
export function paxPart(records: Readonly<Record<string, string>>, type = 'x'): TarPart {
  return { name: 'PaxHeaders/x', type, content: Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value))) };
}

export function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.from(` ${key}=${value}\n`);
  let length = body.length;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return Buffer.concat([Buffer.from(String(length)), body]);
}

/** GNU's base-256 form of a number that octal cannot hold. */
export function base256(value: bigint, bytes = 12): Buffer {
  const field = Buffer.alloc(bytes);
  let rest = value;
  for (let at = bytes - 1; at >= 0; at--) {
    field[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  field[0]! |= 0x80;
  return field;
}

function contentOf(part: TarPart): Buffer {
  return Buffer.isBuffer(part.content) ? part.content : Buffer.from(part.content ?? '');
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
