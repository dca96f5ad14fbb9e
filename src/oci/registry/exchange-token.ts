import { type HttpClient, type HttpRequest, type WholeResponse } from '../../lib/http/http-client.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Credentials } from './credentials.ts';
import { quoteAnswer } from './quote-answer.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { Secret } from './secret.ts';

export interface TokenRequest {
  /** Accepted by `parseRealm`. */
  readonly realm: URL;
  readonly service?: string;
  /** Several with spaces between. */
  readonly scope: string;
  readonly credentials?: Credentials;
}

export interface Token {
  readonly secret: Secret;
  readonly expiresAt: Date;
}

/** The lifetime of a token without `expires_in`, and the shortest that is accepted (distribution, docs/spec/auth/token.md). */
const minimumLifetimeSeconds = 60;
const maximumLifetimeSeconds = 24 * 3_600;

/**
 * Exchanges credentials, or none, for a bearer token: by GET with Basic (distribution, auth/token.md), with an identity token by POST as
 * OAuth2 refresh (auth/oauth.md). An unreadable response is requested once more. Returns the server's response when its status is not 200.
 * Throws REGISTRY_PROTOCOL.
 */
export async function exchangeToken(
  client: HttpClient,
  request: TokenRequest,
  limits: Pick<RegistryLimits, 'tokenBytes'>,
  runtime: Runtime,
): Promise<Token | WholeResponse> {
  const [url, message] = tokenMessage(request);
  const first = await client.requestWhole(url, message, limits.tokenBytes, runtime);
  if (first.status !== 200) return first;
  const token = parseToken(first.bytes, runtime.now());
  if (typeof token !== 'string') return token;
  const second = await client.requestWhole(url, message, limits.tokenBytes, runtime);
  if (second.status !== 200) return second;
  const again = parseToken(second.bytes, runtime.now());
  if (typeof again !== 'string') return again;
  throw new PratiqueError('REGISTRY_PROTOCOL', `token server ${url.host}: ${again}`);
}

/** The token, or the reason why the response has none. */
function parseToken(bytes: Uint8Array, now: Date): Token | string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const answer = parseObject(text);
  // Only a web page is quoted: a damaged response may contain a token.
  if (answer === undefined) return `the response is not a JSON object${/^\s*</.test(text) ? `: ${quoteAnswer(text)}` : ''}`;
  const value = [answer['token'], answer['access_token']].find((each) => typeof each === 'string' && each !== '');
  if (typeof value !== 'string') return 'the response has no token';
  // RFC 6750, 2.1: what a header field can carry; a line break in it would be a header field of its own.
  if (!/^[\x21-\x7e]+$/.test(value)) return 'the token has invalid characters';
  const seconds = typeof answer['expires_in'] === 'number' && answer['expires_in'] > 0 ? answer['expires_in'] : minimumLifetimeSeconds;
  const lifetime = Math.min(Math.max(seconds, minimumLifetimeSeconds), maximumLifetimeSeconds);
  return { secret: new Secret(value), expiresAt: new Date(now.getTime() + lifetime * 1_000) };
}

function tokenMessage({ realm, service, scope, credentials }: TokenRequest): readonly [URL, HttpRequest] {
  if (credentials?.kind === 'identity-token') {
    const form = new URLSearchParams([
      ...(service === undefined ? [] : [['service', service] as [string, string]]),
      ['scope', scope],
      ['grant_type', 'refresh_token'],
      ['client_id', 'pratique'],
      ['refresh_token', credentials.token.reveal()],
    ]);
    return [realm, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() }];
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  // By GET each scope is a parameter of its own; by POST they are one, with spaces between.
  url.searchParams.delete('scope');
  for (const each of scope.split(' ')) url.searchParams.append('scope', each);
  return [url, { headers: { accept: 'application/json', ...basicHeader(credentials) } }];
}

/** `authorization` for a user name and password; nothing for other credentials. */
export function basicHeader(credentials: Credentials | undefined): { readonly authorization?: string } {
  if (credentials?.kind !== 'password') return {};
  const pair = `${credentials.username}:${credentials.password.reveal()}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
