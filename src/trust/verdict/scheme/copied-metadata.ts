import { type ImageReference } from '../../../model/reference.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type RepositoryReader } from '../../../oci/registry/repository.ts';
import { copiedTrustDirectory } from '../../notary/directory/copied-trust-directory.ts';
import { type Gun } from '../../notary/gun.ts';
import { canonicalGun, findGun, gunsOf } from '../../notary/repository-gun.ts';
import { readPublication } from '../../registry-metadata/publication.ts';
import { readPublishedNames } from '../../registry-metadata/read-published-names.ts';
import { matchesGun } from '../../tuf/root-keys.ts';
import { type ImagePlace } from '../open-place.ts';

/** An image whose tag is looked up in trust metadata: where it is, and the names that the metadata may have. */
export interface BoundImage {
  readonly place: ImagePlace;
  /** By its own name, or for a layout by the one that `--scope` gives, with its tag. */
  readonly reference: ImageReference;
  /** The source that it is judged as, where it is a recorded copy and no statement matches its own name. */
  readonly judgedAs?: ImageReference;
  /** Further repositories that it was copied from. */
  readonly sources: readonly ImageReference[];
}

/** The name of trust metadata that are in a registry or layout, and where this machine remembers them. */
export interface MetadataName {
  readonly gun: Gun;
  /** What was verified at this place before; absent for a layout, which has no identity that could be remembered. */
  readonly trustDirectory?: string;
  /** Whether they are those of a source. Nothing is then trusted on first use: everyone who can push to the copy could have made the root. */
  readonly isCopy: boolean;
}

/**
 * Chooses the name under which to verify the metadata beside an image: its own, or that of a source that they say they are of. Once this machine trusts
 * a root at this place, its name stays, so that metadata of another name are never a first contact again. A copy is remembered apart from its source
 * and from other copies: each place goes forward by itself.
 */
export async function chooseMetadataName(
  { place, reference, judgedAs, sources }: BoundImage,
  repository: RepositoryReader,
  registryDirectory: string,
  runtime: Runtime,
): Promise<MetadataName> {
  const isRegistry = place.kind === 'registry';
  const ownDirectory = isRegistry ? { trustDirectory: registryDirectory } : {};
  const copyDirectory = isRegistry ? { trustDirectory: copiedTrustDirectory(registryDirectory, canonicalGun(reference)) } : {};
  const own = judgedAs === undefined ? await findGun(reference, { path: registryDirectory }) : undefined;
  const asOwn = own === undefined ? undefined : ({ gun: own.gun, isCopy: !isRegistry, ...ownDirectory } as const);
  if (asOwn !== undefined && own?.isKnown === true && isRegistry) return asOwn;
  const candidates = [...(judgedAs === undefined ? [] : [judgedAs]), ...sources];
  if (asOwn !== undefined && candidates.length === 0) return asOwn;
  for (const source of isRegistry ? candidates : []) {
    const { gun, isKnown } = await findGun(source, { path: copyDirectory.trustDirectory ?? '' });
    if (isKnown) return { gun, isCopy: true, ...copyDirectory };
  }
  const published = await readPublication(repository, runtime);
  const names = published === undefined ? [] : await readPublishedNames(repository, published, runtime);
  const isNamed = (gun: Gun): boolean => names.some((name) => matchesGun(name, gun));
  if (asOwn !== undefined && isNamed(asOwn.gun)) return asOwn;
  const gun = candidates.flatMap(gunsOf).find(isNamed);
  if (gun !== undefined) return { gun, isCopy: true, ...copyDirectory };
  return asOwn ?? { gun: canonicalGun(judgedAs ?? reference), isCopy: true, ...copyDirectory };
}
