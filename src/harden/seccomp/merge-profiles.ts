import { permissionOf, permissionsOf, type ProfileContext } from './permissions.ts';
import { anyContainer, type Condition, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';
import { permissive } from './vocabulary.ts';

/** `union` allows what any of the profiles allows, `intersection` only what all of them do. */
export type MergeMode = 'union' | 'intersection';

/**
 * One profile of several. A union keeps all their rules, those for capabilities too. An intersection holds for the given container only: for it
 * the rules of each are worked out first.
 */
export function mergeProfiles(profiles: readonly SeccompProfile[], mode: MergeMode, context: ProfileContext): SeccompProfile {
  const [first, ...others] = profiles as [SeccompProfile, ...SeccompProfile[]];
  return others.reduce((one, other) => (mode === 'union' ? unite(one, other) : intersect(one, other, context)), first);
}

function unite(one: SeccompProfile, other: SeccompProfile): SeccompProfile {
  const strictest = permissive.has(one.defaultAction) ? one : other;
  const rules = new Map<string, SeccompRule>();
  for (const rule of [...one.rules, ...other.rules].filter(({ names }) => names.length > 0)) {
    const { names: _, ...rest } = rule;
    const key = JSON.stringify(rest);
    const known = rules.get(key);
    rules.set(key, known === undefined ? rule : { ...known, names: [...new Set([...known.names, ...rule.names])] });
  }
  const allowed = new Set([...rules.values()].filter(isPlainAllow).flatMap(({ names }) => names));
  return {
    ...strictest,
    architectures: [...new Set([...one.architectures, ...other.architectures])],
    archMap: one.architectures.length + other.architectures.length === 0 ? (one.archMap.length > 0 ? one.archMap : other.archMap) : [],
    flags: [...new Set([...one.flags, ...other.flags])],
    // A name that one of them allows without conditions is not denied, and needs no conditions.
    rules: [...rules.values()]
      .map((rule) => (isPlainAllow(rule) ? rule : { ...rule, names: rule.names.filter((name) => !allowed.has(name)) }))
      .filter(({ names }) => names.length > 0),
  };
}

function isPlainAllow({ action, conditions, includes, excludes }: SeccompRule): boolean {
  const filters = [includes, excludes];
  return (
    action === 'SCMP_ACT_ALLOW' &&
    conditions.length === 0 &&
    filters.every(
      ({ capabilities, architectures, minKernel }) => capabilities.length + architectures.length === 0 && minKernel === undefined,
    )
  );
}

function intersect(one: SeccompProfile, other: SeccompProfile, context: ProfileContext): SeccompProfile {
  const [first, second] = [one, other].map((profile) => permissionsOf(profile, context));
  const names = [...new Set([...first!.byName.keys(), ...second!.byName.keys()])].sort();
  const plain: string[] = [];
  const rules: SeccompRule[] = [];
  for (const name of names) {
    const [mine, theirs] = [permissionOf(first!, name), permissionOf(second!, name)];
    if (mine.verdict === 'denied' || theirs.verdict === 'denied') {
      const denied = mine.verdict === 'denied' ? mine : theirs;
      if (denied.errno !== undefined) rules.push({ ...ruleOf([name], []), action: denied.action, errno: denied.errno });
    } else if (mine.verdict === 'allowed' && theirs.verdict === 'allowed') plain.push(name);
    else {
      const whens = [mine, theirs].filter(({ verdict }) => verdict === 'conditional').map(({ when }) => when);
      const joined = whens.length === 1 ? whens[0]! : whens[0]!.flatMap((each) => whens[1]!.map((with_) => [...each, ...with_]));
      rules.push(...joined.map((conditions) => ruleOf([name], conditions)));
    }
  }
  const base = permissive.has(one.defaultAction) ? other : one;
  return { ...base, rules: [ruleOf(plain, []), ...rules] };
}

function ruleOf(names: readonly string[], conditions: readonly Condition[]): SeccompRule {
  return { names, action: 'SCMP_ACT_ALLOW', conditions, includes: anyContainer, excludes: anyContainer };
}
