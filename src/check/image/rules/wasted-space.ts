import { type FileTree } from '../../../model/file-tree.ts';
import { type LayerIndex } from '../../../model/layer-index.ts';
import { formatBytes } from '../format-bytes.ts';
import { type FileRule } from '../image-rule.ts';

/** Less in one layer is not worth a change. */
const leastBytes = 5e6;

export const wastedSpace: FileRule = {
  id: 'wasted-space',
  kind: 'misconfiguration',
  title: 'A layer holds files that later layers delete or replace',
  rationale: 'Layers only add: a file that a later layer deletes or replaces is still stored and pulled, and anyone with the image can read it.',
  remediation: 'Delete files in the RUN that makes them, set owner and mode with COPY --chown and --chmod, and build in a stage of its own.',
  severity: 'negligible',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: [],
  examples: {
    bad: ['COPY a\nFILE 644 srv/model.bin 20MB\nRUN rm\nDELETE srv/model.bin', 'FILE 644 srv/model.bin 20MB\nRUN chown\nFILE 600 srv/model.bin 20MB'],
    good: ['FILE 644 srv/model.bin 20MB\nRUN touch\nFILE 644 srv/log 1MB', 'FILE 644 a 1MB\nRUN rm\nDELETE a'],
  },
  *check({ layers, tree, visibleBytes }) {
    for (const [layerIndex, layer] of layers.entries()) {
      if (layerIndex === layers.length - 1 || layer.uncompressedBytes < leastBytes) continue;
      const { bytes, largest } = wasteOf(layer, layerIndex, visibleBytes[layerIndex]!, tree);
      if (bytes < leastBytes || largest === undefined) continue;
      yield {
        message: `${formatBytes(bytes)} of layer ${layerIndex} are deleted or replaced by later layers, most of all in ${largest}`,
        location: { path: largest, layerIndex },
      };
    }
  },
}; // prettier-ignore

/** The sum comes first: only a layer that wastes much is compared file by file. */
function wasteOf(
  { entries }: LayerIndex,
  layerIndex: number,
  visibleBytes: number,
  tree: FileTree,
): { readonly bytes: number; readonly largest?: string } {
  let stored = 0;
  for (const { type, size } of entries) if (type === 'file') stored += size;
  if (stored - visibleBytes < leastBytes) return { bytes: 0 };
  const kept = new Set<string>();
  for (const { children } of tree.directories())
    for (const entry of children?.values() ?? []) if (entry.layerIndex === layerIndex) kept.add(entry.path);
  const byDirectory = new Map<string, number>();
  let bytes = 0;
  for (const { path, type, size } of entries) {
    if (type !== 'file' || size === 0 || kept.has(path)) continue;
    bytes += size;
    const directory = path.split('/').slice(0, -1).slice(0, 3).join('/') || path;
    byDirectory.set(directory, (byDirectory.get(directory) ?? 0) + size);
  }
  const [largest] = [...byDirectory].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0]);
  return { bytes, largest };
}
