import { type Text } from './text.ts';

/** A run of an encoding, with the text that it decodes to; absent where that is no text. */
export interface DecodedRun {
  readonly start: number;
  readonly end: number;
  readonly content?: Buffer;
}

/** An encoding in which a keyword can be recognized without decoding anything. */
export interface Encoding {
  readonly name: string;
  /** What the keyword looks like in it, wherever in the encoded text it begins. */
  forms(keyword: string): readonly string[];
  /** The run around a form that ends at `at`, decoded. */
  decode(text: Text, at: number, form: string): DecodedRun;
}

/** A run that is longer is decoded as far as rules look. */
const maxBackBytes = 256;
const maxForwardBytes = 12 * 1024;

const base64: Encoding = {
  name: 'base64',
  forms: (keyword) =>
    [0, 1, 2].flatMap((shift) => {
      const form = base64Form(keyword, shift);
      return form.length >= minFormCharacters ? [form] : [];
    }),
  decode(text, at, form) {
    const formStart = at - form.length;
    const [start, end] = extent(text, formStart, at, base64Members);
    // Case was ignored by the automaton, and base64 does not: whichever alignment makes text is right.
    for (let shift = 0; shift < 4; shift++) {
      const content = Buffer.from(Buffer.from(text.bytes.subarray(start + shift, end)).toString('latin1'), 'base64');
      if (isText(content)) return { start: start + shift, end, content };
    }
    return { start, end };
  },
};

const hex: Encoding = {
  name: 'hexadecimal',
  forms: (keyword) => [Buffer.from(keyword, 'latin1').toString('hex')],
  decode(text, at, form) {
    const formStart = at - form.length;
    const [start, end] = extent(text, formStart, at, hexMembers);
    const first = start + ((formStart - start) % 2);
    const content = Buffer.from(Buffer.from(text.bytes.subarray(first, end)).toString('latin1'), 'hex');
    return { start: first, end, ...(isText(content) ? { content } : {}) };
  },
};

const percent: Encoding = {
  name: 'percent-encoding',
  forms: (keyword) => {
    const form = keyword.replace(/[^\w.~-]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
    return form === keyword ? [] : [form];
  },
  decode(text, at, form) {
    const [start, end] = extent(text, at - form.length, at, percentMembers);
    const encoded = Buffer.from(text.bytes.subarray(start, end)).toString('latin1');
    const decoded = encoded.replace(/%([0-9A-Fa-f]{2})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 16)));
    const content = Buffer.from(decoded, 'latin1');
    return { start, end, ...(isText(content) ? { content } : {}) };
  },
};

export const encodings: readonly Encoding[] = [base64, hex, percent];

/** A shorter form is in every second picture. */
const minFormCharacters = 5;

/** The characters that only depend on the keyword when so many bytes come before it; RFC 4648, section 4. */
function base64Form(keyword: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(keyword, 'latin1')])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + keyword.length) * 8) / 6);
  return encoded.slice(first, last);
}

const base64Members = table('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
const hexMembers = table('0123456789abcdefABCDEF');
const percentMembers = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%+&=!*'()@:/?");

function table(characters: string): Uint8Array {
  const members = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) members[byte] = 1;
  return members;
}

function extent({ bytes, end: stop }: Text, from: number, to: number, members: Uint8Array): readonly [number, number] {
  let start = from;
  while (start > 0 && from - start < maxBackBytes && members[bytes[start - 1]!] === 1) start--;
  let end = to;
  while (end < stop && end - to < maxForwardBytes && members[bytes[end]!] === 1) end++;
  return [start, end];
}

/** Whether nearly all bytes are printable ASCII or blanks; of a wrong alignment they are not. */
function isText(content: Buffer): boolean {
  if (content.length < 8) return false;
  let odd = 0;
  for (const byte of content) if ((byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) || byte >= 0x7f) odd++;
  return odd * 20 <= content.length;
}
