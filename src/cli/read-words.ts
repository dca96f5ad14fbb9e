import { type Command, type CommandInput, type CommandOption, takesValue } from './command.ts';
import { commonOptions } from './common-options.ts';

/**
 * Reads words that leave nothing to explain: known options in full, each with a value that cannot be another option, and as many arguments as the
 * command takes. `undefined` for all others, which `parseWords` reads or refuses; it takes several times as long to load as this to run.
 */
export function readWords(command: Command, words: readonly string[]): CommandInput | undefined {
  const known = new Map<string, CommandOption>();
  for (const option of [...command.options, ...commonOptions]) {
    // What has to be explained is not plain.
    if (option.instead !== undefined) continue;
    known.set(`--${option.name}`, option);
    if (option.short !== undefined) known.set(`-${option.short}`, option);
  }
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const rest = words.values();
  for (const word of rest) {
    if (!word.startsWith('-')) operands.push(word);
    else if (!takeOption(word, rest, known, given)) return undefined;
  }
  return takes(command, operands.length) ? { arguments: operands, options: given } : undefined;
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
  if (values === undefined) given.set(option.name, [value]);
  else values.push(value);
  return true;
}

function takes(command: Command, count: number): boolean {
  const least = command.arguments.filter((argument) => argument.isOptional !== true).length;
  const most = command.arguments.some((argument) => argument.isVariadic === true) ? Infinity : command.arguments.length;
  return count >= least && count <= most;
}
