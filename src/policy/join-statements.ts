import { type Decision, type PolicyStatement } from '../model/decision.ts';
import { exitCodes } from '../model/exit-codes.ts';

/** A decision with more statements. What was decided before stays, with its exit code; completeness is said last. */
export function joinStatements(decided: Decision, own: readonly PolicyStatement[]): Decision {
  const hasFailed = own.some(({ isMet }) => !isMet);
  const verdict = decided.verdict === 'fail' || hasFailed ? 'fail' : 'pass';
  const exitCode = decided.verdict === 'fail' || !hasFailed ? decided.exitCode : exitCodes.policyFailed;
  return { verdict, exitCode, statements: [...decided.statements.slice(0, -1), ...own, ...decided.statements.slice(-1)] };
}
