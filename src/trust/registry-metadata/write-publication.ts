import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { mediaTypes } from '../store/artifact-kind.ts';
import { pushBytes } from '../store/push-referrer.ts';
import { pushSettled } from '../store/push-settled.ts';
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
 * Where two publishers write at the same moment, `pushSettled` tells the one whose write was overwritten; `publishEdited` reads once more at its end.
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
  const isWritten = await pushSettled(repository, manifest, replaces?.digest, runtime, replaces === undefined ? firstSettleMs : undefined);
  return isWritten ? { ...artifact, digest } : undefined;
}

/** Two roots of one repository could not be mended afterwards, and it is created once. */
export const firstSettleMs = 1_500;
