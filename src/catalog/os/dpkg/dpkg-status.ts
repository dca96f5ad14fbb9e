import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type RecordedFile } from '../../recorded/recorded-file.ts';
import { type FileCataloger, type CatalogContext, type Catalogued } from '../../cataloger.ts';
import { parseDepends } from './dpkg-depends.ts';
import { parseDpkgRecords, type DpkgRecord } from './dpkg-records.ts';
import { indexByName, resolveDepends, type NameIndex } from './resolve-depends.ts';
import { aptHosts, aptSourceFiles } from './apt-sources.ts';
import { isCut } from '../cut-database.ts';
import { copyrightLicenses } from './debian-copyright.ts';
import { recordedFilesOfMd5sums } from './dpkg-md5sums.ts';
import { ownedPathsOfList, ownedPathsOfMd5sums } from './dpkg-owned-paths.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

/** Control files here have their `.md5sums` beside them. */
const [statusDirectory] = packageManagers.dpkg.databaseDirectories;
const statusPaths = packageManagers.dpkg.databaseFiles;

/** dpkg's database: dpkg(1), deb-control(5). */
export const dpkgStatus: FileCataloger = {
  id: 'dpkg-status',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('dpkg'),
  details: ['dependencies', 'files', 'licenses'],
  files: { paths: statusPaths, inDirectories: [{ directory: statusDirectory, suffix: '' }], maxBytes: limits.keptFileBytes },
  companions: [
    {
      inDirectories: statusPaths.map((path) => ({ directory: infoDirectory(path), suffix: '.list' })),
      maxBytes: limits.keptFileBytes,
    },
    aptSourceFiles,
  ],
  catalog: catalogDpkgStatus,
};

function catalogDpkgStatus(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  const isControlFile = file.path.startsWith(`${statusDirectory}/`);
  if (isControlFile && file.path.endsWith('.md5sums')) return { packages: [], issues: [] };
  const issues = new RecordIssues(dpkgStatus.id, file);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (!isControlFile && isCut(bytes)) issues.add('ends in the middle of a line and of a block; it may be cut');
  const maker = osPackageMaker('dpkg', file, context.distribution);
  const options = { isControlFile, ecosystem: maker.ecosystem, aptHosts: aptHosts(context.tree) };
  const records = parseDpkgRecords(bytes, options, (message) => issues.add(message));
  const packages = records.map((record) => maker.make(withLicenses(record, context.tree)));
  // Asked for only by who wants the dependencies of the final file system.
  let names: NameIndex | undefined;
  const resolve = (record: DpkgRecord): readonly string[] => resolveDepends(record, (names ??= indexByName(records)), packages);
  return {
    packages: packages.map((made, index) => {
      const record = records[index]!;
      return {
        ...made,
        resolveDependencies: (idAt: IdAt) => (isControlFile ? neighbours(record, idAt) : resolve(record)),
        ownedPaths: () => ownedPaths(context.tree, file, record, isControlFile),
        recordedFiles: () => recordedFiles(context.tree, file, record, isControlFile),
      };
    }),
    issues: issues.list(),
  };
}

/** A record has a licence only where another tool than Debian's built the package. */
function withLicenses(record: DpkgRecord, tree: FileTree): DpkgRecord {
  return record.licenses.length > 0 ? record : { ...record, licenses: copyrightLicenses(tree, record.name) };
}

type IdAt = (path: string) => string | undefined;

/** Control files are named after their packages, so a neighbour's name is its path. */
function neighbours(record: DpkgRecord, idAt: IdAt): readonly string[] {
  const ids = new Set<string>();
  for (const alternatives of parseDepends(record.depends)) {
    const id = alternatives.map((name) => idAt(`${statusDirectory}/${name}`)).find((found) => found !== undefined);
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

function ownedPaths(tree: FileTree, file: TreeEntry, record: DpkgRecord, isControlFile: boolean): Iterable<string> {
  if (isControlFile) return ownedPathsOfMd5sums(readCompanion(tree, `${file.path}.md5sums`));
  return ownedPathsOfList(readInfo(tree, file, record, 'list'));
}

function recordedFiles(tree: FileTree, file: TreeEntry, record: DpkgRecord, isControlFile: boolean): Iterable<RecordedFile> {
  const md5sums = isControlFile ? readCompanion(tree, `${file.path}.md5sums`) : readInfo(tree, file, record, 'md5sums');
  return md5sums === undefined ? [] : recordedFilesOfMd5sums(md5sums, record.name, tree);
}

/** dpkg(1) names the lists of packages that may be there for several architectures `libc6:amd64.list`. */
function readInfo(tree: FileTree, file: TreeEntry, { name, architecture }: DpkgRecord, suffix: string): Uint8Array | undefined {
  const info = infoDirectory(file.path);
  return readCompanion(tree, `${info}/${name}:${architecture ?? ''}.${suffix}`) ?? readCompanion(tree, `${info}/${name}.${suffix}`);
}

function readCompanion(tree: FileTree, path: string): Uint8Array | undefined {
  const entry = tree.get(path);
  return entry === undefined ? undefined : tree.read(entry);
}

/** `var/lib/dpkg/info` for `var/lib/dpkg/status`. */
function infoDirectory(statusPath: string): string {
  return `${statusPath.slice(0, statusPath.lastIndexOf('/'))}/info`;
}
