import { existsSync } from 'node:fs';
import { type ConfigurationFile } from '../../config/configuration-file.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { ignoreFileNames } from '../../policy/ignore/ignore-file-names.ts';
import { type SuppressionFile } from '../../policy/suppression/suppression-entry.ts';
import { hasOption, optionValues, type CommandInput } from '../command.ts';
import { readTextFile } from '../terminal/read-text-file.ts';

/**
 * Every suppression of this run: of `pratique.yaml`, then of the ignore files that options name, or else of those in the working directory. Readers are
 * loaded where there is something to read. Throws CONFIG_INVALID with file and line: a file that cannot be read fails the run.
 */
export async function readSuppressions(
  input: CommandInput,
  configuration: ConfigurationFile | undefined,
): Promise<readonly SuppressionFile[]> {
  const files: SuppressionFile[] = [];
  if (configuration !== undefined) {
    const { decodeSuppressions } = await import('../../policy/suppression/decode-suppressions.ts');
    files.push(decodeSuppressions(configuration.text, configuration.path));
  }
  const ignoreFiles = ignoreFilesOf(input);
  const whitelists = optionValues(input, 'whitelist');
  if (ignoreFiles.length + whitelists.length > 0) {
    const { readIgnoreFile, readWhitelist } = await import('../../policy/ignore/read-ignore-file.ts');
    for (const file of ignoreFiles) files.push(readIgnoreFile(readTextFile(file, limits.suppressionFileBytes), file));
    for (const file of whitelists) files.push(readWhitelist(readTextFile(file, limits.suppressionFileBytes), file));
  }
  const count = files.reduce((sum, { entries }) => sum + entries.length, 0);
  if (count > limits.suppressions)
    throw new PratiqueError('CONFIG_INVALID', `there are ${count} suppressions, more than ${limits.suppressions}`, {
      hint: 'remove those that match nothing',
    });
  return files.filter(({ entries, unusable }) => entries.length + unusable.length > 0);
}

/** The files that `--ignorefile` names, or those that are in the working directory. */
export function ignoreFilesOf(input: CommandInput): readonly string[] {
  const named = optionValues(input, 'ignorefile');
  if (named.length > 0) return named;
  return hasOption(input, 'no-ignorefile') ? [] : ignoreFileNames.filter((name) => existsSync(name));
}
