import { type VulnerabilityFinding } from './finding.ts';

/** What kinds of action there are, by what they change. */
export const actionKinds = [
  'update-base',
  'upgrade-package',
  'upgrade-carrier',
  'remove-package',
  'remove-tool',
  'replace-package',
] as const;
export type ActionKind = (typeof actionKinds)[number];

/** One thing to do, and what it takes away. */
export interface PlannedAction {
  readonly kind: ActionKind;
  /** In the imperative, for people: `upgrade curl to 7.88.1-10+deb12u6`. Names come from the image and are not escaped. */
  readonly text: string;
  /** Name of the package to upgrade, remove or replace, as its advisories name it; absent for the base image. */
  readonly package?: string;
  /** The version to upgrade to, where one action has one. */
  readonly version?: string;
  /** Never empty. */
  readonly findings: readonly FindingReference[];
}

/** Names one finding of its report. */
export type FindingReference = Pick<VulnerabilityFinding, 'id' | 'packageId'>;

/** The same text for a finding and for a reference to it, and for no other of the report. */
export function referenceKey({ id, packageId }: FindingReference): string {
  return `${id} ${packageId}`;
}
