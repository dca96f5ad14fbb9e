import { catalogTree } from '../../src/catalog/catalog-tree.ts';
import { makeMemoryTree, type MemoryLayer } from './memory-tree.ts';

/** One line a package (purl, evidence, marks, names of dependencies), then one an issue of the cataloger. */
export function listPackages(origin: string, files: MemoryLayer, isImage = false): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage });
  const nameById = new Map(packages.map(({ id, name }) => [id, name]));
  return [
    ...packages.map((one) =>
      [
        `${one.purl} ${one.evidence}`,
        ...(one.isOwn === true ? ['own'] : []),
        ...(one.isDirect === undefined ? [] : [one.isDirect ? 'direct' : 'transitive']),
        ...(one.isDevelopment === true ? ['development'] : []),
        ...one.licenses.map((license) => `(${license})`),
        ...(one.dependencies.length === 0 ? [] : [`→ ${one.dependencies.map((id) => nameById.get(id)).join(', ')}`]),
      ].join(' '),
    ),
    ...issues.filter((issue) => issue.origin === origin).map(({ code, message }) => `${code} ${message}`),
  ];
}
