import { existsSync } from 'node:fs';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readIgnoreFile } from '../../policy/ignore/read-ignore-file.ts';
import { type UnusableEntry } from '../../policy/suppression/suppression-entry.ts';
import { writeSuppressions } from '../../policy/suppression/write-suppressions.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readTextFile } from '../terminal/read-text-file.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';

/** Ignore files → a suppressions section; what it cannot say is listed, and makes the exit code 4. */
export async function runPolicyImport(input: CommandInput, { output }: CommandContext): Promise<number> {
  const target = optionValue(input, 'output');
  if (target !== undefined && existsSync(target))
    throw new PratiqueError('USAGE', `${target} exists`, { hint: 'print the section without --output, and add it to the file' });
  const files = input.arguments.map((file) => readIgnoreFile(readTextFile(file, limits.suppressionFileBytes), file));
  const { text, left } = writeSuppressions(files.flatMap(({ entries }) => entries));
  const lost: readonly UnusableEntry[] = [...files.flatMap(({ unusable }) => unusable), ...left];
  if (target === undefined) await output.write([text]);
  else writeOutputFile(target, [text]);
  for (const { origin, message } of lost) output.warn(`pratique: not converted: ${origin}: ${message}`);
  return lost.length === 0 ? exitCodes.passed : exitCodes.incomplete;
}
