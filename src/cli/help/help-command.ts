import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandEntry } from '../command.ts';
import { commandHelp, groupHelp, programHelp } from './help-text.ts';
import { helpTopics } from './help-topics.ts';
import { readHelpTopic } from './read-help-topic.ts';

export const helpCommand: Command = {
  name: 'help',
  summary: 'show help for a command or a topic',
  description: [`Topics: ${helpTopics.map(({ name, summary }) => `${name} (${summary})`).join(', ')}.`],
  arguments: [
    {
      name: 'COMMAND',
      meaning: 'command, group of commands or topic (default: list all commands)',
      isOptional: true,
      isVariadic: true,
    },
  ],
  options: [],
  examples: [
    { line: 'pratique help scan', does: 'show the options of scan' },
    { line: 'pratique help db build', does: 'show the options of db build' },
    { line: 'pratique help trust', does: 'list the commands of a group' },
    { line: 'pratique help limits', does: 'show a page of the documentation' },
  ],
  run: async (input, { output, commands }) => {
    const name = input.arguments.join(' ');
    const group = name === '' ? undefined : groupHelp(name, commands, output.width);
    const isCommand = commands.some((each) => each.name === name);
    if (name === '') await output.write([programHelp(commands, output.width)]);
    // `sign` is a command and has a verb below it.
    else if (group !== undefined && isCommand)
      await output.write([commandHelp(await loadCommand(name, commands), output.width), '\n', group]);
    else await output.write([group ?? readHelpTopic(name) ?? commandHelp(await loadCommand(name, commands), output.width)]);
    return 0;
  },
};

async function loadCommand(name: string, commands: readonly CommandEntry[]): Promise<Command> {
  const entry = commands.find((each) => each.name === name);
  if (entry !== undefined) return entry.load();
  throw new PratiqueError('USAGE', `no help for ${JSON.stringify(name.slice(0, 80))}`, { hint: 'pratique help' });
}
