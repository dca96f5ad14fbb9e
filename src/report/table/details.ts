import { countFindings, formatCount } from '../../model/count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { fitWidth } from '../../lib/terminal/display-width.ts';
import { type Finding, type Lane, lanes } from '../../model/finding.ts';
import { severityRank } from '../../model/severity.ts';
import { fitColumns, writeColumnHead, writeRow, type RowOptions } from './finding-rows.ts';
import { groupByPackage } from './group-by-package.ts';
import { writeGroupHead } from './group-head.ts';
import { laneWords } from './lane-words.ts';
import { oldScores } from './old-scores.ts';
import { writeRuleFindings } from './rule-rows.ts';
import { type Style } from './style.ts';

export interface DetailOptions {
  readonly width: number;
  readonly style: Style;
  readonly isVerbose: boolean;
  /** The reader chose severities, so all of those are wanted. */
  readonly isFiltered: boolean;
}

/** Finding by finding: what to fix now, what failed the gate, what is critical or high, and findings of packages named with --only-package; the rest is counted until `--verbose`. */
export function* writeDetails(view: ReportView, options: DetailOptions): Iterable<string> {
  const violating = new Set(view.decision.statements.flatMap((statement) => statement.violatedBy));
  const scores = oldScores(view);
  for (const lane of lanes) {
    const findings = view.shown.filter((finding) => finding.lane === lane);
    const listed = findings.filter((finding) => isListed(finding, lane, violating, options));
    if (findings.length === 0) continue;
    yield '';
    yield laneHead(lane, findings, findings.length - listed.length, scores, options);
    yield* writeVulnerabilities(view, listed, options);
    yield* writeRuleFindings(view, listed, options);
  }
}

function laneHead(
  lane: Lane,
  findings: readonly Finding[],
  unlisted: number,
  scores: string | undefined,
  { width, style }: DetailOptions,
): string {
  const word = laneWords[lane].toUpperCase();
  const parts = [
    formatCount(countFindings(findings)),
    ...(unlisted === 0 ? [] : [`${unlisted} more with --verbose`]),
    ...(scores === undefined ? [] : [scores]),
  ];
  return `${style.strong(word)}  ${fitWidth(parts.join(' · '), width - word.length - 2)}`;
}

const severe = severityRank('high');

function isListed(finding: Finding, lane: Lane, violating: ReadonlySet<string>, { isVerbose, isFiltered }: DetailOptions): boolean {
  if (isVerbose || lane === 'fix-now') return true;
  return lane !== 'not-applicable' && (isFiltered || violating.has(finding.fingerprint) || severityRank(finding.severity) <= severe);
}

/** The columns are the same in all groups of a lane, so that they can be read downwards. */
function* writeVulnerabilities(view: ReportView, findings: readonly Finding[], options: DetailOptions): Iterable<string> {
  const vulnerabilities = findings.filter((finding) => finding.kind === 'vulnerability');
  if (vulnerabilities.length === 0) return;
  const rows: RowOptions = { ...options, packages: view.packages };
  const columns = fitColumns(vulnerabilities, rows);
  yield writeColumnHead(columns, options);
  for (const group of groupByPackage(vulnerabilities, view.packages)) {
    yield '';
    yield* writeGroupHead(group, view, options);
    for (const finding of group.findings) yield* writeRow(finding, columns, rows);
  }
}
