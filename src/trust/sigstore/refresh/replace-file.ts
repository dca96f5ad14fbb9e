import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** Writes a file whole or not at all: aside, to the disk, then renamed over what was there. Throws OUTPUT_UNWRITABLE. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const aside = `${path}.${process.pid}.new`;
  try {
    const descriptor = openSync(aside, 'wx', 0o644);
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, path);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${path} cannot be written`, { cause });
  }
}
