import { type Finding } from './finding.ts';

/** `3 (4)`: three flaws that are there four times. */
export interface FindingCount {
  /** Different ids. */
  readonly distinct: number;
  /** Every package that has one, every copy of it. */
  readonly occurrences: number;
}

export function countFindings(findings: readonly Finding[]): FindingCount {
  const ids = new Set<string>();
  let occurrences = 0;
  for (const finding of findings) {
    ids.add(findingId(finding));
    occurrences += occurrencesOf(finding);
  }
  return { distinct: ids.size, occurrences };
}

export function formatCount({ distinct, occurrences }: FindingCount): string {
  return distinct === occurrences ? String(distinct) : `${distinct} (${occurrences})`;
}

/** The id that a person knows it by: the flaw's, or the rule's. */
function findingId(finding: Finding): string {
  return finding.kind === 'vulnerability' ? finding.id : finding.ruleId;
}

function occurrencesOf(finding: Finding): number {
  if (finding.kind === 'vulnerability') return 1 + finding.otherPackageIds.length;
  return Math.max(1, finding.locations.length);
}
