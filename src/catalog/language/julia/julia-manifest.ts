import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseTomlContent } from '../parse-toml-content.ts';

/**
 * Manifest.toml: pkgdocs.julialang.org, "Project.toml and Manifest.toml". Format 2 has its packages below `deps`, format 1 at the top. A package without a version is of the standard library,
 * and is as old as Julia, whose version only format 2 has.
 */
export const juliaManifest: FileCataloger = lockCataloger({
  id: 'julia-manifest',
  ecosystems: ['julia'],
  details: ['dependencies'],
  files: { names: ['Manifest.toml', 'JuliaManifest.toml'] },
  companions: [{ names: ['Project.toml', 'JuliaProject.toml'], maxBytes: limits.packageManifestBytes }],
  parse: (content, file, { tree }) => {
    const manifest = parseTomlContent(content);
    return manifest === undefined ? unreadableLock('is not TOML') : parseJuliaManifest(manifest, readProject(tree, file));
  },
});

function readProject(tree: FileTree, { path }: TreeEntry): TomlTable | undefined {
  const entry = tree.get(path.replace(/Manifest\.toml$/, 'Project.toml'));
  const content = entry === undefined ? undefined : tree.read(entry);
  return content === undefined ? undefined : parseTomlContent(content);
}

function parseJuliaManifest(manifest: TomlTable, project: TomlTable | undefined): Lock {
  const isSecond = 'manifest_format' in manifest;
  const packages = isSecond ? (asObject(manifest['deps']) ?? {}) : manifest;
  const juliaVersion = isSecond ? asText(manifest['julia_version']) : undefined;
  const entries = Object.entries(packages).flatMap(([name, list]) =>
    Array.isArray(list) ? list.map((each) => ({ name, entry: asObject(each) ?? {} })) : [],
  );
  const idByName = new Map(entries.map(({ name, entry }) => [name, asText(entry['uuid'])]));
  const countOf = countNames(entries.map(({ name }) => name));
  const direct = project === undefined ? undefined : new Set(Object.values(asObject(project['deps']) ?? {}));
  const problems: string[] = [];
  const records = entries.flatMap(({ name, entry }): readonly LockRecord[] => {
    const uuid = asText(entry['uuid']);
    if (uuid === undefined) return problems.push(`has ${name} without a UUID`) > 0 ? [] : [];
    const version = asText(entry['version']) ?? juliaVersion;
    const isOwn = asText(entry['path']) !== undefined;
    return [
      {
        key: uuid,
        name,
        ...(version === undefined ? {} : { version }),
        ...(isOwn ? { isOwn } : { purl: { qualifiers: { uuid, ...sourceOf(entry) } } }),
        ...(direct === undefined || isOwn ? {} : { isDirect: direct.has(uuid) }),
        dependencies: needsOf(entry, idByName),
      },
    ];
  });
  // Pkg refuses such a file as a whole.
  const ambiguous = entries.flatMap(({ entry }) => namesIn(entry)).find((name) => (countOf.get(name) ?? 0) > 1);
  return ambiguous === undefined ? { records, problems } : unreadableLock(`names ${ambiguous}, of which it has several`);
}

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A list of names, or a table from names to UUIDs where a name is not unique; both may be there (weak dependencies are not loaded). */
function needsOf(entry: JsonObject, idByName: ReadonlyMap<string, string | undefined>): readonly string[] {
  const table = asObject(entry['deps']);
  return table === undefined
    ? namesIn(entry).flatMap((name) => idByName.get(name) ?? [])
    : keysOf(table).flatMap((name) => asText(table[name]) ?? []);
}

function namesIn(entry: JsonObject): readonly string[] {
  return Array.isArray(entry['deps']) ? entry['deps'].flatMap((each) => asText(each) ?? []) : [];
}

function sourceOf(entry: JsonObject): Readonly<Record<string, string>> {
  const url = asText(entry['repo-url']);
  const tree = asText(entry['git-tree-sha1']);
  return url === undefined ? {} : { vcs_url: tree === undefined ? url : `${url}@${tree}` };
}
