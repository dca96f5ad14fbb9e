import { type FileSelector, type FolderSelector, type PathSelector } from './file-selector.ts';

/** Many selectors folded into two maps and a table of suffixes, so that a path costs three look-ups however many selectors there are. */
export interface SelectorIndex {
  /** Positions, in the list the index was made from, of the selectors that name this path; `undefined` when none does. */
  find(path: string): readonly number[] | undefined;
  /** `false` where no selector names a file by this name. Sooner answered than {@link find}, and without a path. */
  mayName(name: string): boolean;
  /** `false` where no selector names the files of this directory. */
  mayNameIn(directory: string): boolean;
  /** The largest bound among the selectors that name this path: bytes; 0 when none does. */
  maxBytes(path: string): number;
}

/** A path is normalised as in {@link FileEntry}: no leading slash. */
export function makeSelectorIndex(selectors: readonly (PathSelector & Partial<FileSelector>)[]): SelectorIndex {
  const tables: Tables = { byName: new Map(), byDirectory: new Map(), byExtension: new Map() };
  for (const [index, selector] of selectors.entries()) addSelector(tables, selector, index);
  const nameShapes = shapesOf(tables.byName.keys());
  const directoryShapes = shapesOf(tables.byDirectory.keys());
  const extensionShapes = shapesOf(tables.byExtension.keys());

  function find(path: string): readonly number[] | undefined {
    const slash = path.lastIndexOf('/');
    const nameStart = slash + 1;
    const directoryEnd = Math.max(slash, 0);
    const dot = path.lastIndexOf('.');
    const isName = nameShapes[shapeOf(path, nameStart, path.length)] === 1;
    const isDirectory = directoryShapes[shapeOf(path, 0, directoryEnd)] === 1;
    const isExtension = dot >= nameStart && extensionShapes[shapeOf(path, dot, path.length)] === 1;
    // Nearly every path of an image ends here.
    if (!isName && !isDirectory && !isExtension) return undefined;
    let found = isName ? findByName(tables, path, nameStart) : undefined;
    if (isExtension) found = withEndings(found, tables.byExtension.get(path.slice(dot)), path, nameStart);
    if (isDirectory) found = withEndings(found, tables.byDirectory.get(path.slice(0, directoryEnd)), path, nameStart);
    return found;
  }

  function mayName(name: string): boolean {
    if (nameShapes[shapeOf(name, 0, name.length)] === 1 && tables.byName.has(name)) return true;
    const dot = name.lastIndexOf('.');
    return dot !== -1 && extensionShapes[shapeOf(name, dot, name.length)] === 1 && tables.byExtension.has(name.slice(dot));
  }

  function mayNameIn(directory: string): boolean {
    return tables.byDirectory.has(directory);
  }

  function maxBytes(path: string): number {
    return (find(path) ?? []).reduce((most, index) => Math.max(most, selectors[index]?.maxBytes ?? 0), 0);
  }

  return { find, mayName, mayNameIn, maxBytes };
}

/** Which texts there are by length and last character: nearly all others are excluded without hashing. */
function shapesOf(texts: Iterable<string>): Uint8Array {
  const shapes = new Uint8Array(64 * 128);
  for (const text of texts) shapes[shapeOf(text, 0, text.length)] = 1;
  return shapes;
}

/** Of a part of a text. */
function shapeOf(text: string, start: number, end: number): number {
  return Math.min(end - start, 63) * 128 + (text.charCodeAt(end - 1) & 127);
}

interface Tables {
  readonly byName: Map<string, NameRow>;
  /** By the path of a directory, and by the last dot of a name and what follows it. */
  readonly byDirectory: Map<string, EndingRow[]>;
  readonly byExtension: Map<string, EndingRow[]>;
}

/** What is known of one last path segment. */
interface NameRow {
  /** Selectors that want it wherever it is. */
  anywhere?: readonly number[];
  /** Selectors by exact path, those of `anywhere` included. */
  byPath?: Map<string, readonly number[]>;
  /** Selectors that want it in certain folders. */
  inFolders?: EndingRow[];
}

interface EndingRow {
  /** End of the whole path; empty where the table says it. */
  readonly ending: string;
  /** Absent where any folder will do. */
  readonly folder?: FolderSelector;
  readonly index: number;
}

function addSelector(tables: Tables, selector: PathSelector, index: number): void {
  for (const name of selector.names ?? []) {
    const row = rowOf(tables.byName, name);
    row.anywhere = withIndex(row.anywhere, index);
    for (const [path, indices] of row.byPath ?? []) row.byPath?.set(path, withIndex(indices, index));
  }
  for (const path of selector.paths ?? []) {
    const row = rowOf(tables.byName, path.slice(path.lastIndexOf('/') + 1));
    row.byPath ??= new Map();
    row.byPath.set(path, withIndex(row.byPath.get(path) ?? row.anywhere, index));
  }
  for (const suffix of selector.suffixes ?? []) addSuffix(tables, { ending: suffix, index });
  for (const { directory, suffix } of selector.inDirectories ?? []) push(tables.byDirectory, directory, { ending: suffix, index });
  for (const folder of selector.inFolders ?? []) {
    if (folder.file.startsWith('*')) addSuffix(tables, { ending: folder.file.slice(1), folder, index });
    else (rowOf(tables.byName, folder.file).inFolders ??= []).push({ ending: '', folder, index });
  }
}

function addSuffix({ byExtension }: Tables, row: EndingRow): void {
  const dot = row.ending.lastIndexOf('.');
  if (dot === -1) throw new Error(`a suffix has no dot: ${row.ending}`);
  push(byExtension, row.ending.slice(dot), row);
}

function rowOf(byName: Map<string, NameRow>, name: string): NameRow {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const row: NameRow = {};
  byName.set(name, row);
  return row;
}

function push(table: Map<string, EndingRow[]>, key: string, row: EndingRow): void {
  const rows = table.get(key);
  if (rows === undefined) table.set(key, [row]);
  else rows.push(row);
}

function findByName({ byName }: Tables, path: string, nameStart: number): readonly number[] | undefined {
  const row = byName.get(path.slice(nameStart));
  if (row === undefined) return undefined;
  return withEndings(row.byPath?.get(path) ?? row.anywhere, row.inFolders, path, nameStart);
}

function withEndings(
  found: readonly number[] | undefined,
  rows: readonly EndingRow[] | undefined,
  path: string,
  nameStart: number,
): readonly number[] | undefined {
  let indices = found;
  for (const { ending, folder, index } of rows ?? []) {
    // A suffix is one of the last segment, and not of the path: `a.b/c.d` does not end with `.b/c.d`.
    if (ending.length > path.length - nameStart || !path.endsWith(ending)) continue;
    if (folder === undefined || isInFolder(path, nameStart, folder)) indices = withIndex(indices, index);
  }
  return indices;
}

function isInFolder(path: string, nameStart: number, { folder, under, parent }: FolderSelector): boolean {
  const folderEnd = nameStart - 1;
  if (folderEnd <= 0) return false;
  const folderStart = path.lastIndexOf('/', folderEnd - 1) + 1;
  if (under !== undefined && !(path.startsWith(under) && path.charAt(under.length) === '/' && folderStart > under.length)) return false;
  if (parent !== undefined && !isParent(path, folderStart - 1, parent)) return false;
  const name = path.slice(folderStart, folderEnd);
  return folder.startsWith('*') ? name.endsWith(folder.slice(1)) : name === folder;
}

/** Whether the path up to `end` is the parent, or ends with it. */
function isParent(path: string, end: number, parent: string): boolean {
  const start = end - parent.length;
  return start >= 0 && path.startsWith(parent, start) && (start === 0 || path.charAt(start - 1) === '/');
}

function withIndex(indices: readonly number[] | undefined, index: number): readonly number[] {
  if (indices === undefined) return [index];
  return indices.includes(index) ? indices : [...indices, index];
}
