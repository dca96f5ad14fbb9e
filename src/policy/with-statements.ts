import { exitCodes } from '../model/exit-codes.ts';
import { type Policy } from './policy.ts';
import { judgeStatements } from './statement/judge-statements.ts';
import { type Statement } from './statement/statement.ts';

/** A policy that also asks the statements of `pratique.yaml`. What the gate of the flags decides stays; completeness is said last. */
export function withStatements(policy: Policy, statements: readonly Statement[], now: () => Date): Policy {
  if (statements.length === 0) return policy;
  return {
    apply: (report, at) => policy.apply(report, at),
    decide: (report) => {
      const decided = policy.decide(report);
      const own = judgeStatements(statements, report, now());
      const hasFailed = own.some(({ isMet }) => !isMet);
      const verdict = decided.verdict === 'fail' || hasFailed ? 'fail' : 'pass';
      const exitCode = decided.verdict === 'fail' || !hasFailed ? decided.exitCode : exitCodes.policyFailed;
      return { verdict, exitCode, statements: [...decided.statements.slice(0, -1), ...own, ...decided.statements.slice(-1)] };
    },
  };
}
