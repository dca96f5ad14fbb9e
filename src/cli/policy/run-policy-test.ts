import { readConfigurationFile } from '../../config/configuration-file.ts';
import { checkConfiguration } from '../../config/check-configuration.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { decodePolicy } from '../../policy/statement/decode-policy.ts';
import { ask } from '../../policy/statement/judge-statements.ts';
import { type PolicyTest, type Statement } from '../../policy/statement/statement.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readConfigurationName } from '../words/configuration-name.ts';

/** Case by case, a line each. */
export async function runPolicyTest(input: CommandInput, { output }: CommandContext): Promise<number> {
  const file = readConfigurationFile(readConfigurationName(input));
  if (file === undefined) throw new PratiqueError('USAGE', 'there is no pratique.yaml here', { hint: 'name the file with --config' });
  checkConfiguration(file);
  const { statements, tests } = decodePolicy(file.text, file.path);
  if (tests.length === 0) throw new PratiqueError('USAGE', `${file.path} has no policy-tests`, { hint: 'see pratique help policies' });
  const results = tests.map((test) => ({
    test,
    violated: statements.filter((statement) => isViolated(statement, test)).map(({ name }) => name),
  }));
  const failed = results.filter(({ test, violated }) => !isSame(test.violates, violated));
  const lines = results.map(({ test, violated }) =>
    isSame(test.violates, violated)
      ? `ok    ${test.name}\n`
      : `FAIL  ${test.name} (${test.origin}): violates ${listOf(violated)}, expected ${listOf(test.violates)}\n`,
  );
  await output.write([...lines, failed.length === 0 ? `${tests.length} passed\n` : `${failed.length} of ${tests.length} failed\n`]);
  return failed.length === 0 ? exitCodes.passed : exitCodes.policyFailed;
}

/** A statement about findings is not asked where a case has none. */
function isViolated(statement: Statement, { facts }: PolicyTest): boolean {
  if (statement.kind === 'require') return !ask(statement, facts);
  return facts.finding !== undefined && ask(statement, facts);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join('\n') === [...b].sort().join('\n');
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
