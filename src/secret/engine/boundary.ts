import { type Text } from './text.ts';

/** Whether a token can begin here: not in the middle of a word, nor of a long run of base64. */
export function beginsToken({ bytes }: Text, start: number): boolean {
  if (start === 0) return true;
  const before = bytes[start - 1]!;
  if (isWord(before)) return isEscapedLetter(bytes, start - 1) || isPercentEncoded(bytes, start);
  if (before !== slash && before !== plus) return true;
  return countBase64Back(bytes, start) < blobBytes;
}

/** Whether a token ends here, likewise. `members` are the bytes its last part may have. */
export function endsToken({ bytes, end: stop }: Text, end: number): boolean {
  if (end >= stop) return true;
  const after = bytes[end]!;
  if (isWord(after)) return false;
  if (after === dash || after === dot) return end + 1 >= stop || !isWord(bytes[end + 1]!);
  if (after !== slash && after !== plus && after !== equals) return true;
  return countBase64(bytes, end, stop) < blobBytes;
}

/** Whether a value that its name gives away ends here: it may not go on with other bytes of a value. */
export function endsValue({ bytes, end: stop }: Text, end: number): boolean {
  if (end >= stop) return true;
  const after = bytes[end]!;
  if (isWord(after) || after === slash || after === plus || after === equals || after === percent) return false;
  if (after === dash || after === dot || after === colon || after === at) return end + 1 >= stop || !isWord(bytes[end + 1]!);
  return true;
}

/**
 * Whether the keyword that ends at `end` is a word of a name, and not a part of one: `SUMO_KEY` and `newRelicKey` have theirs, `sumObject` and
 * `CameraKit` do not.
 */
export function isWordOfName({ bytes }: Text, end: number, length: number): boolean {
  const start = end - length;
  const first = bytes[start]!;
  const before = start > 0 ? bytes[start - 1]! : 0;
  if (isLetter(before) && !(isUpper(first) && !isUpper(before)) && !isEscapedLetter(bytes, start - 1)) return false;
  return !(isUpper(bytes[end - 1]!) && isLetter(bytes[end - 2]!) && !isUpper(bytes[end - 2]!));
}

/** So much base64 beside it is a picture, a certificate or a checksum that happens to hold the keyword. */
const blobBytes = 40;
const slash = 0x2f;
const plus = 0x2b;
const equals = 0x3d;
const dash = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const at = 0x40;
const percent = 0x25;
const backslash = 0x5c;

function isWord(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;
}

function isLetter(byte: number): boolean {
  return isUpper(byte) || (byte >= 0x61 && byte <= 0x7a);
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** `\n`, `\r` or `\t` in a text of JSON or source code separates words. */
function isEscapedLetter(bytes: Uint8Array, position: number): boolean {
  const letter = bytes[position];
  return (letter === 0x6e || letter === 0x72 || letter === 0x74) && position > 0 && bytes[position - 1] === backslash;
}

/** `%3D` and the like. */
function isPercentEncoded(bytes: Uint8Array, start: number): boolean {
  return start >= 3 && bytes[start - 3] === percent;
}

function countBase64(bytes: Uint8Array, from: number, end: number): number {
  let position = from;
  while (
    position < end &&
    position - from < blobBytes &&
    (isWord(bytes[position]!) || bytes[position] === slash || bytes[position] === plus)
  )
    position++;
  return position - from;
}

function countBase64Back(bytes: Uint8Array, from: number): number {
  let position = from;
  while (position > 0 && from - position < blobBytes) {
    const byte = bytes[position - 1]!;
    if (!isWord(byte) && byte !== slash && byte !== plus) break;
    position--;
  }
  return from - position;
}
