import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { portageScheme } from '../../../version/portage.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { decodeText } from '../decode-text.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';
import { parsePortageLicense } from './portage-license.ts';

const [database] = packageManagers.portage.databaseDirectories;
const contents = { inFolders: [{ under: database, folder: '*', file: 'CONTENTS' }] };
const metadata = ['LICENSE', 'RDEPEND', 'SLOT'];

/** Gentoo's database: `var/db/pkg/CATEGORY/NAME-VERSION/` with a file for each property; Portage's vardb, Package Manager Specification 8. */
export const portageInstalled: FileCataloger = {
  id: 'portage-installed',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('portage'),
  details: ['dependencies', 'files', 'licenses'],
  files: { ...contents, maxBytes: limits.keptFileBytes },
  companions: [{ inFolders: metadata.map((file) => ({ under: database, folder: '*', file })), maxBytes: limits.databaseFieldBytes }],
  catalog: catalogPortageInstalled,
};

function catalogPortageInstalled(file: TreeEntry, content: Uint8Array, { tree, distribution }: CatalogContext): Catalogued {
  const issues = new RecordIssues(portageInstalled.id, file);
  const place = parsePlace(file.path);
  if (place === undefined) {
    issues.add('is not in a folder named after a package and its version');
    return { packages: [], issues: issues.list() };
  }
  const { category, name, version } = place;
  const license = parsePortageLicense(readBeside(tree, file, 'LICENSE'));
  const slot = readBeside(tree, file, 'SLOT').split('/')[0]!.trim();
  const made = osPackageMaker('portage', file, distribution).make({
    name: `${category}/${name}`,
    purlName: { namespace: category, name },
    version,
    licenses: license === undefined ? [] : [license],
    ...(slot === '' || slot === '0' ? {} : { qualifiers: { slot } }),
  });
  const needed = neededNames(readBeside(tree, file, 'RDEPEND'));
  return {
    packages: [
      {
        ...made,
        ownedPaths: () => ownedPaths(content),
        resolveDependencies: (idAt) => resolve(tree, needed, idAt).filter((id) => id !== made.id),
      },
    ],
    issues: issues.list(),
  };
}

interface Place {
  readonly category: string;
  readonly name: string;
  readonly version: string;
}

/** `var/db/pkg/dev-libs/openssl-3.0.13-r1/CONTENTS`: the name ends at the first hyphen behind which a version stands. */
function parsePlace(path: string): Place | undefined {
  const [, category = '', folder = ''] = /([^/]+)\/([^/]+)\/CONTENTS$/.exec(path) ?? [];
  for (let at = folder.indexOf('-'); at > 0; at = folder.indexOf('-', at + 1)) {
    const version = folder.slice(at + 1);
    if (portageScheme.isValid(version)) return { category, name: folder.slice(0, at), version };
  }
  return undefined;
}

/** A file of the same package, as it was when this version of the database was the visible one; empty where it is not there. */
function readBeside(tree: FileTree, { path, layerIndex }: TreeEntry, name: string): string {
  const beside = `${path.slice(0, -'CONTENTS'.length)}${name}`;
  const content = tree.versions(beside).findLast((version) => version.layerIndex <= layerIndex)?.content;
  return content === undefined ? '' : Buffer.from(content).toString('utf8').trim();
}

/** `obj /usr/bin/x DIGEST TIME` and `sym /usr/lib/x -> y TIME`; a path may hold blanks. */
function* ownedPaths(content: Uint8Array): Iterable<string> {
  for (const line of decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength)).split('\n')) {
    if (line.startsWith('obj /')) yield line.slice('obj /'.length, lastBlank(line, 2));
    else if (line.startsWith('sym /')) yield line.slice('sym /'.length, Math.max(line.indexOf(' -> '), 'sym /'.length));
  }
}

function lastBlank(line: string, count: number): number {
  let at = line.length;
  for (let left = count; left > 0; left--) at = line.lastIndexOf(' ', at - 1);
  return Math.max(at, 'obj /'.length);
}

/** Categories and names of `>=dev-libs/openssl-3.0:0=[ssl]`; what blocks (`!app-misc/x`) is no dependency. */
function neededNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const word of text.split(/\s+/)) {
    const atom = /^(?:[<>]=?|[=~])?([A-Za-z0-9+_.-]+\/[A-Za-z0-9+_-]+)/.exec(word)?.[1];
    if (atom === undefined) continue;
    const isVersioned = /^[<>=~]/.test(word);
    names.add(isVersioned ? withoutVersion(word.replace(/^[<>=~]+/, '').replace(/[:[].*$/, '')) : atom);
  }
  return [...names];
}

function withoutVersion(atom: string): string {
  const slash = atom.indexOf('/');
  for (let at = atom.indexOf('-', slash); at > 0; at = atom.indexOf('-', at + 1)) {
    if (portageScheme.isValid(atom.slice(at + 1).replace(/\*$/, ''))) return atom.slice(0, at);
  }
  return atom;
}

function resolve(tree: FileTree, needed: readonly string[], idAt: (path: string) => string | undefined): readonly string[] {
  const places = placesOf(tree);
  return [...new Set(needed.flatMap((name) => (places.get(name) ?? []).map(idAt)))].filter((id) => id !== undefined);
}

/** Paths of the database by category and name; a package may be there in several slots. */
const placesOf = rememberByTree((tree): ReadonlyMap<string, readonly string[]> => {
  const places = new Map<string, string[]>();
  for (const { path } of tree.find(contents)) {
    const place = parsePlace(path);
    if (place === undefined) continue;
    const key = `${place.category}/${place.name}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, [path]);
    else known.push(path);
  }
  return places;
});
