import { decodeExactBase64 } from '../../lib/bytes/decode-exact-base64.ts';

/** One block of PEM (RFC 7468), with the header lines of RFC 1421 that notary writes into key files. */
export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `PUBLIC KEY`, `ENCRYPTED PRIVATE KEY`. */
  readonly label: string;
  /** Header lines by name, such as `role` and `gun`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
}

/** Text is not PEM, or not only PEM. The message does not repeat content: it may be a private key. */
export class PemError extends Error {
  override readonly name = 'PemError';
}

const beginPattern = /^-----BEGIN ([A-Z0-9][A-Z0-9 -]{0,62})-----$/;
const headerPattern = /^([A-Za-z0-9-]{1,64}): ?(.*)$/;

/** Every block of a text that holds nothing but blocks and empty lines between them; at least one. Throws {@link PemError}. */
export function readPem(text: string): readonly [PemBlock, ...PemBlock[]] {
  const lines = text.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
  const blocks: PemBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at] === '') {
      at++;
      continue;
    }
    const { block, next } = readBlock(lines, at);
    blocks.push(block);
    at = next;
  }
  const [first, ...others] = blocks;
  if (first === undefined) throw new PemError('is empty');
  return [first, ...others];
}

/** As Go's `pem.Encode`: header lines with `Proc-Type` first and the others by name, then base64 in lines of 64, then a line end. */
export function writePem(label: string, bytes: Buffer, headers: ReadonlyMap<string, string> = new Map()): string {
  const names = [...headers.keys()].sort();
  const ordered = [...names.filter((name) => name === 'Proc-Type'), ...names.filter((name) => name !== 'Proc-Type')];
  const head = ordered.map((name) => `${name}: ${headers.get(name)!}\n`).join('');
  const body = bytes.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${head}${head === '' ? '' : '\n'}${body}-----END ${label}-----\n`;
}

function readBlock(lines: readonly string[], start: number): { readonly block: PemBlock; readonly next: number } {
  const label = beginPattern.exec(lines[start]!)?.[1];
  if (label === undefined) throw new PemError(`has text outside of its blocks in line ${start + 1}`);
  const end = lines.indexOf(`-----END ${label}-----`, start);
  if (end === -1) throw new PemError(`has the PEM block ${label}, which does not end`);
  const { headers, body } = splitHeaders(lines.slice(start + 1, end), label);
  const bytes = decodeExactBase64(body.join(''));
  if (bytes === undefined || bytes.length === 0) throw new PemError(`has the PEM block ${label}, which is not base64`);
  return { block: { label, headers, bytes }, next: end + 1 };
}

/** RFC 1421, section 4.4: header lines end with an empty line. */
function splitHeaders(
  lines: readonly string[],
  label: string,
): { readonly headers: ReadonlyMap<string, string>; readonly body: readonly string[] } {
  const headers = new Map<string, string>();
  if (!headerPattern.test(lines[0] ?? '')) return { headers, body: lines };
  const blank = lines.indexOf('');
  if (blank === -1) throw new PemError(`has the PEM block ${label}, whose header lines do not end`);
  for (const line of lines.slice(0, blank)) {
    const [, name, value] = headerPattern.exec(line) ?? [];
    if (name === undefined || headers.has(name)) throw new PemError(`has the PEM block ${label} with an invalid header line`);
    headers.set(name, value!);
  }
  return { headers, body: lines.slice(blank + 1) };
}
