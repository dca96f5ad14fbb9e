import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Repository, type RepositoryListing, type RepositoryReader } from '../../oci/registry/repository.ts';
import { copyArtifacts } from './copy-artifacts.ts';
import { type CopyCounts, CopyRun } from './copy-run.ts';

export interface CopySource {
  readonly repository: RepositoryReader & RepositoryListing;
  readonly tagOrDigest: string;
}

export interface CopyTarget {
  readonly repository: Repository;
  /** By digest only when absent. */
  readonly tag?: string;
}

export interface CopyOptions {
  /** Signatures, attestations, SBOMs and other referrers too, of the index and of every platform. */
  readonly withArtifacts: boolean;
  /** The source's name, where both are of one registry: blobs are mounted then. */
  readonly mountFrom?: string;
}

export interface CopyReport extends CopyCounts {
  readonly digest: Digest;
}

/**
 * Copies an image or an index with all it names, and what lies beside it, with every digest as it was. Blobs go first and tags last, and what is there is
 * not sent again, so that a copy that was stopped goes on where it was. Throws as the repositories do, and DIGEST_MISMATCH for a source that lies.
 */
export async function copyImage(source: CopySource, target: CopyTarget, options: CopyOptions, runtime: Runtime): Promise<CopyReport> {
  const { mountFrom } = options;
  const run = new CopyRun(source.repository, target.repository, mountFrom === undefined ? {} : { mountFrom }, runtime);
  const top = await source.repository.readManifest(source.tagOrDigest, runtime);
  const digests = await run.copyTree(top);
  if (options.withArtifacts) for (const digest of digests) await copyArtifacts(run, digest, 0);
  await run.pushTop(top, target.tag);
  return { digest: top.digest, ...run.counts() };
}
