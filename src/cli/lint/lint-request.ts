import { ciService } from '../../config/ci-service.ts';
import { type LintSettings } from '../../check/dockerfile/lint-settings.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { severities, type Severity } from '../../model/severity.ts';
import { type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { sarifTargets } from '../../report/sarif/sarif-target.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';
import { readGate } from '../report/read-gate.ts';
import { reportFormats } from '../report/report-formats.ts';
import { type WrittenAs } from '../report/write-reports.ts';
import { readOutputTargets } from '../terminal/output-targets.ts';
import { readLintSettings, type HadolintSettings } from './read-lint-settings.ts';
import { readThreshold } from './read-threshold.ts';

/** A lint request, with every argument checked. */
export interface LintRequest extends WrittenAs {
  readonly files: readonly string[];
  readonly settings: LintSettings;
  readonly gate: FlagPolicyOptions;
  readonly pathInReport?: string;
  /** Files are rewritten before they are checked. */
  readonly fixes: boolean;
  /** What would be rewritten is shown in place of a report. */
  readonly showsDiff: boolean;
  /** ShellCheck is asked where it is installed. */
  readonly asksShellCheck: boolean;
}

/** Throws USAGE and CONFIG_INVALID. */
export function readLintRequest(input: CommandInput): LintRequest {
  const files = input.arguments.length === 0 ? ['Dockerfile'] : input.arguments;
  if (files.includes('')) throw new PratiqueError('USAGE', 'a FILE is empty', { hint: 'check the variable it comes from' });
  if (files.filter((file) => file === '-').length > 1)
    throw new PratiqueError('USAGE', 'standard input (-) was given more than once', { hint: 'give - once' });
  if (hasOption(input, 'fix') && (hasOption(input, 'diff') || files.includes('-')))
    throw new PratiqueError(
      'USAGE',
      hasOption(input, 'diff') ? '--fix and --diff were both given' : '--fix cannot rewrite standard input',
      {
        hint: 'use --diff to see what would change',
      },
    );
  const { settings, hadolint } = readLintSettings(input);
  const gate = readGate(input);
  const pathInReport = optionValue(input, 'file-path-in-report');
  return {
    files,
    settings,
    gate: {
      ...gate,
      exitCode: readFailureCode(input, gate.exitCode, hadolint),
      severities: failing(readThreshold(optionValue(input, 'failure-threshold') ?? hadolint.threshold), gate.severities),
    },
    outputs: readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), reportFormats),
    isVerbose: hasOption(input, 'verbose'),
    display: gate.severities === undefined ? {} : { severities: new Set(gate.severities) },
    sarifTarget: sarifTargets.find((each) => each === optionValue(input, 'target')) ?? ciService() ?? 'none',
    fixes: hasOption(input, 'fix'),
    showsDiff: hasOption(input, 'diff'),
    asksShellCheck: !hasOption(input, 'no-shellcheck'),
    ...(pathInReport === undefined ? {} : { pathInReport }),
  };
}

/** A linter fails by itself; a scan only where it is asked to. */
function readFailureCode(input: CommandInput, given: number, hadolint: HadolintSettings): number {
  if (hasOption(input, 'no-fail') || (hadolint.noFail === true && !hasOption(input, 'exit-code'))) return 0;
  return hasOption(input, 'exit-code') ? given : 1;
}

/** Severities at or above the threshold, and among those that were asked for. */
function failing(lowest: Severity | undefined, chosen: readonly Severity[] | undefined): readonly Severity[] {
  if (lowest === undefined) return [];
  const rank = severities.indexOf(lowest);
  return severities.filter((severity, at) => at <= rank && (chosen?.includes(severity) ?? true));
}
