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
  /** Where it would be installed, relative to the project: `node_modules/a/node_modules/b`. */
  readonly place: string;
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
  if (dependencies !== undefined) return withAllowedNames(readDependencies(dependencies));
  // A project without dependencies has neither.
  return { records: [], problems: 'lockfileVersion' in lock || 'name' in lock ? [] : ['is not a lock file'] };
}

function withAllowedNames({ records, problems }: NpmLock): NpmLock {
  const refused = records.filter(({ name }) => !isNpmName(name)).map(({ place }) => `has a name at ${place} that npm does not allow`);
  return refused.length === 0
    ? { records, problems }
    : { records: records.filter(({ name }) => isNpmName(name)), problems: [...problems, ...refused] };
}

/** Keys are places; `''` and those outside node_modules are the project and its workspaces, which links point to. */
function readPackages(packages: JsonObject): NpmLock {
  const records: NpmLockRecord[] = [];
  const problems: string[] = [];
  for (const [place, value] of Object.entries(packages)) {
    const start = startOfName(place);
    if (start === -1) continue;
    const entry = asObject(value);
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
