import { type FileSelector } from './file-selector.ts';

/** Many selectors folded into two maps, so that a path costs two look-ups however many selectors there are. */
export interface SelectorIndex {
  /** Positions, in the list the index was made from, of the selectors that name this path; `undefined` when none does. */
  find(path: string): readonly number[] | undefined;
  /** The largest bound among the selectors that name this path: bytes; 0 when none does. */
  maxBytes(path: string): number;
}

/** A path is normalised as in {@link FileEntry}: no leading slash. */
export function makeSelectorIndex(selectors: readonly FileSelector[]): SelectorIndex {
  const byName = new Map<string, NameRow>();
  const byDirectory = new Map<string, SuffixRow[]>();
  for (const [index, selector] of selectors.entries()) addSelector(byName, byDirectory, selector, index);
  const nameShapes = shapesOf(byName.keys());
  const directoryShapes = shapesOf(byDirectory.keys());

  function find(path: string): readonly number[] | undefined {
    const slash = path.lastIndexOf('/');
    const isName = nameShapes[shapeOf(path, slash + 1, path.length)] === 1;
    const isDirectory = directoryShapes[shapeOf(path, 0, Math.max(slash, 0))] === 1;
    // Nearly every path of an image ends here.
    if (!isName && !isDirectory) return undefined;
    const row = isName ? byName.get(path.slice(slash + 1)) : undefined;
    const named = row === undefined ? undefined : (row.byPath?.get(path) ?? row.anywhere);
    const suffixes = isDirectory ? byDirectory.get(path.slice(0, Math.max(slash, 0))) : undefined;
    return suffixes === undefined ? named : withSuffixes(named, suffixes, path);
  }

  function maxBytes(path: string): number {
    return (find(path) ?? []).reduce((most, index) => Math.max(most, selectors[index]?.maxBytes ?? 0), 0);
  }

  return { find, maxBytes };
}

/** Which texts there are by length and last character: nearly all others are told apart without hashing them. */
function shapesOf(texts: Iterable<string>): Uint8Array {
  const shapes = new Uint8Array(64 * 128);
  for (const text of texts) shapes[shapeOf(text, 0, text.length)] = 1;
  return shapes;
}

/** Of a part of a text. */
function shapeOf(text: string, start: number, end: number): number {
  return Math.min(end - start, 63) * 128 + (text.charCodeAt(end - 1) & 127);
}

/** What is known of one last path segment. */
interface NameRow {
  /** Selectors that want it wherever it is. */
  anywhere?: readonly number[];
  /** Selectors by exact path, those of `anywhere` included. */
  byPath?: Map<string, readonly number[]>;
}

interface SuffixRow {
  readonly suffix: string;
  readonly index: number;
}

function addSelector(byName: Map<string, NameRow>, byDirectory: Map<string, SuffixRow[]>, selector: FileSelector, index: number): void {
  for (const name of selector.names ?? []) {
    const row = rowOf(byName, name);
    row.anywhere = withIndex(row.anywhere, index);
    for (const [path, indices] of row.byPath ?? []) row.byPath?.set(path, withIndex(indices, index));
  }
  for (const path of selector.paths ?? []) {
    const row = rowOf(byName, path.slice(path.lastIndexOf('/') + 1));
    row.byPath ??= new Map();
    row.byPath.set(path, withIndex(row.byPath.get(path) ?? row.anywhere, index));
  }
  for (const { directory, suffix } of selector.inDirectories ?? []) {
    const rows = byDirectory.get(directory);
    if (rows === undefined) byDirectory.set(directory, [{ suffix, index }]);
    else rows.push({ suffix, index });
  }
}

function rowOf(byName: Map<string, NameRow>, name: string): NameRow {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const row: NameRow = {};
  byName.set(name, row);
  return row;
}

function withSuffixes(named: readonly number[] | undefined, suffixes: readonly SuffixRow[], path: string): readonly number[] | undefined {
  let indices = named;
  for (const { suffix, index } of suffixes) if (path.endsWith(suffix)) indices = withIndex(indices, index);
  return indices;
}

function withIndex(indices: readonly number[] | undefined, index: number): readonly number[] {
  if (indices === undefined) return [index];
  return indices.includes(index) ? indices : [...indices, index];
}
