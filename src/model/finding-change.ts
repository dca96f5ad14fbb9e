/**
 * What a baseline makes of a finding. `introduced`: the package or its version is new, or what a rule is about. `disclosed`: the baseline has the same
 * package in the same version, and its flaw was not known. `pre-existing`: the baseline has the finding.
 */
export const findingChanges = ['introduced', 'disclosed', 'pre-existing'] as const;
export type FindingChange = (typeof findingChanges)[number];
