import { countFindings, formatCount } from '../../model/count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { type Finding, hasLowerConfidence } from '../../model/finding.ts';

/** What the reader's own choices hide is counted, so that a short list is not mistaken for a short problem; so is what is shown and less certain. */
export function describeNotShown({ hidden, suppressed, shown, packages }: ReportView): readonly string[] {
  const claimed = shown.filter((finding) => finding.kind === 'vulnerability' && isClaimed(packages.get(finding.packageId)?.evidence));
  const uncertain = shown.filter(hasLowerConfidence);
  const isOfThirdParty = (finding: Finding): boolean =>
    finding.kind !== 'vulnerability' || packages.get(finding.packageId)?.candidates === undefined;
  const notes: readonly (readonly [readonly Finding[], string])[] = [
    [hidden.ofOtherSeverity, 'hidden by --severity'],
    [hidden.withoutFix, 'hidden by --ignore-unfixed'],
    [hidden.ofBase, 'hidden by --ignore-base'],
    [suppressed, 'suppressed'],
    [claimed, 'declared only, or files missing'],
    [uncertain.filter(isOfThirdParty), 'with lower confidence: the package is not from the distribution'],
    [uncertain.filter((finding) => !isOfThirdParty(finding)), 'with lower confidence: the archive does not say its Maven group'],
  ];
  return notes.filter(([findings]) => findings.length > 0).map(([findings, words]) => `${formatCount(countFindings(findings))} ${words}`);
}

function isClaimed(evidence: string | undefined): boolean {
  return evidence === 'claimed' || evidence === 'orphan';
}
