import { type VerificationError } from '../../model/trust/verification-error.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { type BaseRole, type DelegationName, type RoleName } from './role-name.ts';

/** Members of every kind of metadata (notary tuf/data/types.go, SignedCommon). */
export interface CommonMetadata {
  /** 1 and up. */
  readonly version: number;
  readonly expires: Date;
}

/** Length and hashes of a metadata file or of a target. */
export interface FileMeta {
  /** Bytes. */
  readonly length: number;
  /** By algorithm, as `sha256`; at least one of sha256 and sha512 is there. */
  readonly hashes: ReadonlyMap<string, Buffer>;
  /** What the publisher added; not interpreted. */
  readonly custom?: JsonValue;
}

/** Which keys may sign for a role, and how many signatures it requires. */
export interface RoleKeys {
  /** Each once. */
  readonly keyIds: readonly string[];
  readonly threshold: number;
}

export interface DelegatedRole extends RoleKeys {
  readonly name: DelegationName;
  /** Prefixes of target names that it may sign; the empty prefix means all, an empty list none. */
  readonly paths: readonly string[];
}

export interface RootMetadata extends CommonMetadata {
  readonly kind: 'root';
  readonly consistentSnapshot: boolean;
  readonly keys: ReadonlyMap<string, PublicKey>;
  readonly roles: Readonly<Record<BaseRole, RoleKeys>>;
}

/** An unusable key of a delegation; it is kept so that publishing does not lose it, and its signatures do not count. */
export interface UnusableKey {
  readonly json: JsonValue;
  readonly reason: VerificationError;
}

export interface TargetsMetadata extends CommonMetadata {
  readonly kind: 'targets';
  /** By target name; of images, the tag. */
  readonly targets: ReadonlyMap<string, FileMeta>;
  readonly delegations: {
    readonly keys: ReadonlyMap<string, PublicKey>;
    readonly unusableKeys: ReadonlyMap<string, UnusableKey>;
    readonly roles: readonly DelegatedRole[];
  };
}

export interface SnapshotMetadata extends CommonMetadata {
  readonly kind: 'snapshot';
  /** `root`, `targets` and every published delegation. */
  readonly meta: ReadonlyMap<RoleName, FileMeta>;
}

export interface TimestampMetadata extends CommonMetadata {
  readonly kind: 'timestamp';
  readonly snapshot: FileMeta;
}

export type Metadata = RootMetadata | TargetsMetadata | SnapshotMetadata | TimestampMetadata;

export interface MetadataSignature {
  readonly keyId: string;
  readonly method: string;
  readonly bytes: Buffer;
}

/** A well-formed metadata file that is not verified yet. */
export interface MetadataFile<T extends Metadata> {
  readonly role: RoleName;
  /** The whole file. */
  readonly bytes: Buffer;
  /** The signed part as JSON, and the bytes of it that signatures are over. */
  readonly signed: JsonMap;
  readonly canonical: Buffer;
  readonly signatures: readonly MetadataSignature[];
  readonly content: T;
}
