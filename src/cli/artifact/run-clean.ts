import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { cleanImage, planCleaning } from '../../trust/store/clean-image.ts';
import { type CleaningPlan } from '../../trust/store/cleaning-plan.ts';
import { type ArtifactPurpose } from '../../trust/store/artifact-purpose.ts';
import { chooseTag, openRepository, type OpenedRepository } from '../../trust/store/open-repository.ts';
import { planOrphans } from '../../trust/store/plan-orphans.ts';
import { assertNotReserved } from '../../trust/store/trust-metadata-tag.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

const everything: readonly ArtifactPurpose[] = ['signature', 'attestation', 'sbom'];

export async function runClean(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const plan = await makePlan(opened, input, runtime);
  const isDone = hasOption(input, 'yes');
  if (isDone) await cleanImage(opened.repository, plan, runtime);
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(isJson ? [`${JSON.stringify({ isDone, ...plan }, undefined, 2)}\n`] : formatPlan(plan, isDone, output.width));
  if (plan.isImageMissing === true) output.note('pratique: no image has this digest; only what is attached to it was looked up');
  if (!isDone && plan.removals.length > 0) output.note('Nothing was removed. Run again with --yes to remove these.');
  return plan.stoppedAt === undefined ? exitCodes.passed : exitCodes.incomplete;
}

async function makePlan(opened: OpenedRepository, input: CommandInput, runtime: Runtime): Promise<CleaningPlan> {
  const types = optionValues(input, 'type');
  if (hasOption(input, 'orphans')) {
    if (types.length > 0)
      throw new PratiqueError('USAGE', '--orphans removes what belongs to images that do not exist, whatever its type', {
        hint: 'leave out --type',
      });
    return planOrphans(opened.repository, runtime);
  }
  const purposes = new Set(types.length === 0 || types.includes('all') ? everything : everything.filter((each) => types.includes(each)));
  const tagOrDigest = await chooseTag(opened);
  assertNotReserved(tagOrDigest, opened.repository.name);
  return planCleaning(opened.repository, tagOrDigest, purposes, runtime);
}

/** Groups what is removed by the image it is attached to. */
function* formatPlan({ removals, kept, stoppedAt }: CleaningPlan, isDone: boolean, width: number): Generator<string> {
  const wrap = (text: string, first: string): string => wrapWhole(escapeControl(text), width, first, `${first}  `).join('\n') + '\n';
  for (const subject of new Set(removals.map((removal) => removal.subject))) {
    yield `${subject}:\n`;
    for (const { foundAt, purposes, count, keptUnder } of removals.filter((removal) => removal.subject === subject))
      yield wrap(
        `${isDone ? 'removed' : 'would remove'} ${count} ${describePurposes(purposes, count)}, ${foundAt}${keptUnder === undefined ? '' : ` (tag ${keptUnder} keeps it)`}`,
        '  ',
      );
  }
  for (const { foundAt, reason } of kept) yield wrap(`kept ${foundAt}: ${reason}`, '');
  if (removals.length === 0 && kept.length === 0) yield 'nothing to remove\n';
  if (stoppedAt !== undefined) yield wrap(`TRUNCATED: ${stoppedAt}`, '');
}

function describePurposes(purposes: readonly ArtifactPurpose[], count: number): string {
  return purposes.map((purpose) => `${words[purpose]}${count === 1 ? '' : 's'}`).join(' and ');
}

const words: Readonly<Record<ArtifactPurpose, string>> = {
  signature: 'signature',
  attestation: 'attestation',
  sbom: 'SBOM',
  other: 'artifact',
};
