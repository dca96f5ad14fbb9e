import { countFindings, formatCount } from '../count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { type Finding } from '../../model/finding.ts';

/** What the reader's own choices hide is counted, so that a short list is not mistaken for a short problem. */
export function describeNotShown({ hidden, suppressed, shown, packages }: ReportView): readonly string[] {
  const claimed = shown.filter((finding) => finding.kind === 'vulnerability' && isClaimed(packages.get(finding.packageId)?.evidence));
  const notes: readonly (readonly [readonly Finding[], string])[] = [
    [hidden.ofOtherSeverity, 'more of a severity that was not chosen'],
    [hidden.withoutFix, 'more without a fix'],
    [hidden.ofBase, 'more from the base image'],
    [suppressed, 'suppressed'],
    [claimed, 'in packages that are only claimed, or are without their code'],
  ];
  return notes.filter(([findings]) => findings.length > 0).map(([findings, words]) => `${formatCount(countFindings(findings))} ${words}`);
}

function isClaimed(evidence: string | undefined): boolean {
  return evidence === 'claimed' || evidence === 'orphan';
}
