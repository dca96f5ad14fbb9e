import { ecosystemsOfManager, packageManagers, type EcosystemId } from '../../../model/ecosystem.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type FileCataloger, type CatalogContext, type Catalogued, type CataloguedPackage } from '../../cataloger.ts';
import { readControlParagraphs, type ControlParagraph } from './control-paragraphs.ts';
import { parseDepends } from './dpkg-depends.ts';
import { findDpkgSupplier } from './dpkg-supplier.ts';
import { aptHosts, aptSourceFiles } from './apt-sources.ts';
import { isCut } from '../cut-database.ts';
import { ownedPathsOfList, ownedPathsOfMd5sums } from './dpkg-owned-paths.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

/** Control files here have their `.md5sums` beside them. */
const [statusDirectory] = packageManagers.dpkg.databaseDirectories;
const statusPaths = packageManagers.dpkg.databaseFiles;

/** dpkg's database: dpkg(1), deb-control(5). */
export const dpkgStatus: FileCataloger = {
  id: 'dpkg-status',
  version: 5,
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
  const records = parseDpkgStatus(bytes, options, (message) => issues.add(message));
  const packages = records.map((record) => maker.make(record));
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
      };
    }),
    issues: issues.list(),
  };
}

export interface DpkgRecord {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses: readonly string[];
  /** Only where it is not the distribution. */
  readonly supplier?: string;
  /** Pre-Depends and Depends as written. */
  readonly depends: string;
  /** As written. */
  readonly provides: string;
}

const wantedFields = new Set([
  ...['package', 'status', 'architecture', 'version', 'source', 'depends', 'pre-depends', 'provides', 'license'],
  ...['maintainer', 'origin', 'vendor'],
]);

interface ParseOptions {
  readonly isControlFile: boolean;
  readonly ecosystem: EcosystemId;
  readonly aptHosts: readonly string[];
}

/** Packages whose files are on disk; of two records for one name and architecture the last one counts, as for dpkg. */
function parseDpkgStatus(content: Buffer, options: ParseOptions, problem: (message: string) => void): readonly DpkgRecord[] {
  const records = new Map<string, DpkgRecord>();
  readControlParagraphs(content, {
    wanted: wantedFields,
    maxFieldBytes: limits.databaseFieldBytes,
    problem: (message, offset) => problem(`${message} (byte ${offset})`),
    paragraph: (fields, offset) => {
      const name = fields.get('package') ?? '';
      if (name === '') {
        problem(`a record names no package (byte ${offset})`);
        return;
      }
      const key = `${name}\0${fields.get('architecture') ?? ''}`;
      const record = isOnDisk(fields.get('status'), options.isControlFile) ? readRecord(name, fields, options) : undefined;
      // dpkg writes one for whatever is on disk: without it nothing can be said of the package.
      if (record !== undefined && record.version === undefined) problem(`${name} has no version (byte ${offset})`);
      if (record === undefined) records.delete(key);
      else records.set(key, record);
    },
  });
  return [...records.values()];
}

/**
 * dpkg(1), package states: the third word. Half-installed counts: some of its files may be there. Control files of
 * distroless images have no status, because what is there is installed; in a status file a record without one is not installed, as for dpkg.
 */
function isOnDisk(status: string | undefined, isControlFile: boolean): boolean {
  if (status === undefined) return isControlFile;
  const state = status.slice(status.lastIndexOf(' ') + 1);
  return state !== 'not-installed' && state !== 'config-files';
}

function readRecord(name: string, fields: ControlParagraph, options: ParseOptions): DpkgRecord {
  const version = fields.get('version') || undefined;
  const architecture = fields.get('architecture') || undefined;
  const source = readSource(fields.get('source'), name, version);
  const license = fields.get('license');
  const supplier = findDpkgSupplier(options.ecosystem, fields, options.aptHosts);
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    licenses: license === undefined || license === '' ? [] : [license],
    ...(supplier === undefined ? {} : { supplier }),
    depends: `${fields.get('pre-depends') ?? ''},${fields.get('depends') ?? ''}`,
    provides: fields.get('provides') ?? '',
  };
}

/** deb-control(5), Source: `openssl (3.0.11-1)`; without it, name and version are the package's own. */
function readSource(text: string | undefined, name: string, version: string | undefined): DpkgRecord['source'] {
  const open = text?.indexOf('(') ?? -1;
  const sourceName = (open === -1 ? text : text?.slice(0, open))?.trim() || name;
  const written = open === -1 ? '' : text!.slice(open + 1, text!.lastIndexOf(')')).trim();
  const sourceVersion = written || version;
  return sourceVersion === undefined ? undefined : { name: sourceName, version: sourceVersion };
}

/** Positions of records by their names, then by the virtual names they provide. */
interface NameIndex {
  readonly real: ReadonlyMap<string, readonly number[]>;
  readonly provided: ReadonlyMap<string, readonly number[]>;
  readonly records: readonly DpkgRecord[];
}

function indexByName(records: readonly DpkgRecord[]): NameIndex {
  const real = new Map<string, number[]>();
  const provided = new Map<string, number[]>();
  for (const [index, record] of records.entries()) {
    push(real, record.name, index);
    for (const [name] of parseDepends(record.provides)) if (name !== undefined) push(provided, name, index);
  }
  return { real, provided, records };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Of each clause the first alternative that is installed. */
function resolveDepends(record: DpkgRecord, names: NameIndex, packages: readonly CataloguedPackage[]): readonly string[] {
  const ids = new Set<string>();
  for (const alternatives of parseDepends(record.depends)) {
    for (const name of alternatives) {
      const index = pick(record, names.real.get(name), names.records) ?? pick(record, names.provided.get(name), names.records);
      if (index === undefined) continue;
      if (names.records[index] !== record) ids.add(packages[index]!.id);
      break;
    }
  }
  return [...ids];
}

/** Of several architectures the package's own goes first. */
function pick(record: DpkgRecord, candidates: readonly number[] | undefined, records: readonly DpkgRecord[]): number | undefined {
  if (candidates === undefined || candidates.length === 1) return candidates?.[0];
  return candidates.find((index) => records[index]?.architecture === record.architecture) ?? candidates[0];
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
  const info = infoDirectory(file.path);
  // dpkg(1) names the lists of packages that may be there for several architectures `libc6:amd64.list`.
  const list =
    readCompanion(tree, `${info}/${record.name}:${record.architecture ?? ''}.list`) ?? readCompanion(tree, `${info}/${record.name}.list`);
  return ownedPathsOfList(list);
}

function readCompanion(tree: FileTree, path: string): Uint8Array | undefined {
  const entry = tree.get(path);
  return entry === undefined ? undefined : tree.read(entry);
}

/** `var/lib/dpkg/info` for `var/lib/dpkg/status`. */
function infoDirectory(statusPath: string): string {
  return `${statusPath.slice(0, statusPath.lastIndexOf('/'))}/info`;
}
