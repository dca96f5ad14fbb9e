import { toDigest, type Digest } from '../../../model/digest.ts';
import { parseReference } from '../../../model/reference.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type SignedImage, type SignedImageTag } from './signed-image.ts';

/** The signed images of a verified repository by digest, in the order of their first tag. Throws REFERENCE_INVALID for a GUN that is not a repository. */
export function listSignedImages(trusted: TrustedRepository): readonly SignedImage[] {
  const { registry, repository } = parseReference(trusted.gun);
  const byDigest = new Map<Digest, { size: number; tags: SignedImageTag[] }>();
  const tags = [...listTags(trusted)].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  for (const { tag, sha256, length, role, version, expires, signers } of tags) {
    const digest = toDigest('sha256', sha256);
    const found = byDigest.get(digest) ?? { size: length, tags: [] };
    byDigest.set(digest, found);
    found.tags.push({ tag, role, version, expires, signers: signers.map((signer) => signer.slice('targets/'.length)) });
  }
  return [...byDigest].map(([digest, { size, tags: signed }]) => ({
    gun: trusted.gun,
    repository: `${registry}/${repository}`,
    digest,
    size,
    tags: signed,
    trustRoot: { kind: trusted.trustRoot.kind, name: trusted.trustRoot.name },
  }));
}
