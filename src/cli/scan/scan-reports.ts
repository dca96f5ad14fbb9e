import { type ScanReport } from '../../model/report.ts';
import { flagPolicy } from '../../policy/flag-policy.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { reportFormats } from '../report/report-formats.ts';
import { readPassword } from '../terminal/read-password.ts';
import { scanAndJudge } from './run-scan.ts';
import { readScanRequest } from './scan-request.ts';

/** The reports of all targets that a command line names, for commands that look at findings; nothing is suppressed in them. Throws what a scan throws. */
export async function scanReports(input: CommandInput, context: CommandContext): Promise<readonly ScanReport[]> {
  const password = await readPassword(input, context.output);
  const request = readScanRequest(input, {
    formats: reportFormats,
    cacheDirectory: context.cacheDirectory,
    ...(password === undefined ? {} : { password }),
  });
  const policy = flagPolicy(request.gate);
  const judged = [];
  for (const target of request.targets) judged.push(...(await scanAndJudge(target, request, { policy, verify: undefined }, context)));
  return judged.map(({ report }) => report);
}
