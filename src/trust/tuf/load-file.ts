import { VerificationError } from '../../model/trust/verification-error.ts';
import { checkNotExpired, checkNotOlder } from './check-freshness.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkFile, isFile } from './file-meta.ts';
import { type KeyRole } from './key-role.ts';
import { maxMetadataBytes } from './max-metadata-bytes.ts';
import { type FileMeta, type Metadata, type MetadataFile } from './metadata.ts';
import { tooLarge } from './decode-file.ts';
import { type RoleName } from './role-name.ts';
import { type Update } from './update-step.ts';

/** How the file of one role is found and verified. */
export interface FileRules<T extends Metadata> {
  readonly role: KeyRole;
  readonly decode: (bytes: Buffer) => MetadataFile<T>;
  /** The cached file. */
  readonly kept: Buffer | undefined;
  readonly startedAt: Date;
  readonly mayBeExpired?: boolean;
}

/**
 * The cached file of the role, if the current keys have signed it; newer files must not have a lower version. A file that other keys signed
 * does not count: this is how a repository recovers from a version number that was raised with a stolen key, by replacing the key
 * (TUF 1.0, section 5.3.11).
 */
export function readKept<T extends Metadata>({ role, decode, kept }: FileRules<T>): MetadataFile<T> | undefined {
  if (kept === undefined) return undefined;
  try {
    const file = decode(kept);
    checkSignatures(file, role);
    return file;
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}

/** Fetches the current file of the role that no other file lists by hash: the timestamp. */
export function* fetchCurrent<T extends Metadata>(rules: FileRules<T>): Update<MetadataFile<T>> {
  const { name } = rules.role;
  const bytes = yield { kind: 'fetch', role: name, maxBytes: maxMetadataBytes(name) };
  if (bytes === undefined) throw missing(name);
  return verify(bytes, rules);
}

/** Uses the cached file or fetches the one that `meta`, from the metadata of `by`, describes. */
export function* loadByHash<T extends Metadata>(rules: FileRules<T>, meta: FileMeta, by: RoleName): Update<MetadataFile<T>> {
  const { name } = rules.role;
  if (meta.length > maxMetadataBytes(name)) throw tooLarge(name, `has ${meta.length} bytes, more than ${maxMetadataBytes(name)}`);
  if (rules.kept !== undefined && isFile(rules.kept, meta)) return verify(rules.kept, rules);
  const bytes = yield { kind: 'fetch', role: name, hash: hashOf(meta), maxBytes: meta.length };
  if (bytes === undefined) throw missing(name);
  checkFile(name, bytes, meta, by);
  return verify(bytes, rules);
}

/** The hash that is requested. Decoding made sure that there is one. */
export function hashOf(meta: FileMeta): string {
  return (meta.hashes.get('sha256') ?? meta.hashes.get('sha512')!).toString('hex');
}

function verify<T extends Metadata>(bytes: Buffer, rules: FileRules<T>): MetadataFile<T> {
  const file = rules.decode(bytes);
  checkSignatures(file, rules.role);
  checkNotOlder(file, readKept(rules));
  if (rules.mayBeExpired !== true) checkNotExpired(file, rules.startedAt);
  return file;
}

function missing(role: RoleName): VerificationError {
  return new VerificationError(
    'METADATA_MISSING',
    role,
    `the ${role} metadata does not exist: the trust data was deleted or is incomplete`,
  );
}
