import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest } from '../../model/digest.ts';
import { type RepositoryListing } from '../../oci/registry/repository.ts';
import { MetadataCache } from '../notary/directory/metadata-cache.ts';
import { type TrustDirectory } from '../notary/directory/trust-directory.ts';
import { type Gun } from '../notary/gun.ts';
import { type RoleName } from '../tuf/role-name.ts';
import { listTags } from '../tuf/signed-tags.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';
import { describeFile } from './publication.ts';

/** A tag that the registry has with other content than the copy signs. */
export interface ChangedTag {
  readonly tag: string;
  readonly signed: string;
  readonly found: Digest;
}

/**
 * What shows that a copy may not be the last one, although its timestamp is valid: tags that were pushed again since. The registry is asked for the first
 * tags only, up to a limit.
 */
export async function findChangedTags(
  copy: TrustedRepository,
  registry: RepositoryListing,
  runtime: Runtime,
): Promise<readonly ChangedTag[]> {
  const tags = listTags(copy).slice(0, limits.referrers);
  const changed: ChangedTag[] = [];
  await mapLimited(tags, limits.signatureReads, async ({ tag, sha256 }) => {
    const found = (await registry.findManifest(tag, runtime))?.digest;
    if (found !== undefined && found !== `sha256:${sha256}`) changed.push({ tag, signed: `sha256:${sha256}`, found });
  });
  return changed.sort((one, other) => (one.tag < other.tag ? -1 : 1));
}

/** Throws CHANGE_INVALID where another trust directory of this machine has a newer copy. What cannot be read there is no copy. */
export async function assertNewestHere(
  gun: Gun,
  versions: ReadonlyMap<RoleName, number>,
  own: TrustDirectory,
  others: readonly TrustDirectory[],
): Promise<void> {
  for (const directory of others.filter(({ path }) => path !== own.path)) {
    for (const [role, bytes] of await new MetadataCache(directory, gun).read()) {
      const [here, there] = [versions.get(role), describeFile(role, bytes).version];
      if (here !== undefined && there <= here) continue;
      const than = here === undefined ? 'which this copy does not have' : `and this copy has version ${here}`;
      throw new PratiqueError(
        'CHANGE_INVALID',
        `cannot restore the trust metadata of ${gun}: ${directory.path} has version ${there} of the ${role} metadata, ${than}`,
        { hint: `restore the newer copy: leave out --trust-dir. If it is not to be trusted, move ${directory.path} away first` },
      );
    }
  }
}
