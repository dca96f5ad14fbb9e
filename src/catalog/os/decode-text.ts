import { isAscii } from 'node:buffer';
import { decodeBytes } from '../../lib/bytes/decode-bytes.ts';

/** As {@link decodeBytes}; a large text is checked by the engine first, since nearly every list of files is ASCII. */
export function decodeText(content: Buffer): string {
  return isAscii(content) ? content.toString('latin1') : decodeBytes(content);
}
