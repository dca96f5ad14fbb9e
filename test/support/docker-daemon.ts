import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Debian's package `docker.io`; the daemon needs root. */
export const hasDockerDaemon = existsSync('/usr/sbin/dockerd') && existsSync('/usr/bin/docker') && process.getuid?.() === 0;

export interface DockerDaemon extends AsyncDisposable {
  /** `unix:///…/docker.sock`, for DOCKER_HOST. */
  readonly host: string;
}

/** Starts Docker's daemon in a temporary folder, without networks; `undefined` where it does not start, as in most containers. */
export async function startDockerDaemon(): Promise<DockerDaemon | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-dockerd-'));
  const host = `unix://${join(folder, 'docker.sock')}`;
  const state = ['data-root', 'exec-root'].flatMap((name) => [`--${name}`, join(folder, name)]);
  const isolation = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=vfs'];
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn('/usr/sbin/dockerd', [...isolation, ...state, '--pidfile', join(folder, 'pid'), '-H', host], {
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder },
  });
  closeSync(log);
  const stop = async (): Promise<void> => {
    await endOf(child);
    rmSync(folder, { recursive: true, force: true });
  };
  if (await answers(host, child)) return { host, [Symbol.asyncDispose]: stop };
  process.stderr.write(`dockerd did not start: ${readFileSync(join(folder, 'log'), 'utf8').slice(-500)}\n`);
  await stop();
  return undefined;
}

async function answers(host: string, child: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    const isReady = await promisify(execFile)('/usr/bin/docker', ['-H', host, 'info']).then(
      () => true,
      () => false,
    );
    if (isReady) return true;
    await sleep(100);
  }
  return false;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
