import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

const suffix = /\.\d+-[0-9a-f]{12}\.part$/;

/** A name of its own beside a file that this process writes: hidden, and no longer than file systems take (255 bytes). */
export function asidePath(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 60)}.${process.pid}-${randomBytes(6).toString('hex')}.part`);
}

/** Whether a file of that name was being written when its program was killed, or is being written now. */
export function isAsideName(name: string): boolean {
  return name.startsWith('.') && suffix.test(name);
}
