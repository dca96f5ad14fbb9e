import { type HttpClient } from '../../lib/http/http-client.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Challenge, chooseChallenge, formatChallenge, formatScheme, parseChallenges } from './challenge.ts';
import { basicHeader, exchangeToken, type Token } from './exchange-token.ts';
import { findCredentials, type FoundCredentials } from './find-credentials.ts';
import { parseRealm } from './realm.ts';
import { describeErrors, toFailure, toRegistryError } from './registry-failure.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { isLoopback } from './registry-origin.ts';
import { Secret } from './secret.ts';

/** Tokens are renewed this long before they expire, so that none expires on its way. */
const renewBeforeMs = 5_000;

/** A 401 response and the request that got it. */
export interface Refusal {
  /** The registry's origin, which sent the response. */
  readonly origin: URL;
  /** WWW-Authenticate, as sent. */
  readonly field: string | undefined;
  /** The registry's own message, as in {@link describeErrors}. */
  readonly said: string | undefined;
  /** For messages: the reference. */
  readonly what: string;
  /** `repository:NAME:pull`, or of a request that changes something `repository:NAME:pull,push` or `…:delete`; several with spaces between. */
  readonly scope: string;
  /** The challenge of this same request that was answered already. */
  readonly previous?: Challenge;
}

/** Authenticates to one registry. Its credentials and tokens are never sent to another registry. */
export class Authorizer {
  readonly #registry: string;
  readonly #options: RegistryOptions;
  readonly #client: HttpClient;
  readonly #limits: RegistryLimits;
  readonly #tokens = new Map<string, Token>();
  readonly #pending = new Map<string, Promise<Token>>();
  readonly #secrets = new Set<string>();
  #found: Promise<FoundCredentials> | undefined;
  #basic: Secret | undefined;
  #realmHost: string | undefined;

  constructor(registry: string, options: RegistryOptions, client: HttpClient, limits: RegistryLimits) {
    this.#registry = registry;
    this.#options = options;
    this.#client = client;
    this.#limits = limits;
  }

  /** The `authorization` field for a scope; empty until a challenge requires one. */
  header(scope: string, now: Date): { readonly authorization?: string } {
    if (this.#basic !== undefined) return { authorization: this.#basic.reveal() };
    const token = this.#tokens.get(scope);
    if (token === undefined || token.expiresAt.getTime() - renewBeforeMs <= now.getTime()) return {};
    return { authorization: `Bearer ${token.secret.reveal()}` };
  }

  /** Prepares the answer to the registry's challenge, and returns the challenge. Throws REGISTRY_UNAUTHORIZED when there is no new answer. */
  async answer(refusal: Refusal, runtime: Runtime): Promise<Challenge> {
    const { field, previous } = refusal;
    this.#tokens.delete(refusal.scope);
    const challenges = field === undefined ? [] : parseChallenges(field, this.#limits);
    const challenge = chooseChallenge(challenges);
    if (challenge === undefined) throw this.#unanswerable(refusal, challenges);
    const isRepeated = previous?.scheme === challenge.scheme && previous.parameters.get('scope') === challenge.parameters.get('scope');
    if (isRepeated) throw await this.#unauthorized(refusal, undefined, challenge, runtime);
    if (challenge.scheme === 'basic') await this.#useBasic(refusal, challenge, runtime);
    else await this.#useBearer(refusal, challenge, runtime);
    return challenge;
  }

  /** Masks every secret that was used, in case a server echoes one. */
  redact(text: string): string {
    let redacted = text;
    for (const secret of this.#secrets) redacted = redacted.replaceAll(secret, '***');
    return redacted;
  }

  async #useBasic(refusal: Refusal, challenge: Challenge, runtime: Runtime): Promise<void> {
    const { origin } = refusal;
    if (origin.protocol === 'http:' && !isLoopback(origin) && this.#options.insecure !== true)
      throw new PratiqueError('REGISTRY_INSECURE', `${refusal.what}: ${origin.host} requires a password over plain HTTP`);
    const { credentials } = await this.#findCredentials(runtime);
    const { authorization } = basicHeader(credentials);
    if (authorization === undefined) throw await this.#unauthorized(refusal, 'it requires a user name and password', challenge, runtime);
    this.#remember(authorization.slice('Basic '.length));
    this.#basic = new Secret(authorization);
  }

  async #useBearer(refusal: Refusal, challenge: Challenge, runtime: Runtime): Promise<void> {
    // Several layers find the token expired at once; one of them renews it.
    const pending = this.#pending.get(refusal.scope) ?? this.#fetchToken(refusal, challenge, runtime);
    this.#pending.set(refusal.scope, pending);
    try {
      const token = await pending;
      this.#remember(token.secret.reveal());
      this.#tokens.set(refusal.scope, token);
    } finally {
      this.#pending.delete(refusal.scope);
    }
  }

  async #fetchToken(refusal: Refusal, challenge: Challenge, runtime: Runtime): Promise<Token> {
    const { insecure = false, trustedRealmHosts } = this.#options;
    const realm = parseRealm(challenge, refusal.origin, {
      insecure,
      ...(trustedRealmHosts === undefined ? {} : { trustedHosts: trustedRealmHosts }),
      ...(this.#realmHost === undefined ? {} : { knownHost: this.#realmHost }),
    });
    const { credentials } = await this.#findCredentials(runtime);
    if (credentials?.kind === 'registry-token')
      return { secret: credentials.token, expiresAt: new Date(runtime.now().getTime() + 3_600_000) };
    const service = challenge.parameters.get('service');
    const scope = acceptableScope(challenge.parameters.get('scope'), refusal.scope);
    const request = { realm, scope, ...(service === undefined ? {} : { service }), ...(credentials === undefined ? {} : { credentials }) };
    const answer = await exchangeToken(this.#client, request, this.#limits, runtime).catch((error: unknown) => {
      throw toRegistryError(error, `${refusal.what}: token for ${scope}`);
    });
    if ('secret' in answer) {
      this.#realmHost = realm.host;
      return answer;
    }
    if (answer.status !== 400 && answer.status !== 401 && answer.status !== 403)
      throw toFailure(answer, `${refusal.what}: token for ${scope}`, runtime.now(), (text) => this.redact(text));
    const said = describeErrors(answer.bytes);
    const reason = `its token server ${realm.host} answered ${answer.status}${said === undefined ? '' : `: ${said}`}`;
    throw await this.#unauthorized({ ...refusal, said: undefined }, reason, challenge, runtime);
  }

  async #findCredentials(runtime: Runtime): Promise<FoundCredentials> {
    this.#found ??= findCredentials(this.#registry, this.#options, this.#limits, runtime);
    const found = await this.#found;
    const { credentials } = found;
    if (credentials !== undefined) this.#remember((credentials.kind === 'password' ? credentials.password : credentials.token).reveal());
    this.#remember(basicHeader(credentials).authorization?.slice('Basic '.length) ?? '');
    return found;
  }

  #remember(secret: string): void {
    if (secret !== '') this.#secrets.add(secret);
  }

  /** Neither Bearer nor Basic: logging in would not help. */
  #unanswerable(refusal: Refusal, challenges: readonly Challenge[]): PratiqueError {
    const schemes = [...new Set(challenges.map((each) => formatScheme(each)))].join(', ');
    const reason =
      schemes === ''
        ? 'it names no authentication scheme (no WWW-Authenticate header)'
        : `it requires ${schemes} authentication, which is not supported (Basic and Bearer are)`;
    const hint =
      schemes === ''
        ? 'check the host name, and the proxy in front of the registry'
        : 'ask the administrator of the registry for Basic or token authentication, or copy the image to another registry or an archive';
    return new PratiqueError('REGISTRY_UNAUTHORIZED', `${this.#refused(refusal)}; ${reason}`, { hint });
  }

  async #unauthorized(refusal: Refusal, reason: string | undefined, challenge: Challenge, runtime: Runtime): Promise<PratiqueError> {
    const { credentials, tried } = await this.#findCredentials(runtime);
    const used = credentials === undefined ? `no credentials in ${tried.join(', ')}` : `used the credentials from ${String(tried.at(-1))}`;
    const because = reason === undefined ? '' : `; ${this.redact(reason)}`;
    const asked = this.redact(formatChallenge(challenge));
    return new PratiqueError('REGISTRY_UNAUTHORIZED', `${this.#refused(refusal)}${because} (${used}; challenge: ${asked})`);
  }

  #refused({ what, origin, said }: Refusal): string {
    return `${what}: ${origin.host} answered 401 Unauthorized${said === undefined ? '' : `: ${this.redact(said)}`}`;
  }
}

/**
 * The scope that the registry asks for, when it is no wider than pulling and our own request: the scope decides what a stolen token can do.
 * Otherwise our own.
 */
function acceptableScope(scope: string | undefined, own: string): string {
  if (scope === undefined || scope.length > 1_024) return own;
  const parts = scope.split(' ');
  return parts.every((part) => isPull(part) || isWithin(part, own)) ? scope : own;
}

function isPull(part: string): boolean {
  return /^repository(?:\([a-z0-9]+\))?:[\w./:-]+:pull$/.test(part);
}

/** The same repository, and no other actions; distribution, docs/spec/auth/scope.md. */
function isWithin(part: string, own: string): boolean {
  const end = part.lastIndexOf(':');
  const granted = own.split(' ').find((each) => each.slice(0, each.lastIndexOf(':')) === part.slice(0, end));
  const actions = granted?.slice(granted.lastIndexOf(':') + 1).split(',') ?? [];
  return part
    .slice(end + 1)
    .split(',')
    .every((action) => actions.includes(action));
}
