import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Policy } from '../../policy/policy.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { judgeTargets } from '../judge/judge-targets.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { isDockerfile, lintFile } from './lint-file.ts';
import { chartFolder, renderChart } from './render-chart.ts';
import { readDockerfile } from './read-dockerfile.ts';
import { type LintRequest, readLintRequest } from './lint-request.ts';

/** Arguments → what files are judged by → {@link judgeTargets}. */
export async function runLint(input: CommandInput, context: CommandContext): Promise<number> {
  const request = readLintRequest(input);
  const policy = await readPolicy(withoutConfig(input), request.gate, context);
  return judgeTargets(request.files, (file) => lintAndJudge(file, request, policy, context), request, context);
}

/** The report of a file, rewritten where that was asked for; none where only the difference is shown. */
async function lintAndJudge(
  file: string,
  request: LintRequest,
  policy: Policy,
  { output, runtime }: CommandContext,
): Promise<readonly JudgedReport[]> {
  const chart = chartFolder(file);
  if (chart !== undefined) {
    const { lintChart } = await import('../../scan/lint-chart.ts');
    return [judge(lintChart(request.pathInReport ?? chart, await renderChart(chart), runtime), policy, runtime)];
  }
  const { path, text } = await readDockerfile(file);
  const { settings, pathInReport, fixes, showsDiff, asksShellCheck } = request;
  const fix = (fixes || showsDiff) && isDockerfile(path, text) ? await import('./rewrite.ts') : undefined;
  if (showsDiff) {
    if (fix !== undefined) await output.write([fix.diffOf(pathInReport ?? path, text, settings)]);
    return [];
  }
  const current = fix === undefined ? text : fix.rewrite(path, text, settings, output);
  const askShellCheck = async (script: string) => (await import('./run-shellcheck.ts')).runShellCheck(script, output, runtime.signal);
  const report = await lintFile(
    {
      path,
      text: current,
      settings,
      ...(pathInReport === undefined ? {} : { pathInReport }),
      ...(asksShellCheck ? { askShellCheck } : {}),
    },
    runtime,
  );
  return [judge(report, policy, runtime)];
}

function judge(report: ScanReport, policy: Policy, { now }: Runtime): JudgedReport {
  const applied = policy.apply(report, now());
  return { report: applied, decision: policy.decide(applied) };
}

/** `--config` names a file of hadolint here; `pratique.yaml` is found where it always is. */
function withoutConfig(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options].filter(([name]) => name !== 'config')) };
}
