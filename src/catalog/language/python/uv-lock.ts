import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { findReached, type Lock, type LockRecord } from '../lock-record.ts';
import { listTables } from '../list-tables.ts';
import { normalizePythonName } from './python-name.ts';

/**
 * uv.lock, and the locks of single scripts: docs.astral.sh/uv. What has a `virtual` or `editable` source is the project and its workspace; what only their
 * `dev-dependencies` need is for development.
 */
export function parseUvLock(lock: TomlTable): Lock {
  const problems: string[] = [];
  const entries = listTables(lock, 'package', problems);
  const named = entries.filter((entry) => asText(entry['name']) !== undefined);
  if (named.length < entries.length) problems.push('has a package without a name');
  const members = named.filter((entry) => placeOf(entry) !== undefined);
  const others = named.filter((entry) => placeOf(entry) === undefined);
  const keysByName = new Map<string, string[]>();
  for (const entry of others) {
    for (const name of [nameOf(entry), keyOf(entry)]) {
      const keys = keysByName.get(name);
      if (keys === undefined) keysByName.set(name, [keyOf(entry)]);
      else keys.push(keyOf(entry));
    }
  }
  const keysIn = (value: unknown): readonly string[] =>
    (Array.isArray(value) ? value.map(asObject) : []).flatMap((need) =>
      need === undefined ? [] : (keysByName.get(keyOf(need)) ?? keysByName.get(nameOf(need)) ?? []),
    );
  const runTimeKeys = (entry: JsonObject): readonly string[] => [
    ...keysIn(entry['dependencies']),
    ...Object.values(asObject(entry['optional-dependencies']) ?? {}).flatMap(keysIn),
  ];
  const records = others.map((entry) => toRecord(entry, runTimeKeys(entry)));
  // A script has its requirements in a manifest, and no project.
  if (members.length === 0) {
    if (entries.length > 0 && lock['manifest'] === undefined) problems.push('does not name the project that it belongs to');
    return { records, problems };
  }
  if (members.filter((entry) => placeOf(entry) === '.').length > 1) problems.push('has more than one project in its folder');
  const reached = findReached(records, members.flatMap(runTimeKeys));
  return { records: records.map((record) => (reached.has(record.key) ? record : { ...record, isDevelopment: true })), problems };
}

function toRecord(entry: JsonObject, dependencies: readonly string[]): LockRecord {
  const version = asText(entry['version']);
  return { key: keyOf(entry), name: nameOf(entry), ...(version === undefined ? {} : { version }), dependencies };
}

function nameOf(entry: JsonObject): string {
  return normalizePythonName(asText(entry['name']) ?? '');
}

/** Where several versions of a package are locked, what needs it names one of them. */
function keyOf(entry: JsonObject): string {
  return `${nameOf(entry)} ${asText(entry['version']) ?? ''}`;
}

function placeOf(entry: JsonObject): string | undefined {
  const source = asObject(entry['source']);
  return asText(source?.['virtual']) ?? asText(source?.['editable']);
}
