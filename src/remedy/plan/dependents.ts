import { type Package } from '../../model/package.ts';

/** Who needs whom, from the needed to those that need it. */
export type Dependents = ReadonlyMap<string, readonly Package[]>;

export function dependentsOf(packages: ReadonlyMap<string, Package>): Dependents {
  const dependents = new Map<string, Package[]>();
  for (const found of packages.values())
    for (const id of found.dependencies) {
      const known = dependents.get(id);
      if (known === undefined) dependents.set(id, [found]);
      else known.push(found);
    }
  return dependents;
}

/** How many packages are followed upwards from one: cycles and hostile documents end. */
const maxVisited = 2_000;
/** More are not named: a package that half of the project needs is pulled in by everything. */
const maxRoots = 10;

/**
 * The packages that the project itself asks for and that need this one, nearest first. Empty where the project asks for it, or where it is not
 * known who does. The project's own package is no answer.
 */
export function rootsOf(found: Package, dependents: Dependents): readonly Package[] {
  if (found.isDirect === true) return [];
  const seen = new Set([found.id]);
  const queue = [found];
  const roots: Package[] = [];
  for (let at = 0; at < queue.length && at < maxVisited && roots.length < maxRoots; at++)
    for (const above of dependents.get(queue[at]!.id) ?? []) {
      if (seen.has(above.id) || above.isOwn === true) continue;
      seen.add(above.id);
      if (above.isDirect === true) roots.push(above);
      else queue.push(above);
    }
  return roots;
}
