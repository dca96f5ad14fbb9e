import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { applyMigration, checkResigners, type MigrationRun } from '../../../trust/migrate/apply/apply-migration.ts';
import { RegistryRevocations } from '../../../trust/migrate/apply/registry-revocations.ts';
import { type ResolvedSignedImage } from '../../../trust/migrate/resolve/signed-image.ts';
import { type ServerRefusals } from '../../../trust/migrate/resolve/compare-with-server.ts';
import { MigrationRecord } from '../../../trust/migrate/apply/migration-record.ts';
import { formatPolicy } from '../../../trust/migrate/policy/format-policy.ts';
import { planPolicy } from '../../../trust/migrate/policy/plan-policy.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../../command.ts';
import { formatMigration, formatMigrationJson, formatMigrationMarkdown, type MigrationReport } from './apply-text.ts';
import { openPolicyFile } from './policy-file.ts';
import { readResigners, registryContexts } from './resigners.ts';
import { openMigrationSource, type MigrationSource } from './source.ts';

const defaultRecord = 'content-trust-migration.jsonl';

/** Signs again with `--yes`, otherwise shows the plan; 4 when something is not carried over. */
export async function runApply(input: CommandInput, context: CommandContext): Promise<number> {
  const { runtime, output } = context;
  const isDryRun = !hasOption(input, 'yes');
  const openRegistryContext = registryContexts(input, runtime);
  const resigners = await readResigners(input, context, openRegistryContext);
  const record = await MigrationRecord.open(optionValue(input, 'record') ?? defaultRecord);
  await using source = await openMigrationSource(input, context);
  const { images, verifiedAt, repositoryOf } = source;
  if (images.length > limits.tags) throw new PratiqueError('LIMIT_EXCEEDED', `${images.length} images are signed, more than ${limits.tags}`);
  const refusedTags = findRefusedTags(source, await source.askServers(), new RegistryRevocations(openRegistryContext), readSignAgain(input, images));
  const run: MigrationRun = { images, resigners, record, verifiedAt, isDryRun, repositoryOf, refusedTags };
  await checkResigners(run, runtime);
  // A policy file that contradicts the new policy stops the run before anything is signed.
  const planned = await applyMigration({ ...run, isDryRun: true }, runtime);
  const policyFile = openPolicyFile(optionValue(input, 'policy'));
  const dryPlan = await planPolicy({ steps: planned, resigners, repositoryOf, isDryRun: true }, runtime);
  const merged = policyFile?.merge(dryPlan.statements);
  const steps = isDryRun ? planned : await applyMigration(run, runtime);
  const { statements, gaps } = isDryRun ? dryPlan : await planPolicy({ steps, resigners, repositoryOf, isDryRun }, runtime);
  const written = isDryRun ? undefined : policyFile?.write(statements);
  const policy = statements.length === 0 ? '' : formatPolicy(statements);
  await write({ steps, schemes: resigners.map(({ scheme }) => scheme), policy, gaps, isDryRun, ...(written === undefined ? {} : { written }) }, input, context);
  for (const notice of (written ?? merged)?.notices ?? []) output.warn(`pratique: ${notice}`);
  for (const { repository, reason } of gaps) output.warn(`pratique: no policy for ${repository}: ${reason}`);
  if (isDryRun) output.note('pratique: dry run, nothing was signed or written; sign with --yes');
  if (steps.length === 0) output.warn('pratique: nothing to sign: no signed tag was found, so no policy is written either');
  const isWhole = steps.length > 0 && steps.every(({ outcome }) => ['to sign', 'signed', 'signed before'].includes(outcome.kind)) && gaps.length === 0;
  return isWhole ? 0 : 4;
} // prettier-ignore

/** Tags of --sign-again. Throws USAGE for one that is not there, which is most likely misspelt. */
function readSignAgain(input: CommandInput, images: readonly ResolvedSignedImage[]): ReadonlySet<string> {
  const names = optionValues(input, 'sign-again');
  const known = new Set(images.flatMap(({ tags }) => tags.map(({ tag }) => tag)));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return new Set(names);
  throw new PratiqueError('USAGE', `--sign-again ${unknown}: no such tag was signed`, { hint: 'give the tag alone, such as --sign-again 1.0; trust migrate resolve lists the signed tags' });
} // prettier-ignore

/** What was revoked since, by the trust metadata in the registry or by the server of the archive, without the tags to sign again. */
function findRefusedTags({ repositoryOf }: MigrationSource, serverRefusals: ServerRefusals, revocations: RegistryRevocations, signAgain: ReadonlySet<string>): MigrationRun['refusedTags'] {
  return async (image, runtime) => {
    const refused = new Map([...(await revocations.find(image, repositoryOf(image), runtime)), ...(serverRefusals.get(image.repository) ?? [])]);
    return new Map([...refused].filter(([tag]) => !signAgain.has(tag)));
  };
} // prettier-ignore

async function write(report: MigrationReport, input: CommandInput, { output }: CommandContext): Promise<void> {
  const format = optionValue(input, 'format') ?? 'table';
  if (format === 'json') await output.write([formatMigrationJson(report)]);
  else await output.write(format === 'markdown' ? formatMigrationMarkdown(report) : formatMigration(report, output.terminalWidth));
}
