import { type Repository } from '../../oci/registry/repository.ts';
import { type Gun } from '../notary/gun.ts';

/** Where trust metadata are examined, and what this machine knows of them. */
export interface MetadataPlace {
  readonly repository: Repository;
  /** Absent for a layout, whose metadata name the repository that they are for. */
  readonly gun?: Gun;
  /** Trusted metadata of this machine, which stay as they are. */
  readonly trustDirectory: string;
  /** What this machine verified of the repository as a copy of another one. */
  readonly copyDirectory?: string;
  /** Sources that the policy records for the repository, with the root key IDs that it pins. */
  readonly recorded?: RecordedSources;
}

export interface RecordedSources {
  readonly names: readonly Gun[];
  readonly rootKeyIds: readonly string[];
}
