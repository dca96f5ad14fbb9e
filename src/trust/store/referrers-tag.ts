import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { fallbackTag } from '../../oci/registry/fallback-tag.ts';
import { type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';

/**
 * Checks that a referrer of `subject` can be listed, before it is signed and logged: a registry without the referrers API lists it under the fallback
 * tag. Throws REFERRERS_TAG_TAKEN.
 */
export async function assertReferrersTagFree(
  repository: RepositoryReader & RepositoryListing,
  subject: Digest,
  runtime: Runtime,
): Promise<void> {
  const { by, occupant, items } = await repository.listReferrers(subject, {}, runtime);
  if (by === 'api') return;
  if (occupant?.isSubject === false) throw referrersTagTaken(repository.name, subject, occupant.digest);
  if (isImageIndex(items)) throw referrersTagTaken(repository.name, subject, 'an image index');
}

/**
 * Whether the index is that of an image, which is not ours to append to: descriptors of referrers have their artifact type (distribution-spec, "Referrers
 * Tag Schema"). One such entry makes it a list, since cosign appends to the index that "cosign copy" left.
 */
export function isImageIndex(entries: readonly unknown[]): boolean {
  return entries.length > 0 && !entries.some((entry) => isJsonObject(entry) && field(entry, 'artifactType') !== undefined);
}

export function referrersTagTaken(repository: string, subject: Digest, holds: string): PratiqueError {
  const tag = fallbackTag(subject);
  return new PratiqueError(
    'REFERRERS_TAG_TAKEN',
    `cannot list a new artifact of ${subject}: the tag ${tag} of ${repository}, which would list it, holds another image (${holds})`,
  );
}
