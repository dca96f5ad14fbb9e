import { type Package } from '../../model/package.ts';

/**
 * What the image itself needs, so that every package can be reached from it: those that no other needs, and of packages that only need each other
 * the first. In the order of the packages.
 */
export function findRoots(packages: readonly Package[]): readonly Package[] {
  const byId = new Map(packages.map((found) => [found.id, found]));
  const needed = new Set(packages.flatMap(({ id, dependencies }) => dependencies.filter((each) => each !== id)));
  const roots = packages.filter(({ id }) => !needed.has(id));
  const reached = new Set<string>();
  for (const root of roots) reach(root, byId, reached);
  const more: Package[] = [];
  for (const found of packages) {
    if (reached.has(found.id)) continue;
    more.push(found);
    reach(found, byId, reached);
  }
  if (more.length === 0) return roots;
  const all = new Set([...roots, ...more]);
  return packages.filter((found) => all.has(found));
}

function reach(from: Package, byId: ReadonlyMap<string, Package>, reached: Set<string>): void {
  const pending = [from];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (reached.has(next.id)) continue;
    reached.add(next.id);
    for (const id of next.dependencies) {
      const needed = byId.get(id);
      if (needed !== undefined) pending.push(needed);
    }
  }
}
