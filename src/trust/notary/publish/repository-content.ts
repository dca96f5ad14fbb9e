import { type RootMetadata, type SnapshotMetadata, type TargetsMetadata, type TimestampMetadata } from '../../tuf/metadata.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';

/** What the metadata of a repository say: of one that was verified, or of one that is being made. */
export interface RepositoryContent {
  readonly root: RootMetadata;
  /** `targets` and every delegation that has metadata. */
  readonly targets: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** Delegations whose metadata are not signed as they should be now: their versions go on, their tags count for nothing. */
  readonly refused?: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** Absent before anything was published. */
  readonly snapshot?: SnapshotMetadata;
  readonly timestamp?: TimestampMetadata;
}

/** The same with changes, and which roles have to be signed anew for them. */
export interface EditedContent {
  readonly root: RootMetadata;
  readonly targets: ReadonlyMap<TargetsRole, TargetsMetadata>;
  /** A snapshot is signed with everything else; alone it is to renew its expiry and the timestamp's. */
  readonly dirty: ReadonlySet<'root' | 'snapshot' | TargetsRole>;
  /** Delegations that are no more. */
  readonly removed: ReadonlySet<TargetsRole>;
}
