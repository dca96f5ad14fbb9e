import { findReached, type Lock, type LockRecord } from '../lock-record.ts';
import { childOf, readLockLines, type LockLine } from './lock-lines.ts';
import { normalizeNpmVersion } from './npm-manifest.ts';

/**
 * pnpm-lock.yaml, versions 5, 6 and 9: github.com/pnpm/spec, lockfile. `packages` has one entry a package (5 and 6: one for each set of peers), `snapshots` of
 * version 9 its dependencies. What only `devDependencies` reach is for development; so is pnpm itself, which has a document of its own.
 */
export function parsePnpmLock(text: string): Lock {
  const { documents, badLines } = readLockLines(text, ':');
  const problems = badLines === 0 ? [] : [`has ${badLines} lines that are not of its format`];
  const locks = documents.filter((document) => childOf(document, 'lockfileVersion') !== undefined);
  if (locks.length === 0) problems.push('has no lockfileVersion');
  return { records: locks.flatMap(readDocument), problems };
}

function readDocument(document: LockLine): readonly LockRecord[] {
  const form = formOf(childOf(document, 'lockfileVersion')?.value ?? '');
  const packages = new Map(childOf(document, 'packages')?.children.map((line) => [line.key, line]));
  const snapshots = new Map(
    (form === 'v9' ? childOf(document, 'snapshots') : childOf(document, 'packages'))?.children.map((line) => [line.key, line]),
  );
  // Version 9 writes one snapshot for each set of peers, and none of its own for the package.
  const described = new Set([...snapshots.keys()].flatMap((key) => [key, withoutPeers(key)]));
  for (const key of packages.keys()) if (!described.has(key)) snapshots.set(key, { key, children: [] });
  const keyOf = (name: string, reference: string): string => {
    if (form === 'v5') return reference.startsWith('/') ? reference : snapshots.has(reference) ? reference : `/${name}/${reference}`;
    if (form === 'v6') return reference.startsWith('/') ? reference : snapshots.has(reference) ? reference : `/${name}@${reference}`;
    return snapshots.has(reference) ? reference : `${name}@${reference}`;
  };
  const records: LockRecord[] = [];
  for (const [key, snapshot] of snapshots) {
    const description = packages.get(key) ?? packages.get(withoutPeers(key)) ?? snapshot;
    const named = nameOf(key, description, form);
    if (named === undefined) continue;
    const needs = ['dependencies', 'optionalDependencies'].flatMap((section) => childOf(snapshot, section)?.children ?? []);
    records.push({ key, ...named, dependencies: needs.map(({ key: name, value = '' }) => keyOf(name, value)) });
  }
  const importers = childOf(document, 'importers')?.children ?? [document];
  const roots = importers.flatMap((importer) =>
    ['dependencies', 'optionalDependencies'].flatMap((section) =>
      (childOf(importer, section)?.children ?? []).map((line) => keyOf(line.key, line.value ?? childOf(line, 'version')?.value ?? '')),
    ),
  );
  records.push(...unlisted(roots, new Set(records.map(({ key }) => key)), form));
  const reached = findReached(records, roots);
  return records.map((record) => (reached.has(record.key) ? record : { ...record, isDevelopment: true }));
}

/** A lock file of a project whose packages have none of their own may do without `packages`. */
function unlisted(keys: readonly string[], known: ReadonlySet<string>, form: Form): readonly LockRecord[] {
  return [...new Set(keys)].flatMap((key) => {
    const named = known.has(key) ? undefined : nameOf(key, { key, children: [] }, form);
    return named?.version === undefined ? [] : [{ key, ...named, dependencies: [] }];
  });
}

type Form = 'v5' | 'v6' | 'v9';

function formOf(version: string): Form {
  const major = Number.parseInt(version, 10);
  return major >= 9 ? 'v9' : major >= 6 ? 'v6' : 'v5';
}

function withoutPeers(key: string): string {
  const bracket = key.indexOf('(');
  return bracket === -1 ? key : key.slice(0, bracket);
}

/** An entry that does not come from the registry has its name and version inside; a copied folder (`file:`) has no version, and a linked one is the project's own. */
function nameOf(key: string, described: LockLine, form: Form): Pick<LockRecord, 'name' | 'version'> | undefined {
  const bare = withoutPeers(key.replace(/^\//, ''));
  const cut = form === 'v5' ? bare.lastIndexOf('/') : bare.indexOf('@', 1);
  const writtenVersion = childOf(described, 'version')?.value;
  const name = childOf(described, 'name')?.value ?? (cut === -1 ? undefined : bare.slice(0, cut));
  const reference = cut === -1 ? '' : bare.slice(cut + 1);
  // In version 5 the peers follow an underscore, which no version has.
  const version = normalizeNpmVersion(writtenVersion ?? (form === 'v5' ? reference.split('_')[0] : reference));
  if (name === undefined || version === undefined) return undefined;
  if (/^(?:link|workspace):/.test(reference)) return undefined;
  return /^\d/.test(version) ? { name, version } : { name };
}
