import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSandbox, program } from './run-pratique.ts';

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

/** Runs the built program as a user would, in a sandbox of its own, and looks at what it took and what it leaves. */
export async function runProgram(
  args: readonly string[],
  options: { readonly folder?: string; readonly timeoutMs?: number } = {},
): Promise<ProgramRun> {
  const sandbox = makeSandbox(options.folder);
  const peakFile = join(sandbox.folder, 'peak');
  const started = performance.now();
  const { exitCode, stdout, stderr } = await run(
    ['--import', peakReporter, program, ...args],
    { ...sandbox.env, NO_COLOR: '1', PRATIQUE_TEST_PEAK: peakFile },
    sandbox.work,
    options.timeoutMs ?? 60_000,
  );
  const elapsedMs = performance.now() - started;
  const leftovers = [sandbox.temporary, sandbox.work].flatMap((folder) => readdirSync(folder));
  const peakMemoryMb = Number(readFileSync(peakFile, 'utf8')) / 1024;
  if (options.folder === undefined) sandbox.dispose();
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
