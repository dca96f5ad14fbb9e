import { PratiqueError } from '../../model/pratique-error.ts';
import { type Change } from '../../trust/notary/changelist/change.ts';
import { publishStaged } from '../../trust/notary/operation/publish-staged.ts';
import { repositoryStatus } from '../../trust/notary/operation/repository-status.ts';
import { resetChanges } from '../../trust/notary/operation/reset-changes.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { confirm, openTrust } from './context.ts';
import { count, describeVersions, formatJson, formatRows, listVersions, writeLines } from './text.ts';

export async function runStatus(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const { staged, interrupted, copy } = await repositoryStatus(opened.trust);
  const changes = staged.map(({ change }, number) => ({ number, kind: change.kind, ...describeChange(change) }));
  if (optionValue(input, 'format') === 'json') await context.output.write([formatJson({ gun: opened.gun, changes, interrupted: interrupted.map(({ roles, changes: pending }) => ({ roles, changes: pending.map((change) => ({ kind: change.kind, ...describeChange(change) })) })), ...(copy === undefined ? {} : { copy: { ...copy, versions: Object.fromEntries(copy.versions) } }) })]);
  else await context.output.write(formatRows(['#', 'CHANGE', 'ROLE', 'WHAT'], changes.map(({ number, kind, role, what }) => [String(number), kind, role, what]), [], context.output.terminalWidth));
  if (copy !== undefined) context.output.note(`pratique: copy of ${opened.gun} on this machine: ${listVersions(copy.versions)}${copy.keptAt === undefined ? '' : `, last updated ${copy.keptAt.toISOString()}`}${copy.timestampExpires === undefined ? '' : `, valid until ${copy.timestampExpires.toISOString()}`}`);
  const command = (name: string): string => `pratique trust ${name}${opened.isInRegistry ? ' --server registry' : ''}`;
  for (const { roles, changes: pending } of interrupted) {
    const what = pending.length === 0 ? roles.join(', ') : pending.map((change) => `${change.kind} ${describeChange(change).what}`).join(', ');
    context.output.warn(`pratique: publishing was interrupted: ${what}; finish it with ${command('publish')} ${opened.gun}, or discard it with ${command('reset')} --interrupted ${opened.gun}`);
  }
  return 0;
} // prettier-ignore

export async function runPublish(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const published = await publishStaged(opened.trust);
  for (const recovery of published.recovered) context.output.note(`pratique: an interrupted publication: ${recovery}`);
  await writeLines(context.output, [`published ${count(published.count, 'change')} of ${opened.gun}: ${describeVersions(published)}\n`]);
  return 0;
} // prettier-ignore

export async function runReset(input: CommandInput, context: CommandContext): Promise<number> {
  const [numbers, isAll] = [optionValues(input, 'number'), hasOption(input, 'all')];
  const isPendingToo = hasOption(input, 'interrupted');
  if ((isAll && numbers.length > 0) || (!isAll && numbers.length === 0 && !isPendingToo)) throw new PratiqueError('USAGE', 'give either --number or --all, or --interrupted', { hint: '--number 0, or --all' });
  const wrong = numbers.find((number) => !/^\d{1,6}$/.test(number));
  if (wrong !== undefined) throw new PratiqueError('USAGE', `--number ${JSON.stringify(wrong.slice(0, 40))} is not a number from trust status`);
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const what = [...(isAll ? ['all staged changes'] : numbers.length > 0 ? [`the staged changes ${numbers.join(', ')}`] : []), ...(isPendingToo ? ['what was interrupted'] : [])];
  await confirm(`Discard ${what.join(' and ')} of ${opened.gun}?`, input);
  const dropped = await resetChanges(opened.trust, { ...(isAll ? {} : { numbers: numbers.map(Number) }), isPendingToo });
  await writeLines(context.output, [`discarded ${count(dropped, 'staged change')} of ${opened.gun}\n`]);
  return 0;
} // prettier-ignore

function describeChange(change: Change): { readonly role: string; readonly what: string } {
  switch (change.kind) {
    case 'add target':
      return { role: change.role, what: `${change.name} is sha256:${change.target.hashes.get('sha256')?.toString('hex') ?? '?'}` };
    case 'remove target':
      return { role: change.role, what: change.name };
    case 'add delegation':
    case 'update delegation': {
      const { addKeys = [], removeKeyIds = [], addPaths = [], removePaths = [], clearPaths = false } = change.edit;
      const parts = [
        ...(addKeys.length > 0 ? [`add ${count(addKeys.length, 'key')}`] : []),
        ...(removeKeyIds.length > 0 ? [`remove ${count(removeKeyIds.length, 'key')}`] : []),
        ...(addPaths.length > 0 ? [`add paths ${addPaths.map((path) => (path === '' ? '(all)' : path)).join(', ')}`] : []),
        ...(removePaths.length > 0 ? [`remove paths ${removePaths.join(', ')}`] : []),
        ...(clearPaths ? ['remove all paths'] : []),
      ];
      return { role: change.role, what: parts.join('; ') };
    }
    case 'purge keys':
      return { role: `${change.parent}/*`, what: `remove ${count(change.keyIds.length, 'key')}` };
    case 'replace keys':
      return { role: change.role, what: count(change.keys.length, 'new key') };
    case 'remove delegation':
    case 'witness':
      return { role: change.role, what: '' };
  }
}
