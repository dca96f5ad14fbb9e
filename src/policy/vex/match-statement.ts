import { type Finding } from '../../model/finding.ts';
import { findingNames } from '../../model/finding-names.ts';
import { type Package } from '../../model/package.ts';
import { type Purl } from '../../model/purl.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type ScanReport } from '../../model/report.ts';
import { explainPackage } from '../suppression/package-pattern.ts';
import { type PurlStrictness } from '../suppression/purl-strictness.ts';
import { targetReferences } from '../suppression/target-references.ts';
import { type VexProduct, type VexStatement } from './vex-document.ts';

/** What statements are compared with. */
export interface VexSubject {
  readonly packages: ReadonlyMap<string, Package>;
  readonly references: readonly ImageReference[];
  readonly digests: ReadonlySet<string>;
  readonly strictness: PurlStrictness;
}

export function vexSubject(report: ScanReport, strictness: PurlStrictness): VexSubject {
  const { manifestDigest, configDigest } = report.target;
  return {
    packages: new Map(report.packages.map((found) => [found.id, found])),
    references: targetReferences(report.target),
    digests: new Set([manifestDigest, configDigest].filter((digest) => digest !== undefined)),
    strictness,
  };
}

/** `undefined` where the statement is about the finding; else the first thing that does not fit, in words. */
export function findMismatch(statement: VexStatement, finding: Finding, subject: VexSubject): string | undefined {
  const names = findingNames(finding);
  if (!statement.ids.some((id) => names.has(id.toLowerCase()))) return `is about ${statement.ids.join(', ')}`;
  if (finding.kind !== 'vulnerability') return 'is about vulnerabilities only';
  if (statement.products.length === 0) return 'names no product';
  const mismatches: string[] = [];
  // A finding of several packages is one finding: a statement has to cover each.
  for (const id of [finding.packageId, ...finding.otherPackageIds]) {
    const found = subject.packages.get(id);
    if (found === undefined) continue;
    const reasons = statement.products.map((product) => productMismatch(product, found, subject));
    if (reasons.every((reason) => reason !== undefined)) mismatches.push(reasons[0] ?? '');
  }
  return mismatches[0];
}

/** The product is the package itself, or it is the image or another package of it, and one of its parts is the package. */
function productMismatch(product: VexProduct, found: Package, subject: VexSubject): string | undefined {
  if (product.parts.length === 0) {
    if (product.purls.length === 0) return `the product ${product.text} has no package URL`;
    if (product.purls.some((purl) => isImage(purl, subject))) return undefined;
    return firstReason(
      product.purls.map((purl) => (purl.type === 'oci' ? imageMismatch(purl) : explainPackage(found, purl, subject.strictness))),
    );
  }
  const whole = wholeMismatch(product, subject);
  if (whole !== undefined) return whole;
  return firstReason(product.parts.map((part) => productMismatch(part, found, subject)));
}

function wholeMismatch({ purls, text, isUnnamed }: VexProduct, subject: VexSubject): string | undefined {
  if (purls.length === 0)
    return isUnnamed === true && subject.strictness !== 'strict' ? undefined : `the product ${text} has no package URL`;
  return firstReason(
    purls.map((purl) => {
      if (purl.type === 'oci' || purl.type === 'docker') return isImage(purl, subject) ? undefined : imageMismatch(purl);
      for (const each of subject.packages.values()) if (explainPackage(each, purl, subject.strictness) === undefined) return undefined;
      return `the product ${text} is not in the image`;
    }),
  );
}

/** By digest where the purl has one; else by repository, and by tag where it has that. */
function isImage({ type, name, namespace, version, qualifiers }: Purl, { references, digests }: VexSubject): boolean {
  if (type !== 'oci' && type !== 'docker') return false;
  if (version !== undefined && /^sha\d+:/.test(version)) return digests.has(version);
  const repository = qualifiers.get('repository_url') ?? (type === 'docker' ? `docker.io/${namespace ?? 'library'}/${name}` : undefined);
  const tag = qualifiers.get('tag') ?? version;
  return references.some(
    (reference) =>
      (repository === undefined
        ? reference.repository.endsWith(`/${name}`) || reference.repository === name
        : [`${reference.registry}/${reference.repository}`, `index.${reference.registry}/${reference.repository}`].includes(repository)) &&
      (tag === undefined || reference.tag === tag),
  );
}

function imageMismatch({ name, version, qualifiers }: Purl): string {
  return `the product is another image: ${qualifiers.get('repository_url') ?? name}${version === undefined ? '' : `@${version}`}`;
}

/** `undefined` as soon as one fits. */
function firstReason(reasons: readonly (string | undefined)[]): string | undefined {
  return reasons.includes(undefined) ? undefined : reasons[0];
}
