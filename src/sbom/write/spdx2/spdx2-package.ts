import { type Package } from '../../../model/package.ts';
import { parsePurl } from '../../../model/purl.ts';
import { type DetectedDistribution } from '../../../model/report.ts';
import { formatFacts } from '../../facts/fact.ts';
import { packageFacts } from '../../facts/package-facts.ts';
import { identifyPackage } from '../../identify-package.ts';
import { declareLicense, isDeclaredAsIs } from '../declared-license.ts';
import { packageKey } from '../references.ts';
import { type SbomOptions } from '../sbom-writer.ts';
import { withUpstream } from '../with-upstream.ts';
import { annotate, purlReference, unassertedFields } from './spdx2-fields.ts';

/** SPDX 2.3, 7.2: letters, digits, dots and hyphens. */
export function spdxId({ id, name }: Pick<Package, 'id' | 'name'>): string {
  const readable = name.replace(/[^A-Za-z0-9.]+/g, '-').slice(0, 60);
  return `SPDXRef-Package-${readable}-${packageKey(id)}`;
}

interface PackageContext {
  readonly refOf: (id: string) => string | undefined;
  readonly options: SbomOptions;
  readonly distribution: DetectedDistribution | undefined;
  /** External references to its findings. */
  readonly security: readonly unknown[];
}

export function makeSpdx2Package(
  found: Package,
  { refOf, options, distribution, security }: PackageContext,
): Readonly<Record<string, unknown>> {
  const { version, createdAt, toolVersion } = options;
  const purl = withUpstream(found);
  const facts = [
    ...packageFacts(found, identifyPackage(parsePurl(purl), distribution), refOf),
    ...(isDeclaredAsIs(found.licenses) ? [] : found.licenses.map((value) => ({ name: 'license', value }))),
  ];
  return {
    SPDXID: spdxId(found),
    name: found.name,
    versionInfo: found.version,
    supplier: found.supplier === undefined ? 'NOASSERTION' : `Organization: ${found.supplier}`,
    ...unassertedFields(),
    licenseDeclared: declareLicense(found.licenses).expression ?? 'NOASSERTION',
    sourceInfo: `found in: ${found.locations.map(({ path }) => `/${path}`).join(', ')}`,
    externalRefs: [purlReference(purl, version), ...security],
    ...(version === '2.2' ? {} : { primaryPackagePurpose: found.isOwn === true ? 'APPLICATION' : 'LIBRARY' }),
    annotations: [annotate(formatFacts(facts), createdAt, toolVersion)],
  };
}
