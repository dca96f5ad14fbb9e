import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type SignedImages } from './read-signed-images.ts';

/** Tags of an archive that must not be signed again, by repository and tag. */
export type ServerRefusals = ReadonlyMap<string, ReadonlyMap<string, PratiqueError>>;

/**
 * Compares an archive with what its server signs now: tags that it no longer signs, or signs for another image. Throws METADATA_ROLLBACK when the server is
 * older than the archive, because then it tells nothing about what happened since.
 */
export function compareWithServer(archived: SignedImages, current: SignedImages, server: string): ServerRefusals {
  for (const [role, version] of current.versions) {
    const before = archived.versions.get(role) ?? 0;
    if (version < before)
      throw new VerificationError('METADATA_ROLLBACK', role, `${server} has version ${version} of ${role}, older than version ${before} in the archive`);
  }
  const now = new Map(current.images.flatMap(({ digest, tags }) => tags.map(({ tag }) => [tag, digest] as const)));
  const refusals = new Map<string, Map<string, PratiqueError>>();
  for (const { repository, digest, tags } of archived.images)
    for (const { tag } of tags) {
      const refusal = refuse(`${repository}:${tag}`, tag, digest, now.get(tag), server);
      if (refusal !== undefined) refusals.set(repository, (refusals.get(repository) ?? new Map<string, PratiqueError>()).set(tag, refusal));
    }
  return refusals;
} // prettier-ignore

function refuse(image: string, tag: string, digest: string, now: string | undefined, server: string): PratiqueError | undefined {
  if (now === digest) return undefined;
  if (now === undefined)
    return new PratiqueError('TAG_REVOKED', `${image} was revoked: ${server} no longer signs it`, { hint: `to sign it again, add --sign-again ${tag}` });
  return new PratiqueError('TAG_CHANGED', `${image} was signed again: ${server} signs it for ${now}`, { hint: `export again; to sign the older image, add --sign-again ${tag}` });
} // prettier-ignore
