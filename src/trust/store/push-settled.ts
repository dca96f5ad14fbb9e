import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Repository, type TaggedManifest } from '../../oci/registry/repository.ts';

/** How long another writer may take from its check to the end of its write: a multiple of what ours took, in milliseconds within bounds. */
const settleFactor = 4;
const settleMs = { min: 800, max: 10_000 };

/**
 * Pushes a manifest under its tag if the tag still holds `expected`, and returns whether it holds the manifest in the end.
 *
 * Two clients may write at the same moment. An OCI layout lets only the first of them write (`Repository.replaceTag`). A registry has no
 * compare-and-swap: the tag is checked right before the write, and read again after a wait that is several times as long as the write took, so that
 * the client whose write was overwritten sees it. A write that takes the registry much longer than those before it can still go unnoticed; where that
 * would be worse than a longer wait, `leastMs` is the shortest one.
 */
export async function pushSettled(
  repository: Repository,
  manifest: TaggedManifest,
  expected: Digest | undefined,
  runtime: Runtime,
  leastMs = settleMs.min,
): Promise<boolean> {
  if (repository.replaceTag !== undefined) return repository.replaceTag(manifest, expected, runtime);
  const startedAt = performance.now();
  // Pushing blobs takes time: what gets overwritten must still be what was read.
  if ((await repository.findManifest(manifest.tag, runtime))?.digest !== expected) return false;
  await repository.pushManifest(manifest, runtime);
  // Another client that had checked the tag before our write has written by then.
  const tookMs = performance.now() - startedAt;
  await runtime.sleep(Math.min(Math.max(tookMs * settleFactor, leastMs), settleMs.max));
  return (await repository.findManifest(manifest.tag, runtime))?.digest === manifest.digest;
}
