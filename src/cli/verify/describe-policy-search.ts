import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type CommandInput } from '../command.ts';
import { readConfigurationName } from '../words/configuration-name.ts';

/** Where a trust policy was looked for, where there is none: `there is no pratique.yaml in /work`. */
export function describePolicySearch(input: CommandInput): string {
  const file = readConfigurationFile(readConfigurationName(input));
  return file === undefined ? `there is no pratique.yaml in ${process.cwd()}` : `${file.path} has no trust section`;
}
