import { type Text } from './text.ts';

/** What the value that begins at `start` is assigned to. Only what looks like a name: it is shown, and could be another secret. */
export function findName({ bytes }: Text, start: number): string | undefined {
  let at = back(bytes, start, '\'"`\\( \t\r\n', maxGapBytes);
  const operatorEnd = at;
  at = back(bytes, at, ':=>?.+|', maxOperatorBytes);
  if (at === operatorEnd) return undefined;
  const nameEnd = back(bytes, at, '\'"`\\]) \t', maxGapBytes);
  const nameStart = back(bytes, nameEnd, nameCharacters, maxNameBytes);
  const name = Buffer.from(bytes.subarray(nameStart, nameEnd)).toString('latin1');
  return /^[A-Za-z_]/.test(name) && name.length >= 3 && name.length < maxNameBytes && name.replace(/\D/g, '').length <= maxDigits
    ? name
    : undefined;
}

const nameCharacters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-';
const maxNameBytes = 48;
const maxOperatorBytes = 4;
const maxGapBytes = 8;
/** Names have few: AUTH0_TOKEN_2. */
const maxDigits = 3;

function back(bytes: Uint8Array, from: number, characters: string, most: number): number {
  let at = from;
  while (at > 0 && from - at < most && characters.includes(String.fromCharCode(bytes[at - 1]!))) at--;
  return at;
}
