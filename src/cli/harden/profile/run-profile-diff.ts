import { compareProfiles, type ProfileDifference, type RiskySyscall } from '../../../harden/seccomp/compare-profiles.ts';
import { describeConditions } from '../../../harden/seccomp/describe-condition.ts';
import { type Permission } from '../../../harden/seccomp/permissions.ts';
import { fitLines } from './wrapped-list.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { makeStyle, type Style } from '../../../report/table/style.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../../command.ts';
import { readContext } from './read-context.ts';
import { readProfileFile } from './read-profile-file.ts';

export async function runProfileDiff(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [first, second] = input.arguments as [string, string | undefined];
  const [before, after] = second === undefined ? ['docker-default', first] : [first, second];
  const difference = compareProfiles(readProfileFile(before), readProfileFile(after), readContext(input));
  const style = makeStyle(output.useColor);
  if (optionValue(input, 'format') === 'json') await output.write([`${JSON.stringify({ before, after, ...difference }, undefined, 2)}\n`]);
  else await output.write(describeDifference({ before, after, difference }, style, output.width));
  return hasOption(input, 'check') && difference.added.length > 0 ? exitCodes.policyFailed : exitCodes.passed;
}

interface Compared {
  readonly before: string;
  readonly after: string;
  readonly difference: ProfileDifference;
}

export function* describeDifference({ before, after, difference }: Compared, style: Style, width: number): Generator<string> {
  const { added, removed, changed, allowedBefore, allowedAfter, riskyRemoved, riskyAdded } = difference;
  yield `${style.strong(before)} permits ${allowedBefore} system calls, ${style.strong(after)} ${allowedAfter}\n`;
  if (added.length + removed.length + changed.length === 0) yield 'They permit the same.\n';
  yield* section(`DENIED NOW (${removed.length})`, removed, style, width);
  yield* risks('Of these, exploits went through:', riskyRemoved, width);
  yield* section(`PERMITTED NOW (${added.length})`, added, style, width);
  yield* risks('Of these, exploits went through:', riskyAdded, width);
  if (changed.length > 0) yield `\n${style.strong(`OTHER CONDITIONS (${changed.length})`)}\n`;
  for (const { name, before: one, after: other } of changed)
    yield* fitLines([name, `${condition(one)} → ${condition(other)}`], width, '  ');
}

function* section(head: string, names: readonly string[], style: Style, width: number): Generator<string> {
  if (names.length === 0) return;
  yield `\n${style.strong(head)}\n`;
  yield* fitLines(names, width, '  ');
}

function* risks(head: string, found: readonly RiskySyscall[], width: number): Generator<string> {
  if (found.length === 0) return;
  yield `  ${head}\n`;
  for (const { name, why } of found) yield* fitLines([`${name}:`, ...why.split(' ')], width, '    ', '      ');
}

function condition({ verdict, when }: Permission): string {
  return verdict === 'conditional' ? describeConditions(when) : verdict;
}
