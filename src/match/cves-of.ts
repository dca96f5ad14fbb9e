import { type VulnerabilityFinding } from '../model/finding.ts';
import { isCve } from './flaw-id.ts';

/** Every CVE that names a finding, once and sorted, so that enrichment is asked in one round trip. */
export function cvesOf(findings: readonly VulnerabilityFinding[]): readonly string[] {
  const cves = new Set<string>();
  for (const { id } of findings) if (isCve(id)) cves.add(id);
  return [...cves].sort();
}
