import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Repository, type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { copyArtifacts } from './copy-artifacts.ts';
import { type CopyCounts, CopyRun, type TrustMetadataCopy } from './copy-run.ts';
import { assertNotReserved } from './trust-metadata-tag.ts';

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
  /** Copies the trust metadata of the repository, from one repository to another. */
  readonly copyTrustMetadata?: (run: CopyRun) => Promise<TrustMetadataCopy | undefined>;
}

export interface CopyReport extends CopyCounts {
  readonly digest: Digest;
  /** Absent where the source has none, and where they were not to be copied. */
  readonly trustMetadata?: TrustMetadataCopy;
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
  if (options.withArtifacts) for (const digest of digests) await copyArtifacts(run, digest, 0);
  const trustMetadata = source.repository.name === target.repository.name ? undefined : await options.copyTrustMetadata?.(run);
  await run.listReferrers();
  await run.pushTop(top, target.tag);
  return { digest: top.digest, ...run.counts(), ...(trustMetadata === undefined ? {} : { trustMetadata }) };
}
