import { type Severity } from '../../model/severity.ts';

/** As Clair, Harbor and Anchore write severities: `Critical`, `Negligible`, `Unknown`. */
export function severityWord(severity: Severity): string {
  return `${severity[0]!.toUpperCase()}${severity.slice(1)}`;
}
