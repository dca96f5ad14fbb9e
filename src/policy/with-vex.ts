import { type Policy } from './policy.ts';
import { type PurlStrictness } from './suppression/purl-strictness.ts';
import { applyVex } from './vex/apply-vex.ts';
import { type VexDocument } from './vex/vex-document.ts';

/** A policy that follows VEX documents. */
export function withVex(policy: Policy, documents: readonly VexDocument[], strictness: PurlStrictness): Policy {
  return {
    apply: (report, now) => policy.apply(applyVex(report, documents, strictness), now),
    decide: (report) => policy.decide(report),
  };
}
