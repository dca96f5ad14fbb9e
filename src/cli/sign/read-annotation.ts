import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValues, type CommandInput } from '../command.ts';

/** The annotations of `--annotation`. Throws USAGE where one of them has two values, of which only one would count. */
export function readAnnotations(input: CommandInput): ReadonlyMap<string, string> {
  const annotations = new Map<string, string>();
  for (const [name, value] of optionValues(input, 'annotation').map(readAnnotation)) {
    const earlier = annotations.get(name);
    if (earlier !== undefined && earlier !== value)
      throw new PratiqueError('USAGE', `--annotation: ${name} was given as ${JSON.stringify(earlier)} and as ${JSON.stringify(value)}`, {
        hint: 'give each name once',
      });
    annotations.set(name, value);
  }
  return annotations;
}

/** `NAME=VALUE`; a value may have `=` in it. Throws USAGE. */
function readAnnotation(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new PratiqueError('USAGE', `--annotation: ${JSON.stringify(text.slice(0, 80))} has no name and value`, {
    hint: 'such as commit=1234',
  });
}
