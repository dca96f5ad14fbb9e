import { ecosystem, packageManagerOf } from '../model/ecosystem.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type CataloguedPackage } from './cataloger.ts';
import { type Ownership } from './ownership.ts';

export interface Orphans {
  /** Ids of packages whose metadata is there and whose files are not. */
  readonly ids: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

/**
 * Orphans are the exception among packages that otherwise have their files. Where most have none, the tree is not whole (a database that was copied
 * without its files, or beside a static program): the packages count, and an error says so.
 */
export function findOrphans(packages: readonly CataloguedPackage[], ownership: Ownership): Orphans {
  const groups = new Map<string, { readonly missing: CataloguedPackage[]; withFiles: number }>();
  for (const one of packages) {
    const isMissing = ownership.withoutFiles.has(one.id);
    if (!isMissing && !ownership.withFiles.has(one.id)) continue;
    const key = packageManagerOf(one.ecosystem) ?? one.ecosystem;
    const group = groups.get(key) ?? { missing: [], withFiles: 0 };
    if (isMissing) group.missing.push(one);
    else group.withFiles++;
    groups.set(key, group);
  }
  // A language package has no database: its cataloger looked for its code itself.
  const ids = new Set(packages.flatMap(({ id, evidence }) => (evidence === 'orphan' ? [id] : [])));
  const issues: Issue[] = [];
  for (const { missing, withFiles } of groups.values()) {
    if (missing.length > withFiles) issues.push(notWhole(missing, missing.length + withFiles));
    else for (const { id } of missing) ids.add(id);
  }
  return { ids, issues };
}

function notWhole(missing: readonly CataloguedPackage[], all: number): Issue {
  const [first] = missing;
  const { path, layerIndex } = first!.locations[0]!;
  const name = ecosystem(first!.ecosystem).displayName;
  const message = `files of ${missing.length} of ${all} ${name} packages are missing (${path}); all of them were scanned as installed`;
  return makeIssue('PACKAGE_FILES_MISSING', 'catalog', message, { path, layerIndex });
}
