import { type CommandEntry } from '../command.ts';
import { commands } from '../commands.ts';

/** A command that some words name, and how many of them do. */
export interface NamedCommand {
  readonly entry: CommandEntry;
  readonly length: number;
}

/** The command that the words from `at` on name; the longest name counts. An alias counts where another word follows. */
export function findCommand(words: readonly string[], at: number): NamedCommand | undefined {
  for (const length of [3, 2, 1]) {
    const name = words.slice(at, at + length).join(' ');
    const entry = commands.find((each) => each.name === name);
    if (entry !== undefined && at + length <= words.length) return { entry, length };
  }
  const alias = words[at + 1] === undefined ? undefined : commands.find(({ aliases }) => aliases?.includes(words[at] ?? ''));
  return alias === undefined ? undefined : { entry: alias, length: 1 };
}

/** The entry of a command that is known to exist. */
export function namedCommand(name: string): CommandEntry {
  const entry = commands.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no command ${name}`);
  return entry;
}

/** The verbs below a word or two: of `trust key` they are `generate`, `load`, and so on. */
export function verbsBelow(group: string): readonly string[] {
  return commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
}

/** Whether a word alone names a command or a group of them. */
export function isCommandWord(word: string): boolean {
  return commands.some(({ name }) => name.split(' ')[0] === word);
}
