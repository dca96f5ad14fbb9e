import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { hasAround } from '../has-around.ts';
import { asObject, asText } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseTomlContent } from '../parse-toml-content.ts';
import { isName, isVersion } from './pom-facts.ts';

/** Gradle's version catalogs, where no lock file says what was chosen: docs.gradle.org, "Version Catalogs". */
export const gradleVersionCatalog: FileCataloger = lockCataloger({
  id: 'gradle-version-catalog',
  ecosystems: ['maven'],
  details: [],
  isSourceOnly: true,
  files: { suffixes: ['.versions.toml'] },
  parse: (content, { path }, { tree }) => {
    if (hasAround(tree, path, ['gradle.lockfile'])) return undefined;
    const table = parseTomlContent(content);
    return table === undefined ? unreadableLock('is not TOML') : parseCatalog(table);
  },
});

function parseCatalog(table: TomlTable): Lock {
  const versions = new Map(Object.entries(asObject(table['versions']) ?? {}));
  const unpinned: string[] = [];
  let unread = 0;
  const records = Object.values(asObject(table['libraries']) ?? {}).flatMap((library): readonly LockRecord[] => {
    const { group, artifact, version: written } = readLibrary(library);
    if (!isName(group) || !isName(artifact)) {
      unread += 1;
      return [];
    }
    const name = `${group}:${artifact}`;
    const version = exactVersion(written, versions);
    if (version === undefined) unpinned.push(name);
    return [{ key: `${name}:${version ?? ''}`, name, ...(version === undefined ? {} : { version }), isDirect: true, dependencies: [] }];
  });
  return { records, problems: unread === 0 ? [] : [`has ${unread} libraries without valid coordinates`], unpinned };
}

/** `"group:artifact:version"`, or a table with `module` or `group` and `name`. */
function readLibrary(library: unknown): { readonly group?: string; readonly artifact?: string; readonly version?: unknown } {
  const table = asObject(library);
  const written = asText(library) ?? asText(table?.['module']);
  const [group, artifact, version] = written === undefined ? [asText(table?.['group']), asText(table?.['name'])] : written.split(':');
  return {
    ...(group === undefined ? {} : { group }),
    ...(artifact === undefined ? {} : { artifact }),
    version: version ?? table?.['version'],
  };
}

/** A version, a reference to one, or a rich version, of which `strictly` is decided if it is no range. */
function exactVersion(written: unknown, versions: ReadonlyMap<string, unknown>): string | undefined {
  const table = asObject(written);
  const reference = asText(table?.['ref']);
  if (reference !== undefined) return exactVersion(withoutReference(versions.get(reference)), versions);
  const text = asText(written) ?? asText(table?.['strictly']) ?? asText(table?.['require']);
  const exact = text?.replace(/!!$/, '');
  return isVersion(exact) && !exact.endsWith('+') && !exact.startsWith('latest.') ? exact : undefined;
}

function withoutReference(written: unknown): unknown {
  return asText(asObject(written)?.['ref']) === undefined ? written : undefined;
}
