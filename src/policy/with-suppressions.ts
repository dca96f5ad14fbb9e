import { type Policy } from './policy.ts';
import { applySuppressions } from './suppression/apply-suppressions.ts';
import { type SuppressionFile } from './suppression/suppression-entry.ts';

/** A policy that sets findings aside before it decides. Files are applied in order; the first entry that covers a finding is named by it. */
export function withSuppressions(policy: Policy, files: readonly SuppressionFile[]): Policy {
  if (files.length === 0) return policy;
  const all = { entries: files.flatMap(({ entries }) => entries), unusable: files.flatMap(({ unusable }) => unusable) };
  return {
    apply: (report, now) => policy.apply(applySuppressions(report, all, now), now),
    decide: (report) => policy.decide(report),
  };
}
