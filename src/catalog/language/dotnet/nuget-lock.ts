import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { asObject, asText, keysOf, parseJsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { hasAround } from '../has-around.ts';
import { parseProjectAssets } from './nuget-assets.ts';
import { isNugetName } from './nuget-name.ts';
import { parsePaketLock } from './paket-lock.ts';
import { readXmlElements } from './read-xml-elements.ts';
import { catalogLock, withAllowedNames } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';

/**
 * What NuGet restores: packages.lock.json, project.assets.json, packages.config of old projects, versions kept centrally in `*Packages.props`, and exact versions of project files; learn.microsoft.com/nuget. Also
 * paket.lock of Paket.
 */
export const nugetLock: FileCataloger = {
  id: 'nuget-lock',
  evidence: 'declared',
  ecosystems: ['nuget'],
  details: ['dependencies', 'development'],
  files: {
    names: ['packages.lock.json', 'packages.config', 'project.assets.json', 'paket.lock'],
    suffixes: ['Packages.props', '.csproj', '.fsproj', '.vbproj'],
    maxBytes: limits.lockfileBytes,
  },
  catalog: catalogNugetLock,
};

const otherLocks = ['packages.lock.json', 'packages.config', 'paket.lock', 'obj/project.assets.json', 'Directory.Packages.props'];

function catalogNugetLock(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  // A project file has ranges and properties; what they became is in the others.
  if (file.path.endsWith('proj') && hasAround(tree, file.path, otherLocks)) return { packages: [], issues: [] };
  return catalogLock('nuget', nugetLock.id, file, withAllowedNames(parseLock(file.path, content), isNugetName, 'NuGet'));
}

function parseLock(path: string, content: Uint8Array): Lock {
  if (path.endsWith('.assets.json')) return parseProjectAssets(content);
  if (path.endsWith('.json')) return parsePackagesLock(content);
  const text = textOf(content);
  if (path.endsWith('paket.lock')) return parsePaketLock(text);
  if (path.endsWith('.config')) return parsePackagesConfig(text);
  return path.endsWith('proj') ? parseProject(text) : parsePackagesProps(text);
}

/** One section for each framework that the project is built for. */
function parsePackagesLock(content: Uint8Array): Lock {
  const lock = parseJsonObject(content);
  const frameworks = asObject(lock?.['dependencies']);
  if (frameworks === undefined) return { records: [], problems: ['has no dependencies'] };
  const records: LockRecord[] = [];
  for (const [framework, value] of Object.entries(frameworks)) {
    for (const [name, entry] of Object.entries(asObject(value) ?? {})) {
      const details = asObject(entry);
      const version = asText(details?.['resolved']);
      records.push({
        key: `${framework} ${name.toLowerCase()}`,
        name,
        ...(version === undefined ? {} : { version }),
        ...(asText(details?.['type']) === 'Project' ? { isOwn: true } : {}),
        dependencies: keysOf(details?.['dependencies']).map((needed) => `${framework} ${needed.toLowerCase()}`),
      });
    }
  }
  return { records, problems: [] };
}

function parsePackagesConfig(text: string): Lock {
  if (!/<packages[\s/>]/.test(text)) return { records: [], problems: ['is not a list of packages'] };
  const elements = readXmlElements(text, ['package']);
  const records = elements.flatMap(({ attributes }): readonly LockRecord[] => {
    const [name, version] = [attributes.get('id'), attributes.get('version')];
    if (name === undefined || version === undefined) return [];
    const isDevelopment = attributes.get('developmentdependency')?.toLowerCase() === 'true';
    return [{ key: `${name} ${version}`, name, version, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] }];
  });
  return {
    records,
    problems: records.length < elements.length ? [`has ${elements.length - records.length} packages without a name or version`] : [],
  };
}

/** Ranges and properties (`[1.0, 2.0)`, `$(Version)`) are no versions. */
function parsePackagesProps(text: string): Lock {
  if (!/<Project[\s/>]/.test(text)) return { records: [], problems: ['is not a project'] };
  const references = referencesIn(text, ['packageversion', 'packagereference', 'globalpackagereference']);
  return { records: references.flatMap(({ name, version }) => (version === undefined ? [] : [recordOf(name, version)])), problems: [] };
}

/** A project file without a lock file; what its packages need is in none of them. */
function parseProject(text: string): Lock {
  if (!/<Project[\s/>]/.test(text)) return { records: [], problems: ['is not a project'] };
  const references = referencesIn(text, ['packagereference']);
  const records = references.flatMap(({ name, version }) =>
    version === undefined ? [] : [{ ...recordOf(name, version), isDirect: true }],
  );
  const open = references.flatMap(({ name, version }) => (version === undefined ? [name] : []));
  return { records, problems: [], unpinned: references.length === 0 ? [] : [...open, 'the packages that these need'] };
}

function recordOf(name: string, version: string): LockRecord {
  return { key: `${name} ${version}`, name, version, dependencies: [] };
}

function referencesIn(text: string, elements: readonly string[]): readonly { readonly name: string; readonly version?: string }[] {
  return readXmlElements(text, elements).flatMap(({ attributes }) => {
    const name = (attributes.get('include') ?? attributes.get('update'))?.trim();
    const written = attributes.get('version') ?? attributes.get('versionoverride') ?? '';
    if (name === undefined) return [];
    return [/^\d[\w.+-]*$/.test(written) ? { name, version: written } : { name }];
  });
}
