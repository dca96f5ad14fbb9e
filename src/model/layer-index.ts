import { type Digest } from './digest.ts';
import { type FileEntry } from './file-entry.ts';
import { type FileSelector } from './file-selector.ts';
import { type Issue } from './issue.ts';

/** What remains of a layer after its one reading; immutable, cached by the digest that names the layer and by what was asked of it. */
export interface LayerIndex {
  /** Of the uncompressed tar, as computed. Absent where it was not computed (docs/adr/0025-one-hash-a-byte.md) and for directories. */
  readonly diffId?: Digest;
  /** Of the blob as stored, as computed. Absent where nothing names it and for directories. */
  readonly digest?: Digest;
  /** Bytes of the blob and of the tar inside it. */
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** In archive order, without whiteouts; both, if a path occurs twice. Made while iterating, so that a million of them need not be in memory. */
  readonly entries: Iterable<FileEntry> & { readonly length: number };
  /** Paths that this layer deletes from the layers below it; OCI image-spec, layer.md#whiteouts. */
  readonly whiteouts: readonly string[];
  /** Directories whose content below this layer is hidden; `''` is the root. */
  readonly opaqueDirectories: readonly string[];
  /** Wanted files with their content, by path. */
  readonly kept: ReadonlyMap<string, KeptFile>;
  /** What inspectors learned of files that were not kept, in archive order; of the last one, if a path occurs twice. */
  readonly facts: readonly Fact[];
  readonly issues: readonly Issue[];
}

export interface KeptFile {
  readonly entry: FileEntry;
  readonly content: Uint8Array;
}

/** What layers are read for. */
export interface LayerDemand {
  /** Files to keep whole. */
  readonly selectors: readonly FileSelector[];
  /** What to learn of other files as they stream by. */
  readonly inspectors: readonly Inspector[];
}

/** Something an inspector learned of one file; `value` is JSON. What could not be read is a fact too, so that it counts only where the file is visible. */
export interface Fact {
  readonly inspectorId: string;
  readonly path: string;
  readonly value: unknown;
}

/** Learns facts from a file while it streams by. Must not throw on any bytes. */
export interface Inspector {
  readonly id: string;
  /** Raised when its facts for the same input change, so that cached indexes are dropped. */
  readonly version: number;
  /** Smaller files are not shown to it: bytes. */
  readonly minFileBytes: number;
  /** The most it holds of one file, and the most its facts about one file take: bytes. */
  readonly maxStateBytes: number;
  /** What a user set: JSON that goes to reading threads, and into the names of cached indexes. */
  readonly settings?: unknown;
  /** The same inspector with such settings; itself where there are none. */
  readonly configure?: (settings: unknown) => Promise<Inspector>;
  /** Examines the path, the mode and the first bytes: 512 of them, or all of a shorter file, or more. */
  wants(entry: FileEntry, head: Uint8Array): boolean;
  open(entry: FileEntry): Inspection;
}

/** One file in the hands of one inspector. */
export interface Inspection {
  /** `chunk` is valid during the call only. */
  write(chunk: Uint8Array): void;
  /** The JSON values it learned. `isComplete` is false when the file was cut. */
  end(isComplete: boolean): readonly unknown[];
}

/** One layer's copy of a kept file. */
export interface FileVersion extends KeptFile {
  readonly layerIndex: number;
}
