import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Repository, type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { copyArtifacts } from './copy-artifacts.ts';
import { type CopyCounts, CopyRun } from './copy-run.ts';
import { assertNotReserved, trustMetadataTag } from './trust-metadata-tag.ts';

export interface CopySource {
  readonly repository: RepositoryReader & RepositoryListing;
  readonly tagOrDigest: string;
}

export interface CopyTarget {
  readonly repository: Repository;
  /** When absent, the image is copied by digest only. */
  readonly tag?: string;
}

export interface CopyOptions {
  /** Also copies signatures, attestations, SBOMs and other referrers of the index and of each platform. */
  readonly withArtifacts: boolean;
  /** Repository to mount blobs from, when source and target are in the same registry. */
  readonly mountFrom?: string;
}

export interface CopyReport extends CopyCounts {
  readonly digest: Digest;
}

/**
 * Copies an image or an index, everything it names and its artifacts, keeping every digest. Blobs go first and tags last, and what the target has is not
 * sent again, so an interrupted copy resumes. Throws what the repositories throw, DIGEST_MISMATCH when the source sends other content, and TAG_RESERVED.
 */
export async function copyImage(source: CopySource, target: CopyTarget, options: CopyOptions, runtime: Runtime): Promise<CopyReport> {
  assertNotReserved(target.tag, target.repository.name);
  const { mountFrom } = options;
  const run = new CopyRun(source.repository, target.repository, mountFrom === undefined ? {} : { mountFrom }, runtime);
  const top = await source.repository.readManifest(source.tagOrDigest, runtime);
  const digests = await run.copyTree(top);
  if (options.withArtifacts) {
    for (const digest of digests) await copyArtifacts(run, digest, 0);
    await noteTrustMetadata(run);
  }
  await run.listReferrers();
  await run.pushTop(top, target.tag);
  return { digest: top.digest, ...run.counts() };
}

/** The root certificate of trust metadata names its repository, so under another name a copy would not verify. */
async function noteTrustMetadata({ source, target, runtime, note }: CopyRun): Promise<void> {
  if (source.name === target.name || (await source.findManifest(trustMetadataTag, runtime)) === undefined) return;
  note(
    `tag signatures of ${source.name} (tag ${trustMetadataTag}) not copied: they are valid for that repository only. Sign the tags of ${target.name} with "pratique trust sign --server registry"`,
  );
}
