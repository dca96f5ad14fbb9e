import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { asText, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { listTables } from '../list-tables.ts';
import { catalogLock, unreadableLock } from '../catalog-lock.ts';
import { parseTomlContent } from '../parse-toml-content.ts';

/** Cargo.lock, versions 1 to 4: doc.rust-lang.org/cargo. What has no source is the project's own, or a crate in its folders. */
export const cargoLock: FileCataloger = {
  id: 'cargo-lock',
  evidence: 'declared',
  ecosystems: ['cargo'],
  details: ['dependencies'],
  files: { names: ['Cargo.lock'], maxBytes: limits.lockfileBytes },
  catalog: catalogCargoLock,
};

function catalogCargoLock(file: TreeEntry, content: Uint8Array): Catalogued {
  const table = parseTomlContent(content);
  return catalogLock('cargo', cargoLock.id, file, table === undefined ? unreadableLock('is not TOML') : parseCargoLock(table));
}

export function parseCargoLock(lock: TomlTable): Lock {
  const problems: string[] = [];
  const entries = listTables(lock, 'package', problems).filter(
    (entry) => isCrateName(asText(entry['name'])) || !problems.push('has a package without a valid name'),
  );
  // A dependency is `name`, `name version` or `name version (source)`, as short as is unambiguous.
  const keyByReference = new Map<string, string>();
  for (const entry of entries)
    for (const reference of referencesOf(entry)) if (!keyByReference.has(reference)) keyByReference.set(reference, keyOf(entry));
  const records = entries.map((entry): LockRecord => {
    const version = asText(entry['version']);
    const needs = Array.isArray(entry['dependencies']) ? entry['dependencies'].flatMap((each) => asText(each) ?? []) : [];
    return {
      key: keyOf(entry),
      name: asText(entry['name'])!,
      ...(version === undefined ? {} : { version }),
      ...(asText(entry['source']) === undefined ? { isOwn: true } : {}),
      dependencies: needs.flatMap((reference) => keyByReference.get(reference) ?? []),
    };
  });
  return { records, problems };
}

function referencesOf(entry: JsonObject): readonly string[] {
  const [name, version, source] = ['name', 'version', 'source'].map((field) => asText(entry[field]) ?? '');
  return [`${name}`, `${name} ${version}`, `${name} ${version} (${source})`];
}

function keyOf(entry: JsonObject): string {
  return referencesOf(entry).at(-1)!;
}

/** doc.rust-lang.org/cargo, "The name field". */
function isCrateName(name: string | undefined): boolean {
  return name !== undefined && /^[\p{L}\d_][\p{L}\d_-]*$/u.test(name);
}
