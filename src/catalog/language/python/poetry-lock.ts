import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { findReached, type Lock, type LockRecord } from '../lock-record.ts';
import { listTables } from '../list-tables.ts';
import { normalizePythonName } from './python-name.ts';

/**
 * poetry.lock: python-poetry.org. Groups are each package's `category` before Poetry 1.5, its `groups` since 2.0, and between them only what pyproject.toml
 * (where it is there) says of the roots.
 */
export function parsePoetryLock(lock: TomlTable, project: TomlTable | undefined): Lock {
  const problems: string[] = [];
  const records: LockRecord[] = [];
  let hasGroups = false;
  for (const entry of listTables(lock, 'package', problems)) {
    const name = asText(entry['name']);
    if (name === undefined) {
      problems.push('has a package without a name');
      continue;
    }
    const version = asText(entry['version']);
    const groups = groupsOf(entry);
    hasGroups ||= groups !== undefined;
    const key = normalizePythonName(name);
    records.push({
      key,
      name: key,
      ...(version === undefined ? {} : { version }),
      ...(groups !== undefined && !groups.includes('main') ? { isDevelopment: true } : {}),
      dependencies: keysOf(entry['dependencies']).map(normalizePythonName),
    });
  }
  if (hasGroups || project === undefined) return { records, problems };
  const reached = findReached(records, mainRoots(project));
  return { records: records.map((record) => (reached.has(record.key) ? record : { ...record, isDevelopment: true })), problems };
}

function groupsOf(entry: JsonObject): readonly string[] | undefined {
  const category = asText(entry['category']);
  if (category !== undefined) return [category];
  const groups = entry['groups'];
  return Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : undefined;
}

/** Names of what the project needs at run time: Poetry's own table, or the standard one (PEP 621). */
function mainRoots(project: TomlTable): readonly string[] {
  const poetry = asObject(asObject(project['tool'])?.['poetry']);
  const standard = asObject(project['project']);
  const optional = Object.values(asObject(standard?.['optional-dependencies']) ?? {});
  const written = [standard?.['dependencies'], ...optional].flat().filter((text): text is string => typeof text === 'string');
  return [...keysOf(poetry?.['dependencies']), ...written.map((text) => /^[A-Za-z0-9._-]*/.exec(text)?.[0] ?? '')].map(normalizePythonName);
}
