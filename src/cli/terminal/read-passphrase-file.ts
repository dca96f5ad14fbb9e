import { statSync } from 'node:fs';
import { isExposed } from '../../lib/file/is-exposed.ts';
import { type Logger } from '../../model/runtime.ts';
import { readBoundedFile } from './read-bounded-file.ts';

/** Longest passphrase file: bytes. */
const maxBytes = 4_096;

/** The first line of a file that an option names; it may be empty. A file that other users can read is a warning, as for keys. Throws USAGE. */
export function readPassphraseFile(path: string, option: string, log: Pick<Logger, 'warn'>): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true && isExposed(found.mode))
    log.warn(`the passphrase file ${path} is accessible to other users; run: chmod 600 ${path}`);
  return readBoundedFile(path, maxBytes, option).toString('utf8').split(/\r?\n/)[0] ?? '';
}
