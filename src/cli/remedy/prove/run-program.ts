import { spawn } from 'node:child_process';
import { programEnvironment } from '../../../config/program-environment.ts';
import { type ErrorCode } from '../../../model/error-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';

export interface ProgramRun {
  /** What it wrote to standard output, without blanks at its ends. */
  readonly output: string;
  /** The last lines of both, for people. */
  readonly log: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** Thrown where the program fails. */
  readonly failure: ErrorCode;
  readonly environment?: Readonly<Record<string, string>>;
}

const maxOutputCharacters = 4 * 1024 * 1024;
const maxLogCharacters = 20_000;

/** Runs a program without a shell, with a scrubbed environment, and waits for its end. Throws `failure` where it is not installed or fails. */
export async function runProgram(
  program: string,
  words: readonly string[],
  { cwd, failure, environment = {} }: ProgramOptions,
  { signal }: Pick<Runtime, 'signal'>,
): Promise<ProgramRun> {
  let output = '';
  let log = '';
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, words, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...programEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      signal,
    });
    const note = (text: string): string => (log = (log + text).slice(-maxLogCharacters));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-maxOutputCharacters);
      note(text);
    });
    child.stderr.setEncoding('utf8').on('data', note);
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new PratiqueError(failure, `${program} is not installed`, { hint: `install ${program}` }) : error);
    });
    child.on('close', resolve);
  });
  if (code !== 0) throw new PratiqueError(failure, `${program} ${words[0] ?? ''} failed (exit code ${code ?? 'none'}): ${lastLines(log)}`);
  return { output: output.trim(), log };
}

/** The end says why; progress before it does not. apt tells the reason on the line after the URL. */
function lastLines(log: string): string {
  const lines = log.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/exit(?:ed with)? status \d+$/.test(line));
  const errors = lines.flatMap((line, at) => (/^Err:\d/.test(line) ? [`${line}: ${lines[at + 1] ?? ''}`] : errorLine.test(line) ? [line] : []));
  const said = errors.length > 0 ? errors.slice(0, 4) : lines.slice(-3);
  return [...new Set(said)].join(' · ');
} // prettier-ignore

const errorLine = /^(?:E:|error|Error|ERROR|fatal|npm ERR|npm error)/;
