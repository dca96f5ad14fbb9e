import { computeDigest } from '../../../oci/document/verify-digest.ts';
import { type ScanReport } from '../../../model/report.ts';

export interface VexInput {
  readonly before: ScanReport;
  readonly after: ScanReport;
  /** Of the patched image. */
  readonly digest: string;
  readonly name: string;
}

/** OpenVEX 0.2.0: every flaw that is gone is fixed in the new image, in the packages that had it. */
export function* writePatchVex({ before, after, digest, name }: VexInput, now: Date, toolVersion: string): Iterable<string> {
  const left = new Set(after.findings.flatMap((finding) => (finding.kind === 'vulnerability' ? [finding.id] : [])));
  const newPurls = new Map(after.packages.map((found) => [`${found.ecosystem} ${found.name}`, found.purl]));
  const packages = new Map(before.packages.map((found) => [found.id, found]));
  const fixed = new Map<string, Set<string>>();
  for (const finding of before.findings) {
    const found = finding.kind === 'vulnerability' ? packages.get(finding.packageId) : undefined;
    if (finding.kind !== 'vulnerability' || found === undefined || left.has(finding.id)) continue;
    const purl = newPurls.get(`${found.ecosystem} ${found.name}`) ?? found.purl;
    fixed.set(finding.id, (fixed.get(finding.id) ?? new Set()).add(purl));
  }
  const repository = name.replace(/^(?:oci-dir:|registry:)/, '').replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const product = `pkg:oci/${encodeURIComponent(repository.slice(repository.lastIndexOf('/') + 1))}@${encodeURIComponent(digest)}`;
  const statements = [...fixed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, purls]) => ({
    vulnerability: { name: id },
    products: [{ '@id': product, subcomponents: [...purls].sort().map((purl) => ({ '@id': purl })) }],
    status: 'fixed',
  }));
  const timestamp = now.toISOString();
  const id = computeDigest('sha256', Buffer.from(JSON.stringify([statements, timestamp]))).replace(/^sha256:/, '');
  const document = { '@context': 'https://openvex.dev/ns/v0.2.0', '@id': `https://openvex.dev/docs/public/vex-${id}`, author: 'pratique patch', timestamp, version: 1, tooling: `pratique ${toolVersion}`, statements };
  yield `${JSON.stringify(document, undefined, 2)}\n`;
} // prettier-ignore
