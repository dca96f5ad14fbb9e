import { type TomlTable } from '../../lib/toml/parse-toml.ts';
import { asObject, type JsonObject } from './json-object.ts';

/** The tables of an array of tables, such as `[[package]]`. An array that is none, and members that are none, become problems; so does its absence. */
export function listTables(document: TomlTable, name: string, problems: string[]): readonly JsonObject[] {
  const list = document[name];
  // A project without dependencies has no packages, but something that says what the file is.
  if (list === undefined && Object.keys(document).length > 0) return [];
  if (!Array.isArray(list)) {
    problems.push(`has no list of packages`);
    return [];
  }
  const tables = list.map(asObject).filter((table) => table !== undefined);
  if (tables.length < list.length) problems.push(`has ${list.length - tables.length} packages that are not tables`);
  return tables;
}
