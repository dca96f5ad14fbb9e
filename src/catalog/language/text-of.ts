import { decodeBytes } from '../../lib/bytes/decode-bytes.ts';

/** The content of a kept file as text, without loss. */
export function textOf(content: Uint8Array): string {
  return decodeBytes(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
}
