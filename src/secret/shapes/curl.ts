import { entropyOf } from '../engine/entropy.ts';
import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { isStandIn } from './read-value.ts';
import { shapeRule } from './shape-rule.ts';

const references = ['https://curl.se/docs/manpage.html'];
const maxCommandBytes = 2 * 1024;

/** The password that a command gives to curl. */
export const curlUser: SecretRule = shapeRule({
  id: 'curl-auth-user',
  title: 'Password of a curl command',
  severity: 'high',
  advice: 'Change the password, and have curl read it from a file: --netrc-file, or -K with a file of a build secret.',
  references,
  aliases: ['gitleaks:curl-auth-user'],
  keywords: ['curl'],
  find: onceForEachCommand((words) => findOption(words, /^(?:-[a-zA-Z]*u|--user|--proxy-user)$/, passwordOf)),
  isGeneric: true,
  sample: (seed) => `curl -u deploy:${(seed + 46_655).toString(36)}Qx7Lw2 https://api.internal/\n`,
});

/** The token that a command sends as a header. */
export const curlHeader: SecretRule = shapeRule({
  id: 'curl-auth-header',
  title: 'Token in a header of a curl command',
  severity: 'high',
  advice: 'Revoke the token, and have curl read the header from a file: -H @FILE.',
  references,
  aliases: ['gitleaks:curl-auth-header'],
  keywords: ['curl'],
  find: onceForEachCommand((words) => findOption(words, /^(?:-[a-zA-Z]*H|--header)$/, tokenOf)),
  isGeneric: true,
  sample: (seed) => `curl -H "Authorization: Bearer ${(seed + 1_679_616).toString(36)}9fQ2kz7Lw0" https://api.internal/\n`,
});

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A text of nothing but `curl` is one command, which is read once. */
function onceForEachCommand(find: (words: readonly Word[]) => ValuePlace | undefined): (text: Text, at: number) => ValuePlace | undefined {
  let knownText = -1;
  let knownEnd = 0;
  return (text, at) => {
    if (text.id === knownText && at < knownEnd) return undefined;
    if (at < text.end && text.bytes[at] !== 0x20 && text.bytes[at] !== 0x09 && text.bytes[at] !== 0x5c) return undefined;
    const { words, end } = readCommand(text, at);
    knownText = text.id;
    knownEnd = end;
    return find(words);
  };
}

/** The words of a shell command: quotes join what they hold, a backslash joins lines. */
function readCommand({ bytes, end: stop }: Text, from: number): { readonly words: readonly Word[]; readonly end: number } {
  const limit = Math.min(stop, from + maxCommandBytes);
  const words: Word[] = [];
  let word = '';
  let start = -1;
  let quote = 0;
  let at = from;
  const finish = (): void => {
    if (start >= 0) words.push({ text: word, start, end: at });
    word = '';
    start = -1;
  };
  for (; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === 0x5c && at + 1 < limit) {
      at++;
      if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at++;
      if (bytes[at] === 0x0a) finish();
      // The end of a line inside a text of JSON.
      else if (quote === 0 && bytes[at] === 0x6e) break;
      else if (start >= 0) word += String.fromCharCode(bytes[at]!);
    } else if (byte === 0x0a) {
      // An option on the next line belongs to the command, backslash or not.
      if (quote !== 0 || !/^[ \t]+-/.test(Buffer.from(bytes.subarray(at + 1, at + 40)).toString('latin1'))) break;
      finish();
    } else if (quote !== 0) {
      if (byte === quote) quote = 0;
      else word += String.fromCharCode(byte);
    } else if (byte === 0x22 || byte === 0x27) {
      quote = byte;
      if (start < 0) start = at + 1;
    } else if (byte === 0x20 || byte === 0x09 || byte === 0x0d) finish();
    else {
      if (start < 0) start = at;
      word += String.fromCharCode(byte);
    }
  }
  finish();
  return { words, end: at };
}

function findOption(words: readonly Word[], option: RegExp, secretOf: (value: string) => string | undefined): ValuePlace | undefined {
  for (const [index, { text }] of words.entries()) {
    const [name = '', attached] = text.startsWith('--') ? text.split('=', 2) : [text];
    if (!option.test(name)) continue;
    const value = attached === undefined ? words[index + 1] : words[index];
    const secret = value === undefined ? undefined : secretOf(attached ?? value.text);
    if (value !== undefined && secret !== undefined) return { start: value.start, end: value.end };
  }
  return undefined;
}

function passwordOf(value: string): string | undefined {
  const colon = value.indexOf(':');
  const user = value.slice(0, colon);
  const password = value.slice(colon + 1);
  if (colon < 0 || password.length < 6 || password === user || isVariable(password) || entropyOf(password) < 2.5) return undefined;
  return password;
}

const header =
  /^(?:(?:proxy-)?authorization|(?:[\w-]+-)?(?:api-?key|(?:auth|access|api|private|job)?-?token|secret))\s*:\s*(?:(?:basic|bearer|token|apikey|key)\s+)?(\S+)$/i;

function tokenOf(value: string): string | undefined {
  const [, token = ''] = header.exec(value) ?? [];
  return token.length < 8 || isVariable(token) || entropyOf(token) < 2.75 ? undefined : token;
}

function isVariable(value: string): boolean {
  return value.includes('$') || value.includes('{{') || /^<.*>$/.test(value) || isStandIn(value);
}
