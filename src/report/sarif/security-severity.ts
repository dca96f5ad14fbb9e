import { type Severity } from '../../model/severity.ts';

/** The score in the middle of each severity, on GitHub's scale: critical above 9.0, high from 7.0, medium from 4.0, low above 0. */
const middle: Readonly<Partial<Record<Severity, number>>> = { critical: 9.5, high: 8, medium: 5.5, low: 2, negligible: 0.1 };

/**
 * What GitHub and Azure rank by. The score of the rating where it means the same severity as the finding has, else the middle of that severity, so
 * that the service shows what the report says. `undefined` for unknown severities.
 */
export function securitySeverity(severity: Severity, score: number | undefined): string | undefined {
  const usual = middle[severity];
  if (usual === undefined) return undefined;
  return (score !== undefined && severityOf(score) === severity ? score : usual).toFixed(1);
}

function severityOf(score: number): Severity {
  if (score > 9) return 'critical';
  if (score >= 7 && score < 9) return 'high';
  if (score >= 4 && score < 7) return 'medium';
  return score > 0 && score < 4 ? 'low' : 'unknown';
}

export type SarifLevel = 'error' | 'warning' | 'note';

export const levelOf: Readonly<Record<Severity, SarifLevel>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  negligible: 'note',
  unknown: 'warning',
};
