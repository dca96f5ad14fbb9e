import { join } from 'node:path';
import { auditHost } from '../../audit/audit-host.ts';
import { recordFile } from '../../audit/host/host-record.ts';
import { recordingHost } from '../../audit/host/recording-host.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { openHost } from './open-host.ts';

/** Asks all that an audit asks, and writes the answers down. */
export async function runAuditRecord(input: CommandInput, { runtime, output }: CommandContext): Promise<number> {
  const [folder = ''] = input.arguments;
  const recording = recordingHost(await openHost(optionValue(input, 'host'), runtime), runtime.now());
  const everything = { hasContainer: () => true, hasImage: () => true };
  const audit = await auditHost(recording.host, { hasRule: () => true, scope: everything, given: { trustedUsers: [] } }, runtime);
  makeDirectory(folder);
  const file = join(folder, recordFile);
  writeOutputFile(file, [JSON.stringify(recording.record(), undefined, 1), '\n']);
  await output.write([`recorded ${audit.host.name} in ${file}\n`]);
  return exitCodes.passed;
}
