import { type Digest, isDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { type ArtifactKind } from './artifact-kind.ts';
import { decodeArtifact } from './artifact-manifest.ts';
import { type CleaningPlan, type Removal } from './cleaning-plan.ts';
import { findSignatures } from './find-signatures.ts';
import { type FoundArtifact } from './found-artifact.ts';
import { type ArtifactPurpose, purposeOf } from './artifact-purpose.ts';
import { unlistReferrers } from './add-referrers.ts';
import { keepWhatIsTagged, tagOf, whyNotRemovable } from './removal-guard.ts';
import { resolveImage, type ResolvedImage } from './resolve-image.ts';
import { parseSignatureTag } from './signature-tags.ts';

const cleanedKinds: ReadonlySet<ArtifactKind> = new Set<ArtifactKind>([
  'simple-signing',
  'dsse-attestation',
  'sigstore-bundle',
  'notation',
  'sbom',
]);

/**
 * Plans the removal for an image, for an index and each of its platforms, or for a digest that does not exist any more. What another tag holds too, an
 * image or what names another subject is kept. Changes nothing.
 */
export async function planCleaning(
  repository: Repository,
  tagOrDigest: string,
  purposes: ReadonlySet<ArtifactPurpose>,
  runtime: Runtime,
): Promise<CleaningPlan> {
  const { digest, platforms, isMissing } = await resolveSubject(repository, tagOrDigest, runtime);
  const planned: Removal[] = [];
  const kept: { foundAt: string; reason: string }[] = [];
  let stoppedAt: string | undefined;
  const subjects = new Set([digest, ...platforms.map((each) => each.digest)]);
  for (const subject of subjects) {
    const found = await findSignatures({ repository, digest: subject }, { kinds: cleanedKinds }, runtime);
    stoppedAt ??= found.stoppedAt;
    for (const [manifest, artifacts] of byManifest(found.artifacts)) {
      const removal = removalOf(subject, manifest, artifacts);
      const others = removal.purposes.filter((purpose) => !purposes.has(purpose));
      if (others.length === removal.purposes.length) continue;
      const reason =
        others.length > 0 ? `the manifest also holds ${others.join(', ')}` : await whyNotRemovableNow(repository, removal, runtime);
      if (reason === undefined) planned.push(removal);
      else kept.push({ foundAt: removal.foundAt, reason });
    }
  }
  const isSpare = (tag: string): boolean => {
    const named = parseSignatureTag(tag);
    return named?.suffix !== undefined && subjects.has(named.subject);
  };
  const guarded = await keepWhatIsTagged(repository, planned, isSpare, runtime);
  return {
    removals: guarded.removals,
    kept: [...kept, ...guarded.kept],
    ...(isMissing === true && { isImageMissing: true }),
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  };
}

async function whyNotRemovableNow(
  repository: Repository,
  { manifest, subject, foundAt }: Removal,
  runtime: Runtime,
): Promise<string | undefined> {
  const { bytes } = await repository.readManifest(manifest, runtime);
  return whyNotRemovable(decodeArtifact(bytes, foundAt, limits.signatures), subject);
}

/** An image that is named by digest and is gone: what was attached to it may still be there. */
async function resolveSubject(
  repository: Repository,
  tagOrDigest: string,
  runtime: Runtime,
): Promise<Pick<ResolvedImage, 'digest' | 'platforms'> & { readonly isMissing?: true }> {
  if (isDigest(tagOrDigest) && (await repository.findManifest(tagOrDigest, runtime)) === undefined)
    return { digest: tagOrDigest, platforms: [], isMissing: true };
  return resolveImage(repository, tagOrDigest, runtime);
}

/** Removes what the plan lists. Entries of the fallback index go first, so that no list points to a manifest that was deleted. */
export async function cleanImage(repository: Repository, plan: CleaningPlan, runtime: Runtime): Promise<void> {
  const bySubject = new Map<Digest, Set<string>>();
  for (const { subject, manifest, isListedByTag } of plan.removals)
    if (isListedByTag) bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(manifest));
  for (const [subject, manifests] of bySubject) await unlistReferrers(repository, subject, manifests, runtime);
  for (const removal of plan.removals) {
    const tag = removal.keptUnder === undefined ? undefined : tagOf(removal);
    if (tag === undefined) await repository.deleteManifest(removal.manifest, runtime);
    else await repository.removeTag?.(tag, removal.manifest, runtime);
  }
}

interface InManifest {
  readonly artifact: FoundArtifact;
  readonly place: FoundArtifact['places'][number];
}

function byManifest(artifacts: readonly FoundArtifact[]): ReadonlyMap<Digest, readonly InManifest[]> {
  const grouped = new Map<Digest, InManifest[]>();
  for (const artifact of artifacts)
    for (const place of artifact.places) {
      const group = grouped.get(place.manifest) ?? [];
      group.push({ artifact, place });
      grouped.set(place.manifest, group);
    }
  return grouped;
}

function removalOf(subject: Digest, manifest: Digest, found: readonly InManifest[]): Removal {
  const tag = found.map(({ place }) => (place.kind === 'tag' ? place.tag : undefined)).find((each) => each !== undefined);
  return {
    subject,
    manifest,
    foundAt: tag === undefined ? `referrer ${manifest}` : `tag ${tag}`,
    purposes: [...new Set(found.map(({ artifact }) => purposeOf(artifact)))],
    count: found.length,
    isListedByTag: found.some(({ place }) => place.kind === 'referrer' && place.listedBy === 'tag'),
  };
}
