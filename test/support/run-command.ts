import { chooseCommand } from '../../src/cli/words/choose-command.ts';
import { type CommandContext } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { exitCodeOf, formatError } from '../../src/cli/terminal/format-error.ts';
import { parseWords } from '../../src/cli/words/parse.ts';
import { quickRuntime } from './quick-runtime.ts';

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs what was typed in this process as `main` would, with the process's environment, so that servers of the test can answer it; nothing is
 * asked, there is no terminal.
 */
export async function runCommand(words: readonly string[], overrides: Partial<CommandContext> = {}): Promise<CommandRun> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const output = {
    width: 120,
    useColor: false,
    useHyperlinks: false,
    write: async (chunks: Iterable<string> | AsyncIterable<string>) => {
      for await (const chunk of chunks) stdout.push(chunk);
    },
    warn: (line: string) => void stderr.push(`${line}\n`),
    note: (line: string) => void stderr.push(`${line}\n`),
  };
  const context = { runtime: quickRuntime(), output, cacheDirectory: '/nonexistent', toolVersion: '0.0.0', commands, ...overrides };
  try {
    const { command, words: rest } = await chooseCommand(words);
    const exitCode = await command.run(parseWords(command, rest), context);
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  } catch (error) {
    return { exitCode: exitCodeOf(error), stdout: stdout.join(''), stderr: `${stderr.join('')}${formatError(error)}\n` };
  }
}
