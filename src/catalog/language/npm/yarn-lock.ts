import { type Lock, type LockRecord } from '../lock-record.ts';
import { childOf, readLockLines, type LockLine } from './lock-lines.ts';
import { normalizeNpmVersion } from './npm-manifest.ts';

/**
 * yarn.lock: classic.yarnpkg.com for version 1, whose keys end with a colon and whose values follow a blank, and yarnpkg.com for the later ones, which are YAML.
 * An entry's key lists every range that it resolves.
 */
export function parseYarnLock(text: string): Lock {
  const isBerry = /^__metadata:/m.test(text);
  const { documents, badLines } = readLockLines(text, isBerry ? ':' : ' ');
  const problems = badLines === 0 ? [] : [`has ${badLines} lines that are not of its format`];
  const entries = (documents[0]?.children ?? []).filter(({ key }) => key !== '__metadata');
  if (entries.length === 0 && !isBerry && !text.includes('# yarn lockfile v1') && text.trim() !== '') problems.push('is not a lock file');
  // Every range by itself names its entry.
  const keyByRange = new Map<string, string>();
  for (const entry of entries) for (const range of rangesOf(entry.key)) keyByRange.set(range, entry.key);
  const records: LockRecord[] = [];
  for (const entry of entries) {
    const record = isBerry ? readBerry(entry, keyByRange) : readClassic(entry, keyByRange);
    if (record === 'unreadable') problems.push(`has an entry without a version: ${entry.key.slice(0, 80)}`);
    else if (record !== undefined) records.push(record);
  }
  return { records, problems };
}

/** `a@^1, a@^2`; in version 1 each may have quotes of its own. */
function rangesOf(key: string): readonly string[] {
  return key.split(/,\s*/).map((range) => range.replace(/^"|"$/g, ''));
}

/** `undefined` for what is a folder of the project. */
function readClassic(entry: LockLine, keyByRange: ReadonlyMap<string, string>): LockRecord | 'unreadable' | undefined {
  const [range = ''] = rangesOf(entry.key);
  const at = range.indexOf('@', 1);
  const wanted = at === -1 ? '' : range.slice(at + 1);
  if (/^(?:link|portal|workspace):/.test(wanted)) return undefined;
  const version = normalizeNpmVersion(childOf(entry, 'version')?.value);
  if (at === -1 || version === undefined) return 'unreadable';
  return {
    key: entry.key,
    name: resolvedName(childOf(entry, 'resolved')?.value) ?? range.slice(0, at),
    version,
    dependencies: needsOf(entry).flatMap(({ key, value = '' }) => keyByRange.get(`${key}@${value}`) ?? []),
  };
}

/** A registry's address has the name of what was fetched, which an alias does not: `https://registry.example/@scope/name/-/name-1.2.3.tgz`. */
function resolvedName(address = ''): string | undefined {
  return /\/((?:@[^/]+\/)?[^/]+)\/-\/[^/]+\.tgz/.exec(address)?.[1]?.replace(/%2f/i, '/');
}

/** The resolution has the real name; `workspace:` is the project, and a patch wraps what it patches. */
function readBerry(entry: LockLine, keyByRange: ReadonlyMap<string, string>): LockRecord | 'unreadable' | undefined {
  const resolution = childOf(entry, 'resolution')?.value ?? '';
  const at = resolution.indexOf('@', 1);
  if (at === -1) return 'unreadable';
  if (/^(?:workspace|link|portal):/.test(resolution.slice(at + 1))) return undefined;
  const version = normalizeNpmVersion(childOf(entry, 'version')?.value);
  return {
    key: entry.key,
    name: resolution.slice(0, at),
    ...(version === undefined ? {} : { version }),
    dependencies: needsOf(entry).flatMap(
      ({ key, value = '' }) => keyByRange.get(`${key}@${value}`) ?? keyByRange.get(`${key}@npm:${value}`) ?? [],
    ),
  };
}

function needsOf(entry: LockLine): readonly LockLine[] {
  return ['dependencies', 'optionalDependencies'].flatMap((name) => childOf(entry, name)?.children ?? []);
}
