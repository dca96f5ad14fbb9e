import { type Evidence, gatingEvidence, type Package } from '../../../model/package.ts';
import { parsePurl } from '../../../model/purl.ts';
import { type DetectedDistribution } from '../../../model/report.ts';
import { packageFacts } from '../../facts/package-facts.ts';
import { identifyPackage } from '../../identify-package.ts';
import { isLicenseExpression } from '../../../lib/spdx/license-expression.ts';
import { isLicenseId } from '../../../lib/spdx/license-ids.ts';
import { packageReference } from '../references.ts';
import { withUpstream } from '../with-upstream.ts';
import { hasSince } from './cyclonedx-version.ts';
import { ownProperties } from './own-properties.ts';

interface ComponentContext {
  readonly refOf: (id: string) => string | undefined;
  readonly version: string;
  readonly distribution: DetectedDistribution | undefined;
}

export function makePackageComponent(
  found: Package,
  { refOf, version, distribution }: ComponentContext,
): Readonly<Record<string, unknown>> {
  const purl = withUpstream(found);
  const derived = identifyPackage(parsePurl(purl), distribution);
  return {
    type: found.isOwn === true ? 'application' : 'library',
    'bom-ref': packageReference(found),
    supplier: found.supplier === undefined ? undefined : { name: found.supplier },
    ...splitGroup(found),
    version: found.version,
    scope: found.isDevelopment === true ? 'excluded' : undefined,
    licenses: makeLicenses(found.licenses),
    purl,
    properties: ownProperties(packageFacts(found, derived, refOf)),
    evidence: hasSince(version, 5) ? makeEvidence(found, version) : undefined,
  };
}

/** Types whose namespace CycloneDX keeps apart from the name. */
const groupedTypes: ReadonlySet<string> = new Set(['npm', 'maven', 'composer']);

function splitGroup(found: Package): { readonly group?: string; readonly name: string } {
  const { type, namespace, name } = parsePurl(found.purl);
  return groupedTypes.has(type) && namespace !== undefined ? { group: namespace, name } : { name: found.name };
}

/** Either one expression or a list of licenses: the schema does not allow both. */
function makeLicenses(licenses: readonly string[]): readonly unknown[] | undefined {
  const [first] = licenses;
  if (first === undefined) return undefined;
  if (licenses.length === 1 && !isLicenseId(first) && isLicenseExpression(first)) return [{ expression: first }];
  return licenses.map((license) => ({ license: isLicenseId(license) ? { id: license } : { name: license } }));
}

const techniques: Readonly<Record<Evidence, string>> = {
  installed: 'manifest-analysis',
  file: 'manifest-analysis',
  binary: 'binary-analysis',
  vendored: 'manifest-analysis',
  declared: 'manifest-analysis',
  claimed: 'attestation',
  orphan: 'other',
};

/** Version 1.5 has one identity, later ones a list. */
function makeEvidence({ evidence, locations, purl }: Package, version: string): unknown {
  const confidence = gatingEvidence.has(evidence) ? 1 : 0.5;
  const methods = locations.map(({ path }) => ({ technique: techniques[evidence], confidence, value: path }));
  const identity = { field: 'purl', confidence, ...(hasSince(version, 6) ? { concludedValue: purl } : {}), methods };
  return {
    identity: hasSince(version, 6) ? [identity] : identity,
    occurrences: locations.map(({ path }) => ({ location: path })),
  };
}
