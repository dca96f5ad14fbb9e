import { stringify } from 'yaml';
import { type Resigner } from './resigner.ts';

/** What verifies the new signatures, as the policy names it. */
export interface PolicyKeys {
  /** PEM of the public key. */
  readonly sigstore?: string;
  readonly notation?: { readonly trustStore: string; readonly trustedIdentity: string };
}

/**
 * The `trust` section of a `pratique.yaml` that asks of each repository for what it was signed with now. With several schemes each is asked for, so that
 * none can be left out unseen. Empty when nothing of them can be named in a policy.
 */
export function formatPolicy(
  repositories: readonly { readonly name: string; readonly schemes: readonly Resigner['scheme'][] }[],
  keys: PolicyKeys,
): string {
  const { sigstore, notation } = keys;
  const images = repositories.flatMap(({ name, schemes }) => {
    const terms = {
      ...(sigstore !== undefined && schemes.includes('sigstore') ? { sigstore: { identities: [{ key: sigstore }] } } : {}),
      ...(notation !== undefined && schemes.includes('notation')
        ? { notation: { level: 'strict', trustStores: [notation.trustStore], trustedIdentities: [notation.trustedIdentity] } }
        : {}),
    };
    const count = Object.keys(terms).length;
    return count === 0 ? [] : [{ match: name, action: 'enforce', ...(count > 1 ? { require: 'all' } : {}), ...terms }];
  });
  if (images.length === 0) return '';
  const head = '# In place of Docker Content Trust. These signatures speak of content: what binds tags to digests is a digest in the deployment,\n# or trust data in the registry (pratique trust sign --server registry).\n';
  return `${head}${stringify({ version: 1, trust: { images } }, { lineWidth: 0, aliasDuplicateObjects: false })}`;
} // prettier-ignore
