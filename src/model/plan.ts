import { type VulnerabilityFinding } from './finding.ts';

/** What kinds of action there are, by what they change. */
export const actionKinds = [
  'update-base',
  'upgrade-system-packages',
  'upgrade-package',
  'upgrade-carrier',
  'use-build-stage',
  'remove-development',
  'remove-package',
  'remove-tool',
  'replace-package',
  'accept',
] as const;
export type ActionKind = (typeof actionKinds)[number];

/** One thing to do, and what it takes away. */
export interface PlannedAction {
  readonly kind: ActionKind;
  /** In the imperative, for people: `upgrade curl to 7.88.1-10+deb12u6`. Names come from the image and are not escaped. */
  readonly text: string;
  /** Name of the package to upgrade, remove or replace, as its advisories name it; absent where there are several, or none. */
  readonly package?: string;
  /** The version to upgrade to, where one action has one. */
  readonly version?: string;
  /** The command that does it, in the image or in the project; absent where a file has to be edited, or where no package manager is in the image. */
  readonly command?: string;
  /** What is upgraded or removed, by id in the report; absent for the base image. */
  readonly changes?: readonly PackageChange[];
  /** The dependencies of the project that need what is upgraded, `name version`; absent where the project asks for it itself. */
  readonly pulledInBy?: readonly string[];
  /** The new version is another major version: it may break what uses the package. */
  readonly isMajor?: true;
  /** The layer whose instruction brought what is to be removed. */
  readonly layerIndex?: number;
  /** Last day of an acceptance, an ISO date. */
  readonly until?: string;
  /** Never empty. No finding is in two actions. */
  readonly findings: readonly FindingReference[];
  /** How many findings it would remove besides, which actions before it already remove; absent where there are none. */
  readonly alsoRemoves?: number;
}

/** One package as an action changes it. */
export interface PackageChange {
  readonly packageId: string;
  /** As its package manager names it. */
  readonly name: string;
  /** The lowest version that will do; absent where it is removed. */
  readonly to?: string;
}

/** Names one finding of its report. */
export type FindingReference = Pick<VulnerabilityFinding, 'id' | 'packageId'>;

/** The same text for a finding and for a reference to it, and for no other of the report. */
export function referenceKey({ id, packageId }: FindingReference): string {
  return `${id} ${packageId}`;
}
