import { type EcosystemId } from '../../../model/ecosystem.ts';
import { type FileTree } from '../../../model/file-tree.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { parseControlFields } from '../parse-control-fields.ts';
import { textOf } from '../text-of.ts';
import { readRLicenses } from './r-licenses.ts';

/**
 * DESCRIPTION: "Writing R Extensions", 1.1.1. R adds the field `Built` when it installs a package; a file without it is that of a package's source, which is the
 * project's own.
 */
export const rInstalled: FileCataloger = manifestCataloger({
  id: 'r-installed',
  ecosystems: ['cran', 'bioconductor'],
  details: ['dependencies', 'licenses'],
  files: { names: ['DESCRIPTION'] },
  read: (content, { path }, { tree }) => {
    const [fields] = parseControlFields(textOf(content));
    const name = fields?.get('Package');
    // Other programs have files of this name, too.
    if (fields === undefined || name === undefined) return undefined;
    if (!isRName(name)) return 'has a name that R does not allow';
    const version = fields.get('Version');
    const needs = ['Depends', 'Imports', 'LinkingTo'].flatMap((field) => namesIn(fields.get(field)));
    const found = { name, ...(version === undefined ? {} : { version }), licenses: readRLicenses(fields.get('License')) };
    if (!fields.has('Built')) return { ...found, isOwn: true, evidence: 'declared' };
    const library = path.replace(/\/?[^/]+\/[^/]+$/, '');
    return {
      ...found,
      ecosystem: ecosystemOf(fields),
      ...sourceOf(fields),
      ...(needs.length === 0 ? {} : { resolveDependencies: (idAt) => resolve(tree, library, needs, idAt) }),
    };
  },
});

/** "Writing R Extensions", 1.1.1: ASCII letters, digits and dots, at least two characters, a letter first and no dot last. */
export function isRName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.]*[A-Za-z0-9]$/.test(name);
}

function namesIn(field: string | undefined): readonly string[] {
  const names = (field ?? '').split(',').map((each) => each.replace(/\(.*$/s, '').trim());
  return names.filter((name) => name !== '' && name !== 'R');
}

/** Bioconductor asks for `biocViews`, and marks what it builds. */
function ecosystemOf(fields: ReadonlyMap<string, string>): EcosystemId {
  const isBioconductor =
    fields.get('git_url')?.includes('git.bioconductor.org') === true || (fields.has('biocViews') && fields.get('Repository') !== 'CRAN');
  return isBioconductor ? 'bioconductor' : 'cran';
}

/** What remotes and pak note about packages of a repository. */
function sourceOf(fields: ReadonlyMap<string, string>): { readonly purl?: { readonly qualifiers: Readonly<Record<string, string>> } } {
  const [host, user, repository, commit] = ['RemoteHost', 'RemoteUsername', 'RemoteRepo', 'RemoteSha'].map((name) => fields.get(name));
  if (user === undefined || repository === undefined || fields.get('RemoteType') !== 'github') return {};
  const place = `https://${(host ?? '').replace(/^api\./, '') || 'github.com'}/${user}/${repository}`;
  return { purl: { qualifiers: { vcs_url: commit === undefined ? place : `${place}@${commit}` } } };
}

/** In the same library, or in those of the installation. */
function resolve(tree: FileTree, library: string, needs: readonly string[], idAt: (path: string) => string | undefined): readonly string[] {
  const libraries = [library, ...systemLibraries];
  return [...new Set(needs.flatMap((name) => idIn(tree, libraries, name, idAt) ?? []))];
}

const systemLibraries = [
  'usr/local/lib/R/site-library',
  'usr/lib/R/site-library',
  'usr/lib/R/library',
  'usr/local/lib/R/library',
  'usr/lib64/R/library',
];

function idIn(tree: FileTree, libraries: readonly string[], name: string, idAt: (path: string) => string | undefined): string | undefined {
  for (const library of libraries) {
    const path = `${library === '' ? '' : `${library}/`}${name}/DESCRIPTION`;
    const id = tree.get(path) === undefined ? undefined : idAt(path);
    if (id !== undefined) return id;
  }
  return undefined;
}
