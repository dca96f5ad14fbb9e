import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Severity } from '../../model/severity.ts';
import { factsOf, type FindingFacts } from '../finding-facts.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport } from '../report-view.ts';
import { type SourcePosition } from '../../model/source-position.ts';
import { countOf } from '../table/words.ts';
import { targetName } from '../target-name.ts';

type Level = 'error' | 'warning' | 'notice';

const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  negligible: 'notice',
  unknown: 'warning',
};

/** GitHub shows ten annotations of each level in a step. */
const maxOfLevel = 10;

/** https://docs.github.com/actions/reference/workflow-commands: the worst findings of each level, and the number of the others. */
export function* writeAnnotations(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const written: Record<Level, number> = { error: 0, warning: 0, notice: 0 };
  let others = 0;
  for (const judged of reports) {
    const view = viewReport(judged, options.display);
    for (const finding of view.shown) {
      if (finding.lane === 'not-applicable') continue;
      const level = levels[finding.severity];
      if (written[level] === maxOfLevel) others++;
      else {
        written[level]++;
        yield toCommand(level, factsOf(finding, view), options.locate?.(judged.report, finding));
      }
    }
    const gaps = judged.report.issues.filter(({ severity }) => severity === 'error').length;
    if (gaps > 0) yield `${countOf(gaps, 'part')} of ${escapeControl(targetName(reports, judged))} could not be scanned\n`;
  }
  for (const { name, message } of options.failures ?? []) yield `::error title=Not scanned::${toMessage(`${name}: ${message}`)}\n`;
  if (others > 0) yield `${countOf(others, 'finding')} not shown as annotations: GitHub shows ${maxOfLevel} of each level\n`;
}

function toCommand(level: Level, facts: FindingFacts, source: SourcePosition | undefined): string {
  const place = source === undefined ? [] : [`file=${toProperty(source.path)}`, `line=${source.line}`, ...(source.endLine === undefined ? [] : [`endLine=${source.endLine}`])];
  const what = facts.package === undefined ? facts.id : `${facts.id} in ${facts.package.name}`;
  const title = `title=${toProperty(`${facts.finding.severity}: ${what}`)}`;
  const text = [facts.message, facts.remedy, facts.url ?? ''].filter((part) => part !== '').join('. ');
  return `::${level} ${[...place, title].join(',')}::${toMessage(text)}\n`;
} // prettier-ignore

/** A line break would begin another command. */
function toMessage(text: string): string {
  return escapeControl(text).replaceAll('%', '%25');
}

function toProperty(text: string): string {
  return toMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
