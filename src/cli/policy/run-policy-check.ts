import { readConfigurationFile } from '../../config/configuration-file.ts';
import { checkConfiguration } from '../../config/check-configuration.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { decodePolicy } from '../../policy/statement/decode-policy.ts';
import { decodeTrustPolicy } from '../../trust/verdict/policy/decode-trust-policy.ts';
import { optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readAnchorePolicies } from '../judge/read-anchore-policies.ts';
import { readSuppressions } from '../judge/read-suppressions.ts';
import { readVexDocuments } from '../judge/read-vex-documents.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { countOf } from '../../report/table/words.ts';

/** Everything that a scan would read of policies, without a scan. */
export async function runPolicyCheck(input: CommandInput, context: CommandContext): Promise<number> {
  const file = readConfigurationFile(readConfigurationName(input));
  const counts: string[] = [];
  if (file !== undefined) {
    checkConfiguration(file);
    decodeTrustPolicy(file.text, file.path);
    const { statements, tests } = decodePolicy(file.text, file.path);
    counts.push(countOf(statements.length, 'policy statement'), countOf(tests.length, 'policy test'));
  }
  const { bundles, suppressions: allowed } = readAnchorePolicies(optionValues(input, 'policy-bundle'));
  if (bundles.length > 0)
    counts.push(
      countOf(
        bundles.reduce((sum, { ruleSets }) => sum + [...ruleSets.values()].flatMap(({ rules }) => rules).length, 0),
        'rule of Anchore',
        'rules of Anchore',
      ),
    );
  const suppressions = [...(await readSuppressions(input, file)), ...allowed].reduce((sum, { entries }) => sum + entries.length, 0);
  counts.push(countOf(suppressions, 'suppression'));
  const vex = await readVexDocuments(input, context);
  if (vex.length > 0) counts.push(countOf(vex.length, 'VEX document'));
  await context.output.write([`no errors: ${counts.join(', ')}\n`]);
  return exitCodes.passed;
}
