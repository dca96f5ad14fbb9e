import { setTimeout as sleep } from 'node:timers/promises';
import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type Repository, type TaggedManifest } from '../../oci/registry/repository.ts';
import { mediaTypes } from '../store/artifact-kind.ts';
import { pushBytes } from '../store/push-referrer.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { emptyConfig, formatMetadataArtifact, type StoredFile } from './metadata-artifact.ts';
import { type Publication } from './publication.ts';

export interface PublicationToWrite {
  readonly files: readonly StoredFile[];
  /** Content of those files that the registry may not have yet. */
  readonly contents: Iterable<Uint8Array>;
  /** The publication that this one replaces. */
  readonly replaces: Publication | undefined;
}

/**
 * Writes a publication under its tag; `undefined` when the tag no longer holds what it replaces.
 *
 * Two publishers may write at the same moment. An OCI layout lets only the first of them write (`Repository.replaceTag`). A registry has no
 * compare-and-swap: the tag is checked right before the write, and read again after a wait that is several times as long as the write took, so that
 * the publisher whose write was overwritten sees it. A write that takes the registry much longer than those before it can still go unnoticed;
 * `publishEdited` reads once more at its end.
 */
export async function writePublication(
  repository: Repository,
  { files, contents, replaces }: PublicationToWrite,
  runtime: Runtime,
): Promise<Publication | undefined> {
  const artifact = { files, ...(replaces === undefined ? {} : { previous: replaces.digest }) };
  const bytes = formatMetadataArtifact(artifact);
  for (const blob of [emptyConfig, ...contents]) await pushBytes(repository, blob, runtime);
  const digest = computeDigest('sha256', bytes);
  const manifest = { bytes, digest, mediaType: mediaTypes.manifest, tag: trustMetadataTag };
  const isWritten = await (repository.replaceTag === undefined
    ? overwrite(repository, manifest, replaces?.digest, runtime)
    : repository.replaceTag(manifest, replaces?.digest, runtime));
  return isWritten ? { ...artifact, digest } : undefined;
}

/** How long another publisher may take from its check to the end of its write: a multiple of what ours took, in milliseconds within bounds. */
const settleFactor = 4;
const settleMs = { min: 250, max: 10_000 };

/** Without compare-and-swap. Returns whether the tag holds the manifest in the end. */
async function overwrite(
  repository: Repository,
  manifest: TaggedManifest,
  expected: Digest | undefined,
  runtime: Runtime,
): Promise<boolean> {
  const startedAt = performance.now();
  // Pushing blobs takes time: what gets overwritten must still be what was read.
  if ((await repository.findManifest(manifest.tag, runtime))?.digest !== expected) return false;
  await repository.pushManifest(manifest, runtime);
  // Another publisher who had checked the tag before our write has written by then.
  const tookMs = performance.now() - startedAt;
  await sleep(Math.min(Math.max(tookMs * settleFactor, settleMs.min), settleMs.max), undefined, { signal: runtime.signal });
  return (await repository.findManifest(manifest.tag, runtime))?.digest === manifest.digest;
}
