import { readFileSync } from 'node:fs';
import { decodeBytes } from '../../lib/bytes/decode-bytes.ts';

/** Node's replacement for bytes of an argument that are not UTF-8, as in file names of older systems. */
const replacement = '\ufffd';

/** The words of the command line without loss: Node decodes them with replacement, and Linux still has their bytes. */
export function rawWords(words: readonly string[]): readonly string[] {
  if (!words.some((word) => word.includes(replacement))) return words;
  const typed = readCommandLine().slice(-words.length);
  return words.map((word, index) => {
    const bytes = typed[index];
    return bytes?.toString('utf8') === word ? decodeBytes(bytes) : word;
  });
}

/** proc(5): the arguments, each with a NUL byte at its end. */
function readCommandLine(): readonly Buffer[] {
  try {
    const line = readFileSync('/proc/self/cmdline').subarray(0, -1);
    const words: Buffer[] = [];
    for (let start = 0; start <= line.length;) {
      const end = line.indexOf(0, start);
      words.push(line.subarray(start, end === -1 ? line.length : end));
      start = end === -1 ? line.length + 1 : end + 1;
    }
    return words;
  } catch {
    return [];
  }
}
