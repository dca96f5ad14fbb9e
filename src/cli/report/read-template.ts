import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseTemplate, type Template } from '../../report/template/parse-template.ts';
import { optionValue, type CommandInput } from '../command.ts';
import { type OutputTarget } from '../terminal/output-targets.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';

/** `--template`, parsed before anything is scanned; `undefined` where no output is one. Throws USAGE with file and line. */
export function readTemplate(input: CommandInput, outputs: readonly OutputTarget[]): Template | undefined {
  const given = optionValue(input, 'template');
  const isAsked = outputs.some(({ format }) => format === 'template');
  if (given === undefined && !isAsked) return undefined;
  if (given === undefined) throw new PratiqueError('USAGE', '--format template needs --template @FILE', { hint: 'name the template' });
  if (!isAsked)
    throw new PratiqueError('USAGE', '--template needs --format template', { hint: 'add --format template, or --output template=FILE' });
  if (!given.startsWith('@')) return parseTemplate(given, '--template');
  const path = given.slice(1);
  return parseTemplate(readBoundedFile(path, limits.templateBytes, 'the template').toString('utf8'), path);
}
