import { ciService } from '../../config/ci-service.ts';
import { type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { sarifTargets } from '../../report/sarif/sarif-target.ts';
import { hasOption, optionValue, optionValues, type CommandInput } from '../command.ts';
import { type FormatNames, readOutputTargets } from '../terminal/output-targets.ts';
import { readTemplate } from './read-template.ts';
import { type WrittenAs } from './write-reports.ts';

/** Where the report goes and what of it is shown, as `reportOptions` and `gateOptions` describe it. Throws USAGE. */
export function readWrittenAs(input: CommandInput, gate: FlagPolicyOptions, formats: FormatNames): WrittenAs {
  const dockerfile = optionValue(input, 'dockerfile');
  const outputs = readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), formats);
  const template = readTemplate(input, outputs);
  return {
    outputs,
    ...(template === undefined ? {} : { template }),
    display: {
      ignoreUnfixed: gate.ignoreUnfixed,
      ...(gate.ignoreUnreached === true ? { ignoreUnreached: true } : {}),
      ignoreBase: hasOption(input, 'ignore-base'),
      ...(gate.severities === undefined ? {} : { severities: new Set(gate.severities) }),
    },
    sarifTarget: sarifTargets.find((each) => each === optionValue(input, 'target')) ?? ciService() ?? 'none',
    ...(dockerfile === undefined ? {} : { dockerfile }),
    isVerbose: hasOption(input, 'verbose'),
    showsSuppressed: hasOption(input, 'show-suppressed') || hasOption(input, 'verbose'),
  };
}
