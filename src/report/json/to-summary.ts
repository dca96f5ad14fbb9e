import { countFindings } from '../../model/count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { type Finding, hasLowerConfidence, lanes } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';

/** Counts of what the document lists, and of what the reader's filters left out of it. */
export function toSummary({ report, shown, suppressed, hidden }: ReportView): unknown {
  return {
    packages: report.packages.length,
    layers: report.target.layers.length,
    findings: countFindings(shown),
    lanes: Object.fromEntries(lanes.map((lane) => [lane, bySeverity(shown.filter((finding) => finding.lane === lane))])),
    lowerConfidence: countFindings(shown.filter(hasLowerConfidence)),
    suppressed: countFindings(suppressed),
    hidden: {
      ofOtherSeverity: countFindings(hidden.ofOtherSeverity),
      withoutFix: countFindings(hidden.withoutFix),
      ofBase: countFindings(hidden.ofBase),
      unreached: countFindings(hidden.unreached),
    },
  };
}

function bySeverity(findings: readonly Finding[]): unknown {
  const counts = severities.map((severity) => [severity, countFindings(findings.filter((each) => each.severity === severity))]);
  return { all: countFindings(findings), ...Object.fromEntries(counts) };
}
