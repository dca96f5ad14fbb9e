import { riskySyscalls } from './data/risky-syscalls.ts';
import { type Permission, permissionOf, permissionsOf, type ProfileContext } from './permissions.ts';
import { type SeccompProfile } from './seccomp-profile.ts';
import { analyzedArchitectures, isSyscall, syscallNames } from './syscall-names.ts';

/** How one profile differs from another in a container, name by name. */
export interface ProfileDifference {
  /** Allowed by the second and denied by the first; and the reverse. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Allowed by both, under other conditions. */
  readonly changed: readonly { readonly name: string; readonly before: Permission; readonly after: Permission }[];
  /** How many names each allows, also under conditions. */
  readonly allowedBefore: number;
  readonly allowedAfter: number;
  /** Of those removed, the ones that exploits went through. */
  readonly riskyRemoved: readonly RiskySyscall[];
  readonly riskyAdded: readonly RiskySyscall[];
}

export interface RiskySyscall {
  readonly name: string;
  readonly why: string;
}

/** Both profiles in the same container. Names that the architecture does not have do not count. */
export function compareProfiles(before: SeccompProfile, after: SeccompProfile, context: ProfileContext): ProfileDifference {
  const [first, second] = [before, after].map((profile) => permissionsOf(profile, context));
  const isHere = nameFilter(context.architecture);
  const named = [...first!.byName.keys(), ...second!.byName.keys(), ...namesOf(context.architecture)];
  const names = [...new Set(named)].filter(isHere).sort();
  const pairs = names.map((name) => ({ name, before: permissionOf(first!, name), after: permissionOf(second!, name) }));
  const [added, removed] = [
    pairs.filter((pair) => pair.before.verdict === 'denied' && pair.after.verdict !== 'denied').map(({ name }) => name),
    pairs.filter((pair) => pair.before.verdict !== 'denied' && pair.after.verdict === 'denied').map(({ name }) => name),
  ];
  return {
    added,
    removed,
    changed: pairs.filter((pair) => [pair.before, pair.after].every(({ verdict }) => verdict !== 'denied') && differs(pair.before, pair.after)),
    allowedBefore: pairs.filter((pair) => pair.before.verdict !== 'denied').length,
    allowedAfter: pairs.filter((pair) => pair.after.verdict !== 'denied').length,
    riskyRemoved: riskyOf(removed),
    riskyAdded: riskyOf(added),
  };
} // prettier-ignore

export function riskyOf(names: readonly string[]): readonly RiskySyscall[] {
  return names.flatMap((name) => {
    const why = riskySyscalls.get(name);
    return why === undefined ? [] : [{ name, why }];
  });
}

function differs(before: Permission, after: Permission): boolean {
  return before.verdict !== after.verdict || JSON.stringify(before.when) !== JSON.stringify(after.when);
}

function namesOf(architecture: string): ReadonlySet<string> {
  const known = analyzedArchitectures.find((one) => one === architecture);
  return known === undefined ? new Set() : syscallNames(known);
}

/** Names of an architecture whose table is known; of others every name. */
function nameFilter(architecture: string): (name: string) => boolean {
  const known = namesOf(architecture);
  return known.size === 0 ? isSyscall : (name) => known.has(name);
}
