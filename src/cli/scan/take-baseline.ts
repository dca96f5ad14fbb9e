import { type ScanReport } from '../../model/report.ts';
import { chooseBaseline } from '../../policy/baseline/choose-baseline.ts';
import { compareWithBaseline } from '../../policy/baseline/compare-with-baseline.ts';
import { scanTarget } from '../../scan/scan-target.ts';
import { type CommandContext } from '../command.ts';
import { scanOptionsOf } from './scan-options-of.ts';
import { type ScanRequest } from './scan-request.ts';

/** Before the targets: without it there is no verdict, so nothing is written. Loaded where it is asked for. */
export async function takeBaseline(request: ScanRequest, context: CommandContext): Promise<readonly ScanReport[] | undefined> {
  if (request.baseline === undefined) return undefined;
  const { readBaseline } = await import('./read-baseline.ts');
  const { treeOfRevision } = await import('./tree-of-revision.ts');
  return readBaseline(request.baseline, async (target) => {
    const tree = treeOfRevision(target, request.targets);
    const reports = await scanTarget(tree ?? target, scanOptionsOf(request, context), context.runtime);
    return tree === undefined ? reports : reports.map((report) => namedAfter(target, report));
  });
}

/** People know a revision by its name, not by its tree. */
function namedAfter(revision: string, { target, ...report }: ScanReport): ScanReport {
  return { ...report, target: { ...target, name: revision } };
}

/** The report, compared where there is a baseline. Throws BASELINE_UNUSABLE. */
export function compareReport(
  report: ScanReport,
  baseline: readonly ScanReport[] | undefined,
  { gate }: Pick<ScanRequest, 'gate'>,
): ScanReport {
  return baseline === undefined ? report : compareWithBaseline(report, chooseBaseline(report, baseline, gate.allowIncomplete));
}
