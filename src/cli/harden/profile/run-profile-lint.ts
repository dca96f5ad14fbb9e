import { lintSeccomp } from '../../../harden/seccomp/lint/lint-seccomp.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { lintReport } from '../../../scan/lint-report.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../../command.ts';
import { judgeTargets } from '../../judge/judge-targets.ts';
import { readPolicy } from '../../judge/read-policy.ts';
import { readGate } from '../../report/read-gate.ts';
import { reportFormats } from '../../report/report-formats.ts';
import { readOutputTargets } from '../../terminal/output-targets.ts';
import { lintAppArmorFile } from './lint-apparmor-file.ts';
import { readProfileBytes, unreadable } from './read-profile-file.ts';

/** Files → findings → policy → outputs → exit code. */
export async function runProfileLint(input: CommandInput, context: CommandContext): Promise<number> {
  const gate = readGate(input);
  const usual = ['critical', 'high', 'medium'] as const;
  const failing = { ...gate, exitCode: hasOption(input, 'exit-code') ? gate.exitCode : 1, severities: gate.severities ?? usual };
  const policy = await readPolicy(input, failing, context);
  const written = {
    outputs: readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), reportFormats),
    isVerbose: hasOption(input, 'verbose'),
    showsSuppressed: hasOption(input, 'show-suppressed'),
    display: gate.severities === undefined ? {} : { severities: new Set(gate.severities) },
    sarifTarget: 'none',
  } as const;
  return judgeTargets(
    input.arguments,
    (path) => {
      const report = policy.apply(lintProfile(path, context.runtime), context.runtime.now());
      return Promise.resolve([{ report, decision: policy.decide(report) }]);
    },
    written,
    context,
  );
}

/** A profile is seccomp's where it is JSON, and AppArmor's otherwise. */
function lintProfile(path: string, runtime: Runtime): ScanReport {
  const bytes = readProfileBytes(path);
  const isEmpty = bytes.length === 0;
  const isJson = isEmpty || path.endsWith('.json') || /^\uFEFF?\s*\{/.test(bytes.toString('utf8', 0, 4_096));
  if (!isJson) return lintAppArmorFile(path, bytes, runtime);
  try {
    const findings = lintSeccomp(bytes, path);
    return lintReport({ name: path, scheme: 'seccomp' }, () => ({ findings, issues: [], isEmpty }), runtime);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
