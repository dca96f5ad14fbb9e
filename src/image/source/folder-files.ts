import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { hostPath } from '../../lib/path/host-path.ts';
import { type LayerContent } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { insideName, tooLarge, type ImageFiles } from './image-files.ts';

/**
 * The files of a folder; `path` has no links in it. Only regular files count, and no link is followed, so that a layout cannot
 * hand out files of the machine, pipes or devices.
 */
export function openFolder(path: string, name: string): ImageFiles {
  return {
    name,
    has: async (file) => (await status(path, file))?.isFile() === true,
    read: (file, maxBytes) => read(path, name, file, maxBytes),
    content: (file) => content(path, name, file),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function read(folder: string, name: string, file: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const found = await regularFile(folder, name, file);
  if (found === undefined) return undefined;
  if (found.size > maxBytes) throw tooLarge(name, file, found.size, maxBytes);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(hostPath(found.path), flags).catch((cause: unknown) => {
    throw unreadable(found.path, cause);
  });
  try {
    const bytes = Buffer.alloc(found.size);
    const { bytesRead } = await handle.read(bytes, 0, found.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function content(folder: string, name: string, file: string): Promise<LayerContent | undefined> {
  const found = await regularFile(folder, name, file);
  return found === undefined ? undefined : { kind: 'file', path: found.path, offset: 0, length: found.size };
}

async function regularFile(
  folder: string,
  name: string,
  file: string,
): Promise<{ readonly path: string; readonly size: number } | undefined> {
  const found = await status(folder, file);
  if (found === undefined) return undefined;
  if (!found.isFile()) throw new PratiqueError('LAYOUT_INVALID', `${name}: ${file} is not a regular file`);
  return { path: join(folder, file), size: found.size };
}

/** Of the file itself, after its folders: each must be a real one. */
async function status(folder: string, file: string): Promise<Stats | undefined> {
  const inside = insideName(file);
  if (inside === undefined) return undefined;
  let path = folder;
  let found: Stats | undefined;
  for (const segment of inside.split('/')) {
    if (found?.isDirectory() === false) return undefined;
    path = join(path, segment);
    found = await statusOf(path);
    if (found === undefined) return undefined;
  }
  return found;
}

async function statusOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(hostPath(path));
  } catch (cause) {
    const code = systemCodeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): PratiqueError {
  return new PratiqueError('TARGET_UNREADABLE', `${path} cannot be read: ${describeSystemError(cause)}`, { cause });
}
