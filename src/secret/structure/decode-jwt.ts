import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type StructureCheck } from '../secret-rule.ts';

/** A JSON Web Token: header and payload are JSON in base64url (RFC 7519). The note names its role, which decides what it opens. */
export const decodeJwt: StructureCheck = (value) => {
  const [header = '', payload = ''] = value.split('.').map(decodePart);
  const head = parse(header);
  const claims = parse(payload);
  if (head === undefined || claims === undefined) return { is: 'doubtful', note: 'it does not decode to a JSON Web Token' };
  const role = field(claims, 'role');
  const expiry = field(claims, 'exp');
  const notes = [
    ...(typeof role === 'string' && /^[\w -]{1,40}$/.test(role) ? [`role ${role}`] : []),
    ...(typeof expiry === 'number' && expiry > 0 && expiry < maxSeconds
      ? [`expires ${new Date(expiry * 1000).toISOString().slice(0, 10)}`]
      : []),
  ];
  // Supabase publishes tokens of this role in web pages.
  const isPublic = role === 'anon';
  return { is: 'valid', ...(notes.length === 0 ? {} : { note: notes.join(', ') }), ...(isPublic ? { severity: 'low' as const } : {}) };
};

/** The year 9999. */
const maxSeconds = 253_402_300_799;

function decodePart(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function parse(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value = parseJsonBounded(Buffer.from(text), { maxBytes: 64 * 1024, maxDepth: 16 });
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
