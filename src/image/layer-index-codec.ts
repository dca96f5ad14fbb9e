import { isDigest } from '../model/digest.ts';
import { type Fact, type KeptFile, type LayerIndex } from '../model/layer-index.ts';
import { type Issue } from '../model/issue.ts';
import { EntryTable, type EntryTableBuilder } from './entry-table.ts';

/** Raised when the bytes below mean something else, so that older ones in a cache are passed over. */
export const layerIndexFormat = 3;

/** What a layer's reading gathers, before it becomes bytes. */
export interface GatheredLayer {
  readonly diffId?: string;
  readonly digest?: string;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly whiteouts: readonly string[];
  readonly opaqueDirectories: readonly string[];
  readonly facts: readonly Fact[];
  readonly issues: readonly Issue[];
  readonly table: EntryTableBuilder;
  /** By the index of its entry. */
  readonly kept: ReadonlyMap<number, Buffer>;
}

interface Head {
  readonly format: number;
  readonly gathered: Omit<GatheredLayer, 'table' | 'kept'>;
  readonly tableBytes: number;
  /** Pairs of entry index and length, in the order of the contents. */
  readonly kept: readonly number[];
}

/** Length of the head, head as JSON, entry table, kept contents; one buffer that owns its memory, so that it can be handed to another thread. */
export function encodeLayerIndex(layer: GatheredLayer): Buffer {
  const { table, kept, ...gathered } = layer;
  const tableParts = table.encode();
  const contents = [...kept.values()];
  const head: Head = {
    format: layerIndexFormat,
    gathered,
    tableBytes: totalBytes(tableParts),
    kept: [...kept].flatMap(([index, content]) => [index, content.length]),
  };
  // Blanks after the JSON keep the table's numbers aligned.
  const json = JSON.stringify(head);
  const headText = Buffer.from(json + ' '.repeat(3 - ((Buffer.byteLength(json) + 3) % 4)));
  const all = Buffer.allocUnsafeSlow(4 + headText.length + head.tableBytes + totalBytes(contents));
  all.writeUInt32LE(headText.length, 0);
  let at = 4;
  for (const part of [headText, ...tableParts, ...contents]) at += part.copy(all, at);
  return all;
}

/** Contents and names are views of `bytes`. Throws RangeError or SyntaxError on anything but what {@link encodeLayerIndex} made. */
export function decodeLayerIndex(bytes: Buffer): LayerIndex {
  const headBytes = bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, 4 + headBytes)) as Head;
  if (head.format !== layerIndexFormat) throw new RangeError('a layer index with an unsupported format');
  const tableStart = 4 + headBytes;
  const entries = EntryTable.decode(bytes.subarray(tableStart, tableStart + head.tableBytes));
  const { diffId, digest, ...gathered } = head.gathered;
  return {
    ...gathered,
    ...(isDigest(diffId) ? { diffId } : {}),
    ...(isDigest(digest) ? { digest } : {}),
    entries,
    kept: decodeKept(head.kept, entries, bytes.subarray(tableStart + head.tableBytes)),
  };
}

function decodeKept(pairs: readonly number[], entries: EntryTable, contents: Buffer): ReadonlyMap<string, KeptFile> {
  const kept = new Map<string, KeptFile>();
  let at = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const entry = entries.get(pairs[i]!);
    const length = pairs[i + 1]!;
    if (at + length > contents.length) throw new RangeError('a truncated layer index');
    kept.set(entry.path, { entry, content: contents.subarray(at, at + length) });
    at += length;
  }
  return kept;
}

function totalBytes(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
