import { joinStatements } from './join-statements.ts';
import { type Policy } from './policy.ts';
import { judgeStatements } from './statement/judge-statements.ts';
import { type Statement } from './statement/statement.ts';

/** A policy that also asks the statements of `pratique.yaml`. */
export function withStatements(policy: Policy, statements: readonly Statement[], now: () => Date): Policy {
  if (statements.length === 0) return policy;
  return {
    apply: (report, at) => policy.apply(report, at),
    decide: (report) => joinStatements(policy.decide(report), judgeStatements(statements, report, now())),
  };
}
