import { limits } from '../../model/limits.ts';

export const baseRoles = ['root', 'targets', 'snapshot', 'timestamp'] as const;

export type BaseRole = (typeof baseRoles)[number];

/** A role that `targets`, or a role beneath it, delegates to: its full path, such as `targets/releases`. Checked by {@link isDelegationName}. */
export type DelegationName = `targets/${string}`;

export type TargetsRole = 'targets' | DelegationName;

export type RoleName = BaseRole | DelegationName;

/** The delegation that Docker reads before `targets` when it pulls. */
export const releasesRole = 'targets/releases' satisfies DelegationName;

/** notary, tuf/data/roles.go, IsDelegation: lower-case parts, at most 255 characters, and no `.` or `..`. */
export function isDelegationName(name: string): name is DelegationName {
  return name.length <= limits.roleNameCharacters && /^targets(?:\/[a-z0-9_-]+)+$/.test(name);
}

export function isRoleName(name: string): name is RoleName {
  return (baseRoles as readonly string[]).includes(name) || isDelegationName(name);
}

/** The role that may delegate to it: its name without the last part. */
export function parentRole(name: DelegationName): TargetsRole {
  return name.slice(0, name.lastIndexOf('/')) as TargetsRole;
}
