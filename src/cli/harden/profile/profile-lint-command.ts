import { type Command } from '../../command.ts';
import { suppressionOptions } from '../../judge/suppression-options.ts';
import { gateOptions, reportOptions } from '../../report/report-options.ts';

const ofGate = new Set(['severity', 'exit-code', 'allow-incomplete']);
const ofReport = new Set(['format', 'output', 'target']);

export const profileLintCommand: Command = {
  name: 'profile lint',
  summary: 'check seccomp and AppArmor profiles for mistakes',
  description: [
    'Finds what a runtime accepts and what does not work: names that are no system calls, rules without names, rules that never count because another stands over them, missing architectures, profiles that allow what they do not name, conditions that are never true, and calls that Docker’s default denies.',
    'FILE is a seccomp profile in JSON, a config.json of the OCI runtime specification, or an AppArmor profile. An AppArmor profile is also given to apparmor_parser, where that is installed.',
    'Exit codes: 0 no findings; 1 (or the number given with --exit-code) findings of a severity in --severity, by default critical, high and medium; 2 usage error; 3 a file could not be read.',
  ],
  arguments: [{ name: 'FILE', meaning: 'profile', isVariadic: true, completes: 'file' }],
  options: [
    ...gateOptions.filter(({ name }) => ofGate.has(name)).map((option) => (option.name === 'exit-code' ? { ...option, default: '1' } : option)),
    ...suppressionOptions,
    ...reportOptions.filter(({ name }) => ofReport.has(name)),
  ],
  examples: [
    { line: 'pratique profile lint seccomp.json', does: 'check a profile' },
    { line: 'pratique profile lint profiles/*.json --output sarif=profiles.sarif', does: 'check several, and write SARIF too' },
  ],
  run: async (input, context) => (await import('./run-profile-lint.ts')).runProfileLint(input, context),
}; // prettier-ignore
