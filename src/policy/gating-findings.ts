import { type Finding } from '../model/finding.ts';
import { type Evidence, gatingEvidence } from '../model/package.ts';
import { type ScanReport } from '../model/report.ts';

/** Findings that may fail a gate: not suppressed, and in packages whose evidence proves that they are there. */
export function gatingFindings(report: ScanReport): readonly Finding[] {
  const evidence = new Map<string, Evidence>(report.packages.map((found) => [found.id, found.evidence]));
  const gatesDeclared = declaringSchemes.has(report.target.scheme);
  return report.findings.filter((finding) => {
    if (finding.suppression !== undefined) return false;
    if (finding.kind !== 'vulnerability') return true;
    const proof = evidence.get(finding.packageId);
    return proof === undefined || gatingEvidence.has(proof) || (gatesDeclared && proof === 'declared');
  });
}

/** A source tree has nothing but what its lock files declare, and an SBOM of another tool what it says (docs/guide/reading-a-report.md). */
const declaringSchemes: ReadonlySet<string> = new Set(['dir', 'git', 'sbom']);
