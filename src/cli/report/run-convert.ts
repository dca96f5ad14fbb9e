import { PratiqueError } from '../../model/pratique-error.ts';
import { flagPolicy } from '../../policy/flag-policy.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readGate } from './read-gate.ts';
import { readReportFile } from './read-report-file.ts';
import { reportFormats } from './report-formats.ts';
import { readWrittenAs } from './read-written-as.ts';
import { checkDockerfile } from './source-locator.ts';
import { worstExitCode } from './worst-exit-code.ts';
import { writeReports } from './write-reports.ts';

/** A JSON report → the same in other formats. Without `--exit-code` the verdict is what it was, and the exit code 0. */
export async function runConvert(input: CommandInput, context: CommandContext): Promise<number> {
  const [path = ''] = input.arguments;
  const gate = readGate(input);
  const request = readWrittenAs(input, gate, reportFormats);
  checkDockerfile(request);
  const { reports, failures, filtered } = readReportFile(path);
  if (reports.length === 0)
    throw new PratiqueError('REPORT_INVALID', `${path} has no reports`, { hint: 'give a report of at least one target' });
  for (const name of filtered) context.output.warn(`pratique: the report of ${name} does not list all its findings: it was written with filters`);
  const policy = flagPolicy(gate);
  const isJudged = gate.exitCode !== 0;
  const judged: readonly JudgedReport[] = isJudged ? reports.map(({ report }) => ({ report, decision: policy.decide(report) })) : reports;
  await writeReports(judged, failures, request, context);
  return isJudged ? worstExitCode(judged, failures.map(() => ({ exitCode: 3 }))) : 0;
} // prettier-ignore
