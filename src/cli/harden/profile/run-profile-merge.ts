import { mergeProfiles } from '../../../harden/seccomp/merge-profiles.ts';
import { writeSeccompProfile } from '../../../harden/seccomp/write-seccomp-profile.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../../command.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { readContext } from './read-context.ts';
import { readProfileFile } from './read-profile-file.ts';

export async function runProfileMerge(input: CommandInput, { output }: CommandContext): Promise<number> {
  if (input.arguments.length < 2)
    throw new PratiqueError('USAGE', 'profile merge needs two profiles or more', { hint: 'pratique profile merge a.json b.json' });
  const mode = hasOption(input, 'intersection') ? 'intersection' : 'union';
  const text = writeSeccompProfile(mergeProfiles(input.arguments.map(readProfileFile), mode, readContext(input)));
  const file = optionValue(input, 'output');
  if (file === undefined) await output.write([text]);
  else writeOutputFile(file, [text]);
  return exitCodes.passed;
}
