import { riskyOf } from '../../../harden/seccomp/compare-profiles.ts';
import { describeConditions } from '../../../harden/seccomp/describe-condition.ts';
import {
  type Permission,
  permissionOf,
  type Permissions,
  permissionsOf,
  type ProfileContext,
} from '../../../harden/seccomp/permissions.ts';
import { type SeccompProfile } from '../../../harden/seccomp/seccomp-profile.ts';
import { closestSyscall, isSyscall, syscallNames } from '../../../harden/seccomp/syscall-names.ts';
import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { makeStyle, type Style } from '../../../report/table/style.ts';
import { type CommandContext, type CommandInput, optionValue } from '../../command.ts';
import { readContext } from './read-context.ts';
import { readProfileFile } from './read-profile-file.ts';
import { fitLines } from './wrapped-list.ts';

export async function runProfileExplain(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [file = '', ...names] = input.arguments;
  for (const name of names) assertSyscall(name);
  const profile = readProfileFile(file);
  const context = readContext(input);
  const permissions = permissionsOf(profile, context);
  const shown = names.length > 0 ? names : everyName(permissions, context);
  const rows = shown.map((name) => ({ name, ...permissionOf(permissions, name) }));
  const style = makeStyle(output.useColor);
  if (optionValue(input, 'format') === 'json')
    await output.write([`${JSON.stringify({ profile: file, architecture: context.architecture, defaultAction: profile.defaultAction, systemCalls: rows }, undefined, 2)}\n`]); // prettier-ignore
  else if (names.length > 0) await output.write(rows.flatMap((row) => [...describeCall(row, profile, style, output.width)]));
  else await output.write(describeWhole(file, profile, context, rows, style, output.width));
  return exitCodes.passed;
}

type Row = Permission & { readonly name: string };

function everyName({ byName }: Permissions, { architecture }: ProfileContext): readonly string[] {
  const known = syscallNames(architecture === 'arm64' ? 'arm64' : 'amd64');
  return [...new Set([...known, ...byName.keys()])].filter((name) => known.has(name)).sort();
}

function assertSyscall(name: string): void {
  if (isSyscall(name)) return;
  const meant = closestSyscall(name);
  throw new PratiqueError('USAGE', `${JSON.stringify(name.slice(0, 40))} is no system call`, { hint: meant === undefined ? 'see man 2 syscalls' : `did you mean ${meant}?` }); // prettier-ignore
}

function* describeCall({ name, verdict, action, errno, when, rules }: Row, profile: SeccompProfile, style: Style, width: number): Generator<string> {
  const paint = verdict === 'denied' ? style.bad : verdict === 'allowed' ? style.good : style.caution;
  const by = rules.length === 0 ? 'by default' : `by ${rules.slice(0, 3).map((at) => `syscalls[${at}]`).join(', ')}${rules.length > 3 ? ` and ${rules.length - 3} more` : ''}`; // prettier-ignore
  const failing = verdict === 'denied' && errno !== undefined ? `, fails with error ${errno}` : '';
  yield `${style.strong(name)}: ${paint(verdict)} ${by} (${escapeControl(action)}${failing})\n`;
  if (verdict === 'conditional') yield* fitLines(`where ${describeConditions(when)}`.split(' '), width, '  ');
  const gates = profile.rules.filter((rule) => rule.names.includes(name) && rule.includes.capabilities.length > 0).flatMap((rule) => rule.includes.capabilities); // prettier-ignore
  if (verdict !== 'allowed' && gates.length > 0) yield* fitLines(`allowed with ${[...new Set(gates)].join(' or ')}`.split(' '), width, '  ');
  for (const { why } of riskyOf([name])) yield* fitLines(`risk: ${why}`.split(' '), width, '  ');
} // prettier-ignore

function* describeWhole(file: string, profile: SeccompProfile, context: ProfileContext, rows: readonly Row[], style: Style, width: number): Generator<string> {
  const of = (verdict: Permission['verdict']): readonly Row[] => rows.filter((row) => row.verdict === verdict);
  const architectures = [...profile.architectures, ...profile.archMap.map(({ architecture }) => architecture)];
  yield `${style.strong(escapeControl(file))}: ${escapeControl(profile.defaultAction)} by default, ${profile.rules.length} rules\n`;
  yield* fitLines(['architectures:', ...(architectures.length === 0 ? ['that of the host only'] : architectures)], width, '', '  ');
  yield `permits ${of('allowed').length + of('conditional').length} of ${rows.length} system calls of ${context.architecture}\n`;
  yield `\n${style.strong(`ALLOWED (${of('allowed').length})`)}\n`;
  yield* fitLines(of('allowed').map(({ name }) => name), width, '  ');
  if (of('conditional').length > 0) yield `\n${style.strong(`ALLOWED UNDER CONDITIONS (${of('conditional').length})`)}\n`;
  for (const { name, when } of of('conditional')) yield* fitLines(`${name}: ${describeConditions(when)}`.split(' '), width, '  ', '    ');
  yield `\n${style.strong(`DENIED (${of('denied').length})`)}\n`;
  yield* fitLines(of('denied').map(({ name }) => name), width, '  ');
} // prettier-ignore
