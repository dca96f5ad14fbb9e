import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toTrustFileError } from './trust-file-error.ts';

/**
 * Writes a file whole or not at all, for its owner only (0600, in folders of 0700): aside, to the disk, then renamed over what was there,
 * and the folder to the disk. When it returns the file outlives a crash. Throws TRUST_FILE_UNUSABLE and leaves nothing behind.
 */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const aside = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.part`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeAside(aside, content);
    await rename(aside, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw toTrustFileError(error, path, 'cannot be written');
  }
}

/** So that a rename or a removal is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAside(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
