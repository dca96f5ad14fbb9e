import { VerificationError } from '../../../model/trust/verification-error.ts';
import { MetadataCache } from '../../notary/directory/metadata-cache.ts';
import { isInitialized } from '../../notary/operation/initialize-repository.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { trustMetadataTag } from '../../store/trust-metadata-tag.ts';
import { findRootPin } from '../../tuf/root-pins.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';

/**
 * A context that never trusts a root because it is the first one it meets: whoever can push to the repository can put one there before the owner migrates,
 * and the policy would pin it. A root is known when it is pinned, when it is cached and was pinned or made here, or when all its keys are in the trust
 * directory; the last is pinned for what follows, so that it cannot be replaced in between. One that is cached because somebody looked at it once is as
 * unknown as one that was never met. Throws ROOT_PIN_REQUIRED for another one. What is cached does not change.
 */
export async function requireKnownRoot(context: NotaryContext): Promise<NotaryContext> {
  const { gun, pins, directory } = context;
  const strict: NotaryContext = { ...context, pins: { ...pins, allowFirstUse: false } };
  if (findRootPin(pins, gun) !== undefined) return strict;
  const cache = new MetadataCache(directory, gun);
  const cached = (await cache.read()).get('root');
  if (cached !== undefined && (await cache.isKnownRoot(cached))) return strict;
  if (!(await isInitialized(strict))) return strict;
  const met = await readRepository({ ...context, pins: { ...pins, allowFirstUse: true } }, { isForChange: true, isCacheUnchanged: true });
  const { keyIds } = met.root.content.roles.root;
  if (!(await isOwn(met, context))) throw unknownRoot(context, keyIds, cached !== undefined);
  return { ...strict, pins: { ...strict.pins, certificates: new Map([...pins.certificates, [gun, keyIds]]) } };
}

/** One key of somebody else is enough to sign the root when the threshold is 1, so every key has to be here. */
async function isOwn({ root }: TrustedRepository, { keys }: NotaryContext): Promise<boolean> {
  const found = await Promise.all(root.content.roles.root.keyIds.map((id) => keys.find(root.content.keys.get(id)?.canonicalId ?? id)));
  return found.length > 0 && found.every((key) => key !== undefined);
}

function unknownRoot({ gun, directory }: NotaryContext, keyIds: readonly string[], isCached: boolean): VerificationError {
  const origin = isCached ? `it is cached in ${directory.path} only because it was the first one met there (trust on first use)` : `no root of ${gun} is cached`;
  const reason = `the trust metadata in the registry have the root ${keyIds.join(', ')}, which may be anybody's: it is not pinned, ${origin}, and its keys are not here`;
  const forget = isCached ? `forget the cached root (pratique trust remove --server registry ${gun}), ` : '';
  return new VerificationError('ROOT_PIN_REQUIRED', 'root', reason, {
    hint: `if it is yours, add it to rootKeys of ${gun} in pratique.yaml or in the file of --policy, which the first run wrote; otherwise find out who signed, ${forget}delete the tag ${trustMetadataTag}, and run this again`,
  });
} // prettier-ignore
