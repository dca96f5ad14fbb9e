import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { asObject, asText, keysOf } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { listTables } from '../list-tables.ts';
import { normalizePythonName } from './python-name.ts';
import { parseRequirement } from './requirement.ts';

/** pdm.lock: pdm-project.org. The groups of a package are in it since version 4.4; a package occurs once for each set of extras. */
export function parsePdmLock(lock: TomlTable, project: TomlTable | undefined): Lock {
  const developmentGroups = new Set(developmentGroupsOf(project));
  const problems: string[] = [];
  const records: LockRecord[] = [];
  for (const entry of listTables(lock, 'package', problems)) {
    const name = asText(entry['name']);
    if (name === undefined) {
      problems.push('has a package without a name');
      continue;
    }
    const version = asText(entry['version']);
    const groups = listTexts(entry['groups']);
    const key = normalizePythonName(name);
    records.push({
      key,
      name: key,
      ...(version === undefined ? {} : { version }),
      ...(groups.length > 0 && groups.every((group) => developmentGroups.has(group)) ? { isDevelopment: true } : {}),
      dependencies: listTexts(entry['dependencies']).flatMap((text) => parseRequirement(text)?.name ?? []),
    });
  }
  return { records, problems };
}

/** The lock does not say which groups are for development; the project does, in PDM's table or in the standard one (PEP 735). */
function developmentGroupsOf(project: TomlTable | undefined): readonly string[] {
  const pdm = asObject(asObject(project?.['tool'])?.['pdm']);
  return [...keysOf(pdm?.['dev-dependencies']), ...keysOf(project?.['dependency-groups'])];
}

function listTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
