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
    [hidden.unreached, 'hidden by --ignore-unreached'],
    [suppressed, `suppressed by ${originsOf(suppressed)}`],
    [claimed, 'declared only, or files missing'],
    [uncertain.filter(isOfThirdParty), 'with lower confidence: the package is not from the distribution'],
    [uncertain.filter((finding) => !isOfThirdParty(finding)), 'with lower confidence: the archive does not say its Maven group'],
  ];
  return notes.filter(([findings]) => findings.length > 0).map(([findings, words]) => `${formatCount(countFindings(findings))} ${words}`);
}

/** `.trivyignore (2), pratique.yaml (1)`, without lines. */
function originsOf(suppressed: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { suppression } of suppressed) {
    const file = suppression?.origin.replace(/:(?:\d+| .*)$/, '') ?? '';
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return [...counts].map(([file, count]) => (counts.size === 1 ? file : `${file} (${count})`)).join(', ');
}

function isClaimed(evidence: string | undefined): boolean {
  return evidence === 'claimed' || evidence === 'orphan';
}
