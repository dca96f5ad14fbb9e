import { type VulnerabilityFinding } from '../model/finding.ts';
import { isPlainUrl } from './plain-url.ts';

/** Where to read about a finding: GitHub's page of its advisory, the first that the publisher refers to, or the CVE's. `undefined` where there is none. */
export function findingLink({ id, advisory }: Pick<VulnerabilityFinding, 'id' | 'advisory'>): string | undefined {
  if (/^GHSA(-[0-9a-z]{4}){3}$/.test(advisory.id)) return `https://github.com/advisories/${advisory.id}`;
  const published = advisory.references.find(isPlainUrl);
  if (published !== undefined) return published;
  return /^CVE-\d{4}-\d{4,19}$/.test(id) ? `https://www.cve.org/CVERecord?id=${id}` : undefined;
}
