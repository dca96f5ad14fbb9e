import { execFile } from 'node:child_process';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { limits } from '../../model/limits.ts';
import { auditCommands, type CommandAnswer, type FileStatus, type Host, HostUnreadable } from '../host.ts';

/** This machine, with the engine that was found. */
export function localHost(name: string, ask: Host['ask']): Host {
  return { name, address: name, ask, readFile: readEnd, list, stat: statusOf, run };
}

/** A machine of which only the engine can be asked. */
export function engineOnlyHost(name: string, ask: Host['ask']): Host {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new HostUnreadable('only the engine of that machine was asked: run the audit there, or record it with pratique audit record'),
    );
  return { name, address: name, ask, readFile: refuse, list: refuse, stat: refuse, run: refuse };
}

/** Of a file that is longer than the bound, such as a log, its end. */
async function readEnd(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - limits.auditFileBytes);
      const chunks: Buffer[] = [];
      for (let at = start, left = limits.auditFileBytes; left > 0;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, 65_536)), 0, Math.min(left, 65_536), at);
        if (bytesRead === 0) break;
        chunks.push(buffer.subarray(0, bytesRead));
        at += bytesRead;
        left -= bytesRead;
      }
      return Buffer.concat(chunks);
    } finally {
      await file.close();
    }
  } catch (error) {
    absentOr(error, path);
    return;
  }
}

async function list(folder: string): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(folder)).slice(0, limits.auditFolderEntries);
  } catch (error) {
    absentOr(error, folder);
    return;
  }
}

/** Of what a link names: its owner and mode are what counts. */
async function statusOf(path: string): Promise<FileStatus | undefined> {
  try {
    const status = await stat(path).catch(async (error: unknown) => {
      if (systemCodeOf(error) !== 'ENOENT') throw error;
      return lstat(path);
    });
    const type = status.isFile()
      ? 'file'
      : status.isDirectory()
        ? 'directory'
        : status.isSocket()
          ? 'socket'
          : status.isSymbolicLink()
            ? 'symlink'
            : 'other';
    return { type, mode: status.mode & 0o7777, userId: status.uid, groupId: status.gid };
  } catch (error) {
    absentOr(error, path);
    return;
  }
}

/** ESRCH: a process that has ended meanwhile. */
function absentOr(error: unknown, path: string): undefined {
  const code = systemCodeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH') return undefined;
  if (code === 'EACCES' || code === 'EPERM') throw new HostUnreadable(`${path} may not be read: run the audit as root`);
  throw new HostUnreadable(`${path} cannot be read (${code ?? 'unknown reason'})`);
}

function run(argv: readonly string[]): Promise<CommandAnswer | undefined> {
  const [program = '', ...rest] = argv;
  if (!auditCommands.some((each) => each.join('\0') === argv.join('\0'))) throw new Error(`not a command of an audit: ${program}`);
  return new Promise((resolve, reject) => {
    const options = {
      encoding: 'utf8',
      maxBuffer: limits.auditCommandBytes,
      timeout: limits.auditCommandMs,
      // Nothing of ours, and no pager.
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', SYSTEMD_PAGER: '' },
    } as const;
    execFile(program, rest, options, (error, stdout) => {
      if (error === null) resolve({ status: 0, stdout });
      else if (error.code === 'ENOENT') resolve(undefined);
      else if (typeof error.code === 'number') resolve({ status: error.code, stdout });
      else reject(new HostUnreadable(`${program} did not end in time or printed too much`));
    });
  });
}
