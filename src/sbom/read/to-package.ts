import { type Digest } from '../../model/digest.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type Location, type Package, packageId } from '../../model/package.ts';
import { type Purl } from '../../model/purl.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { factOf, type Facts } from '../facts/fact.ts';
import { readCandidates, readEvidence, readIdentity, readLocations } from '../facts/package-facts.ts';
import { identifyPackage, isSystemType, type PackageIdentity } from '../identify-package.ts';
import { type SbomComponent } from './sbom-document.ts';

export interface PackageContext {
  readonly distribution?: DetectedDistribution;
  /** Index of the layer with this digest or diffID. */
  readonly layerOf: (digest: string) => number | undefined;
  /** Where a component without a location is said to be: the document. */
  readonly documentPath: string;
  /** Whether our own facts are believed; those of another document are its claims. */
  readonly evidence: Package['evidence'];
}

/** Without what refers to other packages; `undefined` where no ecosystem knows the purl's type. */
export function toPackage(component: SbomComponent, purl: Purl, context: PackageContext): Package | undefined {
  const { facts } = component;
  const told = identifyPackage(purl, context.distribution, component.version);
  if (told === undefined) return undefined;
  const identity = readIdentity(facts, withForeignSource(told, component, purl));
  const locations = locationsOf(component, context);
  const layer = Number(factOf(facts, 'layer') ?? context.layerOf(component.layer ?? '') ?? locations[0]?.layerIndex ?? 0);
  const supplier = factOf(facts, 'supplier');
  const candidates = readCandidates(facts);
  return {
    id: packageId(identity.purl, locations[0]?.path ?? context.documentPath),
    ...identity,
    evidence: (context.evidence === 'claimed' ? undefined : readEvidence(facts)) ?? context.evidence,
    locations,
    layerIndex: Number.isSafeInteger(layer) && layer >= 0 ? layer : 0,
    licenses: component.licenses,
    dependencies: [],
    ...(facts.has('own') || component.kind === 'own' ? { isOwn: true } : {}),
    ...(facts.has('direct') ? { isDirect: factOf(facts, 'direct') === 'true' } : {}),
    ...(facts.has('development') || component.isDevelopment === true ? { isDevelopment: true } : {}),
    ...(supplier === undefined ? {} : { supplier }),
    ...(candidates.length === 0 ? {} : { candidates }),
  };
}

function locationsOf({ facts, locations }: SbomComponent, { documentPath, layerOf }: PackageContext): readonly Location[] {
  const own = readLocations(facts);
  if (own.length > 0) return own;
  const stated = locations.map(({ path, layer }) => ({ path: path.replace(/^\/+/, ''), layerIndex: layerOf(layer ?? '') ?? 0 }));
  const named = stated.filter(({ path }) => path !== '');
  return named.length > 0 ? named : [{ path: documentPath, layerIndex: 0 }];
}

/** A source package that the producer names beside the purl. */
function withForeignSource(told: PackageIdentity, { source }: SbomComponent, purl: Purl): PackageIdentity {
  if (source === undefined || purl.qualifiers.has('upstream') || !isSystemType(purl.type)) return told;
  const version = source.version ?? told.version;
  return version === undefined ? told : { ...told, source: { name: source.name, version } };
}

/** Whether advisories name the source of such packages and nothing in the document does. */
export function isSourceMissing({ source, facts }: SbomComponent, purl: Purl, found: Package): boolean {
  const isStated = source !== undefined || purl.qualifiers.has('upstream') || facts.has('evidence');
  return ecosystem(found.ecosystem).advisoriesName === 'source' && !isStated;
}

/** What a reference of our own facts names. */
export function referencesOf(facts: Facts): { readonly ownedBy?: string; readonly parent?: string } {
  const ownedBy = factOf(facts, 'owned-by');
  const parent = factOf(facts, 'parent');
  return { ...(ownedBy === undefined ? {} : { ownedBy }), ...(parent === undefined ? {} : { parent }) };
}

/** For layers that the document lists with digests. */
export function layerFinder(
  layers: readonly { readonly digest?: Digest | string; readonly diffId?: Digest | string }[],
): PackageContext['layerOf'] {
  const byDigest = new Map<string, number>();
  for (const [at, { digest, diffId }] of layers.entries()) {
    if (digest !== undefined) byDigest.set(digest, at);
    if (diffId !== undefined) byDigest.set(diffId, at);
  }
  return (digest) => byDigest.get(digest);
}
