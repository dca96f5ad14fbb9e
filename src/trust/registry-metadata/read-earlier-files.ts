import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { contentFaults } from '../store/content-faults.ts';
import { readIfThere } from '../store/rewrite-tag.ts';
import { maxMetadataBytes } from '../tuf/max-metadata-bytes.ts';
import { type MetadataArtifact, parseMetadataArtifact, type StoredFile } from './metadata-artifact.ts';
import { publicationName, readPublication, readStoredFile } from './publication.ts';

/** A file that the registry stores, not verified. */
export interface EarlierFile extends Pick<StoredFile, 'role' | 'version'> {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/**
 * Roots of the current publication, and the targets and delegations of it and of those before it, back to one in `known`, to which those read are added.
 * Registries may delete manifests without a tag, so the first publications may be missing: the versions of the files tell.
 */
export async function readEarlierFiles(repository: RepositoryReader, known: Set<Digest>, runtime: Runtime): Promise<readonly EarlierFile[]> {
  const current = await readPublication(repository, runtime);
  if (current === undefined) return [];
  const found = new Map<Digest, StoredFile>();
  const read = new Set<Digest>([current.digest]);
  for (const file of current.files) if (file.role === 'root' || isTargets(file)) found.set(file.digest, file);
  for (let at = current.previous; at !== undefined && !known.has(at) && !read.has(at) && read.size < limits.registryPublications;) {
    const artifact = await readArtifact(repository, at, runtime);
    if (artifact === undefined) break;
    read.add(at);
    for (const file of artifact.files) if (isTargets(file)) found.set(file.digest, file);
    at = artifact.previous;
  }
  const files = await readFiles(repository, [...found.values()], runtime);
  for (const digest of read) known.add(digest);
  return files;
} // prettier-ignore

function isTargets({ role }: StoredFile): boolean {
  return role === 'targets' || role.startsWith('targets/');
}

async function readArtifact(repository: RepositoryReader, digest: Digest, runtime: Runtime): Promise<MetadataArtifact | undefined> {
  const fetched = await unlessFaulty(() => readIfThere(repository, digest, runtime));
  if (fetched === undefined) return undefined;
  return unlessFaulty(() => Promise.resolve(parseMetadataArtifact(fetched.bytes, `${publicationName(repository)}@${digest}`)));
}

async function readFiles(repository: RepositoryReader, files: readonly StoredFile[], runtime: Runtime): Promise<readonly EarlierFile[]> {
  const read: EarlierFile[] = [];
  let left: number = limits.exportBytes;
  for (const file of files) {
    const bytes = file.size > left ? undefined : await unlessFaulty(() => readStoredFile(repository, file, maxMetadataBytes(file.role), runtime));
    if (bytes === undefined) continue;
    left -= bytes.length;
    read.push({ role: file.role, version: file.version, bytes, sha256: file.digest.slice('sha256:'.length) });
  }
  return read;
} // prettier-ignore

/** A manifest or file that is missing or damaged is a gap in the history; a registry that does not answer is an error. */
async function unlessFaulty<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PratiqueError && (error.code === 'TARGET_NOT_FOUND' || contentFaults.has(error.code))) return undefined;
    throw error;
  }
}
