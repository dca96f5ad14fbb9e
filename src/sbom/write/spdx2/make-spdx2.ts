import { digestHex } from '../../../model/digest.ts';
import { formatFacts } from '../../facts/fact.ts';
import { targetFacts } from '../../facts/target-facts.ts';
import { type Inventory } from '../../inventory.ts';
import { describeCoverage } from '../coverage.ts';
import { declareLicense, type ExtractedLicense } from '../declared-license.ts';
import { imagePurl, isReferenceScheme } from '../image-purl.ts';
import { documentUuid } from '../references.ts';
import { type SbomOptions } from '../sbom-writer.ts';
import { spdxDate, toolName } from '../tool-name.ts';
import { securityReferences } from './security-references.ts';
import { annotate, documentId, imageId, purlReference, systemId, unassertedFields } from './spdx2-fields.ts';
import { makeSpdx2Package, spdxId } from './spdx2-package.ts';
import { makeRelationships } from './spdx2-relationships.ts';

/** An SPDX 2.2 or 2.3 document as its JSON form has it. */
export function makeSpdx2(inventory: Inventory, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { version, createdAt, toolVersion } = options;
  const { target, packages } = inventory;
  const uuid = documentUuid(inventory, options.findings, 'SPDX', version);
  const refOf = (id: string): string | undefined => spdxIds.get(id);
  const spdxIds = new Map(packages.map((found) => [found.id, spdxId(found)]));
  const security = securityReferences(options.findings ?? [], version);
  return {
    SPDXID: documentId,
    spdxVersion: `SPDX-${version}`,
    creationInfo: { created: spdxDate(createdAt), creators: [`Tool: ${toolName(toolVersion)}`] },
    name: target.name,
    dataLicense: 'CC0-1.0',
    documentNamespace: `https://spdx.org/spdxdocs/pratique-${uuid}`,
    comment: describeCoverage(inventory),
    packages: [
      makeImagePackage(inventory, options),
      ...makeSystemPackage(inventory, options),
      ...packages.map((found) =>
        makeSpdx2Package(found, { refOf, options, distribution: target.distribution, security: security.get(found.id) ?? [] }),
      ),
    ],
    hasExtractedLicensingInfos: extractLicenses(inventory),
    relationships: makeRelationships(inventory, refOf),
  };
}

function makeImagePackage(inventory: Inventory, { version, createdAt, toolVersion }: SbomOptions): unknown {
  const { target } = inventory;
  const { manifestDigest } = target;
  const purl = isReferenceScheme(target.scheme) ? imagePurl(target) : undefined;
  return {
    SPDXID: imageId,
    name: target.name,
    versionInfo: manifestDigest,
    supplier: 'NOASSERTION',
    ...unassertedFields(),
    ...(manifestDigest?.startsWith('sha256:') === true
      ? { checksums: [{ algorithm: 'SHA256', checksumValue: digestHex(manifestDigest) }] }
      : {}),
    licenseDeclared: 'NOASSERTION',
    ...(purl === undefined ? {} : { externalRefs: [purlReference(purl, version)] }),
    ...(version === '2.2' ? {} : { primaryPackagePurpose: target.scheme === 'dir' ? 'SOURCE' : 'CONTAINER' }),
    annotations: [annotate(formatFacts(targetFacts(inventory)), createdAt, toolVersion)],
  };
}

/** Trivy's and Tern's consumers look for the distribution here. */
function makeSystemPackage({ target: { distribution } }: Inventory, { version }: SbomOptions): readonly unknown[] {
  if (distribution === undefined) return [];
  const { id, versionId, prettyName } = distribution;
  return [
    {
      SPDXID: systemId,
      name: id,
      versionInfo: versionId,
      supplier: 'NOASSERTION',
      ...unassertedFields(),
      licenseDeclared: 'NOASSERTION',
      description: prettyName,
      ...(version === '2.2' ? {} : { primaryPackagePurpose: 'OPERATING_SYSTEM' }),
    },
  ];
}

function extractLicenses({ packages }: Inventory): readonly unknown[] | undefined {
  const byId = new Map<string, ExtractedLicense>();
  for (const { licenses } of packages) for (const extracted of declareLicense(licenses).extracted) byId.set(extracted.licenseId, extracted);
  if (byId.size === 0) return undefined;
  const sorted = [...byId.values()].sort((a, b) => (a.licenseId < b.licenseId ? -1 : 1));
  return sorted.map(({ licenseId, name }) => ({ licenseId, name, extractedText: name }));
}
