import { type TreeEntry } from '../../model/file-tree.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Evidence } from '../../model/package.ts';
import { type CataloguedPackage } from '../cataloger.ts';
import { mergeDirect } from '../merge-direct.ts';
import { makeLanguagePackage, type LanguagePackageRecord } from './language-package.ts';

/** One package of a lock file. */
export interface LockRecord extends LanguagePackageRecord {
  /** Unique in its lock file; what `dependencies` name. */
  readonly key: string;
  /** Where it differs from the file's. */
  readonly ecosystem?: EcosystemId;
  /** What the file itself proves of this package; it needs no installed copy then. */
  readonly evidence?: Evidence;
  /** Keys of records; those of none are left out. */
  readonly dependencies: readonly string[];
}

export interface Lock {
  readonly records: readonly LockRecord[];
  /** What could not be read, as the end of a sentence that begins with the file's path. */
  readonly problems: readonly string[];
  /** Names of dependencies without an exact version: which one is used is not known from this file. */
  readonly unpinned?: readonly string[];
}

/** One package for each name and version, with its dependencies. It is needed at run time when any of its records is. */
export function makeLockPackages(ecosystemId: EcosystemId, records: readonly LockRecord[], file: TreeEntry): readonly CataloguedPackage[] {
  const idByKey = new Map<string, string>();
  const made = new Map<string, CataloguedPackage>();
  for (const record of records) {
    const { evidence } = record;
    const found: CataloguedPackage = {
      ...makeLanguagePackage(record.ecosystem ?? ecosystemId, record, file),
      ...(evidence === undefined ? {} : { evidence }),
    };
    idByKey.set(record.key, found.id);
    const known = made.get(found.id);
    made.set(found.id, known === undefined ? found : merge(known, found));
  }
  const dependencies = new Map<string, Set<string>>();
  for (const { key, dependencies: keys } of records) {
    const id = idByKey.get(key) ?? '';
    const ids = dependencies.get(id) ?? new Set<string>();
    dependencies.set(id, ids);
    for (const needed of keys) {
      const neededId = idByKey.get(needed);
      if (neededId !== undefined && neededId !== id) ids.add(neededId);
    }
  }
  return [...made.values()].map((found) => ({
    ...found,
    dependencies: [...(dependencies.get(found.id) ?? [])],
    ...(found.evidence === undefined ? { corroboratedBy: 'anywhere' as const } : {}),
  }));
}

function merge(known: CataloguedPackage, found: CataloguedPackage): CataloguedPackage {
  const isDirect = mergeDirect([known.isDirect, found.isDirect]);
  return { ...(known.isDevelopment === true ? found : known), ...(isDirect === undefined ? {} : { isDirect }) };
}

/** The records, with `isDirect` on each but the project's own: whether one of the roots is it. */
export function withDirect(records: readonly LockRecord[], roots: ReadonlySet<string>): readonly LockRecord[] {
  return records.map((record) => (record.isOwn === true ? record : { ...record, isDirect: roots.has(record.key) }));
}

/** Keys of all records that the roots need, and what those need. */
export function findReached(records: readonly LockRecord[], roots: Iterable<string>): ReadonlySet<string> {
  const byKey = new Map(records.map((record) => [record.key, record]));
  const reached = new Set<string>();
  const pending = [...roots];
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    const record = byKey.get(key);
    if (record === undefined || reached.has(key)) continue;
    reached.add(key);
    pending.push(...record.dependencies);
  }
  return reached;
}
