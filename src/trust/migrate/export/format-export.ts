import { formatTar, type TarFile } from '../../../lib/tar/format-tar.ts';
import { type CollectionExport } from './export-collection.ts';
import { type ExportIndex } from './export-index.ts';

/** Bytes of the archive: `index.json`, metadata, keys. Reproducible for the same exports at the same time. */
export function formatExport(exports: readonly CollectionExport[], about: { readonly tool: string; readonly exportedAt: Date }): { readonly index: ExportIndex; readonly chunks: Iterable<Uint8Array> } {
  const index: ExportIndex = {
    schemaVersion: 1,
    tool: about.tool,
    exportedAt: about.exportedAt.toISOString(),
    collections: exports.map(({ collection }) => collection),
    issues: exports.flatMap(({ issues }) => issues),
  };
  const files = new Map<string, TarFile>([['index.json', { name: 'index.json', bytes: Buffer.from(`${JSON.stringify(index, undefined, 2)}\n`) }]]);
  // Several repositories may share a root key.
  for (const file of exports.flatMap((each) => each.files)) files.set(file.name, file);
  return { index, chunks: formatTar(files.values()) };
} // prettier-ignore
