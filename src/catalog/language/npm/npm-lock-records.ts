import { limits } from '../../../model/limits.ts';
import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { readNpmLicenses } from './npm-license.ts';
import { isNpmName } from './npm-name.ts';
import { normalizeNpmVersion, readNpmDependencies } from './npm-manifest.ts';

export interface NpmLockRecord {
  readonly name: string;
  /** Absent where the lock names a repository or an address instead. */
  readonly version?: string;
  readonly licenses: readonly string[];
  /** Where it would be installed, relative to the project: `node_modules/a/node_modules/b`; the project itself is at the empty place. */
  readonly place: string;
  /** The project, or one of its workspaces. */
  readonly isOwn?: boolean;
  readonly isDevelopment: boolean;
  readonly dependencies: readonly string[];
}

export interface NpmLock {
  readonly records: readonly NpmLockRecord[];
  readonly problems: readonly string[];
}

/** docs.npmjs.com, package-lock.json: `packages` of version 2 and 3 says all; `dependencies` is all that version 1 has. Never throws. */
export function parseNpmLock(lock: JsonObject): NpmLock {
  const packages = asObject(lock['packages']);
  if (packages !== undefined) return withAllowedNames(readPackages(packages));
  const dependencies = asObject(lock['dependencies']);
  if (dependencies !== undefined) return withAllowedNames(withProject(readDependencies(dependencies), lock));
  // A project without dependencies has neither.
  return withProject({ records: [], problems: 'lockfileVersion' in lock || 'name' in lock ? [] : ['is not a lock file'] }, lock);
}

/** Version 1 names the project at its top, without its dependencies. */
function withProject({ records, problems }: NpmLock, lock: JsonObject): NpmLock {
  const project = readOwn('', lock);
  return { records: project === undefined ? records : [{ ...project, dependencies: [] }, ...records], problems };
}

/** `undefined` without a name: a private project needs none. Whether npm allows the name does not matter, because it is not the registry's. */
function readOwn(place: string, entry: JsonObject, linkName?: string): NpmLockRecord | undefined {
  const name = asText(entry['name']) ?? linkName;
  if (name === undefined) return undefined;
  const version = normalizeNpmVersion(asText(entry['version']));
  return {
    name,
    ...(version === undefined ? {} : { version }),
    licenses: readNpmLicenses(entry),
    place,
    isOwn: true,
    isDevelopment: false,
    dependencies: [...new Set([...readNpmDependencies(entry), ...keysOf(entry['devDependencies'])])],
  };
}

function withAllowedNames({ records, problems }: NpmLock): NpmLock {
  const isAllowed = ({ name, isOwn }: NpmLockRecord): boolean => isOwn === true || isNpmName(name);
  const refused = records.filter((record) => !isAllowed(record)).map(({ place }) => `has a name at ${place} that npm does not allow`);
  return refused.length === 0 ? { records, problems } : { records: records.filter(isAllowed), problems: [...problems, ...refused] };
}

/** Keys are places; `''` and those outside node_modules are the project and its workspaces, which links point to. */
function readPackages(packages: JsonObject): NpmLock {
  const records: NpmLockRecord[] = [];
  const problems: string[] = [];
  const linkNames = linkNamesIn(packages);
  for (const [place, value] of Object.entries(packages)) {
    const start = startOfName(place);
    const entry = asObject(value);
    if (start === -1) {
      const own = entry === undefined ? undefined : readOwn(place, entry, linkNames.get(place));
      if (own !== undefined) records.push(own);
      continue;
    }
    if (entry === undefined) problems.push(`has no object for ${place}`);
    else if (entry['link'] !== true) {
      const version = normalizeNpmVersion(asText(entry['version']));
      records.push({
        // An alias is installed under another name than its own.
        name: asText(entry['name']) ?? place.slice(start),
        ...(version === undefined ? {} : { version }),
        licenses: readNpmLicenses(entry),
        place,
        isDevelopment: entry['dev'] === true,
        dependencies: readNpmDependencies(entry),
      });
    }
  }
  return { records, problems };
}

/** By the folder of a workspace: the name that it is linked under in node_modules. */
function linkNamesIn(packages: JsonObject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [place, value] of Object.entries(packages)) {
    const start = startOfName(place);
    const target = asText(asObject(value)?.['resolved']);
    if (start !== -1 && target !== undefined && asObject(value)?.['link'] === true) names.set(target, place.slice(start));
  }
  return names;
}

function startOfName(place: string): number {
  const nested = place.lastIndexOf('/node_modules/');
  if (nested !== -1) return nested + '/node_modules/'.length;
  return place.startsWith('node_modules/') ? 'node_modules/'.length : -1;
}

/** Version 1: what is nested in an entry is installed inside it. */
function readDependencies(root: JsonObject): NpmLock {
  const records: NpmLockRecord[] = [];
  const problems: string[] = [];
  const pending = [{ dependencies: root, prefix: '', depth: 1, isDevelopment: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.depth > limits.lockfileDepth) {
      problems.push(`is nested more than ${limits.lockfileDepth} deep`);
      break;
    }
    for (const [key, value] of Object.entries(next.dependencies)) {
      const entry = asObject(value);
      const place = `${next.prefix}node_modules/${key}`;
      if (entry === undefined) {
        problems.push(`has no object for ${place}`);
        continue;
      }
      // What only a development dependency has inside is for development too, marked or not.
      const isDevelopment = next.isDevelopment || entry['dev'] === true;
      const record = readDependency(key, place, entry, isDevelopment);
      if (record !== undefined) records.push(record);
      const nested = asObject(entry['dependencies']);
      if (nested !== undefined) pending.push({ dependencies: nested, prefix: `${place}/`, depth: next.depth + 1, isDevelopment });
    }
  }
  return { records, problems };
}

/** `undefined` for a directory of the project itself. */
function readDependency(key: string, place: string, entry: JsonObject, isDevelopment: boolean): NpmLockRecord | undefined {
  const written = asText(entry['version']);
  if (written?.startsWith('file:') === true || written?.startsWith('link:') === true) return undefined;
  const alias = written?.startsWith('npm:') === true ? written.slice('npm:'.length) : undefined;
  const at = alias?.lastIndexOf('@') ?? -1;
  const name = alias === undefined || at <= 0 ? key : alias.slice(0, at);
  const version = alias === undefined || at <= 0 ? written : alias.slice(at + 1);
  // `git+ssh://…`, `github:user/project#commit` and `https://….tgz` are no versions.
  const known = version?.includes(':') === true ? undefined : normalizeNpmVersion(version);
  return {
    name,
    ...(known === undefined ? {} : { version: known }),
    licenses: readNpmLicenses(entry),
    place,
    isDevelopment,
    dependencies: keysOf(entry['requires']),
  };
}
