import { normalizePath } from '../../../lib/path/normalize-path.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { languageIssue } from '../catalog-lock.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { makeLockPackages } from '../lock-record.ts';
import { readComposerEntry } from './composer-records.ts';

/** What Composer installed: `vendor/composer/installed.json`, a list of version 1, an object of version 2. Packages whose folders are gone are orphans. */
export const composerInstalled: FileCataloger = {
  id: 'composer-installed',
  evidence: 'file',
  ecosystems: ['composer'],
  details: ['dependencies', 'development', 'licenses'],
  files: { inFolders: [{ folder: 'composer', file: 'installed.json' }], maxBytes: limits.lockfileBytes },
  catalog: catalogComposerInstalled,
};

function catalogComposerInstalled(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const entries = listEntries(content);
  const issue = (problem: string): Catalogued['issues'] => [
    languageIssue('MANIFEST_UNREADABLE', 'composer', composerInstalled.id, file, problem),
  ];
  if (entries === undefined) return { packages: [], issues: issue('has no list of packages') };
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const read = entries.list.map((entry) => ({
    entry,
    record: readComposerEntry(entry, entries.development.has(asText(entry['name']) ?? '')),
  }));
  const named = read.flatMap(({ entry, record }) => (record === undefined ? [] : [{ entry, record }]));
  const missing = new Set(named.filter(({ entry, record }) => !isThere(folder, entry, record.name)).map(({ record }) => record.name));
  const made = makeLockPackages(
    'composer',
    named.map(({ record }) => record),
    file,
  );
  return {
    // Composer's own list is proof, and needs no other.
    packages: made.map(({ corroboratedBy: _, ...found }) => (missing.has(found.name) ? { ...found, evidence: 'orphan' } : found)),
    issues: named.length < read.length ? issue(`has ${read.length - named.length} packages without a valid name`) : [],
  };

  function isThere(base: string, entry: JsonObject, name: string): boolean {
    const written = asText(entry['install-path']);
    const path = written === undefined ? `${base}/../${name}` : `${base}/${written}`;
    return tree.get(normalizePath(path)) !== undefined;
  }
}

function listEntries(content: Uint8Array): { readonly list: readonly JsonObject[]; readonly development: ReadonlySet<string> } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
  const list = Array.isArray(value) ? value : asObject(value)?.['packages'];
  if (!Array.isArray(list)) return undefined;
  const names = asObject(value)?.['dev-package-names'];
  return {
    list: list.map((entry) => asObject(entry) ?? {}),
    development: new Set(Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []),
  };
}
