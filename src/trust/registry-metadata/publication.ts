import { JsonError } from '../../lib/json/json-error.ts';
import { field, readCount, readObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';
import { readIfThere } from '../store/rewrite-tag.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { isRoleName, type RoleName } from '../tuf/role-name.ts';
import { parseMetadataArtifact, type MetadataArtifact, type StoredFile } from './metadata-artifact.ts';

/** What a repository serves as its trust metadata. Nothing of it is verified. */
export interface Publication extends MetadataArtifact {
  readonly digest: Digest;
}

/** For messages: `registry/repository:pratique-trust`. */
export function publicationName(repository: RepositoryReader): string {
  return `${repository.name}:${trustMetadataTag}`;
}

/** `undefined` when the repository has no trust metadata. */
export async function readPublication(repository: RepositoryReader, runtime: Runtime): Promise<Publication | undefined> {
  const fetched = await readIfThere(repository, trustMetadataTag, runtime);
  return fetched === undefined
    ? undefined
    : { ...parseMetadataArtifact(fetched.bytes, publicationName(repository)), digest: fetched.digest };
}

export async function readStoredFile(repository: RepositoryReader, file: StoredFile, maxBytes: number, runtime: Runtime): Promise<Buffer> {
  const { role, digest, size } = file;
  if (size > maxBytes)
    throw new PratiqueError('LIMIT_EXCEEDED', `${publicationName(repository)}: ${role} has ${size} bytes, more than ${maxBytes}`);
  return Buffer.from(await repository.readBlob({ digest, size }, maxBytes, runtime));
}

/** Describes a file that was signed or verified on this machine. */
export function describeFile(role: string, bytes: Buffer): StoredFile {
  if (!isRoleName(role)) throw new Error(`${role} is not a role`);
  return { role, version: versionOf(role, bytes), digest: computeDigest('sha256', bytes), size: bytes.length };
}

function versionOf(role: RoleName, bytes: Buffer): number {
  try {
    const file = readObject(parseJsonBounded(bytes, { maxBytes: limits.targetsMetadataBytes, maxDepth: limits.metadataDepth }), role);
    return readCount(field(readObject(field(file, 'signed'), 'signed'), 'version'), 'version');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('TRUST_SERVER_REFUSED', `${role} is not metadata: ${error.message}`, { cause: error });
  }
}

export function currentOf(files: readonly StoredFile[], role: string): StoredFile | undefined {
  return files.filter((file) => file.role === role).reduce<StoredFile | undefined>(newer, undefined);
}

function newer(best: StoredFile | undefined, file: StoredFile): StoredFile {
  return best === undefined || file.version > best.version ? file : best;
}

/** Keeps every root, so that clients with an old one can follow the rotations; of other roles only the newest file. */
export function mergeFiles(files: readonly StoredFile[], added: readonly StoredFile[]): readonly StoredFile[] {
  const roles = new Set(added.map(({ role }) => role));
  const kept = files.filter(({ role }) => role === 'root' || !roles.has(role));
  return [...kept, ...added].sort((a, b) => (a.role === b.role ? a.version - b.version : a.role < b.role ? -1 : 1));
}
