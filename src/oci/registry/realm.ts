import { PratiqueError } from '../../model/pratique-error.ts';
import { type Challenge } from './challenge.ts';
import { quoteAnswer } from './quote-answer.ts';
import { isLoopback } from './registry-origin.ts';

export interface RealmRules {
  readonly insecure: boolean;
  /** Hosts besides the registry's own that may give tokens; any when absent. */
  readonly trustedHosts?: readonly string[];
  /** The host that gave the first token; a registry does not move its token server while it is used. */
  readonly knownHost?: string;
}

/**
 * The token server that a Bearer challenge names, once it may be told credentials: HTTPS, or HTTP where the registry itself is asked so
 * and the realm is loopback, the registry's own host, or `insecure`. Throws REGISTRY_REDIRECT. Where its address may be is
 * checked when it is connected to (`lib/http/guarded-connector.ts`).
 */
export function parseRealm(challenge: Challenge, registry: URL, rules: RealmRules): URL {
  const text = challenge.parameters.get('realm') ?? '';
  const refuse = (reason: string): PratiqueError =>
    new PratiqueError('REGISTRY_REDIRECT', `${registry.host}: the realm ${quoteAnswer(text, 120)} is not acceptable: ${reason}`);
  if (!URL.canParse(text)) throw refuse('it is not an absolute URL');
  const realm = new URL(text);
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') throw refuse('it is not https');
  if (realm.username !== '' || realm.password !== '') throw refuse('it has credentials in it');
  const isOwnHost = realm.hostname === registry.hostname;
  const mayBePlain = registry.protocol === 'http:' && (isLoopback(realm) || isOwnHost || rules.insecure);
  if (realm.protocol === 'http:' && !mayBePlain) throw refuse('it is not https');
  if (isOwnHost) return realm;
  if (rules.trustedHosts !== undefined && !rules.trustedHosts.includes(realm.host)) throw refuse('its host is not among the trusted ones');
  if (rules.knownHost !== undefined && rules.knownHost !== realm.host) throw refuse(`tokens came from ${rules.knownHost} before`);
  return realm;
}
