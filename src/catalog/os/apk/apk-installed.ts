import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { limits } from '../../../model/limits.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { type FileCataloger, type CatalogContext, type Catalogued, type CataloguedPackage } from '../../cataloger.ts';
import { parseApkInstalled, type ApkRecord } from './apk-records.ts';
import { AdbError, isAdb } from './adb.ts';
import { parseAdbInstalled } from './adb-records.ts';
import { isCut } from '../cut-database.ts';
import { knownSupplier } from '../known-suppliers.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

/** apk's database of installed packages; apk-v2(5) of apk-tools, and wiki.alpinelinux.org/wiki/Apk_spec. */
export const apkInstalled: FileCataloger = {
  id: 'apk-installed',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('apk'),
  details: ['dependencies', 'files', 'licenses'],
  files: { paths: packageManagers.apk.databaseFiles, maxBytes: limits.keptFileBytes },
  catalog: catalogApkInstalled,
};

function catalogApkInstalled(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  const issues = new RecordIssues(apkInstalled.id, file);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const records = readRecords(bytes, issues);
  const maker = osPackageMaker('apk', file, context.distribution);
  const packages = records.map((record) => maker.make({ ...record, ...supplierOf(record) }));
  const providers = indexProviders(records, packages);
  return {
    packages: packages.map((made, index) => {
      const record = records[index]!;
      return {
        ...made,
        dependencies: resolveDepends(record, made.id, providers),
        ownedPaths: record.ownedPaths,
        recordedFiles: record.recordedFiles,
      };
    }),
    issues: issues.list(),
  };
}

/** Alpine's maintainers use addresses of any kind, so that only a known one tells that a package is not Alpine's. */
function supplierOf({ maintainer }: ApkRecord): { readonly supplier?: string } {
  const supplier = maintainer === undefined ? undefined : knownSupplier(maintainer);
  return supplier === undefined ? {} : { supplier };
}

/** Text of apk 2 and of apk 3 so far, or the binary form of apk 3. */
function readRecords(bytes: Buffer, issues: RecordIssues): readonly ApkRecord[] {
  if (!isAdb(bytes)) {
    if (isCut(bytes)) issues.add('ends in the middle of a line and of a block; it may be cut');
    return parseApkInstalled(bytes, (message) => issues.add(message));
  }
  try {
    return parseAdbInstalled(bytes, (message) => issues.add(message));
  } catch (cause) {
    if (!(cause instanceof AdbError)) throw cause;
    issues.addUnreadable(cause.message);
    return [];
  }
}

/** Names that a dependency may use: the package's own, and everything after `p:`, such as `so:libcrypto.so.3`. */
function indexProviders(records: readonly ApkRecord[], packages: readonly CataloguedPackage[]): ReadonlyMap<string, string> {
  const providers = new Map<string, string>();
  for (const [index, record] of records.entries()) providers.set(record.name, packages[index]!.id);
  for (const [index, record] of records.entries()) {
    for (const provided of record.provides) {
      const name = nameOf(provided);
      if (!providers.has(name)) providers.set(name, packages[index]!.id);
    }
  }
  return providers;
}

function resolveDepends(record: ApkRecord, ownId: string, providers: ReadonlyMap<string, string>): readonly string[] {
  const ids = new Set<string>();
  for (const dependency of record.depends) {
    // `!name` says what must not be there.
    const id = dependency.startsWith('!') ? undefined : providers.get(nameOf(dependency));
    if (id !== undefined && id !== ownId) ids.add(id);
  }
  return [...ids];
}

/** `musl>=1.2` and `so:libc.musl-x86_64.so.1=1` without their versions, `name@repository` without its tag. */
function nameOf(dependency: string): string {
  for (let at = 0; at < dependency.length; at++) {
    if ('<>=~@'.includes(dependency.charAt(at))) return dependency.slice(0, at);
  }
  return dependency;
}
