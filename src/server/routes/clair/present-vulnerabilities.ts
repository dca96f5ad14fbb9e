import { describeGaps, describeVulnerabilities, type DescribedVulnerability, gapPackage } from '../../peer/described-vulnerabilities.ts';
import { isOfDistribution } from '../../peer/namespace-of.ts';
import { type ImageContents } from '../../queries/image-contents.ts';
import { presentContents, presentDistribution } from './present-index.ts';

/** Clair 4's report of vulnerabilities. */
export function presentVulnerabilities(contents: ImageContents): object {
  const presented = presentContents(contents);
  const vulnerabilities = new Map<string, object>();
  const byPackage = new Map<string, string[]>();
  const scores = new Map<string, object[]>();
  for (const each of describeVulnerabilities(contents)) {
    const packageId = String(each.of.id);
    const id = `${packageId}-${each.id}`;
    const others = byPackage.get(packageId) ?? [];
    // The same package in two layers is one package with two environments.
    if (vulnerabilities.has(id)) continue;
    vulnerabilities.set(id, presentVulnerability(id, each, contents));
    byPackage.set(packageId, [...others, id]);
    const rating = [...each.found.detail.severities, ...(each.found.enrichment.severities ?? [])].find(
      ({ vector, score }) => score !== undefined && vector?.startsWith('CVSS:3') === true,
    );
    if (rating !== undefined)
      scores.set(id, [
        {
          version: rating.vector!.slice(5, 8),
          vectorString: rating.vector,
          baseScore: rating.score,
          baseSeverity: each.severity.toUpperCase(),
        },
      ]);
  }
  const gaps = describeGaps(contents);
  const gapsOf = 'gaps';
  return {
    ...presented,
    packages: gaps.length === 0 ? presented.packages : { ...presented.packages, [gapsOf]: presentGapPackage(gapsOf) },
    environments:
      gaps.length === 0
        ? presented.environments
        : {
            ...presented.environments,
            [gapsOf]: [
              { package_db: '', introduced_in: contents.layers.at(-1)?.digest ?? contents.digest, distribution_id: '', repository_ids: [] },
            ],
          },
    vulnerabilities: {
      ...Object.fromEntries(vulnerabilities),
      ...Object.fromEntries(gaps.map(({ id, description }) => [id, presentGap(id, description)])),
    },
    package_vulnerabilities: {
      ...Object.fromEntries(byPackage),
      ...(gaps.length === 0 ? {} : { [gapsOf]: gaps.map(({ id }) => id) }),
    },
    enrichments: scores.size === 0 ? {} : { [cvssKind]: [Object.fromEntries(scores)] },
  };
}

/** What Quay reads scores from. */
const cvssKind = 'message/vnd.clair.map.vulnerability; enricher=clair.cvss schema=https://csrc.nist.gov/schema/nvd/feed/1.1/cvss-v3.x.json';

function presentVulnerability(id: string, each: DescribedVulnerability, { distribution }: ImageContents): object {
  const { found, of, links, description, severity, fixedVersion = '' } = each;
  const { advisory } = found;
  const { content } = of;
  const isInstalled = isOfDistribution(content.ecosystem);
  return {
    id,
    updater: advisory.sourceId,
    name: each.id,
    description,
    ...(advisory.published === undefined || Number.isNaN(Date.parse(advisory.published))
      ? {}
      : { issued: new Date(advisory.published).toISOString() }),
    links: links.join(' '),
    severity: found.severity,
    normalized_severity: severity,
    package: {
      id: '',
      name: content.name,
      version: '',
      kind: 'binary',
      source: null,
      normalized_version: '',
      module: content.module ?? '',
      arch: '',
      cpe: '',
    },
    ...(isInstalled && distribution !== undefined
      ? { distribution: presentDistribution(distribution) }
      : { repository: { id: content.ecosystem, name: content.ecosystem, key: content.ecosystem, uri: '', cpe: '' } }),
    fixed_in_version: fixedVersion,
    arch_op: 'equals',
  };
}

function presentGapPackage(id: string): object {
  return { id, name: gapPackage, version: '', kind: 'binary', source: null, normalized_version: '', module: '', arch: '', cpe: '' };
}

function presentGap(id: string, description: string): object {
  const shared = { id, updater: 'pratique', name: id, description, links: '', severity: 'unknown', normalized_severity: 'Unknown' };
  return { ...shared, package: presentGapPackage(''), fixed_in_version: '', arch_op: 'equals' };
}
