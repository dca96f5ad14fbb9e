import { makeProfile } from '../../../harden/seccomp/make-profile.ts';
import { readTrace } from '../../../harden/seccomp/trace/read-trace.ts';
import { writeSeccompProfile } from '../../../harden/seccomp/write-seccomp-profile.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../../command.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';
import { readContext } from './read-context.ts';
import { readProfileBytes, unreadable } from './read-profile-file.ts';

export async function runProfileFromTrace(input: CommandInput, { output }: CommandContext): Promise<number> {
  const context = readContext(input);
  const names = new Set<string>();
  const unknown = new Set<string>();
  for (const file of input.arguments) {
    const trace = readOne(file);
    for (const name of trace.names) names.add(name);
    for (const word of trace.unknown) unknown.add(word);
  }
  const { profile, denied } = makeProfile(names, context, hasOption(input, 'beyond-default'));
  const text = writeSeccompProfile(profile);
  const file = optionValue(input, 'output');
  if (file === undefined) await output.write([text]);
  else writeOutputFile(file, [text]);
  output.note(`pratique: ${names.size} system calls seen, ${profile.rules[0]!.names.length} permitted with what the runtime needs`);
  if (denied.length > 0)
    output.warn(`pratique: left out, since Docker’s default denies them: ${denied.join(' ')} (--cap-add, or --beyond-default, permits them)`);
  if (unknown.size > 0) output.warn(`pratique: ${unknown.size} unknown calls in the trace are not in the profile: ${[...unknown].slice(0, 8).join(', ')}`);
  return unknown.size > 0 ? exitCodes.incomplete : exitCodes.passed;
} // prettier-ignore

function readOne(file: string): NonNullable<ReturnType<typeof readTrace>> {
  const bytes = readProfileBytes(file, limits.traceBytes);
  try {
    const trace = readTrace(bytes);
    if (trace !== undefined) return trace;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw new PratiqueError('TARGET_UNREADABLE', `${file} names no system call`, {
    hint: 'give the output of strace -f, an audit log, or the profile of an OCI hook',
  });
}
