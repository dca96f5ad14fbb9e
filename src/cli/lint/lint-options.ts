import { type CommandOption } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { gateOptions, reportOptions } from '../report/report-options.ts';

/** hadolint's levels, each with the severities at or above it. */
export const failureThresholds = ['error', 'warning', 'info', 'style', 'none'] as const;

const ofGate = new Set(['severity', 'exit-code', 'allow-incomplete']);
const ofReport = new Set(['format', 'output', 'target']);

/** What is checked, and how. */
const ruleOptions: readonly CommandOption[] = [
  {
    name: 'failure-threshold',
    short: 't',
    value: 'LEVEL',
    meaning: 'lowest level that fails: error (severity high), warning (medium), info (low), style (negligible) or none',
    default: 'failure-threshold of the configuration, then warning',
  },
  { name: 'ignore', value: 'RULE', meaning: 'set a rule aside, by any of its names', isRepeatable: true },
  {
    name: 'config',
    short: 'c',
    value: 'FILE',
    meaning: 'configuration of hadolint',
    default: '.hadolint.yaml in the working directory, then in the user’s configuration directory',
    completes: 'file',
  },
  { name: 'trusted-registry', value: 'HOST', meaning: 'registry that images may come from, such as *.example.org', isRepeatable: true },
  {
    name: 'require-label',
    value: 'KEY:TYPE',
    meaning: 'label that the image must have: text, url, rfc3339, spdx, hash, semver or email',
    isRepeatable: true,
  },
  { name: 'strict-labels', meaning: 'report labels that --require-label and label-schema do not name' },
  { name: 'disable-ignore-pragma', meaning: 'do not follow comments that set rules aside' },
  { name: 'error', value: 'RULE', meaning: 'give a rule severity high', isRepeatable: true },
  { name: 'warning', value: 'RULE', meaning: 'give a rule severity medium', isRepeatable: true },
  { name: 'info', value: 'RULE', meaning: 'give a rule severity low', isRepeatable: true },
  { name: 'style', value: 'RULE', meaning: 'give a rule severity negligible', isRepeatable: true },
  { name: 'fix', meaning: 'rewrite what is safe to rewrite, and report the rest' },
  { name: 'diff', meaning: 'print what --fix would change, and change nothing' },
  { name: 'no-shellcheck', meaning: 'do not ask ShellCheck, which is used where it is installed' },
  { name: 'no-fail', meaning: 'exit 0 whatever is found' },
  { name: 'file-path-in-report', value: 'PATH', meaning: 'path that the report names instead of FILE' },
];

/** Options of a lint: those of a scan that mean something for a file, and hadolint’s own. */
export const lintOptions: readonly CommandOption[] = [
  ...ruleOptions,
  ...gateOptions
    .filter(({ name }) => ofGate.has(name))
    .map((option) => (option.name === 'exit-code' ? { ...option, default: '1' } : option)),
  ...suppressionOptions,
  ...reportOptions.filter(({ name }) => ofReport.has(name)),
];
