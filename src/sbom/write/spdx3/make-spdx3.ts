import { createHash } from 'node:crypto';
import { digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { type Package } from '../../../model/package.ts';
import { parsePurl } from '../../../model/purl.ts';
import { formatFacts } from '../../facts/fact.ts';
import { packageFacts } from '../../facts/package-facts.ts';
import { targetFacts } from '../../facts/target-facts.ts';
import { identifyPackage } from '../../identify-package.ts';
import { type Inventory } from '../../inventory.ts';
import { describeCoverage, isComplete } from '../coverage.ts';
import { declareLicense, isDeclaredAsIs } from '../declared-license.ts';
import { findRoots } from '../dependency-graph.ts';
import { imagePurl, isReferenceScheme } from '../image-purl.ts';
import { documentUuid, packageKey } from '../references.ts';
import { securityElements } from './security-elements.ts';
import { type Make, type SpdxElement } from './spdx-element.ts';
import { type SbomOptions } from '../sbom-writer.ts';
import { spdxDate, toolName } from '../tool-name.ts';
import { withUpstream } from '../with-upstream.ts';

/** SPDX 3.0 in JSON-LD: a list of elements that name each other by IRIs. */
export function makeSpdx3(inventory: Inventory, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { target, packages } = inventory;
  const namespace = `https://spdx.org/spdxdocs/pratique-${documentUuid(inventory, options.findings, 'SPDX', '3.0')}#`;
  const make = elementMaker(namespace);
  const idByPackage = new Map(packages.map(({ id }) => [id, `${namespace}Package-${packageKey(id)}`]));
  const refOf = (id: string): string | undefined => idByPackage.get(id);
  const image = makeImage(inventory, make);
  const system = makeSystem(inventory, make);
  const software = packages.flatMap((found) => makePackage(found, { refOf, inventory, make }));
  const security = securityElements(options.findings ?? [], refOf, make);
  const content = [image, ...system, ...software, ...makeRelationships(inventory, { refOf, make }), ...security];
  const elements = [...makeAgents(options, make), ...content];
  const ids = elements.map((element) => element['spdxId']);
  const sbom = make('software_Sbom', 'Sbom', {
    rootElement: [image['spdxId']],
    element: content.map((element) => element['spdxId']),
    software_sbomType: ['analyzed'],
  });
  const document = make('SpdxDocument', 'Document', {
    name: target.name,
    comment: describeCoverage(inventory),
    profileConformance: ['core', 'software', 'simpleLicensing', ...(security.length === 0 ? [] : ['security'])],
    rootElement: [sbom['spdxId']],
    element: [...ids, sbom['spdxId']],
  });
  const creation = {
    type: 'CreationInfo',
    '@id': creationId,
    specVersion: '3.0.1',
    created: spdxDate(options.createdAt),
    createdBy: [`${namespace}Agent`],
    createdUsing: [`${namespace}Tool`],
  };
  return { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [creation, document, sbom, ...elements] };
}

type Element = SpdxElement;

const creationId = '_:creationinfo';

function elementMaker(namespace: string): Make {
  return (type, local, members) => ({ type, spdxId: `${namespace}${local}`, creationInfo: creationId, ...members });
}

/** An agent is who, a tool is what with; both are Pratique, since nobody else is known. */
function makeAgents({ toolVersion }: SbomOptions, make: Make): readonly Element[] {
  return [make('SoftwareAgent', 'Agent', { name: 'pratique' }), make('Tool', 'Tool', { name: toolName(toolVersion) })];
}

function makeImage(inventory: Inventory, make: Make): Element {
  const { target } = inventory;
  const { manifestDigest } = target;
  const purl = isReferenceScheme(target.scheme) ? imagePurl(target) : undefined;
  return make('software_Package', 'Image', {
    name: target.name,
    software_packageVersion: manifestDigest,
    software_packageUrl: purl,
    software_primaryPurpose: target.scheme === 'dir' ? 'source' : 'container',
    verifiedUsing:
      manifestDigest === undefined
        ? undefined
        : [{ type: 'Hash', algorithm: digestAlgorithm(manifestDigest), hashValue: digestHex(manifestDigest) }],
    comment: formatFacts(targetFacts(inventory)),
  });
}

function makeSystem({ target: { distribution } }: Inventory, make: Make): readonly Element[] {
  if (distribution === undefined) return [];
  const { id, versionId, prettyName } = distribution;
  return [
    make('software_Package', 'OperatingSystem', {
      name: id,
      software_packageVersion: versionId,
      description: prettyName,
      software_primaryPurpose: 'operatingSystem',
    }),
  ];
}

interface PackageContext {
  readonly refOf: (id: string) => string | undefined;
  readonly inventory: Inventory;
  readonly make: Make;
}

function makePackage(found: Package, { refOf, inventory, make }: PackageContext): readonly Element[] {
  const purl = withUpstream(found);
  const facts = [
    ...packageFacts(found, identifyPackage(parsePurl(purl), inventory.target.distribution), refOf),
    ...(isDeclaredAsIs(found.licenses) ? [] : found.licenses.map((value) => ({ name: 'license', value }))),
  ];
  const key = packageKey(found.id);
  const { expression } = declareLicense(found.licenses);
  const element = make('software_Package', `Package-${key}`, {
    name: found.name,
    software_packageVersion: found.version,
    software_packageUrl: purl,
    software_primaryPurpose: found.isOwn === true ? 'application' : 'library',
    software_sourceInfo: `found in: ${found.locations.map(({ path }) => `/${path}`).join(', ')}`,
    externalIdentifier: [{ type: 'ExternalIdentifier', externalIdentifierType: 'packageUrl', identifier: purl }],
    comment: formatFacts(facts),
  });
  if (expression === undefined) return [element];
  const license = make('simplelicensing_LicenseExpression', `License-${key}`, { simplelicensing_licenseExpression: expression });
  const declared = make('Relationship', `Declared-${key}`, {
    from: element['spdxId'],
    relationshipType: 'hasDeclaredLicense',
    to: [license['spdxId']],
  });
  return [element, license, declared];
}

/** One relationship of a kind for each package, with all that it leads to. */
function makeRelationships(
  { target, packages, issues }: Inventory,
  { refOf, make }: Omit<PackageContext, 'inventory'>,
): readonly Element[] {
  const related: Element[] = [];
  const relate = (from: string | undefined, relationshipType: string, to: readonly (string | undefined)[], completeness?: string): void => {
    const known = [...new Set(to)].filter((each) => each !== undefined);
    if (from === undefined || known.length === 0) return;
    const key = createHash('sha256').update(`${relationshipType} ${from}`).digest('hex').slice(0, 16);
    related.push(
      make('Relationship', `Relationship-${key}`, {
        from,
        relationshipType,
        to: known,
        ...(completeness === undefined ? {} : { completeness }),
      }),
    );
  };
  const image = String(make('', 'Image', {})['spdxId']);
  const system = target.distribution === undefined ? [] : [String(make('', 'OperatingSystem', {})['spdxId'])];
  relate(image, 'contains', [...system, ...packages.map(({ id }) => refOf(id))], isComplete({ issues }) ? 'complete' : 'incomplete');
  relate(
    image,
    'dependsOn',
    findRoots(packages).map(({ id }) => refOf(id)),
  );
  const carried = new Map<string, string[]>();
  for (const { id, ownedBy, parent } of packages)
    for (const carrier of new Set([ownedBy, parent]))
      if (carrier !== undefined) carried.set(carrier, [...(carried.get(carrier) ?? []), id]);
  for (const { id, dependencies } of packages) {
    relate(refOf(id), 'dependsOn', dependencies.filter((each) => each !== id).map(refOf));
    relate(refOf(id), 'contains', (carried.get(id) ?? []).map(refOf));
  }
  return related;
}
