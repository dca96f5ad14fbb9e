import { ecosystem } from '../../../model/ecosystem.ts';
import { RawAnswer } from '../../http/route.ts';
import { describeGaps, describeVulnerabilities, type DescribedVulnerability, gapPackage } from '../../peer/described-vulnerabilities.ts';
import { namespaceOf } from '../../peer/namespace-of.ts';
import { type ContainedPackage, type ImageContents } from '../../queries/image-contents.ts';
import { type ChainLayer } from './layer-chain.ts';

/** Version of the engine, as Clair 2.1 has it. */
export const indexedByVersion = 3;

export function jsonAnswer(status: number, body: object): RawAnswer {
  return new RawAnswer(status, { 'content-type': 'application/json;charset=utf-8', server: 'clair' }, JSON.stringify(body));
}

/** Clair v1's `Layer` with its features. */
export function presentLayer(contents: ImageContents, chain: readonly ChainLayer[], withVulnerabilities: boolean): object {
  const { distribution } = contents;
  const found = new Map<ContainedPackage, DescribedVulnerability[]>();
  for (const each of withVulnerabilities ? describeVulnerabilities(contents) : [])
    found.set(each.of, [...(found.get(each.of) ?? []), each]);
  const features = contents.packages.map((each) => {
    const namespace = namespaceOf(each.content, distribution);
    return {
      Name: each.content.name,
      NamespaceName: namespace,
      VersionFormat: versionFormat(ecosystem(each.content.ecosystem).versionScheme),
      Version: each.content.version ?? '',
      ...(found.has(each) ? { Vulnerabilities: found.get(each)!.map((one) => presentVulnerability(one, namespace)) } : {}),
      AddedBy: chain[each.layer]?.name ?? '',
    };
  });
  const parent = chain.at(-2)?.name;
  return {
    Name: chain.at(-1)?.name,
    ...(distribution === undefined
      ? {}
      : { NamespaceName: [distribution.id, distribution.versionId].filter((part) => part !== undefined).join(':') }),
    ...(parent === undefined ? {} : { ParentName: parent }),
    IndexedByVersion: indexedByVersion,
    Features: [...features, ...(withVulnerabilities ? presentGaps(contents, chain) : [])],
  };
}

function presentVulnerability(
  { id, description, links, severity, fixedVersion, found }: DescribedVulnerability,
  namespace: string,
): object {
  const rating = [...found.detail.severities, ...(found.enrichment.severities ?? [])].find(
    ({ vector }) => vector?.startsWith('CVSS:3') === true,
  );
  return {
    Name: id,
    NamespaceName: namespace,
    Description: description,
    ...(links[0] === undefined ? {} : { Link: links[0] }),
    Severity: severity,
    ...(rating === undefined ? {} : { Metadata: { NVD: { CVSSv3: { Score: rating.score, Vectors: rating.vector } } } }),
    ...(fixedVersion === undefined ? {} : { FixedBy: fixedVersion }),
  };
}

function presentGaps(contents: ImageContents, chain: readonly ChainLayer[]): readonly object[] {
  const gaps = describeGaps(contents);
  if (gaps.length === 0) return [];
  const Vulnerabilities = gaps.map(({ id, description }) => ({
    Name: id,
    NamespaceName: 'pratique',
    Description: description,
    Severity: 'Unknown',
  }));
  return [{ Name: gapPackage, NamespaceName: 'pratique', VersionFormat: '', Version: '', Vulnerabilities, AddedBy: chain.at(-1)?.name }];
}

function versionFormat(scheme: string): string {
  return scheme === 'deb' ? 'dpkg' : scheme;
}
