import { type LocatedMap, type LocatedMember, type LocatedYaml } from '../../lib/yaml/located-yaml.ts';

/** Members that the later file replaces whole; Compose specification, Merge. */
const replaced: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test']);

/** What `later` says over `earlier`: mappings member by member, lists joined, everything else replaced. Places stay where each value is written. */
export function mergeYaml(earlier: LocatedYaml | undefined, later: LocatedYaml, name = ''): LocatedYaml {
  if (earlier === undefined || later.tag === '!override' || replaced.has(name)) return later;
  if (later.kind === 'list' && earlier.kind === 'list') return { ...later, items: [...earlier.items, ...later.items] };
  if (later.kind !== 'map' || earlier.kind !== 'map') return isEmpty(later) ? earlier : later;
  const members = new Map<string, LocatedMember>(earlier.members);
  for (const [key, member] of later.members) {
    if (member.value.tag === '!reset') members.delete(key);
    else members.set(key, { ...member, value: mergeYaml(members.get(key)?.value, member.value, key) });
  }
  return { ...later, members } satisfies LocatedMap;
}

function isEmpty(value: LocatedYaml): boolean {
  return value.kind === 'scalar' && value.value === null;
}
