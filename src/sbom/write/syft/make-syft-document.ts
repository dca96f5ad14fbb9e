import { type Package } from '../../../model/package.ts';
import { parsePurl } from '../../../model/purl.ts';
import { type DetectedDistribution, type ScanTarget } from '../../../model/report.ts';
import { formatFacts } from '../../facts/fact.ts';
import { packageFacts } from '../../facts/package-facts.ts';
import { targetFacts } from '../../facts/target-facts.ts';
import { identifyPackage } from '../../identify-package.ts';
import { type Inventory } from '../../inventory.ts';
import { describeCoverage } from '../coverage.ts';
import { isLicenseExpression } from '../../../lib/spdx/license-expression.ts';
import { documentUuid, packageKey } from '../references.ts';
import { type SbomOptions } from '../sbom-writer.ts';
import { withUpstream } from '../with-upstream.ts';
import { syftKinds } from './syft-kinds.ts';
import { makeSyftMetadata } from './syft-metadata.ts';

/** Version of Syft's JSON schema that is written. */
const schemaVersion = '16.1.10';

/** The document of Syft's JSON schema. */
export function makeSyftDocument(inventory: Inventory, { toolVersion }: SbomOptions): Readonly<Record<string, unknown>> {
  const { target, packages } = inventory;
  const known = new Set(packages.map(({ id }) => id));
  const refOf = (id: string): string | undefined => (known.has(id) ? packageKey(id) : undefined);
  return {
    artifacts: packages.map((found) => makeArtifact(found, { refOf, target })),
    artifactRelationships: packages.flatMap((found) => relationshipsOf(found, refOf)),
    source: makeSource(inventory),
    distro: makeDistribution(target.distribution),
    descriptor: {
      name: 'pratique',
      version: toolVersion,
      configuration: { coverage: describeCoverage(inventory), pratique: formatFacts(targetFacts(inventory)) },
    },
    schema: {
      version: schemaVersion,
      url: `https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-${schemaVersion}.json`,
    },
  };
}

interface ArtifactContext {
  readonly refOf: (id: string) => string | undefined;
  readonly target: ScanTarget;
}

function makeArtifact(found: Package, { refOf, target }: ArtifactContext): Readonly<Record<string, unknown>> {
  const purl = withUpstream(found);
  const parts = parsePurl(purl);
  const kind = syftKinds.get(parts.type);
  const facts = [
    ...packageFacts(found, identifyPackage(parts, target.distribution), refOf),
    ...found.licenses.map((value) => ({ name: 'license', value })),
  ];
  return {
    id: packageKey(found.id),
    name: found.name,
    version: found.version ?? '',
    type: kind?.type ?? 'UnknownPackage',
    foundBy: `pratique-${found.evidence}`,
    locations: found.locations.map(({ path, layerIndex }, at) => {
      const layer = target.layers[layerIndex];
      const annotations = at === 0 ? { evidence: 'primary', pratique: formatFacts(facts) } : { evidence: 'supporting' };
      return { path: `/${path}`, layerID: layer?.diffId ?? layer?.digest, accessPath: `/${path}`, annotations };
    }),
    licenses: found.licenses.map((value) => ({
      value,
      spdxExpression: isLicenseExpression(value) ? value : '',
      type: 'declared',
      urls: [],
      locations: [],
    })),
    language: kind?.language ?? '',
    cpes: [],
    purl,
    ...makeSyftMetadata(found, parts.type),
  };
}

function relationshipsOf({ id, dependencies, ownedBy }: Package, refOf: (id: string) => string | undefined): readonly unknown[] {
  const child = refOf(id);
  const needed = dependencies.filter((each) => each !== id).map((each) => ({ parent: refOf(each), child, type: 'dependency-of' }));
  const owned = ownedBy === undefined ? [] : [{ parent: refOf(ownedBy), child, type: 'ownership-by-file-overlap' }];
  return [...needed, ...owned].filter(({ parent }) => parent !== undefined);
}

function makeSource(inventory: Inventory): unknown {
  const { target } = inventory;
  const { name, manifestDigest, configDigest, platform, layers, scheme } = target;
  const id = documentUuid(inventory, undefined, 'Syft');
  if (scheme === 'dir' || scheme === 'rootfs') return { id, name, version: '', type: 'directory', metadata: { path: name } };
  return {
    id,
    name,
    version: manifestDigest ?? '',
    type: 'image',
    metadata: {
      userInput: name,
      imageID: configDigest ?? '',
      manifestDigest: manifestDigest ?? '',
      mediaType: '',
      tags: [],
      imageSize: layers.reduce((sum, { compressedBytes = 0 }) => sum + compressedBytes, 0),
      layers: layers.map(({ digest, diffId, compressedBytes = 0 }) => ({
        mediaType: '',
        digest: diffId ?? digest ?? '',
        size: compressedBytes,
      })),
      manifest: '',
      config: '',
      repoDigests: [],
      architecture: platform?.architecture ?? '',
      os: platform?.os ?? '',
    },
  };
}

function makeDistribution(distribution: DetectedDistribution | undefined): unknown {
  if (distribution === undefined) return {};
  const { id, versionId, prettyName } = distribution;
  return { prettyName, name: id, id, versionID: versionId };
}
