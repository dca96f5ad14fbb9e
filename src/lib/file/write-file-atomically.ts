import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asidePath } from './aside-name.ts';
import { syncFolder, syncFolderSync } from './sync-folder.ts';
import { writeChunks } from './write-chunks.ts';

export interface AtomicWriteOptions {
  /** Permission bits of the new file, less the umask; 0o666 when absent. */
  readonly mode?: number;
  /**
   * What is on the disk when it returns. After a power cut there is with `nothing` perhaps a file with holes, with `content` the old file
   * or the new one, with `content-and-name` the new one.
   */
  readonly sync: 'nothing' | 'content' | 'content-and-name';
}

/**
 * Writes a file whole or not at all: under another name beside it, then renamed over what was there. Its folder has to be there. Rejects with
 * the error of the system or of `chunks`, and leaves nothing behind; what a killed process leaves, `isAsideName` knows.
 */
export async function writeFileAtomically(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { mode = 0o666, sync }: AtomicWriteOptions,
): Promise<void> {
  const aside = asidePath(path);
  try {
    const file = await open(aside, 'wx', mode);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      if (sync !== 'nothing') await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    if (sync === 'content-and-name') await syncFolder(dirname(path));
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The same without giving way to anything else, such as the end of the program. */
export function writeFileAtomicallySync(path: string, chunks: Iterable<Uint8Array>, { mode = 0o666, sync }: AtomicWriteOptions): void {
  const aside = asidePath(path);
  try {
    const descriptor = openSync(aside, 'wx', mode);
    try {
      writeChunks(descriptor, chunks);
      if (sync !== 'nothing') fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, path);
    if (sync === 'content-and-name') syncFolderSync(dirname(path));
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
