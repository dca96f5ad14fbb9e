import { exitCodes } from '../../model/exit-codes.ts';
import { type JudgedReport } from '../../report/reporter.ts';

/** A failed gate, then usage errors, then failed targets, then content that could not be scanned. */
export function worstExitCode(judged: readonly JudgedReport[], failures: readonly { readonly exitCode: number }[]): number {
  const failedGate = judged.find(({ decision }) => decision.verdict === 'fail');
  if (failedGate !== undefined) return failedGate.decision.exitCode;
  for (const code of [exitCodes.usageError, exitCodes.failed]) if (failures.some(({ exitCode }) => exitCode === code)) return code;
  return Math.max(0, ...judged.map(({ decision }) => decision.exitCode));
}
