import { Buffer } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type FileType } from '../../src/model/file-entry.ts';
import { type FileTree, type TreeEntry } from '../../src/model/file-tree.ts';
import { type FileVersion } from '../../src/model/layer-index.ts';
import { makeSelectorIndex } from '../../src/model/selector-index.ts';
import { reachInspector } from '../../src/reach/facts/reach-inspector.ts';
import { layerInspectors } from '../../src/scan/layer-inspectors.ts';

/** Content as text or bytes, a symlink, an empty directory, or `null` for a whiteout; `mode` is 0o644 by default. */
export type MemoryFile =
  | string
  | Uint8Array
  | null
  | { readonly link: string }
  | { readonly directory: true }
  | { readonly content: string | Uint8Array; readonly mode: number };

export type MemoryLayer = Readonly<Record<string, MemoryFile>>;

/** A file tree from literals, base first; every file's content is kept. Parent directories come by themselves. */
export function makeMemoryTree(...layers: readonly MemoryLayer[]): FileTree {
  const visible = new Map<string, TreeEntry>();
  const contents = new Map<string, FileVersion[]>();
  for (const [layerIndex, layer] of layers.entries()) {
    for (const [path, file] of Object.entries(layer)) {
      if (file === null) remove(visible, path);
      else add(visible, contents, path, file, layerIndex);
    }
  }
  return {
    layerCount: layers.length,
    survey: () => undefined,
    find(selector) {
      const index = makeSelectorIndex([selector]);
      return [...visible.values()].filter(({ path, type }) => type !== 'directory' && index.find(path) !== undefined);
    },
    directories: () => {
      const parents = new Set([...visible.keys()].map((path) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))));
      return [...parents].map((path) => ({ path, children: childrenOf(visible, path) }));
    },
    list: (directory) => childrenOf(visible, directory),
    get: (path) => resolve(visible, path),
    read: (entry) => contents.get(entry.path)?.find((version) => version.layerIndex === entry.layerIndex)?.content,
    versions: (path) => contents.get(path) ?? [],
    versionsBelow: (directory) =>
      [...contents]
        .filter(([path]) => path.startsWith(`${directory}/`))
        .flatMap(([, versions]) => versions)
        .sort((a, b) => a.layerIndex - b.layerIndex),
    *facts(inspectorId) {
      for (const entry of visible.values()) {
        const version = contents.get(entry.path)?.find(({ layerIndex }) => layerIndex === entry.layerIndex);
        for (const value of version === undefined ? [] : inspect(inspectorId, version)) yield { entry, value };
      }
    },
    factVersions: (inspectorId, path) =>
      (contents.get(path) ?? []).flatMap((version) =>
        inspect(inspectorId, version).map((value) => ({ layerIndex: version.layerIndex, value })),
      ),
  };
}

/** What an inspector learns of a file that comes in one piece. */
function inspect(inspectorId: string, { entry, content }: FileVersion): readonly unknown[] {
  const inspector = [...layerInspectors, reachInspector].find(({ id }) => id === inspectorId);
  if (inspector === undefined || entry.size < inspector.minFileBytes || !inspector.wants(entry, content.subarray(0, 512))) return [];
  const inspection = inspector.open(entry);
  inspection.write(content);
  return inspection.end(true);
}

/** One layer from a directory on disk. */
export function readMemoryLayer(directory: string): MemoryLayer {
  const layer: Record<string, MemoryFile> = {};
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const name of readdirSync(join(directory, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const status = lstatSync(join(directory, path));
      if (status.isDirectory()) {
        pending.push(path);
        layer[path] = { directory: true };
      } else if (status.isSymbolicLink()) layer[path] = { link: readlinkSync(join(directory, path)) };
      else if (status.isFile()) layer[path] = { content: readFileSync(join(directory, path)), mode: status.mode & 0o7777 };
    }
  }
  return layer;
}

function add(
  visible: Map<string, TreeEntry>,
  contents: Map<string, FileVersion[]>,
  path: string,
  file: Exclude<MemoryFile, null>,
  layerIndex: number,
): void {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const parent = path.slice(0, at);
    if (!visible.has(parent)) visible.set(parent, makeEntry(parent, 'directory', layerIndex));
  }
  if (typeof file === 'object' && 'link' in file) {
    visible.set(path, { ...makeEntry(path, 'symlink', layerIndex), linkTarget: file.link });
  } else if (typeof file === 'object' && 'directory' in file) {
    visible.set(path, makeEntry(path, 'directory', layerIndex));
  } else {
    const { content, mode } = typeof file === 'object' && 'content' in file ? file : { content: file, mode: 0o644 };
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const entry = { ...makeEntry(path, 'file', layerIndex), size: bytes.length, mode };
    visible.set(path, entry);
    contents.set(path, [...(contents.get(path) ?? []), { layerIndex, entry, content: bytes }]);
  }
}

function makeEntry(path: string, type: FileType, layerIndex: number): TreeEntry {
  return { path, type, size: 0, mode: type === 'directory' ? 0o755 : 0o644, userId: 0, groupId: 0, layerIndex };
}

function remove(visible: Map<string, TreeEntry>, path: string): void {
  for (const known of [...visible.keys()]) if (known === path || known.startsWith(`${path}/`)) visible.delete(known);
}

function childrenOf(visible: ReadonlyMap<string, TreeEntry>, directory: string): ReadonlyMap<string, TreeEntry> {
  const reached = directory === '' ? '' : resolve(visible, directory)?.path;
  const children = new Map<string, TreeEntry>();
  for (const entry of visible.values()) {
    const slash = entry.path.lastIndexOf('/');
    if (reached === entry.path.slice(0, Math.max(slash, 0))) children.set(entry.path.slice(slash + 1), entry);
  }
  return children;
}

/** Walks segment by segment, so that a symlinked directory in the middle is followed too. */
function resolve(visible: ReadonlyMap<string, TreeEntry>, path: string): TreeEntry | undefined {
  const direct = visible.get(path);
  if (direct !== undefined && direct.type !== 'symlink') return direct;
  let remaining = path.split('/');
  let reached = '';
  for (let hops = 0; hops <= 40;) {
    const segment = remaining.shift();
    if (segment === undefined) return visible.get(reached);
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      reached = reached.slice(0, Math.max(reached.lastIndexOf('/'), 0));
      continue;
    }
    const next = reached === '' ? segment : `${reached}/${segment}`;
    const entry = visible.get(next);
    if (entry === undefined) return undefined;
    if (entry.type !== 'symlink') {
      reached = next;
      continue;
    }
    hops++;
    const target = entry.linkTarget ?? '';
    if (target.startsWith('/')) reached = '';
    remaining = [...target.split('/'), ...remaining];
  }
  return undefined;
}
