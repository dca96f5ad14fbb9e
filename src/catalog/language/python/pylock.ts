import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { asObject, asText } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { listTables } from '../list-tables.ts';
import { normalizePythonName } from './python-name.ts';

/** pylock.toml and pylock.NAME.toml: packaging.python.org, "pylock.toml specification" (PEP 751). A `directory` is the project's own. */
export function parsePylock(lock: TomlTable): Lock {
  const problems = asText(lock['lock-version']) === undefined ? ['has no lock-version'] : [];
  const records: LockRecord[] = [];
  for (const entry of listTables(lock, 'packages', problems)) {
    const name = asText(entry['name']);
    if (name === undefined) {
      problems.push('has a package without a name');
      continue;
    }
    if (asObject(entry['directory']) !== undefined) continue;
    const version = asText(entry['version']);
    const key = normalizePythonName(name);
    const needs = Array.isArray(entry['dependencies']) ? entry['dependencies'].map(asObject) : [];
    records.push({
      key,
      name: key,
      ...(version === undefined ? {} : { version }),
      dependencies: needs.flatMap((need) => asText(need?.['name']) ?? []).map(normalizePythonName),
    });
  }
  return { records, problems };
}
