/** One entry of a tar to write. */
export interface TarFile {
  /** Without a leading slash; directories end in one. At most 100 bytes of ASCII. */
  readonly path: string;
  /** Text or bytes of a file; nothing for directories and links. */
  readonly content?: string | Uint8Array;
  /** A symbolic link to this. */
  readonly linkTo?: string;
  /** Permission bits; 0o755 for directories and 0o644 for files by default. */
  readonly mode?: number;
}

const blockBytes = 512;
/** 2023-11-14: any fixed moment makes the same bytes every time. */
const modifiedSeconds = 1_700_000_000;

/** Writes a ustar archive (POSIX.1-1988, pax(1) "ustar Interchange Format"), the same bytes for the same entries. */
export function writeTar(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap((file) => {
    const content = typeof file.content === 'string' ? Buffer.from(file.content) : (file.content ?? new Uint8Array());
    return [ustarHeader(file, content.length), content, Buffer.alloc(-content.length & (blockBytes - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function ustarHeader(file: TarFile, size: number): Buffer {
  if (file.path.length > 100 || (file.linkTo?.length ?? 0) > 100) throw new RangeError(`too long for ustar: ${file.path}`);
  const isDirectory = file.path.endsWith('/');
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, offset: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, '0'), offset, 'latin1');
  };
  header.write(file.path, 0, 'latin1');
  octal(file.mode ?? (isDirectory ? 0o755 : 0o644), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(modifiedSeconds, 136, 12);
  header.write(file.linkTo !== undefined ? '2' : isDirectory ? '5' : '0', 156, 'latin1');
  header.write(file.linkTo ?? '', 157, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  // The checksum is taken with its own field as spaces.
  header.fill(' ', 148, 156);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  header[154] = 0;
  return header;
}
