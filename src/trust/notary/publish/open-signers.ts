import { type PublicKey } from '../../crypto/public-key.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type MetadataSigner } from '../../tuf/sign-metadata.ts';
import { type KeyStore } from '../key/key-store.ts';
import { keyMissing, type MissingKey } from './key-missing.ts';

/** The keys of a role that are in the trust directory, at least as many as its threshold. Throws KEY_NOT_FOUND when there are fewer, with a hint by `shared` ({@link MissingKey}). */
export async function openSigners(
  role: RoleName,
  keys: readonly PublicKey[],
  threshold: number,
  store: KeyStore,
  shared?: MissingKey['shared'],
): Promise<readonly MetadataSigner[]> {
  const signers: MetadataSigner[] = [];
  for (const key of keys) {
    if ((await store.find(key.canonicalId)) === undefined) continue;
    signers.push({ key, privateKey: (await store.open(key.canonicalId)).reveal() });
  }
  const distinct = new Set(signers.map(({ key }) => key.canonicalId)).size;
  if (distinct >= threshold) return signers;
  throw keyMissing({ role, keys, threshold, present: distinct, ...(shared === undefined ? {} : { shared }) });
}
