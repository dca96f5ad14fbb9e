import { type Readable } from 'node:stream';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';

/** What `git` prints, while it prints it. */
export interface GitRun {
  readonly output: Readable;
  /** Rejects where git failed; to be awaited after the output. */
  readonly ended: Promise<void>;
}

const maxErrorCharacters = 2_000;

/**
 * Runs git on a repository of somebody else, without a shell and with nothing of the repository's settings that runs programs. `input` are lines for
 * its standard input. Throws GIT_FAILED where git is not installed or fails.
 */
export async function runGit(
  repository: string,
  words: readonly string[],
  { signal }: Pick<Runtime, 'signal'>,
  input?: Iterable<string>,
): Promise<GitRun> {
  const [{ spawn }, { Readable: streams }] = await Promise.all([import('node:child_process'), import('node:stream')]);
  const child = spawn('git', ['--no-pager', '--no-replace-objects', ...safeSettings, '-C', repository, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(0, maxErrorCharacters)));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? failed('git is not installed', 'install git, or scan a checkout with dir:') : error);
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(failed(`git cannot read ${repository}: ${complaint.trim().split('\n')[0] ?? ''}`, adviceOn(complaint)));
    });
  });
  // It is awaited after the output, and may fail before that.
  ended.catch(() => undefined);
  // A program that ends early breaks the pipe; its exit code says more.
  child.stdin.on('error', () => undefined);
  if (input === undefined) child.stdin.end();
  else streams.from(withNewlines(input)).pipe(child.stdin);
  return { output: child.stdout, ended };
}

/** Nothing that a repository's own configuration names is run. */
const safeSettings = [
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'log.showSignature=false',
    'diff.external=',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
];

function failed(message: string, hint: string): PratiqueError {
  return new PratiqueError('GIT_FAILED', message, { hint });
}

function adviceOn(complaint: string): string {
  return complaint.includes('dubious ownership')
    ? 'run as the owner of the repository, or add it to safe.directory of git'
    : 'git: takes the path of a repository or of a clone';
}

function* withNewlines(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}
