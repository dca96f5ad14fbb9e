import { hash } from 'node:crypto';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Severity } from '../../model/severity.ts';
import { factsOf } from '../finding-facts.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport } from '../report-view.ts';
import { cutText } from '../text/cut-text.ts';

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  negligible: 'info',
  unknown: 'info',
};

/** docs.gitlab.com, "Code Quality report format": an array; each fingerprint once, paths relative to the repository. */
export function* writeCodequality(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const seen = new Map<string, number>();
  let separator = '[\n';
  for (const judged of reports) {
    const view = viewReport(judged, options.display);
    for (const finding of view.shown) {
      if (finding.lane === 'not-applicable') continue;
      const facts = factsOf(finding, view);
      const key = `${judged.report.target.name}\n${finding.fingerprint}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      const source = options.locate?.(judged.report, finding) ?? { path: facts.paths[0] ?? judged.report.target.name, line: 1 };
      yield `${separator}${JSON.stringify({
        type: 'issue',
        check_name: facts.id,
        description: cutText(escapeControl(`${facts.message}${facts.remedy === '' ? '' : `. ${facts.remedy}`}`), 1_000),
        categories: ['Security'],
        severity: severityNames[finding.severity],
        fingerprint: hash('sha256', `${finding.fingerprint}\n${count}`).slice(0, 32),
        location: { path: escapeControl(source.path), lines: { begin: source.line, end: source.endLine } },
      })}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
