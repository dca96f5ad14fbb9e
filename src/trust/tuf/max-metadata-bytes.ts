import { limits } from '../../model/limits.ts';
import { type RoleName } from './role-name.ts';

/** Largest size of the metadata of a role: bytes. */
export function maxMetadataBytes(role: RoleName): number {
  if (role === 'root') return limits.rootMetadataBytes;
  if (role === 'timestamp') return limits.timestampMetadataBytes;
  return role === 'snapshot' ? limits.snapshotMetadataBytes : limits.targetsMetadataBytes;
}
