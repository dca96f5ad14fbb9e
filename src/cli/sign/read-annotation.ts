import { PratiqueError } from '../../model/pratique-error.ts';

/** `NAME=VALUE`; a value may have `=` in it. Throws USAGE. */
export function readAnnotation(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new PratiqueError('USAGE', `--annotation: ${JSON.stringify(text.slice(0, 80))} has no name and value`, {
    hint: 'such as commit=1234',
  });
}
