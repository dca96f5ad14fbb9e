import { type FindingChange, findingChanges } from '../model/finding-change.ts';
import { countFindings, formatCount } from '../model/count-findings.ts';
import { type Finding } from '../model/finding.ts';
import { type ReportView } from './report-view.ts';

/** `since app:1: 1 introduced, 2 pre-existing`; `undefined` without a baseline. Its text is not escaped. */
export function describeBaseline({ report: { baseline }, shown }: ReportView): string | undefined {
  if (baseline === undefined) return undefined;
  const changed = findingChanges.map((change) => ({ change, findings: ofChange(shown, change) }));
  const counts = changed.filter(({ findings }) => findings.length > 0).map(({ change, findings }) => `${formatCount(countFindings(findings))} ${change}`);
  const fixed = new Set(baseline.fixed.map(({ id }) => id)).size;
  const all = fixed === 0 ? counts : [...counts, `${fixed} fixed`];
  return `since ${baseline.name}: ${all.length === 0 ? 'no findings then and now' : all.join(', ')}`;
} // prettier-ignore

export function ofChange(findings: readonly Finding[], change: FindingChange): readonly Finding[] {
  return findings.filter((finding) => finding.change === change);
}
