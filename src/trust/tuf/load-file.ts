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

/** How one role's file is found and believed. */
export interface FileRules<T extends Metadata> {
  readonly role: KeyRole;
  readonly decode: (bytes: Buffer) => MetadataFile<T>;
  /** The file that was kept from the last time. */
  readonly kept: Buffer | undefined;
  readonly startedAt: Date;
  readonly mayBeExpired?: boolean;
}

/**
 * The file of the role that was kept, if the keys that count today have signed it; it says what must not be older. One that they
 * have not signed says nothing: that is how a repository gets out of a version number that was driven up with a stolen key, by
 * replacing the key (TUF 1.0, section 5.3.11).
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

/** Fetches the current file of a role that nothing names by hash: the timestamp. */
export function* fetchCurrent<T extends Metadata>(rules: FileRules<T>): Update<MetadataFile<T>> {
  const { name } = rules.role;
  const bytes = yield { kind: 'fetch', role: name, maxBytes: maxMetadataBytes(name) };
  if (bytes === undefined) throw missing(name);
  return believe(bytes, rules);
}

/** Takes the kept file or fetches the one that `meta`, which stands in the metadata of `by`, names. */
export function* loadByHash<T extends Metadata>(rules: FileRules<T>, meta: FileMeta, by: RoleName): Update<MetadataFile<T>> {
  const { name } = rules.role;
  if (meta.length > maxMetadataBytes(name)) throw tooLarge(name, `is ${meta.length} bytes long, more than ${maxMetadataBytes(name)}`);
  if (rules.kept !== undefined && isFile(rules.kept, meta)) return believe(rules.kept, rules);
  const bytes = yield { kind: 'fetch', role: name, hash: hashOf(meta), maxBytes: meta.length };
  if (bytes === undefined) throw missing(name);
  checkFile(name, bytes, meta, by);
  return believe(bytes, rules);
}

/** By which it is asked for: decoding saw to it that there is one. */
export function hashOf(meta: FileMeta): string {
  return (meta.hashes.get('sha256') ?? meta.hashes.get('sha512')!).toString('hex');
}

function believe<T extends Metadata>(bytes: Buffer, rules: FileRules<T>): MetadataFile<T> {
  const file = rules.decode(bytes);
  checkSignatures(file, rules.role);
  checkNotOlder(file, readKept(rules));
  if (rules.mayBeExpired !== true) checkNotExpired(file, rules.startedAt);
  return file;
}

function missing(role: RoleName): VerificationError {
  return new VerificationError('METADATA_MISSING', role, `the ${role} metadata is not there`);
}
