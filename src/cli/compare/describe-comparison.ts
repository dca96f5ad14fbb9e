import { type Finding } from '../../model/finding.ts';
import { type Comparison } from './comparison.ts';

/** `3 new, 12 fixed, 1 changed, 40 the same`; `no difference, 40 the same`. */
export function describeCounts({ added, fixed, changed, unchangedCount }: Comparison): string {
  const parts = [
    [added.length, 'new'],
    [fixed.length, 'fixed'],
    [changed.length, 'changed'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return [...(parts.length === 0 ? ['no difference'] : parts), `${unchangedCount} the same`].join(', ');
}

/** `2 added, 1 removed, 5 upgraded, 300 the same`. */
export function describePackages({ packages, unchangedPackages }: Comparison): string {
  const counts = new Map<string, number>();
  for (const { change } of packages) counts.set(change, (counts.get(change) ?? 0) + 1);
  const parts = Array.from(counts, ([change, count]) => `${count} ${change}`);
  return [...(parts.length === 0 ? ['no difference'] : parts), `${unchangedPackages} the same`].join(', ');
}

/** `74 MB → 63 MB (−11 MB)`. */
export function describeBytes({ bytes: { before, after } }: Comparison, format: (bytes: number) => string): string {
  if (before === undefined || after === undefined) return 'unknown';
  const change = after - before;
  return `${format(before)} → ${format(after)}${change === 0 ? '' : ` (${change < 0 ? '−' : '+'}${format(Math.abs(change))})`}`;
}

/** The flaw's id, or the rule's. */
export function findingName(finding: Finding): string {
  return finding.kind === 'vulnerability' ? finding.id : finding.ruleId;
}
