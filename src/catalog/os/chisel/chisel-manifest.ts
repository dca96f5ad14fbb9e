import { DecompressError } from '../../../lib/decompress/decompressor.ts';
import { inflateZstd } from '../../../lib/decompress/inflate-zstd.ts';
import { prepareZstd } from '../../../lib/decompress/zstd.ts';
import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { copyrightLicenses } from '../dpkg/debian-copyright.ts';
import { ubuntuSourceOf } from '../dpkg/ubuntu-sources.ts';
import { unknownSources } from '../dpkg/unknown-sources.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

export const chiselManifestPath = 'var/lib/chisel/manifest.wall';

/**
 * The packages that an image of chisel was cut from: documentation.ubuntu.com/chisel, "Chisel manifest". Lines of JSON, compressed with zstd; each
 * names its kind.
 */
export const chiselManifest: FileCataloger = {
  id: 'chisel-manifest',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('dpkg'),
  details: ['files', 'licenses'],
  files: { paths: [chiselManifestPath], maxBytes: limits.lockfileBytes },
  prepare: prepareZstd,
  catalog: catalogChiselManifest,
};

function catalogChiselManifest(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  const issues = new RecordIssues(chiselManifest.id, file);
  const manifest = readManifest(content, issues);
  const maker = osPackageMaker('dpkg', file, context.distribution);
  const withoutSource: string[] = [];
  const packages = manifest.packages.map(({ name, version, architecture }) => {
    const source = ubuntuSourceOf(name, version);
    if (source === undefined) withoutSource.push(name);
    const made = maker.make({
      name,
      version,
      licenses: copyrightLicenses(context.tree, name),
      ...(architecture === undefined ? {} : { architecture }),
      // A binary package that is numbered apart from its source is the exception.
      ...(source === undefined ? {} : { source: { name: source, version } }),
    });
    return { ...made, ownedPaths: () => manifest.pathsByPackage.get(name) ?? [] };
  });
  return { packages, issues: [...issues.list(), ...unknownSources(chiselManifest.id, file, withoutSource)] };
}

interface ChiselPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
}

interface ReadManifest {
  readonly packages: readonly ChiselPackage[];
  readonly pathsByPackage: ReadonlyMap<string, readonly string[]>;
}

function readManifest(content: Uint8Array, issues: RecordIssues): ReadManifest {
  const packages: ChiselPackage[] = [];
  const pathsByPackage = new Map<string, string[]>();
  const lines = linesOf(content, issues);
  if (lines.length > 0 && parseLine(lines[0]!)?.['jsonwall'] === undefined)
    issues.addUnreadable('does not begin as a manifest of chisel does');
  for (const [index, line] of lines.entries()) {
    const record = parseLine(line);
    if (record === undefined) issues.add(`line ${index + 1} is not a JSON object`);
    else if (record['kind'] === 'package') addPackage(record, packages, issues);
    else if (record['kind'] === 'path') addPath(record, pathsByPackage);
  }
  return { packages, pathsByPackage };
}

function linesOf(content: Uint8Array, issues: RecordIssues): readonly string[] {
  try {
    const text = inflateZstd(content, limits.lockfileBytes).toString('utf8');
    if (!text.endsWith('\n')) issues.add('ends in the middle of a line; it may be cut');
    return text.split('\n').filter((line) => line !== '');
  } catch (cause) {
    if (!(cause instanceof DecompressError)) throw cause;
    issues.addUnreadable(cause.message);
    return [];
  }
}

type JsonRecord = Readonly<Record<string, unknown>>;

function parseLine(line: string): JsonRecord | undefined {
  try {
    const value: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
    return typeof value === 'object' && value !== null ? (value as JsonRecord) : undefined;
  } catch {
    return undefined;
  }
}

function addPackage({ name, version, arch }: JsonRecord, packages: ChiselPackage[], issues: RecordIssues): void {
  if (typeof name !== 'string' || name === '' || typeof version !== 'string' || version === '')
    issues.add('a package has no name or no version');
  else packages.push({ name, version, ...(typeof arch === 'string' && arch !== '' ? { architecture: arch } : {}) });
}

/** A slice is named after its package: `libc6_libs`; a directory ends with a slash. */
function addPath({ path, slices }: JsonRecord, pathsByPackage: Map<string, string[]>): void {
  if (typeof path !== 'string' || path.endsWith('/') || !Array.isArray(slices)) return;
  const owned = path.startsWith('/') ? path.slice(1) : path;
  const names = slices.filter((slice) => typeof slice === 'string').map((slice) => slice.slice(0, Math.max(slice.lastIndexOf('_'), 0)));
  for (const name of new Set(names)) {
    const paths = pathsByPackage.get(name);
    if (paths === undefined) pathsByPackage.set(name, [owned]);
    else paths.push(owned);
  }
}
