import { describeGaps, describeVulnerabilities, type DescribedVulnerability, gapPackage } from '../../peer/described-vulnerabilities.ts';
import { namespaceOf } from '../../peer/namespace-of.ts';
import { type ImageContents } from '../../queries/image-contents.ts';
import { type ScanRequest } from './find-scan-request.ts';
import { scannerOf } from './get-metadata.ts';

/** From the worst. */
const order = ['Critical', 'High', 'Medium', 'Low', 'Negligible', 'Unknown'];

/** Harbor's report of vulnerabilities: version 1.1 has more members than 1.0, which ignores them. */
export function presentReport(contents: ImageContents, artifact: ScanRequest['artifact'], toolVersion: string): object {
  const items = new Map<string, object>();
  const severities = new Set<string>();
  for (const each of describeVulnerabilities(contents)) {
    const { name, version = '' } = each.of.content;
    // Harbor keeps one for each of these, however many layers have the package.
    const key = JSON.stringify([each.id, name, version]);
    if (items.has(key)) continue;
    severities.add(each.severity);
    items.set(key, presentItem(each, contents));
  }
  for (const { id, description } of describeGaps(contents)) {
    severities.add('Unknown');
    items.set(id, { id, package: gapPackage, version: '', fix_version: '', severity: 'Unknown', description, links: [] });
  }
  return {
    generated_at: contents.judgedAt.toISOString(),
    artifact,
    scanner: scannerOf(toolVersion),
    severity: order.find((each) => severities.has(each)) ?? 'Negligible',
    vulnerabilities: [...items.values()],
  };
}

function presentItem(each: DescribedVulnerability, { distribution, layers }: ImageContents): object {
  const { of, found, id, severity, description, links, fixedVersion = '' } = each;
  const ratings = [...found.detail.severities, ...(found.enrichment.severities ?? [])];
  const rating = ratings.find(({ vector, score }) => score !== undefined && vector?.startsWith('CVSS:3') === true);
  const weaknesses = [...new Set([...(found.advisory.weaknesses ?? []), ...(found.enrichment.weaknesses ?? [])])];
  const layer = layers.find(({ position }) => position === of.layer);
  return {
    id,
    package: of.content.name,
    version: of.content.version ?? '',
    fix_version: fixedVersion,
    severity,
    description,
    links,
    ...(rating === undefined ? {} : { preferred_cvss: { score_v3: rating.score, vector_v3: rating.vector } }),
    ...(weaknesses.length === 0 ? {} : { cwe_ids: weaknesses }),
    ...(layer === undefined ? {} : { layer: { digest: layer.digest, diff_id: layer.diffId } }),
    vendor_attributes: {
      namespace: namespaceOf(of.content, distribution),
      purl: of.content.purl,
      paths: of.paths.slice(0, 10),
      lane: found.lane,
      fix_state: found.detail.fixState,
      ...(found.enrichment.knownExploited === undefined ? {} : { known_exploited: true }),
    },
  };
}
