import { makeIssue } from '../../model/issue.ts';
import { joinStatements } from '../join-statements.ts';
import { type Policy } from '../policy.ts';
import { type AnchoreBundle } from './anchore-bundle.ts';
import { judgeAnchoreBundle } from './judge-anchore-bundle.ts';

/** A policy that also asks Anchore bundles. A rule that cannot be answered makes the report incomplete. */
export function withAnchoreBundles(policy: Policy, bundles: readonly AnchoreBundle[], now: () => Date): Policy {
  return {
    apply: (given, at) => {
      const report = policy.apply(given, at);
      const issues = bundles
        .flatMap((bundle) => judgeAnchoreBundle(bundle, report, at).unanswered)
        .map(({ origin, message }) => makeIssue('POLICY_RULE_NOT_JUDGED', 'anchore-policy', `${origin}: ${message}`));
      if (issues.length === 0) return report;
      const completeness = report.completeness === 'complete' ? 'partial' : report.completeness;
      return { ...report, issues: [...report.issues, ...issues], completeness };
    },
    decide: (report) =>
      joinStatements(
        policy.decide(report),
        bundles.flatMap((bundle) => judgeAnchoreBundle(bundle, report, now()).statements),
      ),
  };
}
