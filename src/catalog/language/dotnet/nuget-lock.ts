import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { asObject, asText, keysOf, parseJsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { isNugetName } from './nuget-name.ts';
import { readXmlElements } from './read-xml-elements.ts';
import { catalogLock, withAllowedNames } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';

/** What NuGet restores: packages.lock.json, packages.config of old projects, and versions kept centrally in `*Packages.props`. learn.microsoft.com/nuget. */
export const nugetLock: FileCataloger = {
  id: 'nuget-lock',
  evidence: 'declared',
  ecosystems: ['nuget'],
  details: ['dependencies', 'development'],
  files: { names: ['packages.lock.json', 'packages.config'], suffixes: ['Packages.props'], maxBytes: limits.lockfileBytes },
  catalog: catalogNugetLock,
};

function catalogNugetLock(file: TreeEntry, content: Uint8Array): Catalogued {
  return catalogLock('nuget', nugetLock.id, file, withAllowedNames(parseLock(file.path, content), isNugetName, 'NuGet'));
}

function parseLock(path: string, content: Uint8Array): Lock {
  if (path.endsWith('.json')) return parsePackagesLock(content);
  const text = textOf(content);
  return path.endsWith('.config') ? parsePackagesConfig(text) : parsePackagesProps(text);
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
  const records = readXmlElements(text, ['packageversion', 'packagereference', 'globalpackagereference']).flatMap(
    ({ attributes }): readonly LockRecord[] => {
      const name = attributes.get('include') ?? attributes.get('update');
      const written = attributes.get('version') ?? attributes.get('versionoverride') ?? '';
      if (name === undefined || !/^\d[\w.+-]*$/.test(written)) return [];
      return [{ key: `${name} ${written}`, name: name.trim(), version: written, dependencies: [] }];
    },
  );
  return { records, problems: [] };
}
