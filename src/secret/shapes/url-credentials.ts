import { entropyOf } from '../engine/entropy.ts';
import { type Text } from '../engine/text.ts';
import { type SecretRule, type ValuePlace } from '../secret-rule.ts';
import { isStandIn } from './read-value.ts';
import { shapeRule } from './shape-rule.ts';

const maxAuthorityBytes = 256;

/** A password in a URL: `postgres://app:password@db/`, and what git keeps in `.git-credentials`. */
export const urlCredentials: SecretRule = shapeRule({
  id: 'url-credentials',
  title: 'Password in a URL',
  severity: 'high',
  advice: 'Change the password, and give it to the program at run time.',
  references: ['https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1'],
  keywords: ['://'],
  find: findPassword,
  isGeneric: true,
  sample: (seed) => `DATABASE_URL=postgres://app:q7Lw2kz9${seed}X@db.internal:5432/app\n`,
});

function findPassword({ bytes, end: stop }: Text, at: number): ValuePlace | undefined {
  const limit = Math.min(stop, at + maxAuthorityBytes);
  let colon = -1;
  let end = at;
  for (; end < limit && bytes[end] !== 0x40; end++) {
    const byte = bytes[end]!;
    if (byte <= 0x20 || byte >= 0x7f || '/?#"\'`<>,;()|\\^[]'.includes(String.fromCharCode(byte))) return undefined;
    if (byte === 0x3a && colon < 0) colon = end;
  }
  if (end === limit || colon < 0 || end + 1 >= stop || !isHostByte(bytes[end + 1]!)) return undefined;
  const user = text(bytes, at, colon);
  const password = text(bytes, colon + 1, end);
  if (password.length < 6 || password === user || isStandIn(password) || isPlainWord(password)) return undefined;
  return { start: colon + 1, end, nameEnd: schemeStart(bytes, at - 3) };
}

/** Of the `scheme` before `://`. */
function schemeStart(bytes: Uint8Array, end: number): number {
  let start = end;
  while (start > 0 && end - start < 24 && /[\w+.-]/.test(String.fromCharCode(bytes[start - 1]!))) start--;
  return start;
}

/** What documentation writes: `user:password@`, `admin:secret123@`. */
function isPlainWord(password: string): boolean {
  return entropyOf(password) < 2.5 || /^(?:[a-z]+|[A-Z]+|[a-z]*(?:pass|secret|pw)[a-z]*\d{0,4})$/i.test(password);
}

function isHostByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5b;
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
