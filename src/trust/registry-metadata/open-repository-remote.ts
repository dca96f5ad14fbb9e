import { type Runtime } from '../../model/runtime.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { type MetadataFile, type MetadataRemote } from '../notary/remote/metadata-remote.ts';
import { readIfThere } from '../store/rewrite-tag.ts';
import { type MetadataArtifact, parseMetadataArtifact, type StoredFile } from './metadata-artifact.ts';
import { currentOf, describeFile, mergeFiles, type Publication, publicationName, readPublication, readStoredFile } from './publication.ts';
import { writePublication } from './write-publication.ts';

/**
 * Trust metadata stored in the image repository itself, under a tag of their own: the same metadata and the same client as with a Notary server.
 * The publisher holds every key, including the timestamp's, and renews the timestamp (`renewTimestamp`) before it expires.
 */
export function openRepositoryRemote(repository: Repository): MetadataRemote {
  return new RepositoryRemote(repository);
}

class RepositoryRemote implements MetadataRemote {
  readonly name: string;
  readonly #repository: Repository;
  /** The publication that was read last. Files requested by hash belong to the publication that names them. */
  #last: Publication | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.name = publicationName(repository);
  }

  async fetch(file: MetadataFile, maxBytes: number, runtime: Runtime): Promise<Buffer | undefined> {
    const publication = 'hash' in file && this.#last !== undefined ? this.#last : await this.#read(runtime);
    if (publication === undefined) return undefined;
    const found = await this.#find(file, publication, runtime);
    return found === undefined ? undefined : readStoredFile(this.#repository, found, maxBytes, runtime);
  }

  async publish(files: ReadonlyMap<string, Buffer>, runtime: Runtime): Promise<'published' | 'conflict'> {
    const current = await this.#read(runtime);
    const added = [...files].map(([role, bytes]) => describeFile(role, bytes));
    if (current !== undefined && added.every((file) => current.files.some((each) => each.digest === file.digest))) return 'published';
    if (added.some((file) => file.version !== nextVersion(current, file.role))) return 'conflict';
    const merged = mergeFiles(current?.files ?? [], added);
    const written = await writePublication(this.#repository, { files: merged, contents: files.values(), replaces: current }, runtime);
    if (written === undefined) return 'conflict';
    this.#last = written;
    return 'published';
  }

  async removeAll(runtime: Runtime): Promise<void> {
    for (let publication = await this.#read(runtime); publication !== undefined; publication = await this.#read(runtime))
      await this.#repository.deleteManifest(publication.digest, runtime);
  }

  async #read(runtime: Runtime): Promise<Publication | undefined> {
    this.#last = await readPublication(this.#repository, runtime);
    return this.#last;
  }

  /** A hash may name a file of an earlier publication. Blobs that no publication names are never used. */
  async #find(file: MetadataFile, publication: Publication, runtime: Runtime): Promise<StoredFile | undefined> {
    let { files, previous } = publication as MetadataArtifact;
    if (!('hash' in file)) return 'version' in file ? ofVersion(files, file.role, file.version) : currentOf(files, file.role);
    for (let depth = 0; ; depth += 1) {
      const found = files.find(({ role, digest }) => role === file.role && digest === `sha256:${file.hash}`);
      if (found !== undefined || previous === undefined || depth === maxEarlier) return found;
      const fetched = await readIfThere(this.#repository, previous, runtime);
      if (fetched === undefined) return undefined;
      ({ files, previous } = parseMetadataArtifact(fetched.bytes, `${this.name}@${fetched.digest}`));
    }
  }
}

/** How many earlier publications are searched. */
const maxEarlier = 8;

function nextVersion(current: MetadataArtifact | undefined, role: string): number {
  return (currentOf(current?.files ?? [], role)?.version ?? 0) + 1;
}

function ofVersion(files: readonly StoredFile[], role: string, version: number): StoredFile | undefined {
  return files.find((file) => file.role === role && file.version === version);
}
