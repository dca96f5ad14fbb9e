import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, keysOf, parseJsonObject, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { readRemoteModules } from './deno-remote.ts';
import { readSpecifier, splitNameVersion } from './deno-specifier.ts';

/**
 * deno.lock, versions 2 to 5: docs.deno.com, "Integrity checking and lock files"; denoland/deno_lockfile. It has packages of npm and JSR, and modules that are
 * imported from an address.
 */
export const denoLock: FileCataloger = lockCataloger({
  id: 'deno-lock',
  ecosystems: ['deno', 'npm'],
  details: ['dependencies'],
  files: { names: ['deno.lock'] },
  parse: (content) => {
    const lock = parseJsonObject(content);
    return lock === undefined ? unreadableLock('is not a JSON object') : parseDenoLock(lock);
  },
});

function parseDenoLock(lock: JsonObject): Lock {
  if (!('version' in lock) && !('remote' in lock)) return unreadableLock('is not a lock file');
  // Version 3 has all but the addresses in `packages`; version 2 has npm's below `npm.packages`.
  const packages = asObject(lock['packages']) ?? lock;
  const npm = asObject(packages['npm']);
  const npmPackages = asObject(npm?.['packages']) ?? npm;
  const specifiers = asObject(packages['specifiers']) ?? asObject(npm?.['specifiers']) ?? {};
  const problems: string[] = [];
  const records = [...readPackages('jsr', asObject(packages['jsr']), problems), ...readPackages('npm', npmPackages, problems)];
  const chosen = chosenBy(specifiers, records);
  const resolved = records.map((record) => ({ ...record, dependencies: record.dependencies.flatMap((written) => chosen(written) ?? []) }));
  const keysFor = (written: readonly string[]): ReadonlySet<string> => new Set(written.flatMap((each) => chosen(each) ?? []));
  const [roots, asked] = [keysFor(rootsOf(lock['workspace'])), keysFor(keysOf(specifiers))];
  const marked = resolved.map((record) => ({ ...record, ...directOf(record.key, roots, asked) }));
  return { records: [...marked, ...readRemoteModules(keysOf(lock['remote']))], problems };
}

/** Who asks for a specifier that deno.json does not name is not written down: the project's code, or a package of JSR. */
function directOf(key: string, roots: ReadonlySet<string>, asked: ReadonlySet<string>): Pick<LockRecord, 'isDirect'> {
  if (roots.has(key)) return { isDirect: true };
  return asked.has(key) || asked.size === 0 ? {} : { isDirect: false };
}

/** Keys are `name@version`; npm's also have `_peer@version` behind them. Dependencies stay as written. */
function readPackages(registry: 'jsr' | 'npm', packages: JsonObject | undefined, problems: string[]): LockRecord[] {
  return Object.entries(packages ?? {}).flatMap(([key, value]) => {
    const parts = splitNameVersion(key);
    const entry = asObject(value);
    if (parts === undefined || entry === undefined) {
      problems.push(`has a package of ${registry} without a name and version`);
      return [];
    }
    const needs = [entry['dependencies'], entry['optionalDependencies'], entry['optionalPeers']].flatMap(writtenDependencies);
    return [
      {
        key: `${registry}:${key}`,
        ...parts,
        ecosystem: registry === 'npm' ? 'npm' : 'deno',
        ...(registry === 'jsr' ? { purl: { qualifiers: { repository_url: 'https://jsr.io' } } } : {}),
        // Of npm's the registry is not written down.
        dependencies: needs.map((written) => (registry === 'npm' && !written.includes(':') ? `npm:${written}` : written)),
      },
    ];
  });
}

/** A list since version 4; before it, an object from the name in the code to the key of the package. */
function writtenDependencies(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => asText(each) ?? []);
  return Object.values(asObject(value) ?? {}).flatMap((each) => asText(each) ?? []);
}

/**
 * The key of the record that something written means: a specifier of `specifiers` (`jsr:@std/path@^1.0`), a whole key, or a name of which there is one version
 * only. `alias@npm:name@version` is an alias.
 */
function chosenBy(specifiers: JsonObject, records: readonly LockRecord[]): (written: string) => string | undefined {
  const keys = new Map(records.map(({ key }) => [key, key]));
  const byName = new Map<string, string>();
  for (const { key, name, ecosystem } of records) byName.set(`${ecosystem === 'npm' ? 'npm' : 'jsr'}:${name}`, key);
  return (written) => {
    const specifier = readSpecifier(written);
    if (specifier === undefined) return undefined;
    const { registry, name, rest } = specifier;
    const place = `${registry}:${rest === '' ? name : `${name}@${rest}`}`;
    const version = asText(specifiers[place]);
    // Version 3 repeats the registry and the name.
    const key = version === undefined ? place : version.startsWith(registry) ? version : `${registry}:${name}@${version}`;
    return keys.get(key) ?? (rest === '' || version !== undefined ? byName.get(`${registry}:${name}`) : undefined);
  };
}

/** What deno.json and package.json of the project and its members ask for. */
function rootsOf(workspace: unknown): readonly string[] {
  const member = asObject(workspace);
  if (member === undefined) return [];
  const members = Object.values(asObject(member['members']) ?? {}).map(asObject);
  const lists = [member, ...members].flatMap((one) => [one?.['dependencies'], asObject(one?.['packageJson'])?.['dependencies']]);
  return lists.flatMap(writtenDependencies);
}
