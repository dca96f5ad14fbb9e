import { findingChanges, type FindingChange } from '../../model/finding-change.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { hasOption, optionValue, type CommandInput } from '../command.ts';
import { splitList } from '../report/split-list.ts';

/** `--baseline-changes`; `undefined` where it was not given. Throws USAGE. */
export function readBaselineChanges(input: CommandInput): readonly FindingChange[] | undefined {
  const listed = optionValue(input, 'baseline-changes');
  if (listed === undefined) return undefined;
  const hint = `give one or more of ${findingChanges.join(',')}`;
  if (!hasOption(input, 'baseline')) throw new PratiqueError('USAGE', '--baseline-changes needs --baseline', { hint: 'add --baseline REPORT' });
  const words = splitList(listed.toLowerCase());
  const changes = words.flatMap((word) => findingChanges.find((change) => change === word) ?? []);
  if (changes.length !== words.length || words.length === 0)
    throw new PratiqueError('USAGE', `--baseline-changes: ${JSON.stringify(listed.slice(0, 80))} is not a list of changes`, { hint });
  return changes;
} // prettier-ignore
