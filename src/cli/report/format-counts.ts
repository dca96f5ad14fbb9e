import { severities, type Severity } from '../../model/severity.ts';

/** `2C 5H 1M 3L 4N 1?`: the worst first, without those of which there are none. */
export function formatCounts(counts: Readonly<Record<Severity, number>>): string {
  return severities.flatMap((severity) => (counts[severity] === 0 ? [] : [`${counts[severity]}${letters[severity]}`])).join(' ');
}

const letters: Readonly<Record<Severity, string>> = { critical: 'C', high: 'H', medium: 'M', low: 'L', negligible: 'N', unknown: '?' };
