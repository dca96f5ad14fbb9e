import { sourceDateEpoch } from '../../config/source-date-epoch.ts';
import { workflowRun } from '../../config/workflow-run.ts';
import { type DisplayFilter, type FailedTarget, type JudgedReport, type WriteReports } from '../../report/reporter.ts';
import { findReporter } from '../../report/reporters.ts';
import { type SarifTarget } from '../../report/sarif/sarif-target.ts';
import { type Template } from '../../report/template/parse-template.ts';
import { templateVariables } from '../../config/template-variables.ts';
import { type CommandContext } from '../command.ts';
import { type OutputTarget } from '../terminal/output-targets.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { sourceLocator } from './source-locator.ts';

/** Where reports go, and what of them is shown. */
export interface WrittenAs {
  readonly outputs: readonly OutputTarget[];
  readonly isVerbose: boolean;
  /** Whether the table lists suppressed findings. */
  readonly showsSuppressed?: boolean;
  readonly display: DisplayFilter;
  /** The service that SARIF is for. */
  readonly sarifTarget: SarifTarget;
  /** For the format `template`. */
  readonly template?: Template;
  /** The Dockerfile that was named. */
  readonly dockerfile?: string;
}

/** Files first: a reader of standard output that goes away early does not cost the files. */
export async function writeReports(
  judged: readonly JudgedReport[],
  failures: readonly FailedTarget[],
  request: WrittenAs,
  { output, toolVersion }: CommandContext,
): Promise<void> {
  const createdAt = sourceDateEpoch();
  const workflow = workflowRun();
  const shared = {
    isVerbose: request.isVerbose,
    ...(request.showsSuppressed === undefined ? {} : { showsSuppressed: request.showsSuppressed }),
    toolVersion,
    display: request.display,
    failures,
    sarifTarget: request.sarifTarget,
    locate: sourceLocator(request),
    ...(request.template === undefined ? {} : { template: request.template, variables: templateVariables() }),
    note: (line: string) => output.warn(`pratique: ${line}`),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(workflow === undefined ? {} : { workflow }),
  };
  for (const { format, file } of request.outputs)
    if (file !== undefined) writeOutputFile(file, (await writerOf(format))(judged, { ...shared, width: 120, useColor: false }));
  for (const { format, file } of request.outputs)
    if (file === undefined)
      await output.write(
        (await writerOf(format))(judged, {
          ...shared,
          width: output.width,
          useColor: output.useColor,
          useHyperlinks: output.useHyperlinks,
        }),
      );
}

async function writerOf(format: string): Promise<WriteReports> {
  const reporter = findReporter(format);
  if (reporter === undefined) throw new Error(`no reporter ${format}`);
  return reporter.load();
}
