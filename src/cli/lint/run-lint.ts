import { PratiqueError } from '../../model/pratique-error.ts';
import { type FailedTarget, type JudgedReport } from '../../report/reporter.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { tellSuppressions } from '../judge/tell-suppressions.ts';
import { worstExitCode } from '../report/worst-exit-code.ts';
import { writeReports } from '../report/write-reports.ts';
import { formatError } from '../terminal/format-error.ts';
import { isDockerfile, lintFile } from './lint-file.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { readLintRequest } from './lint-request.ts';

/** Files → reports → decisions → outputs → exit code. A file that cannot be read does not stop the others. */
export async function runLint(input: CommandInput, context: CommandContext): Promise<number> {
  const request = readLintRequest(input);
  const policy = await readPolicy(withoutConfig(input), request.gate, context);
  const judged: JudgedReport[] = [];
  const failures: (FailedTarget & Pick<PratiqueError, 'exitCode'>)[] = [];
  for (const file of request.files) {
    try {
      const { path, text } = await readDockerfile(file);
      const { settings, pathInReport } = request;
      const isFixed = (request.fixes || request.showsDiff) && isDockerfile(path, text);
      const fix = isFixed ? await import('./rewrite.ts') : undefined;
      if (request.showsDiff) {
        if (fix !== undefined) await context.output.write([fix.diffOf(pathInReport ?? path, text, settings)]);
        continue;
      }
      const current = fix === undefined ? text : fix.rewrite(path, text, settings, context.output);
      const report = await lintFile(
        { path, text: current, settings, ...(pathInReport === undefined ? {} : { pathInReport }) },
        context.runtime,
      );
      const applied = policy.apply(report, context.runtime.now());
      judged.push({ report: applied, decision: policy.decide(applied) });
    } catch (error) {
      if (!(error instanceof PratiqueError) || context.runtime.signal.aborted) throw error;
      context.output.warn(formatError(error));
      const { code, message, hint, exitCode } = error;
      failures.push({ name: file, reportsBefore: judged.length, code, message, hint, exitCode });
    }
  }
  if (judged.length > 0) await writeReports(judged, failures, request, context);
  tellSuppressions(
    judged.map(({ report }) => report),
    context.output,
  );
  return worstExitCode(judged, failures);
}

/** `--config` names a file of hadolint here; `pratique.yaml` is found where it always is. */
function withoutConfig(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options].filter(([name]) => name !== 'config')) };
}
