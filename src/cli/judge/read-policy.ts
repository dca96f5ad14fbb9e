import { readConfigurationFile } from '../../config/configuration-file.ts';
import { flagPolicy, type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { type Policy } from '../../policy/policy.ts';
import { type CommandInput } from '../command.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { readSuppressions } from './read-suppressions.ts';

/**
 * What this run is judged by: the gate of the flags, with the suppressions of `pratique.yaml` and of ignore files. What reads files is loaded only where
 * there is one. Throws CONFIG_INVALID with file and line: a policy that cannot be read never lets a build pass.
 */
export async function readPolicy(input: CommandInput, gate: FlagPolicyOptions): Promise<Policy> {
  const policy = flagPolicy(gate);
  const configuration = readConfigurationFile(readConfigurationName(input));
  if (configuration !== undefined) (await import('../../config/check-configuration.ts')).checkConfiguration(configuration);
  const suppressions = await readSuppressions(input, configuration);
  if (suppressions.length === 0) return policy;
  return (await import('../../policy/with-suppressions.ts')).withSuppressions(policy, suppressions);
}
