import { collectRunning } from '../../audit/running/collect-running.ts';
import { rankContainers } from '../../audit/running/rank-containers.ts';
import { type RunningContainer } from '../../audit/running/running-container.ts';
import { toContainerReport } from '../../audit/running/to-container-report.ts';
import { HostUnreadable } from '../../audit/host.ts';
import { describeWay } from '../../harden/network/judge-assertion.ts';
import { outside } from '../../harden/network/network-view.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Policy } from '../../policy/policy.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { tellSuppressions } from '../judge/tell-suppressions.ts';
import { worstExitCode } from '../report/worst-exit-code.ts';
import { writeReports } from '../report/write-reports.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { openHost } from './open-host.ts';
import { writePsTable } from './ps-table.ts';
import { readHostView } from './read-host-view.ts';
import { readContainerScope } from './running-scope.ts';
import { imageScanner, readImageRequest } from './scan-running-images.ts';

/** Engine → running containers → reports of their images → decisions → outputs → exit code. */
export async function runPs(input: CommandInput, context: CommandContext): Promise<number> {
  const request = await readImageRequest(input, 'vuln', context);
  const policy = await readPolicy(input, request.gate, context);
  const host = await openHost(optionValue(input, 'host'), context.runtime);
  const view = await readHostView(host);
  const openTo = new Map(view.reaches.filter(({ from }) => from === outside).map(({ to, ways }) => [to, ways.map(describeWay)]));
  const containers = await readContainers(() => collectRunning(host, { hasContainer: readContainerScope(input), openTo }, context.runtime));
  const scan = hasOption(input, 'no-scan')
    ? undefined
    : await imageScanner(input, host, { request, verifies: hasOption(input, 'verify') }, context);
  const found: { readonly container: RunningContainer; readonly judged: JudgedReport }[] = [];
  for (const container of containers) {
    const { report, why } = (await scan?.({ ...container, ...container.facts })) ?? {};
    found.push({ container, judged: judge(toContainerReport(container, report, why, context.runtime.now()), policy, context) });
  }
  const ranked = rankContainers(found);
  const judged = ranked.map((one) => one.judged);
  tellSuppressions(judged.map(({ report }) => report), context.output); // prettier-ignore
  const isTable = ({ format }: { readonly format: string }): boolean => format === 'table';
  const table = (width: number, useColor: boolean): Iterable<string> => writePsTable(host.name, ranked, view.issues, { width, useColor });
  for (const { file } of request.outputs.filter(isTable)) if (file !== undefined) writeOutputFile(file, table(100, false));
  for (const { file } of request.outputs.filter(isTable)) if (file === undefined) await context.output.write(table(context.output.width, context.output.useColor)); // prettier-ignore
  await writeReports(judged, [], { ...request, outputs: request.outputs.filter((target) => !isTable(target)) }, context);
  return worstExitCode(judged, []);
}

/** A list that cannot be had is no list of nothing. */
async function readContainers(read: () => Promise<readonly RunningContainer[]>): Promise<readonly RunningContainer[]> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof HostUnreadable)) throw cause;
    throw new PratiqueError('ENGINE_REFUSED', `the running containers cannot be listed: ${cause.message}`, { cause });
  }
}

function judge(report: JudgedReport['report'], policy: Policy, { runtime }: CommandContext): JudgedReport {
  const applied = policy.apply(report, runtime.now());
  return { report: applied, decision: policy.decide(applied) };
}
