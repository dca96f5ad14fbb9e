import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { limits } from '../../../model/limits.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { type FileCataloger, type CatalogContext, type Catalogued, type CataloguedPackage } from '../../cataloger.ts';
import { osPackageMaker, type OsPackageRecord } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';
import { readBdbPackages } from './bdb.ts';
import { parseRpmHeader, rpmTags, type RpmHeader } from './header.ts';
import { ownedPathsOfHeader, recordedFilesOfHeader } from './header-files.ts';
import { readNdbPackages } from './ndb.ts';
import { RpmDatabaseError, type PackageBlobs } from './package-blobs.ts';
import { readRpmRecord } from './package-record.ts';
import { judgeRpmSuppliers, type RpmOrigin } from './rpm-supplier.ts';
import { readSqlitePackages } from './sqlite.ts';

const databases: readonly string[] = packageManagers.rpm.databaseFiles;
const logNames = ['-wal', '-journal'];

/** rpm's database of installed packages, in its three formats. */
export const rpmDatabase: FileCataloger = {
  id: 'rpm-database',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('rpm'),
  details: ['dependencies', 'files', 'licenses'],
  files: { paths: databases, maxBytes: limits.keptFileBytes },
  companions: [
    {
      paths: databases.filter((path) => path.endsWith('.sqlite')).flatMap((path) => logNames.map((suffix) => path + suffix)),
      maxBytes: limits.keptFileBytes,
    },
  ],
  catalog: catalogRpmDatabase,
};

function catalogRpmDatabase(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  if (isLeftBehind(file, context.tree)) return { packages: [], issues: [] };
  const issues = new RecordIssues(rpmDatabase.id, file);
  const blobs = readBlobs(file, toBuffer(content), context.tree, issues);
  const maker = osPackageMaker('rpm', file, context.distribution);
  const records = blobs.map((blob) => readPackage(blob, issues)).filter((item) => item !== undefined);
  const suppliers = judgeRpmSuppliers(
    maker.ecosystem,
    records.map(({ header }) => originOf(header)),
  );
  const found = records.map(({ record, header }, at) => {
    const supplier = suppliers[at];
    return { made: maker.make({ ...record, ...(supplier === undefined ? {} : { supplier }) }), header };
  });
  // Asked for only by who wants the dependencies of the final file system.
  let providers: ReadonlyMap<string, string> | undefined;
  const packages = found.map(({ made, header }) => ({
    ...made,
    resolveDependencies: () => resolveRequires(header, made.id, (providers ??= indexProviders(found))),
    ownedPaths: () => ownedPathsOfHeader(header),
    recordedFiles: () => recordedFilesOfHeader(header),
  }));
  return { packages, issues: issues.list() };
}

/** Of several databases in one directory the newest format, which the table has first, is the one in use; a conversion left the others behind. */
function isLeftBehind(file: TreeEntry, tree: FileTree): boolean {
  const directory = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const newer = databases.slice(0, databases.indexOf(file.path)).filter((path) => path.startsWith(directory));
  return newer.some((path) => {
    const entry = tree.get(path);
    return entry !== undefined && entry.type !== 'directory' && entry.size > 0;
  });
}

function readBlobs(file: TreeEntry, bytes: Buffer, tree: FileTree, issues: RecordIssues): readonly Buffer[] {
  try {
    const { blobs, problems } = readFormat(file, bytes, tree, issues);
    if (blobs.length === 0 && problems[0] !== undefined) throw new RpmDatabaseError(problems[0]);
    for (const problem of problems) issues.add(problem);
    return blobs;
  } catch (cause) {
    if (!(cause instanceof RpmDatabaseError) && !(cause instanceof RangeError)) throw cause;
    issues.addUnreadable(cause instanceof RpmDatabaseError ? cause.message : 'is damaged');
    return [];
  }
}

/** By the first bytes, whatever the name: distributions have had every format under every name. */
function readFormat(file: TreeEntry, bytes: Buffer, tree: FileTree, issues: RecordIssues): PackageBlobs {
  const head = bytes.toString('latin1', 0, 15);
  if (head === 'SQLite format 3') {
    if (isHotJournal(readBeside(file, tree, '-journal'))) issues.add('has a journal of an unfinished transaction, which was not undone');
    return readSqlitePackages(bytes, readBeside(file, tree, '-wal'));
  }
  if (head.startsWith('RpmP')) return readNdbPackages(bytes);
  return readBdbPackages(bytes);
}

/** The companion as it was when this version of the database was the visible one. */
function readBeside(file: TreeEntry, tree: FileTree, suffix: string): Buffer | undefined {
  const path = file.path + suffix;
  const visible = tree.get(path);
  const isVisible = tree.get(file.path)?.layerIndex === file.layerIndex;
  const content = isVisible
    ? visible && tree.read(visible)
    : tree.versions(path).findLast((version) => version.layerIndex <= file.layerIndex)?.content;
  return content === undefined ? undefined : toBuffer(content);
}

/** sqlite.org/fileformat2.html, section 3: a finished journal is empty, removed, or has zeros for its header. */
function isHotJournal(journal: Buffer | undefined): boolean {
  return journal !== undefined && journal.length >= 8 && journal.readBigUInt64BE(0) === 0xd9d505f920a163d7n;
}

function toBuffer(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

interface FoundPackage {
  readonly made: CataloguedPackage;
  readonly header: RpmHeader;
}

interface ReadPackage {
  readonly record: OsPackageRecord;
  readonly header: RpmHeader;
}

function readPackage(blob: Buffer, issues: RecordIssues): ReadPackage | undefined {
  try {
    const header = parseRpmHeader(blob);
    const record = readRpmRecord(header);
    return record === undefined ? undefined : { record, header };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    issues.add(cause.message);
    return undefined;
  }
}

/** What is damaged here is no reason to drop the package. */
function originOf(header: RpmHeader): RpmOrigin {
  const [vendor] = namesOf(header, rpmTags.vendor);
  const [packager] = namesOf(header, rpmTags.packager);
  return { ...(vendor === undefined ? {} : { vendor }), ...(packager === undefined ? {} : { packager }) };
}

function indexProviders(found: readonly FoundPackage[]): ReadonlyMap<string, string> {
  const providers = new Map(found.map(({ made }) => [made.name, made.id] as const));
  for (const { made, header } of found) {
    for (const name of namesOf(header, rpmTags.provideName)) if (!providers.has(name)) providers.set(name, made.id);
  }
  return providers;
}

/** Names of packages and of what they provide, such as `libc.so.6(GLIBC_2.34)(64bit)`; conditions (`(a if b)`) are left out. */
function resolveRequires(header: RpmHeader, ownId: string, providers: ReadonlyMap<string, string>): readonly string[] {
  const ids = new Set<string>();
  for (const name of namesOf(header, rpmTags.requireName)) {
    const id = providers.get(name);
    if (id !== undefined && id !== ownId) ids.add(id);
  }
  return [...ids];
}

/** Names that cannot be read are no reason to drop the package. */
function namesOf(header: RpmHeader, tag: number): readonly string[] {
  try {
    return header.texts(tag);
  } catch (cause) {
    if (cause instanceof RangeError) return [];
    throw cause;
  }
}
