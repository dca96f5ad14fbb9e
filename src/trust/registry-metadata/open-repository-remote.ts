import { setTimeout as sleep } from 'node:timers/promises';
import { JsonError } from '../../lib/json/json-error.ts';
import { field, readCount, readObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type Repository, type TaggedManifest } from '../../oci/registry/repository.ts';
import { type MetadataFile, type MetadataRemote } from '../notary/remote/metadata-remote.ts';
import { mediaTypes } from '../store/artifact-kind.ts';
import { pushBytes } from '../store/push-referrer.ts';
import { readIfThere } from '../store/rewrite-tag.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { isRoleName, type RoleName } from '../tuf/role-name.ts';
import { emptyConfig, formatMetadataArtifact, parseMetadataArtifact, type MetadataArtifact, type StoredFile } from './metadata-artifact.ts';

/**
 * Trust metadata stored in the image repository itself, under a tag of their own: the same metadata and the same client as with a Notary server.
 * The publisher holds every key, including the timestamp's, and renews the timestamp (`renewTimestamp`) before it expires.
 *
 * Two publishers may write at the same moment. An OCI layout lets only the first of them write (`Repository.replaceTag`). A registry has no
 * compare-and-swap: the tag is checked right before the write, and read again after a wait that is several times as long as the write took, so that
 * the publisher whose write was overwritten sees it and starts again. A write that takes the registry much longer than those before it can still
 * go unnoticed; `publishEdited` reads once more at its end.
 */
export function openRepositoryRemote(repository: Repository): MetadataRemote {
  return new RepositoryRemote(repository);
}

interface Publication extends MetadataArtifact {
  readonly digest: Digest;
}

class RepositoryRemote implements MetadataRemote {
  readonly name: string;
  readonly #repository: Repository;
  /** The publication that was read last. Files requested by hash belong to the publication that names them. */
  #last: Publication | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.name = `${repository.name}:${trustMetadataTag}`;
  }

  async fetch(file: MetadataFile, maxBytes: number, runtime: Runtime): Promise<Buffer | undefined> {
    const publication = 'hash' in file && this.#last !== undefined ? this.#last : await this.#read(runtime);
    if (publication === undefined) return undefined;
    const found = await this.#find(file, publication, runtime);
    return found === undefined ? undefined : this.#content(found, maxBytes, runtime);
  }

  async publish(files: ReadonlyMap<string, Buffer>, runtime: Runtime): Promise<'published' | 'conflict'> {
    const current = await this.#read(runtime);
    const added = [...files].map(([role, bytes]) => describe(role, bytes));
    if (current !== undefined && added.every((file) => current.files.some((each) => each.digest === file.digest))) return 'published';
    if (added.some((file) => file.version !== nextVersion(current, file.role))) return 'conflict';
    const bytes = formatMetadataArtifact({
      files: merge(current?.files ?? [], added),
      ...(current === undefined ? {} : { previous: current.digest }),
    });
    for (const blob of [emptyConfig, ...files.values()]) await pushBytes(this.#repository, blob, runtime);
    const digest = computeDigest('sha256', bytes);
    const manifest = { bytes, digest, mediaType: mediaTypes.manifest, tag: trustMetadataTag };
    const isWritten = await (this.#repository.replaceTag === undefined
      ? this.#overwrite(manifest, current?.digest, runtime)
      : this.#repository.replaceTag(manifest, current?.digest, runtime));
    if (!isWritten) return 'conflict';
    this.#last = { ...parseMetadataArtifact(bytes, this.name), digest };
    return 'published';
  }

  /** Without compare-and-swap. Returns whether the tag holds the manifest in the end. */
  async #overwrite(manifest: TaggedManifest, expected: Digest | undefined, runtime: Runtime): Promise<boolean> {
    const startedAt = performance.now();
    // Pushing blobs takes time: what gets overwritten must still be what was read.
    if ((await this.#repository.findManifest(trustMetadataTag, runtime))?.digest !== expected) return false;
    await this.#repository.pushManifest(manifest, runtime);
    // Another publisher who had checked the tag before our write has written by then.
    const tookMs = performance.now() - startedAt;
    await sleep(Math.min(Math.max(tookMs * settleFactor, settleMs.min), settleMs.max), undefined, { signal: runtime.signal });
    return (await this.#repository.findManifest(trustMetadataTag, runtime))?.digest === manifest.digest;
  }

  async removeAll(runtime: Runtime): Promise<void> {
    for (let publication = await this.#read(runtime); publication !== undefined; publication = await this.#read(runtime))
      await this.#repository.deleteManifest(publication.digest, runtime);
  }

  async #read(runtime: Runtime): Promise<Publication | undefined> {
    const fetched = await readIfThere(this.#repository, trustMetadataTag, runtime);
    this.#last = fetched === undefined ? undefined : { ...parseMetadataArtifact(fetched.bytes, this.name), digest: fetched.digest };
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

  async #content({ role, digest, size }: StoredFile, maxBytes: number, runtime: Runtime): Promise<Buffer> {
    if (size > maxBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${this.name}: ${role} has ${size} bytes, more than ${maxBytes}`);
    return Buffer.from(await this.#repository.readBlob({ digest, size }, maxBytes, runtime));
  }
}

/** How many earlier publications are searched. */
const maxEarlier = 8;
/** How long another publisher may take from its check to the end of its write: a multiple of what ours took, in milliseconds within bounds. */
const settleFactor = 4;
const settleMs = { min: 250, max: 10_000 };

function describe(role: string, bytes: Buffer): StoredFile {
  if (!isRoleName(role)) throw new Error(`${role} is not a role`);
  return { role, version: versionOf(role, bytes), digest: computeDigest('sha256', bytes), size: bytes.length };
}

/** Version of a file that was signed on this machine. */
function versionOf(role: RoleName, bytes: Buffer): number {
  try {
    const file = readObject(parseJsonBounded(bytes, { maxBytes: limits.targetsMetadataBytes, maxDepth: limits.metadataDepth }), role);
    return readCount(field(readObject(field(file, 'signed'), 'signed'), 'version'), 'version');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('TRUST_SERVER_REFUSED', `${role} is not metadata: ${error.message}`, { cause: error });
  }
}

function nextVersion(current: MetadataArtifact | undefined, role: RoleName): number {
  return (currentOf(current?.files ?? [], role)?.version ?? 0) + 1;
}

function currentOf(files: readonly StoredFile[], role: string): StoredFile | undefined {
  return files.filter((file) => file.role === role).reduce<StoredFile | undefined>(newer, undefined);
}

function newer(best: StoredFile | undefined, file: StoredFile): StoredFile {
  return best === undefined || file.version > best.version ? file : best;
}

function ofVersion(files: readonly StoredFile[], role: string, version: number): StoredFile | undefined {
  return files.find((file) => file.role === role && file.version === version);
}

/** Keeps every root, so that clients with an old one can follow the rotations; of other roles only the newest file. */
function merge(files: readonly StoredFile[], added: readonly StoredFile[]): readonly StoredFile[] {
  const roles = new Set(added.map(({ role }) => role));
  const kept = files.filter(({ role }) => role === 'root' || !roles.has(role));
  return [...kept, ...added].sort((a, b) => (a.role === b.role ? a.version - b.version : a.role < b.role ? -1 : 1));
}
