import { isDigest } from '../../model/digest.ts';
import { describeDistribution } from '../../model/describe-distribution.ts';
import { findDistribution, type StatedDistribution } from '../../model/distribution-release.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';
import { type Purl } from '../../model/purl.ts';
import { type DetectedDistribution, type ScanTarget } from '../../model/report.ts';
import { readDistribution, readIssues, readTarget } from '../facts/target-facts.ts';
import { distributionOfPurl } from '../find-vendor.ts';
import { isSystemType } from '../identify-package.ts';
import { type Inventory } from '../inventory.ts';
import { judgeDocument, type Judged } from './judge-document.ts';
import { repairPurl } from './repair-purl.ts';
import { type SbomComponent, type SbomDocument } from './sbom-document.ts';
import { layerFinder, referencesOf, toPackage, type PackageContext } from './to-package.ts';

export interface InventoryOptions {
  /** How a person names the document: a path, or a reference. */
  readonly name: string;
  /** What its packages are worth where it does not say: `declared` for a document that is scanned, `claimed` for one that lies inside an image. */
  readonly evidence: 'declared' | 'claimed';
}

/** A document's packages as the catalogers would have found them, and what it leaves open. */
export function toInventory(document: SbomDocument, { name, evidence }: InventoryOptions): Inventory {
  const purls = document.components.map(({ purl }) => (purl === undefined ? undefined : repairPurl(purl)));
  const distribution = findDocumentDistribution(document, purls);
  const target = describeTarget(document, name, distribution);
  const context = {
    ...(distribution === undefined ? {} : { distribution }),
    layerOf: layerFinder(target.layers),
    documentPath: documentPathOf(name),
    evidence,
  };
  const judged = document.components.map((component, at): Judged => judge(component, purls[at], context));
  const packages = connect(judged, document);
  const { attestedDigest } = document;
  return {
    target,
    ...(attestedDigest === undefined ? {} : { attestedDigest }),
    packages: [...packages.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    issues: [...readIssues(document.facts), ...document.issues, ...judgeDocument(document, judged, distribution)],
  };
}

function judge(component: SbomComponent, purl: Purl | undefined, context: PackageContext): Judged {
  const found = purl === undefined ? undefined : toPackage(component, purl, context);
  return { component, ...(purl === undefined ? {} : { purl }), ...(found === undefined ? {} : { found }) };
}

/** The file's own name: an absolute path of this machine is nothing of the image. */
function documentPathOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1) || 'sbom';
}

/** By id, with references to each other. A component that is listed twice is one package. */
function connect(judged: readonly Judged[], { dependencies }: SbomDocument): ReadonlyMap<string, Package> {
  const idByReference = new Map<string, string>();
  for (const { component, found } of judged) {
    if (found !== undefined && !idByReference.has(component.reference)) idByReference.set(component.reference, found.id);
  }
  const packages = new Map<string, Package>();
  for (const { component, found } of judged) {
    if (found === undefined || packages.has(found.id)) continue;
    const needed = (dependencies.get(component.reference) ?? []).map((reference) => idByReference.get(reference));
    const { ownedBy, parent } = referencesOf(component.facts);
    const [owner, carrier] = [ownedBy, parent].map((reference) => (reference === undefined ? undefined : idByReference.get(reference)));
    packages.set(found.id, {
      ...found,
      dependencies: [...new Set(needed.filter((id) => id !== undefined && id !== found.id))] as string[],
      ...(owner === undefined ? {} : { ownedBy: owner }),
      ...(carrier === undefined ? {} : { parent: carrier }),
    });
  }
  return packages;
}

function describeTarget(document: SbomDocument, name: string, distribution: DetectedDistribution | undefined): ScanTarget {
  const { subject, facts } = document;
  const detected = distribution === undefined ? {} : { distribution };
  const own = readTarget(facts, name);
  if (own !== undefined) return { ...own, ...detected };
  const { manifestDigest, configDigest, layers = [] } = subject;
  return {
    name,
    scheme: 'sbom',
    ...(isDigest(manifestDigest) ? { manifestDigest } : {}),
    ...(isDigest(configDigest) ? { configDigest } : {}),
    platform: { os: 'linux', architecture: '' },
    ...detected,
    layers: layers.map(({ digest, diffId }, index) => ({
      index,
      ...(isDigest(digest) ? { digest } : {}),
      ...(isDigest(diffId) ? { diffId } : {}),
      broughtBy: 'unknown',
    })),
  };
}

/** As the document says, or else as the purls of its packages do. */
function findDocumentDistribution(
  { facts, subject }: SbomDocument,
  purls: readonly (Purl | undefined)[],
): DetectedDistribution | undefined {
  const own = readDistribution(facts);
  if (own !== undefined) return own;
  if (subject.distribution !== undefined) return detect(subject.distribution);
  for (const purl of purls) {
    const stated = purl !== undefined && isSystemType(purl.type) ? distributionOfPurl(purl) : undefined;
    if (stated !== undefined && stated.id !== '') return detect(stated);
  }
  return undefined;
}

function detect(stated: StatedDistribution): DetectedDistribution {
  const { id, versionId, codename } = stated;
  const known = findDistribution(stated);
  const name = known?.derivative?.displayName ?? (known === undefined ? id : ecosystem(known.ecosystem).displayName);
  const prettyName = stated.prettyName ?? [name, versionId ?? codename].filter((part) => part !== undefined).join(' ');
  const lastDay = known?.support?.lastDays[known.release ?? ''];
  return {
    ...describeDistribution({ ...stated, prettyName }, known),
    ...(lastDay === undefined ? {} : { endOfLife: lastDay }),
    path: 'sbom',
  };
}
