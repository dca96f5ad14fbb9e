import { closestWord } from '../../lib/text/closest-word.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandEntry, type Output } from '../command.ts';
import { commandHelp, groupHelp, programHelp, topicsHelp } from './help-text.ts';
import { helpTopics } from './help-topics.ts';
import { readHelpTopic } from './read-help-topic.ts';

export const helpCommand: Command = {
  name: 'help',
  summary: 'show help for a command or a topic',
  description: ['Without a command, lists all commands. A topic is a page of the documentation; "pratique help topics" lists them.'],
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
    { line: 'pratique help topics', does: 'list the pages of the documentation' },
    { line: 'pratique help limits', does: 'show a page of the documentation' },
    { line: 'pratique help LAYER_TRUNCATED', does: 'explain a code of a report or an error' },
  ],
  run: async (input, { output, commands }) => {
    const name = input.arguments.join(' ');
    const group = name === '' ? undefined : groupHelp(name, commands, output.width);
    const isCommand = commands.some((each) => each.name === name);
    if (name === '') await output.write([programHelp(commands, output.width)]);
    else if (name === 'topics') await output.write([topicsHelp(output.width)]);
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
  const meant = closestHelp(name.slice(0, 80), commands);
  throw new PratiqueError(
    'USAGE',
    `no help for ${JSON.stringify(name.slice(0, 80))}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    {
      hint: meant === undefined ? '"pratique help" lists commands, "pratique help topics" pages' : `pratique help ${meant}`,
    },
  );
}

/** The command, group, topic or code that was probably meant. */
function closestHelp(name: string, commands: readonly CommandEntry[]): string | undefined {
  const groups = commands.flatMap((each) => each.name.split(' ').slice(0, -1).map((_, at, words) => words.slice(0, at + 1).join(' '))); // prettier-ignore
  const codes = helpTopics
    .filter(({ hasCodes }) => hasCodes === true)
    .flatMap((topic) => [...(readHelpTopic(topic.name) ?? '').matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm)].map(([, code = '']) => code));
  const code = closestWord(name.toUpperCase().replaceAll('-', '_'), codes);
  const names = ['topics', ...commands.map((each) => each.name), ...groups, ...helpTopics.map((topic) => topic.name)];
  const beginning = name.length < 4 ? undefined : names.find((each) => each.startsWith(name));
  return closestWord(name, names) ?? code ?? beginning;
}
