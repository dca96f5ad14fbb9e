import { PratiqueError } from '../../model/pratique-error.ts';
import { type Challenge } from './challenge.ts';
import { quoteAnswer } from './quote-answer.ts';
import { isLoopback } from './registry-origin.ts';

export interface RealmRules {
  readonly insecure: boolean;
  /** Hosts other than the registry's that may issue tokens; any when absent. */
  readonly trustedHosts?: readonly string[];
  /** The host that issued the first token; a registry must not change its token server during use. */
  readonly knownHost?: string;
}

/**
 * The token server that a Bearer challenge names, if it may receive credentials: over HTTPS, or over HTTP where the registry itself uses HTTP and
 * the realm is on loopback, on the registry's own host, or `insecure`. Throws REGISTRY_REDIRECT. Its address is checked when the connection is
 * made (`lib/http/guarded-connector.ts`).
 */
export function parseRealm(challenge: Challenge, registry: URL, rules: RealmRules): URL {
  const text = challenge.parameters.get('realm') ?? '';
  const refuse = (reason: string): PratiqueError =>
    new PratiqueError('REGISTRY_REDIRECT', `${registry.host}: the realm ${quoteAnswer(text, 120)} is refused: ${reason}`);
  if (!URL.canParse(text)) throw refuse('it is not an absolute URL');
  const realm = new URL(text);
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') throw refuse('it is not https');
  if (realm.username !== '' || realm.password !== '') throw refuse('it contains credentials');
  const isOwnHost = realm.hostname === registry.hostname;
  const mayBePlain = registry.protocol === 'http:' && (isLoopback(realm) || isOwnHost || rules.insecure);
  if (realm.protocol === 'http:' && !mayBePlain) throw refuse('it is not https');
  if (isOwnHost) return realm;
  if (rules.trustedHosts !== undefined && !rules.trustedHosts.includes(realm.host)) throw refuse('its host is not trusted');
  if (rules.knownHost !== undefined && rules.knownHost !== realm.host) throw refuse(`earlier tokens came from ${rules.knownHost}`);
  return realm;
}
