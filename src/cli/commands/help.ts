import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandEntry } from '../command.ts';
import { commandHelp, programHelp } from '../help-text.ts';

export const helpCommand: Command = {
  name: 'help',
  summary: 'show help for a command',
  arguments: [{ name: 'COMMAND', meaning: 'the command; without one, what there is', isOptional: true, isVariadic: true }],
  options: [],
  examples: [
    { line: 'pratique help scan', does: 'every option of scan' },
    { line: 'pratique help db build', does: 'a command of two words' },
  ],
  run: async (input, { output, commands }) => {
    const name = input.arguments.join(' ');
    await output.write([name === '' ? programHelp(commands, output.width) : commandHelp(await loadCommand(name, commands), output.width)]);
    return 0;
  },
};

async function loadCommand(name: string, commands: readonly CommandEntry[]): Promise<Command> {
  const entry = commands.find((each) => each.name === name);
  if (entry !== undefined) return entry.load();
  const verbs = commands.filter((each) => each.name.startsWith(`${name} `)).map((each) => `pratique help ${each.name}`);
  throw new PratiqueError('USAGE', `there is no command ${JSON.stringify(name.slice(0, 80))}`, {
    hint: verbs.length > 0 ? verbs.join(', ') : 'pratique help',
  });
}
