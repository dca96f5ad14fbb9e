import { ecosystem } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { type PackageChange } from './comparison.ts';

/** Packages by type and name, with every version of each side, sorted by name. */
export function comparePackages(
  before: readonly Package[],
  after: readonly Package[],
): { readonly changes: readonly PackageChange[]; readonly unchanged: number } {
  const groups = new Map<string, Group>();
  const add = (found: Package, side: 'before' | 'after'): void => {
    const type = /^pkg:([^/]+)\//.exec(found.purl)?.[1] ?? found.ecosystem;
    const key = `${type}\n${found.name}`;
    const group = groups.get(key) ?? { sample: found, type, before: new Set(), after: new Set() };
    group[side].add(found.version ?? '');
    groups.set(key, group);
  };
  for (const found of before) add(found, 'before');
  for (const found of after) add(found, 'after');
  const changes = [...groups.values()].flatMap(toChange);
  changes.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || compareText(a.name, b.name) || compareText(a.type, b.type));
  return { changes, unchanged: groups.size - changes.length };
}

interface Group {
  readonly sample: Package;
  readonly type: string;
  readonly before: Set<string>;
  readonly after: Set<string>;
}

const order: readonly PackageChange['change'][] = ['added', 'removed', 'upgraded', 'downgraded', 'changed'];

function toChange({ sample, type, before, after }: Group): readonly PackageChange[] {
  const [old, now] = [[...before].sort(), [...after].sort()];
  if (old.join('\n') === now.join('\n')) return [];
  const shared = { type, name: sample.name, before: old, after: now };
  if (old.length === 0) return [{ change: 'added', ...shared }];
  if (now.length === 0) return [{ change: 'removed', ...shared }];
  const [from, to] = [old[0] ?? '', now[0] ?? ''];
  const scheme = versionSchemes[ecosystem(sample.ecosystem).versionScheme];
  if (old.length > 1 || now.length > 1 || !scheme.isValid(from) || !scheme.isValid(to)) return [{ change: 'changed', ...shared }];
  return [{ change: scheme.compare(from, to) < 0 ? 'upgraded' : 'downgraded', ...shared }];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
