import { JsonError } from '../../../lib/json/json-error.ts';
import { attributeTypes, type DistinguishedName } from '../../x509/distinguished-name.ts';

/** Values that a certificate's subject must have, by type; the subject may have more. */
export interface TrustedIdentity {
  readonly attributes: ReadonlyMap<string, string>;
  /** As the policy writes it. */
  readonly text: string;
}

/**
 * The part after `x509.subject:`; trust-store-trust-policy.md, trusted identities constraints. C, ST and O are required, no type twice, escapes as
 * RFC 4514, section 3. Throws JsonError.
 */
export function parseIdentity(text: string, what: string): TrustedIdentity {
  const attributes = new Map<string, string>();
  for (const part of splitUnescaped(text, what)) {
    const equals = part.indexOf('=');
    if (equals < 1) throw new JsonError('type', `${what}: ${JSON.stringify(part.slice(0, 80))} is not TYPE=value`);
    const type = readType(part.slice(0, equals).trim(), what);
    if (attributes.has(type)) throw new JsonError('type', `${what} has ${type} twice`);
    attributes.set(type, unescapeValue(part.slice(equals + 1), what));
  }
  const missing = ['C', 'ST', 'O'].find((type) => !attributes.has(type));
  if (missing !== undefined) throw new JsonError('type', `${what} does not say ${missing}; C, ST and O are required`);
  return { attributes, text: text.trim() };
}

/** Exactly, by case and spaces; a subject that has a type twice or parts of several values cannot be named and matches nothing. */
export function isIdentityOf({ attributes }: TrustedIdentity, subject: DistinguishedName): boolean {
  const values = new Map(subject.parts.map(({ type, value }) => [type, value]));
  if (subject.isMultiValued || values.size !== subject.parts.length) return false;
  return [...attributes].every(([type, value]) => values.get(type) === value);
}

/** Whether some subject could match both: no type is in both with different values. */
export function areOverlapping(one: TrustedIdentity, other: TrustedIdentity): boolean {
  return [...one.attributes].every(([type, value]) => (other.attributes.get(type) ?? value) === value);
}

const typesByName: ReadonlyMap<string, string> = new Map([
  ...[...attributeTypes.values()].map((name) => [name, name] as const),
  // What Microsoft and notation call ST, and others EMAILADDRESS.
  ['S', 'ST'],
  ['E', 'EMAILADDRESS'],
]);

function readType(name: string, what: string): string {
  const type =
    typesByName.get(name.toUpperCase()) ?? attributeTypes.get(name) ?? (/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(name) ? name : undefined);
  if (type === undefined) throw new JsonError('type', `${what}: ${JSON.stringify(name.slice(0, 40))} is not a type of attribute`);
  return type;
}

function splitUnescaped(text: string, what: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (';+"<>'.includes(char)) throw new JsonError('type', `${what} has a ${char} that is not escaped`);
    else if (char === ',') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Spaces around count only where they are escaped. */
function unescapeValue(raw: string, what: string): string {
  const tokens = raw.match(/\\[0-9A-Fa-f]{2}|\\[\s\S]|[^\\]|\\$/gu) ?? [];
  const first = tokens.findIndex((token) => token !== ' ');
  const last = tokens.findLastIndex((token) => token !== ' ');
  const bytes = tokens.slice(Math.max(first, 0), last + 1).map((token) => unescapeToken(token, what));
  const value = Buffer.concat(bytes).toString('utf8');
  if (value === '' || value.includes('\ufffd')) throw new JsonError('type', `${what} has an empty or unreadable value`);
  return value;
}

function unescapeToken(token: string, what: string): Buffer {
  if (!token.startsWith('\\')) return Buffer.from(token);
  if (token.length === 3) return Buffer.from(token.slice(1), 'hex');
  if (token.length === 2 && ' "#+,;<=>\\'.includes(token.slice(1))) return Buffer.from(token.slice(1));
  throw new JsonError('type', `${what} has the escape ${JSON.stringify(token)}, which RFC 4514 does not have`);
}
