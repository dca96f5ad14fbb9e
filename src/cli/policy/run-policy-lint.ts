import { exitCodes } from '../../model/exit-codes.ts';
import { type ScanReport } from '../../model/report.ts';
import { type SuppressionNote } from '../../model/suppression.ts';
import { lintEntries } from '../../policy/suppression/lint-entries.ts';
import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { readSuppressions } from '../judge/read-suppressions.ts';
import { notesOfRun } from '../judge/tell-suppressions.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { scanReports } from '../scan/scan-reports.ts';

/** Files → what is wrong with them, a line each with file and line; 1 when there is anything. */
export async function runPolicyLint(input: CommandInput, context: CommandContext): Promise<number> {
  const policy = await readPolicy(input, { ignoreUnfixed: false, exitCode: 0, allowIncomplete: true }, context);
  const files = await readSuppressions(input, readConfigurationFile(readConfigurationName(input)));
  const entries = files.flatMap((file) => file.entries);
  const now = context.runtime.now();
  const notes: SuppressionNote[] = [
    ...lintEntries(entries, now),
    ...files.flatMap(({ unusable }) => unusable.map((each) => ({ kind: 'no-counterpart' as const, ...each }))),
  ];
  if (input.arguments.length > 0) {
    const reports: readonly ScanReport[] = await scanReports(input, context);
    notes.push(...notesOfRun(reports.map((report) => policy.apply(report, now))));
  }
  const distinct = [...new Map(notes.map((note) => [`${note.origin} ${note.message}`, note])).values()];
  const checked = input.arguments.length > 0 ? '' : '; to find unused ones, name a TARGET';
  const summary = `${distinct.length === 0 ? 'no problems' : distinct.length === 1 ? '1 problem' : `${distinct.length} problems`} in ${entries.length === 1 ? '1 suppression' : `${entries.length} suppressions`}${checked}\n`;
  await context.output.write([...distinct.map(({ origin, message, kind }) => `${origin}: ${kind}: ${message}\n`), summary]);
  return distinct.length === 0 ? exitCodes.passed : exitCodes.policyFailed;
}
