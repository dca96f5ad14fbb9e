import { readAppArmorName } from '../../../harden/apparmor/read-apparmor.ts';
import { refineAppArmor } from '../../../harden/apparmor/refine-apparmor.ts';
import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type CommandContext, type CommandInput, optionValue } from '../../command.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { readProfileBytes } from './read-profile-file.ts';

export async function runProfileRefine(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [file = '', ...logs] = input.arguments;
  const profile = readProfileBytes(file).toString('utf8');
  if (readAppArmorName(profile) === undefined)
    throw new PratiqueError('TARGET_UNREADABLE', `${file} has no AppArmor profile`, { hint: 'seccomp profiles are made from logs by profile from-trace' });
  const log = logs.map((each) => readProfileBytes(each, limits.traceBytes).toString('utf8')).join('\n');
  const { text, added } = refineAppArmor(profile, log);
  const target = optionValue(input, 'output');
  if (target === undefined) await output.write([text]);
  else writeOutputFile(target, [text]);
  for (const rule of added) output.note(`pratique: added ${escapeControl(rule)}`);
  output.note(`pratique: ${added.length === 0 ? 'the log asks for nothing' : `${added.length} ${added.length === 1 ? 'rule' : 'rules'}`}`);
  return exitCodes.passed;
} // prettier-ignore
