import { existsSync } from 'node:fs';
import { contentKinds } from '../../model/content-kinds.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { severities } from '../../model/severity.ts';
import { hasOption, optionValue, type CommandInput } from '../command.ts';

/**
 * Refuses a target that is more likely the rest of an option: `-s CRITICAL HIGH`, `--allow-incomplete npm`. A registry would be asked for an
 * image of that name, and the gate would not be the one that was meant. Throws USAGE.
 */
export function refuseOptionWord(target: string, input: CommandInput): void {
  const word = target.toLowerCase();
  if (existsSync(target)) return;
  if (severities.some((each) => each === word)) {
    const before = optionValue(input, 'severity') ?? optionValue(input, 'only-severity');
    throw new PratiqueError('USAGE', `"${target}" is a severity, not a target`, {
      hint: `--severity ${before === undefined ? '' : `${before},`}${target}, separated by commas`,
    });
  }
  if (hasOption(input, 'allow-incomplete') && contentKinds.some((each) => each === word))
    throw new PratiqueError('USAGE', `"${target}" is a kind of content, not a target`, {
      hint: `--allow-incomplete=${target}, with an equals sign; for an image of that name, write docker.io/library/${target}`,
    });
}
