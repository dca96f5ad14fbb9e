import { type ConfigurationFile, readConfigurationFile } from '../../config/configuration-file.ts';
import { flagPolicy, type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { type Policy } from '../../policy/policy.ts';
import { type SuppressionFile } from '../../policy/suppression/suppression-entry.ts';
import { optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { readSuppressions } from './read-suppressions.ts';
import { readVexDocuments, readVexStrictness } from './read-vex-documents.ts';

/**
 * What this run is judged by: the gate of the flags, with the suppressions of `pratique.yaml` and of ignore files. What reads files is loaded only where
 * there is one. Throws CONFIG_INVALID with file and line: a policy that cannot be read never lets a build pass.
 */
export async function readPolicy(input: CommandInput, gate: FlagPolicyOptions, context: CommandContext): Promise<Policy> {
  const flags = flagPolicy(gate);
  const configuration = readConfigurationFile(readConfigurationName(input));
  if (configuration !== undefined) (await import('../../config/check-configuration.ts')).checkConfiguration(configuration);
  const own = configuration === undefined ? flags : await withOwnStatements(flags, configuration, context);
  const { policy, allowed } = await withForeignPolicies(own, optionValues(input, 'policy-bundle'), context);
  const suppressions = [...(await readSuppressions(input, configuration)), ...allowed];
  const vex = await readVexDocuments(input, context);
  const followed = vex.length === 0 ? policy : (await import('../../policy/with-vex.ts')).withVex(policy, vex, readVexStrictness(input));
  if (suppressions.length === 0) return followed;
  // What the team itself decided is named before a document of others.
  return (await import('../../policy/with-suppressions.ts')).withSuppressions(followed, suppressions);
}

/** The expression engine is loaded only where the file has a statement. */
async function withOwnStatements(policy: Policy, { text, path }: ConfigurationFile, { runtime }: CommandContext): Promise<Policy> {
  if (!/^["']?policy(?:-tests)?["']?\s*:/m.test(text)) return policy;
  const { decodePolicy } = await import('../../policy/statement/decode-policy.ts');
  const { withStatements } = await import('../../policy/with-statements.ts');
  return withStatements(policy, decodePolicy(text, path).statements, runtime.now);
}

/** The bundles of `--policy-bundle` with their allow lists; loaded where there is one. */
async function withForeignPolicies(
  policy: Policy,
  files: readonly string[],
  { runtime }: CommandContext,
): Promise<{ readonly policy: Policy; readonly allowed: readonly SuppressionFile[] }> {
  if (files.length === 0) return { policy, allowed: [] };
  const { readAnchorePolicies } = await import('./read-anchore-policies.ts');
  const { withAnchoreBundles } = await import('../../policy/anchore/with-anchore-bundles.ts');
  const { bundles, suppressions } = readAnchorePolicies(files);
  return { policy: withAnchoreBundles(policy, bundles, runtime.now), allowed: suppressions };
}
