import { type PolicyStatement } from '../model/decision.ts';
import { type Issue } from '../model/issue.ts';
import { type ScanReport } from '../model/report.ts';

/**
 * Whether all content was scanned. `allowed` accepts every gap, or those of the kinds and issue codes that it names, in any letter case. A warning
 * takes no content away, and keeps the statement from claiming more than is certain.
 */
export function completenessStatement({ issues }: Pick<ScanReport, 'issues'>, allowed: boolean | readonly string[]): PolicyStatement {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const gaps = errors.filter((issue) => !isAllowed(issue, allowed));
  const warnings = issues.length - errors.length;
  if (gaps.length > 0) return { text: notScanned(gaps.length), isMet: false, violatedBy: [] };
  if (errors.length > 0)
    return { text: `${notScanned(errors.length)}, which --allow-incomplete accepts`, isMet: true, isWarning: true, violatedBy: [] };
  if (warnings === 0) return { text: 'all content scanned', isMet: true, violatedBy: [] };
  const text = warnings === 1 ? '1 warning lowers confidence' : `${warnings} warnings lower confidence`;
  return { text, isMet: true, isWarning: true, violatedBy: [] };
}

function isAllowed({ code, contentKind }: Issue, allowed: boolean | readonly string[]): boolean {
  if (typeof allowed === 'boolean') return allowed;
  return allowed.some((word) => word.toLowerCase() === contentKind?.toLowerCase() || word.toUpperCase() === code);
}

function notScanned(parts: number): string {
  return parts === 1 ? '1 part could not be scanned' : `${parts} parts could not be scanned`;
}
