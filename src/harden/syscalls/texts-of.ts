import { type CodeFile } from './code-file.ts';

const known = new WeakMap<CodeFile, ReadonlySet<string>>();
const [least, most] = [3, 128];

/** Texts of a file's data that may be names: printable, and ended by a zero byte. */
export function textsOf(file: CodeFile): ReadonlySet<string> {
  let texts = known.get(file);
  if (texts === undefined) known.set(file, (texts = readTexts(file)));
  return texts;
}

function readTexts({ bytes, segments }: CodeFile): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const { isCode, offset, size } of segments) {
    if (isCode) continue;
    let start = offset;
    for (let at = offset; at < offset + size; at++) {
      const byte = bytes[at]!;
      if (byte > 0x20 && byte < 0x7f) continue;
      if (byte === 0 && at - start >= least && at - start <= most) texts.add(bytes.toString('latin1', start, at));
      start = at + 1;
    }
  }
  return texts;
}
