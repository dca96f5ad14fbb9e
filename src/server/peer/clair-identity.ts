import { createHmac } from 'node:crypto';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { classifyAddress } from '../../lib/http/address-class.ts';
import { type Caller } from '../auth/caller.ts';
import { isSameSecret } from '../auth/secrets.ts';
import { Problem } from '../http/problem.ts';
import { type UnidentifiedRequest } from '../http/route.ts';
import { type ServerContext } from '../server-context.ts';

/** Clocks of two machines may differ by this much: seconds. Clair's own bound. */
const leewaySeconds = 15;
const mostTokenCharacters = 4_096;

/**
 * Who calls one of Clair's APIs without one of our tokens: somebody with a JSON web token (RFC 7519) signed with the pre-shared key, or, where the server was started
 * so, any program of this machine. They are editors of the project `default`. `undefined` where the request may have one of our tokens. Throws 401 for a web token that
 * is not valid.
 */
export async function identifyClairClient({ headers, address }: UnidentifiedRequest, context: ServerContext): Promise<Caller | undefined> {
  const { clair } = context.settings.peers ?? {};
  const { authorization } = headers;
  const token = typeof authorization === 'string' ? /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1] : undefined;
  if (token !== undefined && clair?.key !== undefined) {
    const issuer = readIssuer(token, clair.key, context.runtime.now());
    if (issuer === undefined || !clair.issuers.includes(issuer))
      throw new Problem(401, 'the token is not signed with the pre-shared key, is not valid now, or is of another issuer');
    return editorOfDefault(`clair ${issuer}`, context);
  }
  const isOpen = clair?.isOpen === true && authorization === undefined && isFromThisMachine(headers, address);
  return isOpen ? editorOfDefault('a program of this machine', context) : undefined;
}

/**
 * Pages of a browser can send requests to this machine, too: they say where they come from (Fetch Metadata, RFC 6454), and a name that an attacker made point here
 * (DNS rebinding) is not one of ours.
 */
function isFromThisMachine(headers: UnidentifiedRequest['headers'], address: string): boolean {
  const { host = '', origin, cookie } = headers;
  const isBrowser = origin !== undefined || cookie !== undefined || headers['sec-fetch-site'] !== undefined;
  const isOurName = typeof host === 'string' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
  return !isBrowser && isOurName && classifyAddress(address) === 'loopback';
}

async function editorOfDefault(name: string, { db }: ServerContext): Promise<Caller | undefined> {
  const row = await db.selectFrom('project').select('id').where('name', '=', 'default').executeTakeFirst();
  return row === undefined ? undefined : { name, kind: 'system', isAdmin: false, roles: new Map([[row.id, 'editor']]), projects: [] };
}

/** The issuer of a web token that is signed with HS256, as RFC 7515 has it, and holds now; no other algorithm is accepted, whatever the token says. */
function readIssuer(token: string, key: Buffer, now: Date): string | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (token.length > mostTokenCharacters || readPart(header)?.['alg'] !== 'HS256') return undefined;
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
  const claims = isSameSecret(expected, signature) ? readPart(payload) : undefined;
  if (claims === undefined) return undefined;
  const seconds = now.getTime() / 1_000;
  const [expires, begins, issued] = ['exp', 'nbf', 'iat'].map((name) => claims[name]);
  const holds =
    (expires === undefined || (typeof expires === 'number' && seconds < expires + leewaySeconds)) &&
    [begins, issued].every((each) => each === undefined || (typeof each === 'number' && seconds > each - leewaySeconds));
  return holds && typeof claims['iss'] === 'string' ? claims['iss'] : undefined;
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJsonBounded(Buffer.from(part, 'base64url'), { maxBytes: mostTokenCharacters, maxDepth: 4 });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
