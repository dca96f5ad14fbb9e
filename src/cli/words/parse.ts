import { Command as Parser, CommanderError } from 'commander';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandInput, type CommandOption, takesValue } from '../command.ts';
import { commonOptions } from './common-options.ts';
import { optionAdvice } from './option-advice.ts';
import { formatArgument, formatOption } from './option-format.ts';
import { missingArgument, usageError } from './usage-error.ts';

/** Checks words against a command's data. Throws USAGE, with what was probably meant. */
export function parseWords(command: Command, words: readonly string[]): CommandInput {
  const known = [...command.options, ...commonOptions];
  const given = new Map<string, string[]>();
  const parser = new Parser(command.name).exitOverride().helpOption(false).allowExcessArguments(false);
  parser.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const argument of command.arguments) parser.argument(formatArgument(argument));
  for (const option of known) {
    addOption(parser, option, option.name, (value) => {
      checkValue(command, option, value, known);
      addOnce(command, option, value, given);
    });
    for (const alias of option.aliases ?? [])
      addOption(parser, { ...option, short: undefined }, alias.name, (value) => {
        checkValue(command, option, value, known);
        addOnce(command, option, value, given);
        add(given, alias.name, value);
      });
  }
  try {
    parser.parse(takeOptionalValues(spellOutSwitches(command, words, known), known, given), { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageError(command, words, error) : error;
  }
  const unless = command.arguments.find(({ unlessOptions }) => unlessOptions?.some((name) => given.has(name)) === false);
  if (unless !== undefined && parser.args.length === 0) throw missingArgument(command, words, unless.name);
  return { arguments: parser.args, options: given };
}

type TakeValue = (value: string | null | undefined) => void;

function addOption(
  parser: Parser,
  { short, value, isValueOptional }: { readonly short?: string | undefined; readonly value?: string; readonly isValueOptional?: boolean },
  name: string,
  take: TakeValue,
): void {
  const flag = name.length === 1 ? `-${name}` : formatOption({ name, ...(short === undefined ? {} : { short }) });
  // Brackets would mean an optional value to commander.
  parser.option(value === undefined || isValueOptional === true ? flag : `${flag} <${value.replace(/[[\]]/g, '')}>`);
  parser.on(`option:${name}`, take);
}

/** Throws USAGE for a second value of an option that takes one: which of the two counts would depend on their order. */
function addOnce(command: Command, option: CommandOption, value: string | null | undefined, given: Map<string, string[]>): void {
  const [first] = given.get(option.name) ?? [];
  // The values may be secrets.
  if (option.isRepeatable !== true && first !== undefined && first !== (value ?? ''))
    throw new PratiqueError('USAGE', `${command.name}: --${option.name} was given twice, with different values`, {
      hint: `give --${option.name} once`,
    });
  add(given, option.name, value);
}

function add(given: Map<string, string[]>, name: string, value: string | null | undefined): void {
  given.set(name, [...(given.get(name) ?? []), value ?? '']);
}

function checkValue(command: Command, option: CommandOption, value: string | null | undefined, known: readonly CommandOption[]): void {
  if (option.instead !== undefined) throw notSupported(command, option.name, option.instead);
  if (value === null || value === undefined) return;
  // `--output --format json`: the value was forgotten, and the next flag is not one.
  if (value.startsWith('--') && known.some(({ name }) => value === `--${name}`))
    throw new PratiqueError('USAGE', `${command.name}: --${option.name} needs a value`, { hint: `pratique help ${command.name}` });
  // An empty path is the working directory to some calls, and no file to others.
  if (option.completes !== undefined && value === '')
    throw new PratiqueError('USAGE', `${command.name}: --${option.name} is empty`, {
      hint: 'check the variable it comes from, or leave it out',
    });
  if (option.choices !== undefined && !option.choices.includes(value))
    throw new PratiqueError('USAGE', `--${option.name} cannot be ${JSON.stringify(value.slice(0, 80))}`, {
      hint: optionAdvice(command, `--${option.name}`) ?? `use one of ${option.choices.join(', ')}`,
    });
}

/** Values that options may have behind `=`, which commander would not take for a switch: written down, and left out of the words. */
function takeOptionalValues(words: readonly string[], known: readonly CommandOption[], given: Map<string, string[]>): string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.filter((word, index) => {
    const [, name = '', value = ''] = index < end ? (/^--([a-z-]+)=(.+)$/.exec(word) ?? []) : [];
    if (!known.some((option) => option.name === name && option.isValueOptional === true)) return true;
    given.set(name, [...(given.get(name) ?? []), value]);
    return false;
  });
}

/** Go programs take `--ignore-unfixed=true`, and people bring it along; commander's switches take no value. */
function spellOutSwitches(command: Command, words: readonly string[], known: readonly CommandOption[]): string[] {
  const switches = new Map<string, CommandOption>();
  for (const option of known.filter((each) => !takesValue(each)))
    for (const { name } of [option, ...(option.aliases ?? [])]) switches.set(`--${name}`, option);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.flatMap((word, index) => {
    const [, flag = '', value] = index < end ? (/^(--[a-z0-9-]+)=(true|false)$/.exec(word) ?? []) : [];
    const option = switches.get(flag);
    if (option === undefined) return [word];
    if (value === 'true') return [flag];
    if (option.insteadIfFalse !== undefined) throw notSupported(command, `${option.name}=false`, option.insteadIfFalse);
    return [];
  });
}

function notSupported(command: Command, name: string, hint: string): PratiqueError {
  return new PratiqueError('USAGE', `${command.name}: ${name.length === 1 ? '-' : '--'}${name} is not supported`, { hint });
}
