import { type ReportView } from '../report-view.ts';
import { fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Issue } from '../../model/issue.ts';
import { issueCodes } from '../../model/issue-codes.ts';
import { type Style } from './style.ts';
import { countOf } from './words.ts';

/** How complete the scan was, with a line for each kind of issue. */
export function* writeCompleteness({ report }: ReportView, width: number, style: Style): Iterable<string> {
  yield '';
  const { issues, completeness } = report;
  if (completeness === 'complete') {
    yield `${style.good('COMPLETE')}  all content scanned`;
    return;
  }
  const errors = issues.filter((issue) => issue.severity === 'error');
  const warnings = issues.filter((issue) => issue.severity === 'warning');
  yield headOf(completeness === 'none', errors.length, warnings.length, { width, style });
  const lines = [...issueLines(errors, width, style), ...issueLines(warnings, width, style)];
  const told = lines.length > maxIssues ? lines.slice(0, maxIssues) : lines;
  yield* told;
  if (lines.length > told.length) yield style.faint(`  and ${lines.length - told.length} more, below`);
}
const maxIssues = 4;

function headOf(
  isNothing: boolean,
  errors: number,
  warnings: number,
  { width, style }: { readonly width: number; readonly style: Style },
): string {
  if (isNothing) return `${style.caution('INCOMPLETE')}  nothing could be scanned`;
  if (errors === 0) return `${style.caution('UNCERTAIN')}  ${countOf(warnings, 'warning')}`;
  const lower = warnings === 0 ? '' : `, ${warnings} lower confidence`;
  return `${style.caution('INCOMPLETE')}  ${fitWidth(`${errors} not scanned${lower}`, width - 12)}`;
}

/** One line for each kind: its message where there is one, otherwise what they are and how many. */
function issueLines(issues: readonly Issue[], width: number, style: Style): readonly string[] {
  const codes = [...new Set(issues.map((issue) => issue.code))];
  return codes.map((code) => {
    const group = issues.filter((issue) => issue.code === code);
    const [first] = group;
    const text = group.length === 1 && first !== undefined ? first.message : `${issueCodes[code].title}: ${group.length}`;
    const mark = issueCodes[code].severity === 'error' ? style.bad('!') : style.caution('?');
    return `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
  });
}
