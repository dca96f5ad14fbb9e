import { type Command, type CommandOption, takesValue } from '../command.ts';
import { commonOptions } from './common-options.ts';

/** Words of a command line, sorted without judging them. */
export interface Operands {
  /** What is neither an option nor the value of one. */
  readonly operands: readonly string[];
  /** Words that an option took as its value, as in `--output FILE` but not in `--output=FILE`. */
  readonly values: readonly { readonly option: string; readonly value: string }[];
  /** Whether every option is one of the command's, and each has its value. */
  readonly isWhole: boolean;
}

/** Sorts words by a command's options. An option that the command does not have counts as a switch. */
export function findOperands(command: Command, words: readonly string[]): Operands {
  const known = knownOptions(command);
  const operands: string[] = [];
  const values: { option: string; value: string }[] = [];
  let isWhole = true;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const option = known.get(equals < 0 ? word : word.slice(0, equals));
    const value = words[at + 1];
    const isOpen = option !== undefined && takesValue(option) && equals < 0;
    if (option === undefined || (isOpen && value === undefined)) isWhole = false;
    if (!isOpen || value === undefined) continue;
    values.push({ option: word, value });
    at += 1;
  }
  return { operands, values, isWhole };
}

/** By `--name` and `-n`, aliases included. */
export function knownOptions(command: Command): ReadonlyMap<string, CommandOption> {
  const flag = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);
  return new Map(
    [...command.options, ...commonOptions].flatMap((option) => {
      const names = [option.name, ...(option.short === undefined ? [] : [option.short]), ...(option.aliases ?? []).map(({ name }) => name)];
      return names.map((name) => [flag(name), option] as const);
    }),
  );
}
