import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { languageIssue } from '../catalog-lock.ts';
import { makeLanguagePackage } from '../language-package.ts';
import { isGemName, withoutPlatform } from './gem-name.ts';
import { textOf } from '../text-of.ts';

/**
 * Installed gems, by the specifications that RubyGems writes: `specifications/NAME-VERSION.gemspec`, and `specifications/default/` for those that come with
 * Ruby. They are programs of Ruby, but written by a program: each field is one assignment of literals (Gem::Specification#to_ruby).
 */
export const gemInstalled: FileCataloger = {
  id: 'gem-installed',
  evidence: 'file',
  ecosystems: ['gem'],
  details: ['dependencies', 'licenses'],
  files: {
    inFolders: [
      { folder: 'specifications', file: '*.gemspec' },
      { folder: 'default', file: '*.gemspec' },
    ],
    maxBytes: limits.packageManifestBytes,
  },
  catalog: catalogGem,
};

function catalogGem(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  if (!/(?:^|\/)specifications\/(?:default\/)?[^/]+$/.test(file.path)) return { packages: [], issues: [] };
  const text = textOf(content);
  const name = findLiteral(text, 'name');
  const version = findLiteral(text, 'version');
  if (name === undefined || version === undefined || !isGemName(name)) {
    return { packages: [], issues: [languageIssue('MANIFEST_UNREADABLE', 'gem', gemInstalled.id, file, 'has no name and version')] };
  }
  const made = makeLanguagePackage('gem', { name, version: withoutPlatform(version), licenses: findLicenses(text) }, file);
  const needs = [...text.matchAll(/\.add_(?:runtime_)?dependency\(?\s*(?:%q<([^>]+)>|["']([^"']+)["'])/g)].map(
    ([, quoted, plain]) => (quoted ?? plain)!,
  );
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  return {
    packages: [
      {
        ...made,
        ...(isGone(tree, file.path) ? { evidence: 'orphan' as const } : {}),
        ...(needs.length === 0 ? {} : { resolveDependencies: (idAt: IdAt) => resolve(tree, folder, needs, idAt) }),
      },
    ],
    issues: [],
  };
}

type IdAt = (path: string) => string | undefined;

/** `s.name = "rack".freeze`, also with `%q<…>` and `Gem::Version.new("1.0")`. */
function findLiteral(text: string, field: string): string | undefined {
  const match = new RegExp(
    `^\\s*\\w+\\.${field}\\s*=\\s*(?:Gem::Version\\.new\\(?\\s*)?(?:%q<([^>\\n]+)>|"([^"\\n]+)"|'([^'\\n]+)')`,
    'm',
  ).exec(text);
  const [, quoted, double, single] = match ?? [];
  return quoted ?? double ?? single;
}

function findLicenses(text: string): readonly string[] {
  const list = /^\s*\w+\.licenses?\s*=\s*(.+)$/m.exec(text)?.[1] ?? '';
  return [...list.matchAll(/"([^"]+)"|'([^']+)'/g)].map(([, double, single]) => (double ?? single)!);
}

/** `gems/NAME-VERSION` beside `specifications`; gems that come with Ruby are in its library. */
function isGone(tree: FileTree, path: string): boolean {
  if (path.includes('/specifications/default/')) return false;
  const gem = path.replace(/specifications\/([^/]+)\.gemspec$/, 'gems/$1');
  return gem !== path && tree.get(gem) === undefined && tree.get(gem.replace(/\/[^/]+$/, '')) !== undefined;
}

/** By file names, which begin with the gem's. */
function resolve(tree: FileTree, folder: string, needs: readonly string[], idAt: IdAt): readonly string[] {
  const paths = specificationsIn(tree).get(folder.replace(/\/default$/, '')) ?? new Map<string, string>();
  return [...new Set(needs.flatMap((name) => idAt(paths.get(name) ?? '') ?? []))];
}

/** By folder and name of the gem. */
const specificationsIn = rememberByTree((tree): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const folders = new Map<string, Map<string, string>>();
  for (const { path } of tree.find(gemInstalled.files)) {
    const match = /^(.*(?:^|\/)specifications)\/(?:default\/)?([^/]+?)-\d[^/]*\.gemspec$/.exec(path);
    if (match === null) continue;
    const names = folders.get(match[1]!) ?? new Map<string, string>();
    folders.set(match[1]!, names);
    const name = match[2]!;
    // Of several versions Ruby takes the highest; here the first by path is used.
    if (!names.has(name) || path < names.get(name)!) names.set(name, path);
  }
  return folders;
});
