import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { applyMigration, type MigrationStep } from '../../../trust/migrate/apply/apply-migration.ts';
import { formatPolicy } from '../../../trust/migrate/apply/format-policy.ts';
import { MigrationRecord } from '../../../trust/migrate/apply/migration-record.ts';
import { type Resigner } from '../../../trust/migrate/apply/resigner.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../../command.ts';
import { formatMigration, formatMigrationJson, formatMigrationMarkdown } from './apply-text.ts';
import { readResigners } from './resigners.ts';
import { openMigrationSource } from './source.ts';
import { writeOutputFile } from '../../write-output-file.ts';

const defaultRecord = 'content-trust-migration.jsonl';

/** Signs anew with `--yes`, and otherwise tells what it would; 4 when something is not carried over. */
export async function runApply(input: CommandInput, context: CommandContext): Promise<number> {
  const isDryRun = !hasOption(input, 'yes');
  const { resigners, policyKeys } = await readResigners(input, context);
  const record = await MigrationRecord.open(optionValue(input, 'record') ?? defaultRecord);
  await using source = await openMigrationSource(input, context);
  const { images, verifiedAt } = source;
  if (images.length > limits.tags) throw new PratiqueError('LIMIT_EXCEEDED', `${images.length} images are signed, more than ${limits.tags}`);
  const run = { images, resigners, record, verifiedAt, isDryRun, repositoryOf: source.repositoryOf };
  const steps = await applyMigration(run, context.runtime);
  const policy = formatPolicy(signedRepositories(steps, isDryRun), policyKeys);
  const policyFile = optionValue(input, 'policy');
  if (policyFile !== undefined && !isDryRun && policy !== '') writeOutputFile(policyFile, [policy]);
  await write(steps, { policy, isDryRun }, input, context);
  if (isDryRun) context.output.note('pratique: nothing was signed; --yes does it');
  return steps.every(({ outcome }) => ['to sign', 'signed', 'signed before'].includes(outcome.kind)) ? 0 : 4;
} // prettier-ignore

/** Only what is signed, or would be, is asked for by the policy: it would shut out everything else. */
function signedRepositories(
  steps: readonly MigrationStep[],
  isDryRun: boolean,
): readonly { readonly name: string; readonly schemes: readonly Resigner['scheme'][] }[] {
  const schemes = new Map<string, Set<Resigner['scheme']>>();
  for (const { image, scheme, outcome } of steps)
    if (outcome.kind === 'signed' || outcome.kind === 'signed before' || (isDryRun && outcome.kind === 'to sign'))
      schemes.set(image.repository, (schemes.get(image.repository) ?? new Set()).add(scheme));
  return [...schemes].map(([name, own]) => ({ name, schemes: [...own] }));
}

async function write(
  steps: readonly MigrationStep[],
  about: { readonly policy: string; readonly isDryRun: boolean },
  input: CommandInput,
  { output }: CommandContext,
): Promise<void> {
  const format = optionValue(input, 'format') ?? 'table';
  if (format === 'json') await output.write([formatMigrationJson(steps, about)]);
  else await output.write(format === 'markdown' ? formatMigrationMarkdown(steps, about) : formatMigration(steps, about));
}
