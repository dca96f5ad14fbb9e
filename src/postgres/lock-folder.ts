import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCodeOf } from '../lib/file/system-code-of.ts';
import { PratiqueError } from '../model/pratique-error.ts';

/**
 * Holds a folder for this process: the embedded database has no lock of its own, and two processes that write to it damage it. The lock of a process that no
 * longer runs is replaced; that of a running one never is. Throws SERVER_DATABASE.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'server.pid');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return () => unlinkSync(path);
    } catch (cause) {
      if (systemCodeOf(cause) !== 'EEXIST')
        throw new PratiqueError('SERVER_DATABASE', `cannot write to ${folder}`, { cause, hint: 'choose another folder with --data' });
      const holder = Number.parseInt(readFileSync(path, 'utf8'), 10);
      if (holder !== process.pid && isRunning(holder))
        throw new PratiqueError('SERVER_DATABASE', `process ${holder} has the database in ${folder} open`, {
          hint: 'stop that process first; for several processes use --database with a PostgreSQL server',
        });
      unlinkSync(path);
    }
  }
  throw new PratiqueError('SERVER_DATABASE', `another process is opening the database in ${folder}`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === 'EPERM';
  }
}
