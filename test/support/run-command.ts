import { commands } from '../../src/cli/commands.ts';
import { type CommandContext } from '../../src/cli/command.ts';
import { formatError } from '../../src/cli/format-error.ts';
import { parseWords } from '../../src/cli/parse.ts';
import { PratiqueError } from '../../src/model/pratique-error.ts';
import { quietRuntime } from '../../src/model/runtime.ts';

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, so that servers of the test can answer it; what `main` does around it is left out but for errors. */
export async function runCommand(name: string, words: readonly string[], cacheDirectory: string): Promise<CommandRun> {
  const entry = commands.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`there is no command ${name}`);
  const [out, err]: [string[], string[]] = [[], []];
  const context: CommandContext = {
    runtime: quietRuntime(),
    output: {
      width: 120,
      useColor: false,
      write: async (chunks) => {
        for await (const chunk of chunks) out.push(chunk);
      },
      warn: (line) => void err.push(`${line}\n`),
      note: (line) => void err.push(`${line}\n`),
    },
    cacheDirectory,
    toolVersion: '0.0.0',
    commands,
  };
  const command = await entry.load();
  const exitCode = await command.run(parseWords(command, words), context).catch((error: unknown) => {
    if (!(error instanceof PratiqueError)) throw error;
    err.push(`${formatError(error)}\n`);
    return error.exitCode;
  });
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}
