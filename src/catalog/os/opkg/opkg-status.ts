import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { isCut } from '../cut-database.ts';
import { ownedPathsOfList } from '../dpkg/dpkg-owned-paths.ts';
import { parseDpkgRecords } from '../dpkg/dpkg-records.ts';
import { indexByName, resolveDepends, type NameIndex } from '../dpkg/resolve-depends.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

const statusPaths: readonly string[] = packageManagers.opkg.databaseFiles;
const infoDirectories: readonly string[] = packageManagers.opkg.databaseDirectories;

/**
 * opkg's database, of the same form as dpkg's: opkg's libopkg/pkg_parse.c. `status` lists what is installed; where an image has lost it, the control files
 * of its packages are still there.
 */
export const opkgStatus: FileCataloger = {
  id: 'opkg-status',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('opkg'),
  details: ['dependencies', 'files', 'licenses'],
  files: {
    paths: statusPaths,
    inDirectories: infoDirectories.map((directory) => ({ directory, suffix: '.control' })),
    maxBytes: limits.keptFileBytes,
  },
  companions: [{ inDirectories: infoDirectories.map((directory) => ({ directory, suffix: '.list' })), maxBytes: limits.keptFileBytes }],
  catalog: catalogOpkgStatus,
};

function catalogOpkgStatus(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  const isControlFile = file.path.endsWith('.control');
  if (isControlFile && hasStatus(file.path, context.tree)) return { packages: [], issues: [] };
  const issues = new RecordIssues(opkgStatus.id, file);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (!isControlFile && isCut(bytes)) issues.add('ends in the middle of a line and of a block; it may be cut');
  const maker = osPackageMaker('opkg', file, context.distribution);
  const options = { isControlFile, ecosystem: maker.ecosystem, aptHosts: [] };
  const records = parseDpkgRecords(bytes, options, (message) => issues.add(message));
  // opkg names its builder as the maintainer, whoever that is.
  const packages = records.map(({ supplier: _, ...record }) => maker.make(record));
  let names: NameIndex | undefined;
  return {
    packages: packages.map((made, index) => ({
      ...made,
      resolveDependencies: () => resolveDepends(records[index]!, (names ??= indexByName(records)), packages),
      ownedPaths: () => ownedPathsOfList(readList(context.tree, file.path, records[index]!.name)),
    })),
    issues: issues.list(),
  };
}

/** `usr/lib/opkg` for `usr/lib/opkg/info/busybox.control` and for `usr/lib/opkg/status`. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')).replace(/\/info$/, '');
}

function hasStatus(path: string, tree: FileTree): boolean {
  const entry = tree.get(`${directoryOf(path)}/status`);
  return entry !== undefined && entry.type !== 'directory' && entry.size > 0;
}

/** opkg writes a tab, a digest and the mode behind a path where it was built to: libopkg/pkg.c, `pkg_write_filelist`. */
function readList(tree: FileTree, path: string, name: string): Uint8Array | undefined {
  const entry = tree.get(`${directoryOf(path)}/info/${name}.list`);
  const content = entry === undefined ? undefined : tree.read(entry);
  if (content?.includes(tab) !== true) return content;
  return Buffer.from(
    Buffer.from(content)
      .toString('latin1')
      .replaceAll(/\t[^\n]*/g, ''),
    'latin1',
  );
}

const tab = 0x09;
