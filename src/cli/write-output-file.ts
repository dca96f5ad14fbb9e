import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cannotWrite } from './output.ts';

const bufferedCharacters = 1024 * 1024;

/**
 * Writes a file whole or not at all: aside, then renamed over what was there. Devices and pipes are written in place.
 * Throws OUTPUT_UNWRITABLE and leaves nothing behind.
 */
export function writeOutputFile(path: string, chunks: Iterable<string | Uint8Array>): void {
  const target = followLinks(path);
  if (isSpecial(target)) {
    write(path, target, 'w', chunks);
    return;
  }
  const aside = join(dirname(target), `.${basename(target).slice(0, 100)}.pratique-${process.pid}`);
  try {
    write(path, aside, 'wx', chunks);
    renameOver(path, aside, target);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** A symlink stays one: what it points to is replaced. */
function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isSpecial(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function write(name: string, path: string, flags: string, chunks: Iterable<string | Uint8Array>): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, flags);
    for (const bytes of gather(chunks)) writeAll(descriptor, bytes);
    if (flags === 'wx') fsyncSync(descriptor);
  } catch (error) {
    throw cannotWrite(name, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Many small strings become few writes. */
function* gather(chunks: Iterable<string | Uint8Array>): Iterable<Uint8Array> {
  let gathered = '';
  for (const chunk of chunks) {
    if (typeof chunk === 'string') gathered += chunk;
    if (typeof chunk === 'string' && gathered.length < bufferedCharacters) continue;
    yield Buffer.from(gathered);
    gathered = '';
    if (typeof chunk !== 'string') yield chunk;
  }
  yield Buffer.from(gathered);
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
}

function renameOver(name: string, aside: string, target: string): void {
  try {
    renameSync(aside, target);
  } catch (error) {
    throw cannotWrite(name, error);
  }
}
