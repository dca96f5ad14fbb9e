import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type Finding } from '../../model/finding.ts';
import { type PolicyStatement } from '../../model/decision.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Policy } from '../../policy/policy.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { readGate } from '../report/read-gate.ts';
import { scanReports } from '../scan/scan-reports.ts';

/** Statement by statement, then suppression by suppression. */
export async function runPolicyExplain(input: CommandInput, context: CommandContext): Promise<number> {
  const policy = await readPolicy(input, readGate(input), context);
  const reports = await scanReports(input, context);
  const lines = reports.flatMap((report) => explain(policy.apply(report, context.runtime.now()), policy));
  await context.output.write(lines.map((line) => `${escapeControl(line)}\n`));
  return exitCodes.passed;
}

function explain(report: ScanReport, policy: Policy): readonly string[] {
  const { verdict, exitCode, statements } = policy.decide(report);
  const packages = new Map(report.packages.map((found) => [found.id, found]));
  const describe = (finding: Finding): string => {
    const found = finding.packageId === undefined ? undefined : packages.get(finding.packageId);
    return `${finding.kind === 'vulnerability' ? finding.id : finding.ruleId} ${finding.severity}${found === undefined ? '' : ` in ${found.purl}`}`;
  };
  const byFingerprint = new Map(report.findings.map((finding) => [finding.fingerprint, finding]));
  const suppressed = report.findings.filter(({ suppression }) => suppression !== undefined);
  return [
    `${report.target.name}: ${verdict} (exit code ${exitCode})`,
    ...statements.flatMap((statement) => [
      `  ${markOf(statement)} ${statement.origin ?? 'options'}: ${statement.text}`,
      ...statement.violatedBy.flatMap((fingerprint) => {
        const finding = byFingerprint.get(fingerprint);
        return finding === undefined ? [] : [`      ${describe(finding)}`];
      }),
    ]),
    ...(suppressed.length === 0 ? [] : ['  suppressed:']),
    ...suppressed.map(
      (finding) => `      ${finding.suppression?.origin ?? ''}: ${describe(finding)}: ${finding.suppression?.reason ?? ''}`,
    ),
  ];
}

function markOf({ isMet, isWarning }: PolicyStatement): string {
  return !isMet ? '✗' : isWarning === true ? '!' : '✓';
}
