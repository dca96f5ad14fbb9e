import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { decodeRoot } from '../tuf/decode-root.ts';
import { type RootMetadata } from '../tuf/metadata.ts';
import { maxMetadataBytes } from '../tuf/max-metadata-bytes.ts';
import { currentOf, type Publication, readStoredFile } from './publication.ts';

/**
 * The repositories that published trust metadata say they are of, by the certificates of their root keys. Nothing is verified: a wrong name leads to a
 * refusal only. Throws VerificationError for a root that cannot be read.
 */
export async function readPublishedNames(
  repository: RepositoryReader,
  { files }: Publication,
  runtime: Runtime,
): Promise<readonly string[]> {
  const file = currentOf(files, 'root');
  if (file === undefined) return [];
  return rootNames(decodeRoot(await readStoredFile(repository, file, maxMetadataBytes('root'), runtime)).content);
}

/** What the certificates of the root keys name. */
export function rootNames({ keys, roles }: RootMetadata): readonly string[] {
  return [...new Set(roles.root.keyIds.flatMap((id) => keys.get(id)?.certificates?.[0]?.commonName ?? []))];
}
