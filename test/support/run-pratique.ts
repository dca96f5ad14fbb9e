import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from './project-root.ts';

export const program = join(projectRoot, 'dist/pratique.js');

/** Builds what is older than its sources; nothing to do after `npm test` did. */
export function ensureBuilt(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(projectRoot, 'tools/setup.mjs')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** A place of its own for each test: working directory, temporary directory and cache, all removed by `dispose`. */
export interface Sandbox {
  readonly folder: string;
  readonly work: string;
  readonly temporary: string;
  readonly cache: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every file and folder in it, by path. */
  list(): string[];
  dispose(): void;
}

export function makeSandbox(folder = mkdtempSync(join(tmpdir(), 'pratique-test-'))): Sandbox {
  const [work, temporary, cache] = ['work', 'tmp', 'cache'].map((name) => join(folder, name)) as [string, string, string];
  for (const each of [work, temporary, cache]) mkdirSync(each, { recursive: true });
  return {
    folder,
    work,
    temporary,
    cache,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TMPDIR: temporary,
      PRATIQUE_CACHE_DIR: cache,
      LC_ALL: 'C.UTF-8',
      PRATIQUE_SKIP_DB_UPDATE: '1',
    },
    list: () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(),
    dispose: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a user would. */
export function runPratique(
  args: readonly string[],
  sandbox: Sandbox,
  options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: sandbox.work,
    env: { ...sandbox.env, ...options.env },
    encoding: 'utf8',
    input: options.input ?? '',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { exitCode: status, stdout, stderr };
}

/** The same while this process goes on serving, such as a registry of the test's own. */
export async function runPratiqueAsync(
  args: readonly string[],
  sandbox: Sandbox,
  options: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: sandbox.work,
    env: { ...sandbox.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { exitCode, stdout, stderr };
}

/** Starts it and hands over the process, for signals and pipes that break. */
export function startPratique(args: readonly string[], sandbox: Sandbox): ReturnType<typeof spawn> {
  return spawn(process.execPath, [program, ...args], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'pipe', 'pipe'] });
}
