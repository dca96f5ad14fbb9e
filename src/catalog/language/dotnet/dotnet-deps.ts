import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { languageIssue } from '../catalog-lock.ts';
import { asObject, asText, keysOf, parseJsonObject, type JsonObject } from '../json-object.ts';
import { makeLockPackages, type LockRecord } from '../lock-record.ts';
import { isNugetName } from './nuget-name.ts';

/**
 * `*.deps.json`, which the SDK writes beside an application: dotnet/sdk, documentation/specs/runtime-configuration-file.md. A library of the target counts when it has
 * files there; those that are neither beside the document nor in it by path are only claimed. `runtimepack.` is the SDK's mark for the runtime that a
 * self-contained application carries.
 */
export const dotnetDeps: FileCataloger = {
  id: 'dotnet-deps',
  evidence: 'file',
  ecosystems: ['nuget'],
  details: ['dependencies'],
  files: { suffixes: ['.deps.json'], maxBytes: limits.lockfileBytes },
  catalog: catalogDotnetDeps,
};

function catalogDotnetDeps(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const document = parseJsonObject(content);
  if (document === undefined) return { packages: [], issues: [issueOf(file, 'is not a JSON object')] };
  const libraries = asObject(document['libraries']) ?? {};
  const target = targetOf(document);
  const records: LockRecord[] = [];
  const present = new Set<string>();
  let refused = 0;
  for (const [key, value] of Object.entries(libraries)) {
    const slash = key.indexOf('/');
    const type = asText(asObject(value)?.['type']) ?? '';
    const entry = asObject(target?.[key]);
    if (entry !== undefined && !hasFiles(entry)) continue;
    const name = key.slice(0, Math.max(slash, 0)).replace(/^runtimepack\./, '');
    const version = key.slice(slash + 1);
    if (slash === -1 || !isNugetName(name)) {
      refused += 1;
      continue;
    }
    records.push({
      key,
      name,
      version,
      ...(type === 'project' ? { isOwn: true } : {}),
      dependencies: Object.entries(asObject(entry?.['dependencies']) ?? {}).flatMap(([needed, wanted]) => [
        `${needed}/${asText(wanted) ?? ''}`,
        `runtimepack.${needed}/${asText(wanted) ?? ''}`,
      ]),
    });
    if (entry !== undefined && isBeside(tree, file.path, entry)) present.add(`${name} ${version}`);
  }
  const made = makeLockPackages('nuget', records, file);
  return {
    packages: made.map(({ corroboratedBy: _, ...found }) =>
      present.has(`${found.name} ${found.version ?? ''}`) ? found : { ...found, evidence: 'declared' as const },
    ),
    issues: refused === 0 ? [] : [issueOf(file, `has ${refused} libraries without a valid name and version`)],
  };
}

function issueOf(file: TreeEntry, problem: string): Issue {
  return languageIssue('MANIFEST_UNREADABLE', 'nuget', dotnetDeps.id, file, problem);
}

/** The one that the document names as its own; else the only one. */
function targetOf(document: JsonObject): JsonObject | undefined {
  const targets = asObject(document['targets']) ?? {};
  const name = asText(asObject(document['runtimeTarget'])?.['name']) ?? asText(document['runtimeTarget']) ?? '';
  const named = Object.hasOwn(targets, name) ? asObject(targets[name]) : undefined;
  return (
    named ??
    Object.values(targets)
      .map(asObject)
      .find((target) => target !== undefined)
  );
}

const fileSections = ['runtime', 'runtimeTargets', 'native'] as const;

function hasFiles(entry: JsonObject): boolean {
  return fileSections.some((section) => keysOf(entry[section]).length > 0);
}

/** Files lie beside the document by their last segment, or, where they are for one platform, at their path. */
function isBeside(tree: FileTree, documentPath: string, entry: JsonObject): boolean {
  const folder = documentPath.slice(0, documentPath.lastIndexOf('/') + 1);
  return fileSections.some((section) =>
    keysOf(entry[section]).some(
      (path) => tree.get(`${folder}${path.slice(path.lastIndexOf('/') + 1)}`) !== undefined || tree.get(`${folder}${path}`) !== undefined,
    ),
  );
}
