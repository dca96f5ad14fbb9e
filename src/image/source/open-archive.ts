import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { hostPath } from '../../lib/path/host-path.ts';
import { type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { archiveHeadBytes, detectArchive, isArchiveHead } from './archive-head.ts';
import { type ImageFiles } from './image-files.ts';
import { type LocatedPath } from './locate-path.ts';
import { openTarArchive } from './tar-archive.ts';

/** How much is read from disk at a time: bytes. */
const readBytes = 512 * 1024;

/**
 * Opens an archive on disk. Layers of an uncompressed one stay where they are; a compressed one is read once, from front to back.
 * Throws TARGET_UNKNOWN for what is no archive, TARGET_UNREADABLE, and ARCHIVE_INVALID.
 */
export async function openArchive(located: LocatedPath, options: OpenOptions, runtime: Runtime): Promise<ImageFiles> {
  const { path, name } = located;
  const file = await openFile(located);
  try {
    if (detectArchive(await readHead(file, name), name) === 'none') return await openTarArchive(path, name, runtime);
    if (options.layerDemand === undefined) throw new Error('layerDemand is needed to open a compressed archive');
    const { size: total } = await file.stat();
    const { gatherArchive } = await import('./gather-archive.ts');
    return await gatherArchive({ name, chunks: readChunks(file), total }, await options.layerDemand(), runtime);
  } finally {
    await file.close();
  }
}

/**
 * Whether a file is meant as an archive: it begins as one does, compressed or not, or it is what a failed download leaves, which is nothing or a web
 * page. Throws TARGET_UNREADABLE.
 */
export async function isMeantAsArchive(located: LocatedPath): Promise<boolean> {
  const file = await openFile(located);
  try {
    const head = await readHead(file, located.name);
    return head.length === 0 || /^\s*<(?:!doctype\s|html[\s>])/i.test(head.toString('latin1')) || isArchiveHead(head);
  } finally {
    await file.close();
  }
}

async function openFile({ path, name }: LocatedPath): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return open(hostPath(path), flags).catch((cause: unknown) => refuse(name, cause));
}

async function readHead(file: FileHandle, name: string): Promise<Buffer> {
  const head = Buffer.alloc(archiveHeadBytes);
  const { bytesRead } = await file.read(head, 0, head.length, 0).catch((cause: unknown) => refuse(name, cause));
  return head.subarray(0, bytesRead);
}

function refuse(name: string, cause: unknown): never {
  throw new PratiqueError('TARGET_UNREADABLE', `${name} cannot be read: ${describeSystemError(cause)}`, { cause });
}

/** One buffer for all: each chunk is taken before the next is read. */
async function* readChunks(file: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, readBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
