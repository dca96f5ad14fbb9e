import { cacheDirectory } from '../config/cache-directory.ts';
import { terminalWidth, useProgress } from '../config/terminal.ts';
import { exitCodes } from '../model/exit-codes.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { sleepUnlessAborted } from '../model/runtime.ts';
import { hasOption, optionValue, type Command, type CommandContext, type CommandInput, type Output } from './command.ts';
import { findPeer } from './peers/peer-names.ts';
import { chooseCommand } from './words/choose-command.ts';
import { commands } from './commands.ts';
import { exitCodeOf, formatError } from './terminal/format-error.ts';
import { watchInterruption } from './terminal/interruption.ts';
import { outputLogger } from './terminal/log.ts';
import { processOutput } from './terminal/output.ts';
import { noProgress, terminalProgress, type Progress } from './terminal/progress.ts';
import { translateSchemes } from './words/foreign-scheme.ts';
import { rawWords } from './words/raw-words.ts';
import { readWords } from './words/read-words.ts';
import { version } from './version.ts';

/** Runs the program with the words after its name and ends the process with the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const typed = rawWords(argv);
  const peer = findPeer(process.argv[1], typed);
  let words = typed;
  const isQuiet = words.includes('--quiet') || words.includes('-q');
  const isVerbose = words.includes('--verbose') || words.includes('-v');
  const progress = useProgress(process.stderr) && !isQuiet ? stderrProgress() : noProgress;
  const output = processOutput({ isQuiet, beforeLine: () => progress.clear() });
  const interruption = watchInterruption();
  // Node would exit with 1, which here means that a gate failed.
  process.on('uncaughtException', (error) => endWith(error));
  // With nothing left to wait for, Node would exit with 0 and print nothing.
  process.on('beforeExit', () => endWith(new Error('the program stopped before it finished')));
  let peerCode = (ours: number): number => ours;
  const endWith = (error: unknown): never => {
    output.warn(formatError(error));
    // Where the program stopped says nothing about a signal that stopped it.
    if (isVerbose && error instanceof Error && !isAborted(error)) for (const line of (error.stack ?? '').split('\n')) output.warn(line);
    process.exit(interruption.exitCode() ?? peerCode(exitCodeOf(error)));
  };
  try {
    const translated = peer === undefined ? undefined : (await import('./peers/translate-peer.ts')).translatePeer(peer.name, peer.words);
    words = translated?.words ?? words;
    peerCode = translated?.exitCode ?? peerCode;
    for (const note of translated?.notes ?? []) output.note(`pratique: ${note}`);
    const { command, words: rest } = await chooseCommand(words);
    const exitCode = await runCommand(command, rest, output, (input) => ({
      runtime: {
        signal: interruption.signal,
        log: outputLogger(output, isVerbose),
        now: () => new Date(),
        sleep: (milliseconds) => sleepUnlessAborted(milliseconds, interruption.signal),
        progress: (event) => progress.report(event),
      },
      output,
      cacheDirectory: optionValue(input, 'cache-dir') ?? cacheDirectory(),
      toolVersion: version,
      commands,
    }));
    progress.clear();
    // An answer that nobody got whole is no success.
    const isLost = exitCode === exitCodes.passed && output.isCut;
    const ours = isLost ? exitCodes.failed : exitCode;
    process.exit(interruption.exitCode() ?? peerCode(ours));
  } catch (error) {
    endWith(error);
  }
}

function isAborted(error: Error): boolean {
  return error instanceof PratiqueError && error.code === 'ABORTED';
}

async function runCommand(
  command: Command,
  words: readonly string[],
  output: Output,
  makeContext: (input: CommandInput) => CommandContext,
): Promise<number> {
  if (isHelpWanted(words)) {
    const { commandHelp } = await import('./help/help-text.ts');
    await output.write([commandHelp(command, output.width)]);
    return 0;
  }
  const input = translateSchemes(command, readWords(command, words) ?? (await import('./words/parse.ts')).parseWords(command, words));
  for (const { name, note } of command.options.flatMap((option) => [option, ...(option.aliases ?? [])]))
    if (note !== undefined && hasOption(input, name)) output.note(`pratique: --${name}: ${note}`);
  return command.run(input, makeContext(input));
}

/** Checked before anything else: a command line with --help need not be complete. */
function isHelpWanted(words: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own.includes('--help') || own.includes('-h');
}

function stderrProgress(): Progress {
  return terminalProgress({
    write: (text) => process.stderr.write(text),
    width: () => terminalWidth(process.stderr),
    nowMs: () => performance.now(),
  });
}
