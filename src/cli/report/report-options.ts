import { sarifTargets } from '../../report/sarif/sarif-target.ts';
import { gateEffects } from '../../policy/flag-policy.ts';
import { type CommandOption } from '../command.ts';

/** What the result is judged by. */
export const gateOptions: readonly CommandOption[] = [
  { name: 'severity', short: 's', value: 'LIST', meaning: 'severities to report and fail on, such as CRITICAL,HIGH', default: 'all' },
  { name: 'ignore-unfixed', meaning: 'ignore findings with no fix', aliases: [{ name: 'only-fixed' }] },
  { name: 'ignore-base', meaning: 'hide findings from the base image' },
  {
    name: 'ignore-unreached',
    meaning: 'ignore findings in packages that the entrypoint does not reach; unknown counts as reached (implies --reach)',
  },
  { name: 'exit-code', value: 'NUMBER', meaning: 'exit code when matching findings remain, 0 to 255', default: '0' },
  {
    name: 'unknown-severity',
    value: 'EFFECT',
    meaning: 'effect of findings of unknown severity that --severity excludes',
    choices: gateEffects,
    default: '$PRATIQUE_UNKNOWN_SEVERITY, then warn',
  },
  {
    name: 'known-exploited',
    value: 'EFFECT',
    meaning: 'effect of findings known to be exploited (CISA KEV), including those that --severity and --ignore-unfixed exclude',
    choices: gateEffects,
    default: 'fail',
  },
  {
    name: 'allow-incomplete',
    value: 'KINDS',
    isValueOptional: true,
    isRepeatable: true,
    meaning:
      'exit 0 instead of 4 if parts could not be scanned; with =KINDS only for these kinds of content or issue codes (see pratique help issue-codes), such as python,ADVISORIES_MISSING',
  },
];

/** Where the report goes. */
export const reportOptions: readonly CommandOption[] = [
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    meaning:
      'report format: table, json, sarif, html, markdown, csv, junit, gitlab, github-annotations, cosign-vuln, cyclonedx, or another that pratique help outputs lists',
    default: 'table, or what the extension of --output FILE says',
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT=]FILE',
    meaning: 'write the report to FILE; with FORMAT=, write it there too',
    isRepeatable: true,
    completes: 'file',
  },
  {
    name: 'template',
    short: 't',
    value: '@FILE',
    meaning: 'template for --format template: @FILE, or its text; Trivy’s .tpl files work',
  },
  {
    name: 'target',
    value: 'SERVICE',
    meaning: 'service that SARIF is for; sets its limits and what it lists',
    choices: sarifTargets,
    default: 'the CI service it runs on, otherwise none',
  },
  {
    name: 'dockerfile',
    value: 'FILE',
    meaning: 'Dockerfile of the image: findings are reported at its lines',
    default: 'Dockerfile, if its instructions are those of the image',
    completes: 'file',
  },
];
