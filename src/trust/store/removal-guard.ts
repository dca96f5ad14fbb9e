import { mapLimited } from '../../lib/async/map-limited.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { isImageConfigType, isFilesystemLayerType } from '../../oci/document/media-types.ts';
import { type RepositoryListing, type RepositoryReader, type RepositoryWriter } from '../../oci/registry/repository.ts';
import { kindOf } from './artifact-kind.ts';
import { type ArtifactManifest } from './artifact-manifest.ts';
import { type CleaningPlan, type Removal } from './cleaning-plan.ts';
import { parseSignatureTag } from './signature-tags.ts';
import { trustMetadataTag } from './trust-metadata-tag.ts';

/** An image may name a subject too, and is not removed with it. */
function isImage({ config, layers, artifactType }: ArtifactManifest): boolean {
  if (layers.some(({ mediaType }) => isFilesystemLayerType(mediaType))) return true;
  const isArtifact = layers.some(({ mediaType }) => kindOf(mediaType, artifactType) !== 'other');
  return !isArtifact && config !== undefined && isImageConfigType(config.mediaType) && isImageConfigType(artifactType);
}

/**
 * Why the manifest is not removed with `subject`; `undefined` where it may be. Anyone who can push can put any manifest under the tags of signatures, so the
 * tag says nothing: the manifest names the subject itself, or names none and holds nothing but signatures, attestations and SBOMs.
 */
export function whyNotRemovable(manifest: ArtifactManifest, subject: Digest): string | undefined {
  if (isImage(manifest))
    return manifest.subject === undefined ? 'it is an image' : `it is an image, though it names ${manifest.subject} as its subject`;
  if (manifest.subject === subject) return undefined;
  if (manifest.subject !== undefined) return `it names ${manifest.subject} as its subject`;
  const { layers, artifactType, isCut } = manifest;
  const isOnlyArtifacts = layers.length > 0 && !isCut && layers.every(({ mediaType }) => kindOf(mediaType, artifactType) !== 'other');
  return isOnlyArtifacts ? undefined : 'it holds something other than signatures, attestations and SBOMs';
}

/**
 * Keeps of the planned removals what another tag holds: a registry deletes a manifest by its digest, under every tag. `isSpare` names the tags that may go
 * with it. A signature tag of a digest that does not exist may always. A layout can remove the signature tag alone.
 */
export async function keepWhatIsTagged(
  repository: RepositoryReader & RepositoryListing & Pick<RepositoryWriter, 'removeTag'>,
  planned: readonly Removal[],
  isSpare: (tag: string) => boolean,
  runtime: Runtime,
): Promise<Pick<CleaningPlan, 'removals' | 'kept'>> {
  if (planned.length === 0) return { removals: [], kept: [] };
  const wanted = new Set(planned.map(({ manifest }) => manifest));
  const { items: tags, isComplete } = await repository.listTags(runtime);
  const holders = new Map<Digest, string[]>();
  await mapLimited(tags, limits.signatureReads, async (tag) => {
    const digest = (await repository.findManifest(tag, runtime))?.digest;
    if (digest === undefined || !wanted.has(digest)) return;
    if (tag === trustMetadataTag || !(isSpare(tag) || (await isOfMissing(repository, tag, runtime))))
      holders.set(digest, [...(holders.get(digest) ?? []), tag]);
  });
  const holderOf = (manifest: Digest): string | undefined => holders.get(manifest)?.sort()[0];
  const reasonFor = (manifest: Digest): string | undefined => {
    const tag = holderOf(manifest);
    if (tag !== undefined) return `tag ${tag} holds it too, and a registry deletes it under every tag`;
    return isComplete ? undefined : `the repository has more tags than the ${tags.length} that were examined, and another may hold it`;
  };
  const removals: Removal[] = [];
  const kept: { foundAt: string; reason: string }[] = [];
  for (const removal of planned) {
    const reason = reasonFor(removal.manifest);
    const keptUnder = holderOf(removal.manifest);
    if (reason === undefined) removals.push(removal);
    else if (keptUnder !== undefined && repository.removeTag !== undefined && tagOf(removal) !== undefined)
      removals.push({ ...removal, keptUnder });
    else kept.push({ foundAt: removal.foundAt, reason });
  }
  return { removals, kept };
}

/** The tag that a removal was found under, if it was not found as a referrer. */
export function tagOf({ foundAt }: Removal): string | undefined {
  return foundAt.startsWith('tag ') ? foundAt.slice('tag '.length) : undefined;
}

async function isOfMissing(repository: RepositoryListing, tag: string, runtime: Runtime): Promise<boolean> {
  const named = parseSignatureTag(tag);
  return named !== undefined && (await repository.findManifest(named.subject, runtime)) === undefined;
}
