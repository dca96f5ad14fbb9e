import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/until.ts';

const base = '/usr/lib/postgresql';
const newest = existsSync(base)
  ? readdirSync(base)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1)
  : undefined;
const programs = join(base, newest ?? 'none', 'bin');

/** Debian's package `postgresql`. */
export const hasPostgres = existsSync(join(programs, 'initdb')) && (process.getuid?.() !== 0 || hasUser('postgres'));

export interface PostgresServer extends AsyncDisposable {
  /** Of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Stops as a power cut does, and starts again. */
  crash(): Promise<void>;
}

/** A cluster of its own in a temporary folder, on a free port of 127.0.0.1. PostgreSQL refuses to run as root, so that root starts it as `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-postgres-'));
  const owner: Partial<ReturnType<typeof idsOf>> = process.getuid?.() === 0 ? idsOf('postgres') : {};
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'pratique', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const port = await freePort();
  const url = (name: string): string => `postgres://pratique@127.0.0.1:${port}/${name}`;
  const start = (): ReturnType<typeof spawn> =>
    spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
      {
        ...owner,
        cwd: folder,
        stdio: 'ignore',
      },
    );
  let child = start();
  await untilReady(url('postgres'));
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  let count = 0;
  return {
    createDatabase: async () => {
      count += 1;
      const client = new pg.Client(url('postgres'));
      await client.connect();
      await client.query(`create database test_${count}`);
      await client.end();
      return url(`test_${count}`);
    },
    crash: async () => {
      await stop('SIGQUIT');
      child = start();
      await untilReady(url('postgres'));
    },
    [Symbol.asyncDispose]: async () => {
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  await until('PostgreSQL answers', async () => {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  });
}

function hasUser(name: string): boolean {
  try {
    idsOf(name);
    return true;
  } catch {
    return false;
  }
}

function idsOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: id('-u'), gid: id('-g') };
}
