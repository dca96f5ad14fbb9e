import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type CommandInput } from '../command.ts';

/** The configuration file that `--config` or `--policy` names. Throws USAGE where they name two. */
export function readConfigurationName(input: CommandInput): string | undefined {
  const [config, policy] = [optionValue(input, 'config'), optionValue(input, 'policy')];
  if (config !== undefined && policy !== undefined && config !== policy)
    throw new PratiqueError('USAGE', '--config and --policy name two files', { hint: 'give one of the two' });
  if (policy !== undefined && /\.(?:cue|rego)$/.test(policy))
    throw new PratiqueError('USAGE', `--policy: ${policy} is a CUE or Rego policy, which is not supported`, {
      hint: 'write what the predicate must say with --assert, or in the attestations section of pratique.yaml',
    });
  return config ?? policy;
}
