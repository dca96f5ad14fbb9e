/** How the bytes of a file are read: as they are, without the zeros of UTF-16, or not at all. */
export type TextKind = 'text' | 'utf-16' | 'binary';

/** Judges by the first bytes, as git does: text has no zeros, unless every second byte is one. */
export function textKindOf(head: Uint8Array): TextKind {
  const sample = head.length > sampleBytes ? head.subarray(0, sampleBytes) : head;
  let zeros = 0;
  let evenZeros = 0;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] !== 0) continue;
    zeros++;
    if (at % 2 === 0) evenZeros++;
  }
  if (zeros === 0) return 'text';
  const hasByteOrderMark = (sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff);
  const isAlternating = zeros >= sample.length * 0.4 && (evenZeros === 0 || evenZeros === zeros);
  return (hasByteOrderMark && zeros >= sample.length * 0.2) || isAlternating ? 'utf-16' : 'binary';
}

const sampleBytes = 512;

/** ASCII of UTF-16 is ASCII with zeros between: without them it can be read. Other characters become two, which are in no secret. */
export function withoutZeros(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== 0);
}
