import { PratiqueError } from '../../model/pratique-error.ts';

/** The tag, beside those of the images, under which an image repository keeps its trust metadata (`trust/registry-metadata`). */
export const trustMetadataTag = 'pratique-trust';

/** The artifact type of its manifest. */
export const trustMetadataType = 'application/vnd.pratique.trust.v1+json';

/** Throws TAG_RESERVED before that tag is signed, overwritten or cleaned, which would destroy or mislead about the trust metadata. */
export function assertNotReserved(tag: string | undefined, repository: string): void {
  if (tag === trustMetadataTag)
    throw new PratiqueError('TAG_RESERVED', `${repository}:${tag} is reserved for the trust metadata of the repository`);
}
