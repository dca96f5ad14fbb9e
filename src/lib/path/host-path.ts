import { encodeBytes } from '../bytes/decode-bytes.ts';

/** A path as file system calls take it: bytes where it has some that are not UTF-8, which the text holds as lone surrogates (`decodeBytes`). */
export function hostPath(path: string): string | Buffer {
  return /[\udc80-\udcff]/.test(path) ? encodeBytes(path) : path;
}
