import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { serverKey } from '../../config/server-settings.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** The key of PRATIQUE_SERVER_KEY, or that of a file in the data folder, which the first start makes. Several processes on one database must have the same. Throws USAGE. */
export function readServerKey(folder: string, isShared: boolean): Buffer {
  const given = serverKey();
  if (given !== undefined) return decode(given, 'PRATIQUE_SERVER_KEY');
  if (isShared)
    throw new PratiqueError('USAGE', 'PRATIQUE_SERVER_KEY is not set: processes on one database need the same key', {
      hint: 'make one with "openssl rand -hex 32" and give it to every process',
    });
  const path = join(folder, 'server.key');
  makeDirectory(folder);
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${randomBytes(32).toString('hex')}\n`);
    closeSync(file);
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST')
      throw new PratiqueError('USAGE', `cannot write to ${folder}`, { cause: error, hint: 'choose another folder with --data' });
  }
  return decode(readFileSync(path, 'utf8').trim(), path);
}

function decode(text: string, origin: string): Buffer {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new PratiqueError('USAGE', `${origin} is not a key: 64 hexadecimal digits`);
  return Buffer.from(text, 'hex');
}
