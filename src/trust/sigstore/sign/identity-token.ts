import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, isJsonObject, type JsonObject, optional, readCount, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** Whom the public good certificate authority wants a token to be for. */
export const defaultAudience = 'sigstore';

/** An OpenID Connect identity token (OpenID Connect Core 1.0, section 2). Nothing shows its text but {@link reveal}. */
export class IdentityToken {
  readonly issuer: string;
  /** What the certificate authority wants signed as proof that we have the key: a verified e-mail address, or the subject. */
  readonly challenge: string;
  readonly #text: string;

  constructor(text: string, claims: { readonly issuer: string; readonly challenge: string }) {
    this.#text = text;
    this.issuer = claims.issuer;
    this.challenge = claims.challenge;
  }

  /** Only for the request that asks for a certificate. */
  reveal(): string {
    return this.#text;
  }

  toJSON(): string {
    return '***';
  }
}

/**
 * Reads a token as far as we must to use it; its signature is the certificate authority's business. Throws IDENTITY_TOKEN_UNUSABLE for what is
 * no token, has expired or is for another audience. No message holds any of its text but claims.
 */
export function parseIdentityToken(text: string, wanted: { readonly now: Date; readonly audience: string }, what: string): IdentityToken {
  const token = text.trim();
  if (token.length > limits.identityTokenBytes) throw unusable(`${what} is longer than ${limits.identityTokenBytes} bytes`);
  const claims = readClaims(token, what);
  try {
    checkClaims(claims, wanted, what);
    const email = optional(field(claims, 'email'), 'email', readString);
    const isVerified = field(claims, 'email_verified') === true || field(claims, 'email_verified') === 'true';
    if (email !== undefined && !isVerified)
      throw unusable(`${what} is of ${JSON.stringify(email.slice(0, 100))}, which its issuer did not verify`);
    return new IdentityToken(token, {
      issuer: readString(field(claims, 'iss'), 'iss'),
      challenge: email ?? readString(field(claims, 'sub'), 'sub'),
    });
  } catch (error) {
    if (error instanceof JsonError) throw unusable(`${what}: ${error.message}`);
    throw error;
  }
}

/** The second of the three parts of a JSON Web Token in compact form (RFC 7519, section 3). */
function readClaims(token: string, what: string): JsonObject {
  const parts = token.split('.');
  const bytes = parts.length === 3 ? decodeBase64(parts[1] ?? '') : undefined;
  try {
    const claims = bytes === undefined ? undefined : parseJsonBounded(bytes, { maxBytes: limits.identityTokenBytes, maxDepth: 16 });
    if (isJsonObject(claims)) return claims;
  } catch {
    // Neither the text nor what a parser says about it belongs in a message.
  }
  throw unusable(`${what} is not a JSON Web Token`);
}

function checkClaims(claims: JsonObject, { now, audience }: { readonly now: Date; readonly audience: string }, what: string): void {
  const expires = new Date(readCount(field(claims, 'exp'), 'exp') * 1_000);
  if (expires <= now) throw unusable(`${what} expired at ${Number.isNaN(expires.getTime()) ? 'no time' : expires.toISOString()}`);
  const given = field(claims, 'aud');
  const audiences = Array.isArray(given) ? given : [given];
  if (!audiences.includes(audience))
    throw unusable(`${what} is for ${JSON.stringify(audiences).slice(0, 120)}, not for ${JSON.stringify(audience)}`);
}

function unusable(message: string): PratiqueError {
  return new PratiqueError('IDENTITY_TOKEN_UNUSABLE', message);
}
