import { type Command, type CommandArgument, type CommandInput, type CommandOption, takesValue } from '../command.ts';
import { knownOptions } from './find-operands.ts';

/**
 * Reads words that leave nothing to explain: known options in full, each with a value that cannot be another option, and as many arguments as the
 * command takes. `undefined` for all others, which `parseWords` reads or refuses; it takes several times as long to load as this to run.
 */
export function readWords(command: Command, words: readonly string[]): CommandInput | undefined {
  const known = plainOptions(command);
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const rest = words.values();
  for (const word of rest) {
    if (!word.startsWith('-')) operands.push(word);
    else if (!takeOption(word, rest, known, given)) return undefined;
  }
  return takes(command, operands.length, given) ? { arguments: operands, options: given } : undefined;
}

/** Aliases, and options that only explain themselves, are left to the parser. */
function plainOptions(command: Command): ReadonlyMap<string, CommandOption> {
  const isPlain = (flag: string, { name, short, instead }: CommandOption): boolean =>
    instead === undefined && (flag === `--${name}` || flag === `-${short ?? ''}`);
  return new Map([...knownOptions(command)].filter(([flag, option]) => isPlain(flag, option)));
}

/** Whether the word is an option in one of the plain forms: `--name`, `--name value`, `--name=value`, `-n`, `-n value`. */
function takeOption(
  word: string,
  rest: Iterator<string, undefined>,
  known: ReadonlyMap<string, CommandOption>,
  given: Map<string, string[]>,
): boolean {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const option = known.get(equals < 0 ? word : word.slice(0, equals));
  if (option === undefined || (!takesValue(option) && equals >= 0)) return false;
  const value = !takesValue(option) ? '' : equals < 0 ? rest.next().value : word.slice(equals + 1);
  if (value === undefined || value.startsWith('-') || (takesValue(option) && value === '')) return false;
  if (option.choices !== undefined && !option.choices.includes(value)) return false;
  const values = given.get(option.name);
  if (values !== undefined && option.isRepeatable !== true && values[0] !== value) return false;
  if (values === undefined) given.set(option.name, [value]);
  else values.push(value);
  return true;
}

function takes(command: Command, count: number, given: ReadonlyMap<string, unknown>): boolean {
  const isNeeded = ({ isOptional, unlessOptions }: CommandArgument): boolean =>
    unlessOptions === undefined ? isOptional !== true : !unlessOptions.some((name) => given.has(name));
  const least = command.arguments.filter(isNeeded).length;
  const most = command.arguments.some((argument) => argument.isVariadic === true) ? Infinity : command.arguments.length;
  return count >= least && count <= most;
}
