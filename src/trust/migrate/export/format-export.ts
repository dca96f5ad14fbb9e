import { formatTar, type TarFile } from '../../../lib/tar/format-tar.ts';
import { type CollectionExport } from './export-collection.ts';
import { type ExportIndex } from './export-index.ts';

/** The archive's bytes: `index.json`, metadata, keys. The same exports at the same moment give the same bytes. */
export function formatExport(exports: readonly CollectionExport[], about: { readonly tool: string; readonly exportedAt: Date }): { readonly index: ExportIndex; readonly chunks: Iterable<Uint8Array> } {
  const index: ExportIndex = {
    schemaVersion: 1,
    tool: about.tool,
    exportedAt: about.exportedAt.toISOString(),
    collections: exports.map(({ collection }) => collection),
    issues: exports.flatMap(({ issues }) => issues),
  };
  const files = new Map<string, TarFile>([['index.json', { name: 'index.json', bytes: Buffer.from(`${JSON.stringify(index, undefined, 2)}\n`) }]]);
  // A root key may be of several repositories.
  for (const file of exports.flatMap((each) => each.files)) files.set(file.name, file);
  return { index, chunks: formatTar(files.values()) };
} // prettier-ignore
