import { PratiqueError } from '../../model/pratique-error.ts';
import { type FailedTarget, type JudgedReport } from '../../report/reporter.ts';
import { type CommandContext } from '../command.ts';
import { worstExitCode } from '../report/worst-exit-code.ts';
import { type WrittenAs, writeReports } from '../report/write-reports.ts';
import { formatError } from '../terminal/format-error.ts';
import { tellSuppressions } from './tell-suppressions.ts';

/** Targets → reports → decisions → outputs → exit code. One target's failure does not stop the others; any other fault of the program does. */
export async function judgeTargets(
  targets: readonly string[],
  judge: (target: string) => Promise<readonly JudgedReport[]>,
  written: WrittenAs,
  context: CommandContext,
): Promise<number> {
  const judged: JudgedReport[] = [];
  const failures: (FailedTarget & Pick<PratiqueError, 'exitCode'>)[] = [];
  for (const target of targets) {
    try {
      judged.push(...(await judge(target)));
    } catch (error) {
      if (!(error instanceof PratiqueError) || context.runtime.signal.aborted) throw error;
      context.output.warn(formatError(error));
      const { code, message, hint, exitCode } = error;
      failures.push({ name: target, reportsBefore: judged.length, code, message, hint, exitCode });
    }
  }
  if (judged.length > 0) await writeReports(judged, failures, written, context);
  tellSuppressions(
    judged.map(({ report }) => report),
    context.output,
  );
  return worstExitCode(judged, failures);
}
