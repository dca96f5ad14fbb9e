import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { type GoBuildInfo } from './build-info.ts';
import { unframe } from './module-frame.ts';

/**
 * The form since Go 1.18: behind 32 bytes of header two texts, the version and the framed module list, each after its length. Returns how many bytes are
 * needed when there are fewer.
 */
export function readInlineBuildInfo(bytes: Buffer): GoBuildInfo | number {
  const version = readText(bytes, headerBytes);
  if (typeof version === 'number') return version;
  const modules = readText(bytes, version.end);
  if (typeof modules === 'number') return modules;
  const list = unframe(modules.content);
  return { goVersion: decodeBytes(version.content), ...(list === undefined ? {} : { modules: list }) };
}

const headerBytes = 32;

function readText(bytes: Buffer, start: number): { readonly content: Buffer; readonly end: number } | number {
  let length = 0;
  let at = start;
  // encoding/binary, Uvarint: seven bits a byte, the lowest first. More than five bytes are no length.
  for (let shift = 0; ; shift += 7) {
    if (shift > 28) return Number.MAX_SAFE_INTEGER;
    if (at >= bytes.length) return at + 1;
    const byte = bytes[at++]!;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  const end = at + length;
  return end > bytes.length ? end : { content: bytes.subarray(at, end), end };
}
