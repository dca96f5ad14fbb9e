import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeSandbox, program } from './run-pratique.ts';
import { readUsage, usageReporter, type Usage } from './usage.ts';

export interface ProgramRun extends Usage {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it left in its temporary directory and in its working directory. */
  readonly leftovers: readonly string[];
}

/** Runs the built program as a user would, in a sandbox of its own, and measures what it takes and what it leaves behind. */
export async function runProgram(args: readonly string[], options: { readonly folder?: string } = {}): Promise<ProgramRun> {
  const sandbox = makeSandbox(options.folder);
  const usageFile = join(sandbox.folder, 'usage');
  const usage = usageReporter(usageFile);
  const { exitCode, stdout, stderr } = await run(
    [...usage.execArgv, program, ...args],
    { ...sandbox.env, NO_COLOR: '1', ...usage.env },
    sandbox.work,
  );
  const leftovers = [sandbox.temporary, sandbox.work].flatMap((folder) => readdirSync(folder));
  const used = readUsage(usageFile);
  if (options.folder === undefined) sandbox.dispose();
  return { exitCode, stdout, stderr, ...used, leftovers };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, args, { env, cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ exitCode: code, stdout, stderr });
    });
  });
}
