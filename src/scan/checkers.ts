import { type Checked, type ImageDescription, type ImageFiles, type ImageRuleKind } from '../model/checker.ts';
import { type FindingKind } from '../model/finding.ts';
import { type Image } from '../model/image.ts';
import { type FileSelector } from '../model/file-selector.ts';

/**
 * What a scan does for one kind of finding apart from vulnerabilities. The code is loaded where it is wanted. What a kind learns from
 * files that are not kept are inspectors, which `layer-inspectors.ts` lists.
 */
export interface Checker {
  readonly kind: ImageRuleKind;
  /** Whether it applies to a source tree (`dir:`), or only to what a container would run from. */
  readonly isForSources: boolean;
  /** Whether packages are enough, so that it applies to an SBOM. */
  readonly needsOnlyPackages?: boolean;
  /** Files of layers to keep whole. */
  readonly loadSelectors?: () => Promise<readonly FileSelector[]>;
  /** Judges what is in layers; remembered with them. */
  readonly loadFileCheck?: () => Promise<(files: ImageFiles) => Checked>;
  /** Judges configuration, history and packages, in every scan. Secrets are found and masked in `settle-secrets.ts`. */
  readonly loadImageCheck?: () => Promise<(image: ImageDescription) => Checked>;
}

/** One row a kind, in the order of the report. */
export const checkers: readonly Checker[] = [
  {
    kind: 'misconfiguration',
    isForSources: false,
    loadSelectors: async () => [
      ...(await import('../check/image/image-selectors.ts')).imageSelectors,
      (await import('../catalog/os/dpkg/dpkg-md5sums.ts')).dpkgMd5sums,
    ],
    loadFileCheck: async () => (await import('../check/image/check-files.ts')).checkFiles,
    loadImageCheck: async () => (await import('../check/image/check-image.ts')).checkImage,
  },
  {
    kind: 'secret',
    isForSources: true,
    loadFileCheck: async () => (await import('../secret/check-secret-files.ts')).checkSecretFiles,
  },
  {
    kind: 'license',
    isForSources: true,
    needsOnlyPackages: true,
    loadImageCheck: async () => (await import('../check/license/check-licenses.ts')).checkLicenses,
  },
];

/** Kinds that can be looked for in an image, and those that a scan looks for unless it is told otherwise. */
export const imageKinds: readonly FindingKind[] = ['vulnerability', ...checkers.map(({ kind }) => kind)];
export const defaultKinds: readonly FindingKind[] = ['vulnerability', 'misconfiguration', 'secret'];

/** Whether a target is what images are built from: what only a lock file says is declared there. */
export function isSourceTree(scheme: string): boolean {
  return scheme === 'dir' || scheme === 'git';
}

/** Of the requested kinds those that can be looked for in an image of this scheme. */
export function applicableKinds(kinds: readonly FindingKind[], { scheme }: Pick<Image, 'scheme'>): readonly FindingKind[] {
  const isApplicable = (kind: FindingKind): boolean => checkers.every((checker) => checker.kind !== kind || checker.isForSources);
  return isSourceTree(scheme) ? kinds.filter(isApplicable) : kinds;
}

/** Of the requested kinds those that need nothing but packages. */
export function kindsOfPackages(kinds: readonly FindingKind[]): readonly FindingKind[] {
  return kinds.filter((kind) => kind === 'vulnerability' || checkersOf([kind]).some(({ needsOnlyPackages }) => needsOnlyPackages === true));
}

export function checkersOf(kinds: readonly FindingKind[]): readonly Checker[] {
  return checkers.filter(({ kind }) => kinds.includes(kind));
}
