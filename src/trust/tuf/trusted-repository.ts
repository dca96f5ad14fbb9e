import { type VerificationError } from '../../model/trust/verification-error.ts';
import { type TrustRoot } from '../../model/trust/trust-verdict.ts';
import { type MetadataFile, type RootMetadata, type SnapshotMetadata, type TargetsMetadata, type TimestampMetadata } from './metadata.ts';
import { type DelegationName, type TargetsRole } from './role-name.ts';

/** A targets role that is believed, and what it may speak for. */
export interface TrustedTargets {
  readonly role: TargetsRole;
  readonly file: MetadataFile<TargetsMetadata>;
  /** Prefixes of target names that it and everybody above it may speak for; of `targets` the empty one, which means all. */
  readonly paths: readonly string[];
}

/** Everything about one repository that was verified, as of one moment. */
export interface TrustedRepository {
  readonly gun: string;
  /** Read to be changed: it may have expired, and nothing is to be pulled by it. */
  readonly isForChange: boolean;
  readonly root: MetadataFile<RootMetadata>;
  readonly timestamp: MetadataFile<TimestampMetadata>;
  readonly snapshot: MetadataFile<SnapshotMetadata>;
  /** `targets`, then delegations in the order in which they are asked: `targets/releases` first, each before those beneath it. */
  readonly targets: ReadonlyMap<TargetsRole, TrustedTargets>;
  /** Delegations whose metadata is not believed, with the reason. What they say is not in `targets`. */
  readonly refused: ReadonlyMap<DelegationName, VerificationError>;
  /** Of those, the files that could be read, when it is read to be changed: to go on from, and never to be believed. */
  readonly refusedFiles: ReadonlyMap<DelegationName, MetadataFile<TargetsMetadata>>;
  /** Delegations that have never published anything. */
  readonly unpublished: readonly DelegationName[];
  /** Delegations that nobody asked for, or that are beyond the bound on roles. */
  readonly skipped: readonly DelegationName[];
  readonly trustRoot: TrustRoot;
  /** What a reader must be told besides. */
  readonly notices: readonly string[];
}
