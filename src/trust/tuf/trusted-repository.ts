import { type VerificationError } from '../../model/trust/verification-error.ts';
import { type TrustRoot } from '../../model/trust/trust-verdict.ts';
import { type MetadataFile, type RootMetadata, type SnapshotMetadata, type TargetsMetadata, type TimestampMetadata } from './metadata.ts';
import { type DelegationName, type TargetsRole } from './role-name.ts';

/** A trusted targets role, and the names that it may sign. */
export interface TrustedTargets {
  readonly role: TargetsRole;
  readonly file: MetadataFile<TargetsMetadata>;
  /** Prefixes of target names that it and every role above it may sign; for `targets` the empty prefix, which means all. */
  readonly paths: readonly string[];
}

/** The verified metadata of one repository at one moment. */
export interface TrustedRepository {
  readonly gun: string;
  /** Read to be changed: it may have expired and must not be used to pull. */
  readonly isForChange: boolean;
  readonly root: MetadataFile<RootMetadata>;
  readonly timestamp: MetadataFile<TimestampMetadata>;
  readonly snapshot: MetadataFile<SnapshotMetadata>;
  /** `targets`, then delegations in the order of look-up: `targets/releases` first, each before those below it. */
  readonly targets: ReadonlyMap<TargetsRole, TrustedTargets>;
  /** Delegations whose metadata is not trusted, with the reason. They are not in `targets`. */
  readonly refused: ReadonlyMap<DelegationName, VerificationError>;
  /** Of those, the readable files, when the repository is read to be changed: new versions continue from them, and they are never trusted. */
  readonly refusedFiles: ReadonlyMap<DelegationName, MetadataFile<TargetsMetadata>>;
  /** Delegations that have never published metadata. */
  readonly unpublished: readonly DelegationName[];
  /** Delegations that were not requested, or that exceed the bound on roles. */
  readonly skipped: readonly DelegationName[];
  readonly trustRoot: TrustRoot;
  /** Messages for the user. */
  readonly notices: readonly string[];
}
