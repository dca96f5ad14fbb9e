import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandEntry, type Output } from '../command.ts';
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
      meaning: 'command, group of commands, topic or code (default: list all commands)',
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
    { line: 'pratique help LAYER_TRUNCATED', does: 'explain a code of a report or an error' },
  ],
  run: async (input, { output, commands }) => {
    const name = input.arguments.join(' ');
    const group = name === '' ? undefined : groupHelp(name, commands, output.width);
    const isCommand = commands.some((each) => each.name === name);
    if (name === '') await output.write([programHelp(commands, output.width)]);
    // `sign` is a command and has a verb below it.
    else if (group !== undefined && isCommand)
      await output.write([commandHelp(await loadCommand(name, commands), output.width), '\n', group]);
    else await output.write([group ?? (await topicText(name, output)) ?? commandHelp(await loadCommand(name, commands), output.width)]);
    return 0;
  },
};

/** A page, or what a page says of a code. The reader of Markdown is loaded on demand. */
async function topicText(name: string, output: Output): Promise<string | undefined> {
  const page = readHelpTopic(name);
  if (page === undefined && !/^[A-Z][A-Z0-9_]+$/.test(name)) return undefined;
  const { pageText, codeText } = await import('./page-text.ts');
  if (page !== undefined) return pageText(page, output);
  for (const topic of helpTopics.filter((each) => each.hasCodes === true)) {
    const text = codeText(readHelpTopic(topic.name) ?? '', name, output);
    if (text !== undefined) return text;
  }
  return undefined;
}

async function loadCommand(name: string, commands: readonly CommandEntry[]): Promise<Command> {
  const entry = commands.find((each) => each.name === name);
  if (entry !== undefined) return entry.load();
  throw new PratiqueError('USAGE', `no help for ${JSON.stringify(name.slice(0, 80))}`, {
    hint: `pratique help, or one of ${helpTopics.map((topic) => topic.name).join(', ')}`,
  });
}
