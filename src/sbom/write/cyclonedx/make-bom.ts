import { type Inventory } from '../../inventory.ts';
import { targetFacts } from '../../facts/target-facts.ts';
import { describeIssues, isComplete } from '../coverage.ts';
import { findRoots } from '../dependency-graph.ts';
import { MadeList } from '../made-list.ts';
import { documentUuid, packageReference } from '../references.ts';
import { imageReference, makeImageComponent } from './image-component.ts';
import { hasSince } from './cyclonedx-version.ts';
import { ownProperties } from './own-properties.ts';
import { makePackageComponent } from './package-component.ts';
import { makeVulnerability } from './vulnerability.ts';
import { type SbomOptions } from '../sbom-writer.ts';

/** A CycloneDX document as its JSON form has it, with members in the order of the XML schema's elements. */
export function makeBom(inventory: Inventory, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { version, createdAt, findings } = options;
  const { target, packages } = inventory;
  const referenceById = new Map(packages.map((found) => [found.id, packageReference(found)]));
  const refOf = (id: string): string | undefined => referenceById.get(id);
  const packageById = new Map(packages.map((found) => [found.id, found]));
  return {
    ...(hasSince(version, 5) ? { $schema: `http://cyclonedx.org/schema/bom-${version}.schema.json` } : {}),
    bomFormat: 'CycloneDX',
    specVersion: version,
    serialNumber: `urn:uuid:${documentUuid(inventory, findings, 'CycloneDX', version)}`,
    version: 1,
    metadata: {
      timestamp: createdAt.toISOString(),
      ...(hasSince(version, 5) ? { lifecycles: [{ phase: 'post-build' }] } : {}),
      tools: makeTools(options),
      component: makeImageComponent(target),
      properties: ownProperties(targetFacts(inventory)),
    },
    components: MadeList.joined(
      makeSystem(inventory),
      MadeList.of(packages, (found) => makePackageComponent(found, { refOf, version, distribution: target.distribution })),
    ),
    dependencies: makeDependencies(inventory, refOf),
    compositions: [{ aggregate: isComplete(inventory) ? 'complete' : 'incomplete', assemblies: [imageReference(target)] }],
    ...(findings === undefined
      ? {}
      : { vulnerabilities: MadeList.of(findings, (finding) => makeVulnerability(finding, { refOf, packageById, version })) }),
    ...(hasSince(version, 5) && inventory.issues.length > 0 ? { annotations: makeAnnotations(inventory, options) } : {}),
  };
}

/** Version 1.5 replaced the list of tools by components. */
function makeTools({ version, toolVersion }: SbomOptions): unknown {
  if (!hasSince(version, 5)) return [{ vendor: 'Pratique', name: 'pratique', version: toolVersion }];
  return { components: [{ type: 'application', name: 'pratique', version: toolVersion }] };
}

const systemReference = 'operating-system';

/** What the distribution calls itself: consumers look its packages' advisories up by this. */
function makeSystem({ target: { distribution } }: Inventory): readonly unknown[] {
  if (distribution === undefined) return [];
  const { id, versionId, prettyName } = distribution;
  return [{ type: 'operating-system', 'bom-ref': systemReference, name: id, version: versionId, description: prettyName }];
}

/** Packages whose needs are not known, or that need nothing, have no entry; the specification takes that for unknown. */
function makeDependencies({ target, packages }: Inventory, refOf: (id: string) => string | undefined): readonly unknown[] {
  const roots = findRoots(packages).map(({ id }) => refOf(id));
  const ofImage = target.distribution === undefined ? roots : [systemReference, ...roots];
  return [
    { ref: imageReference(target), dependsOn: ofImage },
    ...packages
      .filter(({ dependencies }) => dependencies.length > 0)
      .map(({ id, dependencies }) => ({
        ref: refOf(id),
        dependsOn: [...new Set(dependencies.filter((each) => each !== id).map(refOf))].filter((each) => each !== undefined),
      })),
  ];
}

/** What could not be scanned, where people and tools that do not know our properties read it. */
function makeAnnotations({ target, issues }: Inventory, { createdAt, toolVersion }: SbomOptions): readonly unknown[] {
  return describeIssues(issues).map((text) => ({
    subjects: [imageReference(target)],
    annotator: { component: { type: 'application', name: 'pratique', version: toolVersion } },
    timestamp: createdAt.toISOString(),
    text,
  }));
}
