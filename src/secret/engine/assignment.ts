import { type Text } from './text.ts';

/**
 * Where the value begins that a name is given, if `at` is in the name or at its end; -1 if no value follows. Understands what configuration files
 * and programming languages have between the two: `NAME=`, `"name": "`, `name := '`, `name => "`, `<name>`, `set("NAME", "`, `${NAME:-`.
 */
export function findAssignedValue(text: Text, at: number): number {
  const { bytes, end } = text;
  let position = endOfName(text, at);
  if (position - at > maxNameBytes) return -1;
  position = skip(bytes, position, Math.min(end, position + maxCloserBytes), closerBytes);
  const operatorStart = position;
  let kinds = 0;
  while (position < end && position - operatorStart < maxOperatorBytes && operatorBytes[bytes[position]!] !== 0)
    kinds |= operatorBytes[bytes[position++]!]!;
  if ((kinds & assigns) === 0) return -1;
  // The default of a shell variable: ${NAME:-value}.
  if (bytes[position] === 0x2d && bytes[position - 1] === 0x3a) position++;
  const openers = (kinds & opensBlock) !== 0 ? blockOpenerBytes : openerBytes;
  return skip(bytes, position, Math.min(end, position + maxOpenerBytes), openers);
}

let nameText = -1;
let nameStart = 0;
let nameEnd = 0;

/** A long line of words is walked once, however many keywords are in it. */
function endOfName(text: Text, at: number): number {
  if (text.id === nameText && at >= nameStart && at < nameEnd) return nameEnd;
  nameText = text.id;
  nameStart = at;
  nameEnd = skip(text.bytes, at, text.end, nameBytes);
  return nameEnd;
}

const maxNameBytes = 48;
const maxCloserBytes = 6;
const maxOperatorBytes = 4;
const maxOpenerBytes = 24;

/** Bits of `operatorBytes`: may be part of an operator; assigns; a value on the next line may follow. */
const assigns = 2;
const opensBlock = 4;

const nameBytes = table((byte) => (/[\w.\- \t]/.test(byte) ? 1 : 0));
const closerBytes = table((byte) => ('\'"`\\]) \t'.includes(byte) ? 1 : 0));
const operatorBytes = table((byte) => ('>|'.includes(byte) ? 7 : '=:,'.includes(byte) ? 3 : '?+!'.includes(byte) ? 1 : 0));
const openerBytes = table((byte) => ('\'"`\\([= \t'.includes(byte) ? 1 : 0));
const blockOpenerBytes = table((byte) => ('\'"`\\([= \t\r\n'.includes(byte) ? 1 : 0));

function table(value: (character: string) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_unused, byte) => (byte < 0x80 ? value(String.fromCharCode(byte)) : 0));
}

function skip(bytes: Uint8Array, from: number, to: number, members: Uint8Array): number {
  let at = from;
  while (at < to && members[bytes[at]!] === 1) at++;
  return at;
}
