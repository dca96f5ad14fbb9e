import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's packages `docker.io`, `podman`, `containerd`; they need root. */
const isRoot = process.getuid?.() === 0;
export const hasDocker = isRoot && existsSync('/usr/sbin/dockerd') && existsSync('/usr/bin/docker');
export const hasPodman = isRoot && existsSync('/usr/bin/podman');
export const hasContainerd = isRoot && existsSync('/usr/bin/containerd') && existsSync('/usr/bin/ctr');

export interface RunningEngine extends AsyncDisposable {
  readonly socket: string;
  /** Of its own: everything that it keeps. */
  readonly folder: string;
  /** Runs its command and returns its output. */
  run(...words: readonly string[]): string;
  readonly process: ChildProcess;
}

/** Starts dockerd with what a machine without network privileges allows; `more` are further flags. */
export function startDocker(more: readonly string[] = []): Promise<RunningEngine> {
  return start('docker', (folder, socket) => ({
    program: 'dockerd',
    words: [
      ...['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=vfs'],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
      ...['--host', `unix://${socket}`, ...more],
    ],
    // Debian's own client; another may come earlier in PATH.
    command: ['/usr/bin/docker', '--host', `unix://${socket}`],
  }));
}

export function startPodman(): Promise<RunningEngine> {
  return start('podman', (folder, socket) => {
    const places = [
      '--root',
      join(folder, 'root'),
      '--runroot',
      join(folder, 'run'),
      '--storage-driver',
      'vfs',
      '--cgroup-manager',
      'cgroupfs',
    ];
    return {
      program: 'podman',
      words: [...places, 'system', 'service', '--time', '0', `unix://${socket}`],
      command: ['podman', ...places],
    };
  });
}

export function startContainerd(): Promise<RunningEngine> {
  return start('containerd', (folder, socket) => {
    const config = join(folder, 'config.toml');
    const text = `version = 2\nroot = "${folder}/root"\nstate = "${folder}/state"\n[grpc]\naddress = "${socket}"\n[ttrpc]\naddress = "${folder}/t.sock"\n`;
    writeFileSync(config, text);
    return { program: 'containerd', words: ['--config', config], command: ['ctr', '--address', socket] };
  });
}

interface Plan {
  readonly program: string;
  readonly words: readonly string[];
  readonly command: readonly string[];
}

async function start(name: string, plan: (folder: string, socket: string) => Plan): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), `pratique-${name}-`));
  mkdirSync(join(folder, 's'));
  const socket = join(folder, 's', `${name}.sock`);
  const { program, words, command } = plan(folder, socket);
  const child = spawn(program, words, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const [first = '', ...rest] = command;
  const run = (...more: readonly string[]): string =>
    execFileSync(first, [...rest, ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  // Starting takes seconds on a quiet machine, and minutes on a busy one.
  for (let attempt = 0; attempt < 1_200; attempt++) {
    if (existsSync(socket) && isReady(run)) return { socket, folder, run, process: child, [Symbol.asyncDispose]: stop };
    if (child.exitCode !== null) break;
    await sleep(250);
  }
  await stop();
  throw new Error(`${program} did not start`);
}

/** dockerd leaves the namespace of containers on the host's network mounted. */
function unmountBelow(folder: string): void {
  if (!existsSync('/proc/mounts')) return;
  const points = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const point of points.filter((each) => each.startsWith(`${folder}/`)).reverse())
    execFileSync('umount', [point], { stdio: 'ignore' });
}

function isReady(run: (...words: readonly string[]) => string): boolean {
  try {
    run('version');
    return true;
  } catch {
    return false;
  }
}
