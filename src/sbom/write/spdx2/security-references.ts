import { type VulnerabilityFinding } from '../../../model/finding.ts';

/**
 * Findings of each package as external references of the category SECURITY (SPDX 2.3, Annex F.2): where to read about the flaw. SPDX 2.2 has no such type. The
 * comment says what the reference cannot: which flaw, how severe, and what fixes it.
 */
export function securityReferences(findings: readonly VulnerabilityFinding[], version: string): ReadonlyMap<string, readonly unknown[]> {
  const byPackage = new Map<string, unknown[]>();
  if (version === '2.2') return byPackage;
  for (const finding of findings) {
    const reference = toReference(finding);
    for (const id of [finding.packageId, ...finding.otherPackageIds]) {
      const references = byPackage.get(id) ?? [];
      byPackage.set(id, references);
      references.push(reference);
    }
  }
  return byPackage;
}

function toReference({ id, severity, fixedVersion, fixState, lane, suppression, advisory }: VulnerabilityFinding): unknown {
  const url = advisory.references.find((each) => /^https?:\/\/[\x21-\x7e]+$/.test(each));
  const locator = url ?? (id.startsWith('GHSA-') ? `https://github.com/advisories/${id}` : `https://osv.dev/vulnerability/${encodeURIComponent(id)}`);
  const fix = fixedVersion === undefined ? fixState : `fixed in ${fixedVersion}`;
  const aside = suppression === undefined ? '' : `; suppressed: ${suppression.reason} (${suppression.origin})`;
  return { referenceCategory: 'SECURITY', referenceType: 'advisory', referenceLocator: locator, comment: `${id}: ${severity}; ${fix}; ${lane}${aside}` };
} // prettier-ignore
