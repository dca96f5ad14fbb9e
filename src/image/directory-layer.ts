import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeBytes } from '../lib/bytes/decode-bytes.ts';
import { hostPath } from '../lib/path/host-path.ts';
import { normalizePath } from '../lib/path/normalize-path.ts';
import { type FileEntry, type FileType } from '../model/file-entry.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { limits } from '../model/limits.ts';
import { encodeLayerIndex } from './layer-index-codec.ts';
import { LayerGatherer } from './layer-gatherer.ts';

/**
 * Reads a directory, or one file of it, as if it were one layer. Links are listed and never followed; devices, sockets and FIFOs are never
 * opened; other file systems below it are entered. What cannot be read is an issue.
 */
export async function readDirectoryLayer(
  { path: root, only }: { readonly path: string; readonly only?: string },
  { selectors, inspectors }: LayerDemand,
  breathe: (files: number) => Promise<void> | undefined,
): Promise<Buffer> {
  const gatherer = new LayerGatherer(makeSelectorIndex(selectors), inspectors, false);
  const pending = [''];
  let bytes = 0;
  while (pending.length > 0) {
    const directory = pending.pop()!;
    const names = only === undefined ? listDirectory(root, directory, gatherer) : [only];
    for (const name of names) {
      const entry = describeFile(root, directory === '' ? name : `${directory}/${name}`, gatherer);
      if (entry === undefined) continue;
      bytes += entry.size;
      readEntry(root, entry, gatherer);
      if (entry.type === 'directory' && !isKernelView(root, entry.path)) pending.push(entry.path);
    }
    await breathe(names.length);
    if (gatherer.table.length > limits.layerEntries) {
      gatherer.issue('LAYER_LIMIT', `more than ${limits.layerEntries} files`);
      break;
    }
  }
  gatherer.finish();
  const { table, facts, issues, kept } = gatherer;
  return encodeLayerIndex({
    compressedBytes: bytes,
    uncompressedBytes: bytes,
    whiteouts: [],
    opaqueDirectories: [],
    table,
    facts,
    issues,
    kept,
  });
}

/** What the running kernel shows under these names is no part of a file system that was installed. */
function isKernelView(root: string, path: string): boolean {
  return resolve(root) === '/' && (path === 'proc' || path === 'sys' || path === 'dev');
}

/** Sorted, so that a report does not depend on the file system's order. */
function listDirectory(root: string, path: string, gatherer: LayerGatherer): readonly string[] {
  try {
    return readdirSync(hostPath(join(root, path)), { encoding: 'buffer' })
      .map((name) => decodeBytes(name))
      .sort();
  } catch (error) {
    gatherer.issue('FILE_UNREADABLE', `the directory cannot be listed: ${reasonOf(error)}`, path);
    return [];
  }
}

function describeFile(root: string, path: string, gatherer: LayerGatherer): FileEntry | undefined {
  try {
    const status = lstatSync(hostPath(join(root, path)));
    const type = fileType(status);
    return {
      path: normalizePath(path),
      type,
      size: type === 'file' ? status.size : 0,
      mode: status.mode & 0o7777,
      userId: status.uid,
      groupId: status.gid,
      ...(type === 'symlink' ? { linkTarget: decodeBytes(readlinkSync(hostPath(join(root, path)), { encoding: 'buffer' })) } : {}),
    };
  } catch (error) {
    gatherer.issue('FILE_UNREADABLE', reasonOf(error), path);
    return undefined;
  }
}

/** The gatherer decides whether the content is needed; only then is the file opened. */
function readEntry(root: string, entry: FileEntry, gatherer: LayerGatherer): void {
  const content = gatherer.entry(entry);
  if (content === undefined) return;
  try {
    const isWhole = readFileInto(hostPath(join(root, entry.path)), entry.size, (chunk) => content.write(chunk));
    if (!isWhole) gatherer.issue('FILE_CHANGED', 'its size changed while it was read', entry.path);
    content.end(isWhole);
  } catch (error) {
    gatherer.issue('FILE_UNREADABLE', reasonOf(error), entry.path);
    content.end(false);
  }
}

/** Whether exactly `size` bytes were there. The type is checked again on the open file: it may have been swapped since it was listed. */
function readFileInto(path: string | Buffer, size: number, write: (chunk: Buffer) => void): boolean {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error('no longer a regular file');
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(size, 1), 256 * 1024));
    let total = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, 0, buffer.length, null);
      if (read === 0) return total === size;
      total += read;
      if (total > size) return false;
      write(buffer.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
}

function fileType(status: Stats): FileType {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'directory';
  if (status.isSymbolicLink()) return 'symlink';
  if (status.isCharacterDevice()) return 'character-device';
  if (status.isBlockDevice()) return 'block-device';
  return status.isFIFO() ? 'fifo' : 'other';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
