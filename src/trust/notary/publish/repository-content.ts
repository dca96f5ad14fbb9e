import { type RootMetadata, type SnapshotMetadata, type TargetsMetadata, type TimestampMetadata } from '../../tuf/metadata.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';

/** Content of the metadata of a repository that was verified or is being created. */
export interface RepositoryContent {
  readonly root: RootMetadata;
  /** `targets` and every delegation that has metadata. */
  readonly targets: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** Delegations whose metadata is not signed by the current keys: their versions continue, their tags are ignored. */
  readonly refused?: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** Absent before the first publication. */
  readonly snapshot?: SnapshotMetadata;
  readonly timestamp?: TimestampMetadata;
}

/** The content with changes, and the roles that must be signed again. */
export interface EditedContent {
  readonly root: RootMetadata;
  readonly targets: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** A snapshot is signed with every change; on its own, to renew its expiry and that of the timestamp. */
  readonly dirty: ReadonlySet<'root' | 'snapshot' | TargetsRole>;
  /** Removed delegations. */
  readonly removed: ReadonlySet<TargetsRole>;
}
