import { closestWords } from '../lib/text/closest-words.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type MatchCatalogInput } from './match-catalog.ts';
import { type TakenInventory } from './take-inventory.ts';

/** All packages, or those whose name, source name or purl is in `only`; a purl may leave out its version and qualifiers. */
export function selectPackages(
  { packages, target: { distribution }, identity }: Pick<TakenInventory, 'packages' | 'target' | 'identity'>,
  only: readonly string[] | undefined,
): MatchCatalogInput {
  const shared = distribution === undefined ? {} : { distribution };
  if (only === undefined || only.length === 0) return { ...shared, packages, ...(identity === undefined ? {} : { identity }) };
  const wanted = new Set(only);
  return { ...shared, packages: packages.filter((found) => isWanted(found, wanted)) };
}

/** One for each name in `only` that is not in the image: a misspelt name must not pass for a package without flaws. `packages` are all of the image. */
export function findAbsent(packages: readonly Package[], only: readonly string[] | undefined): readonly Issue[] {
  if (only === undefined || only.length === 0) return [];
  const present = new Set(packages.flatMap(namesOf));
  const absent = [...new Set(only)].filter((name) => !present.has(name));
  return absent.map((name) => makeIssue('PACKAGE_NOT_FOUND', 'scan', describeAbsent(name, packages)));
}

function describeAbsent(name: string, packages: readonly Package[]): string {
  const nearest = closestWords(name, nicknamesOf(packages), mostNearest);
  const meant = nearest.length === 0 ? '' : `; did you mean ${nearest.join(', ')}?`;
  return `no package is named ${name.slice(0, 200)}${meant}`;
}

const mostNearest = 3;

function* nicknamesOf(packages: readonly Package[]): Iterable<string> {
  for (const { name, source } of packages) {
    yield name;
    if (source !== undefined) yield source.name;
  }
}

function isWanted(found: Package, wanted: ReadonlySet<string>): boolean {
  return namesOf(found).some((name) => wanted.has(name));
}

function namesOf(found: Package): readonly string[] {
  const purl = found.purl.split('?', 1)[0]!;
  return [found.name, found.source?.name ?? '', found.purl, purl, purl.slice(0, purl.lastIndexOf('@'))];
}
