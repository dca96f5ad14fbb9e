import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '../..');
const program = join(projectRoot, 'dist/pratique.js');
const peakReporter = join(import.meta.dirname, 'report-peak-memory.mjs');

export interface ProgramRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakMemoryMb: number;
  readonly elapsedMs: number;
  /** What it left in its temporary directory and in its working directory. */
  readonly leftovers: readonly string[];
}

/** Runs the built program as a user would, in folders of its own, and looks at what it leaves. */
export async function runProgram(
  args: readonly string[],
  options: { readonly folder?: string; readonly timeoutMs?: number } = {},
): Promise<ProgramRun> {
  const home = options.folder ?? mkdtempSync(join(tmpdir(), 'pratique-run-'));
  const [temporary, working] = ['tmp', 'cwd'].map((name) => join(home, name)) as [string, string];
  for (const folder of [temporary, working]) mkdirSync(folder, { recursive: true });
  const peakFile = join(home, 'peak');
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: temporary,
    PRATIQUE_CACHE_DIR: join(home, 'cache'),
    PRATIQUE_TEST_PEAK: peakFile,
    NO_COLOR: '1',
  };
  const started = performance.now();
  const { exitCode, stdout, stderr } = await run(
    ['--import', peakReporter, program, ...args],
    environment,
    working,
    options.timeoutMs ?? 60_000,
  );
  const elapsedMs = performance.now() - started;
  const leftovers = [temporary, working].flatMap((folder) => readdirSync(folder));
  const peakMemoryMb = Number(readFileSync(peakFile, 'utf8')) / 1024;
  if (options.folder === undefined) rmSync(home, { recursive: true, force: true });
  return { exitCode, stdout, stderr, peakMemoryMb, elapsedMs, leftovers };
}

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  timeout: number,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, args, { env, cwd, timeout, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ exitCode: code, stdout, stderr });
    });
  });
}
