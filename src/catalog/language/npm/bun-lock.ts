import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { findReached, type Lock, type LockRecord } from '../lock-record.ts';

/** bun.lock, Bun's lock file in text: bun.sh/docs/install/lockfile. Keys of `packages` are paths of names, as folders in node_modules would be. */
export function parseBunLock(lock: JsonObject): Lock {
  const packages = asObject(lock['packages']);
  const workspaces = Object.values(asObject(lock['workspaces']) ?? {}).map((workspace) => asObject(workspace) ?? {});
  if (packages === undefined) return { records: [], problems: 'lockfileVersion' in lock ? [] : ['is not a lock file'] };
  const problems: string[] = [];
  const records: LockRecord[] = [];
  for (const [key, value] of Object.entries(packages)) {
    const resolved = Array.isArray(value) ? asText(value[0]) : undefined;
    const at = resolved?.indexOf('@', 1) ?? -1;
    if (resolved === undefined || at === -1) {
      problems.push(`has no name and version for ${key.slice(0, 80)}`);
      continue;
    }
    const reference = resolved.slice(at + 1);
    if (/^(?:workspace|link):/.test(reference)) continue;
    // The object with dependencies is the second or the third, by where the package comes from.
    const details = (value as readonly unknown[]).map(asObject).find((each) => each !== undefined);
    const needs = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((section) => keysOf(details?.[section]));
    records.push({
      key,
      name: resolved.slice(0, at),
      ...(/^\d/.test(reference) ? { version: reference } : {}),
      dependencies: needs.flatMap((name) => findKey(packages, key, name) ?? []),
    });
  }
  const roots = workspaces.flatMap((workspace) =>
    ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((section) =>
      keysOf(workspace[section]).flatMap((name) => [findKey(packages, asText(workspace['name']) ?? '', name) ?? name]),
    ),
  );
  const reached = findReached(records, roots);
  return { records: records.map((record) => (reached.has(record.key) ? record : { ...record, isDevelopment: true })), problems };
}

/** Next to the package that needs it, or next to one of the packages around that. */
function findKey(packages: JsonObject, from: string, name: string): string | undefined {
  let place = from;
  for (;;) {
    const key = place === '' ? name : `${place}/${name}`;
    if (Object.hasOwn(packages, key)) return key;
    if (place === '') return undefined;
    place = parentOf(place);
  }
}

/** Without its last name, which has a slash of its own when it is scoped. */
function parentOf(place: string): string {
  return place.replace(/\/?(?:@[^/]+\/)?[^/]+$/, '');
}
