import { type Command, type CommandOption } from '../command.ts';
import { hostOption } from './audit-command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { gateOptions, reportOptions } from '../report/report-options.ts';
import { advisoryOptions } from '../scan/scan-options.ts';
import { trustOptions } from '../verify/verify-options.ts';
import { registryOptions } from '../words/registry-options.ts';

const ownOptions: readonly CommandOption[] = [
  hostOption,
  { name: 'container', value: 'PATTERN', meaning: 'only containers whose name matches; * stands for anything', isRepeatable: true },
  { name: 'exclude-container', value: 'PATTERN', meaning: 'not containers whose name matches', isRepeatable: true },
  { name: 'image', value: 'PATTERN', meaning: 'only containers of images whose name matches', isRepeatable: true },
  { name: 'label', value: 'NAME[=VALUE]', meaning: 'only containers with this label', isRepeatable: true },
  { name: 'no-scan', meaning: 'do not scan images: only rights, changes and ports' },
  { name: 'scanners', value: 'LIST', meaning: 'kinds of findings to look for in images', default: 'vuln', isRepeatable: true },
  { name: 'verify', meaning: 'verify the signatures of images by the digest they were pulled with' },
  { name: 'offline-scan', meaning: 'use no network: the advisories on this machine' },
  { name: 'config', value: 'FILE', meaning: 'configuration file with policy and suppressions', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file', aliases: [{ name: 'policy' }] },
]; // prettier-ignore

export const psCommand: Command = {
  name: 'ps',
  summary: 'rank running containers by what is exposed, exploitable and changed',
  description: [
    'Shows each running container with the digest of its image, the verdict of a scan of that image, its signatures, what changed in it since it was made (programs, packages, accounts), what it may do on its host, and whether other machines reach it. Containers that other machines reach and that have a flaw which is known to be exploited, or a critical one with a fix, come first.',
    'Each container is a report of its own, with the findings of its image, failed checks of the CIS Docker Benchmark about its rights (5.5, 5.32 …) and changes (drift-program, drift-packages, drift-accounts, drift-temporary-program). --severity, the statements of pratique.yaml and suppressions judge it as they judge a scan. Logs, pid files and what the engine itself writes are a count.',
    'The engine is only asked; nothing runs in a container. Exit codes are those of scan.',
  ],
  arguments: [],
  options: [
    ...ownOptions,
    ...gateOptions,
    ...suppressionOptions,
    ...reportOptions.filter(({ name }) => name !== 'dockerfile'),
    ...advisoryOptions,
    ...registryOptions,
    ...trustOptions.filter(({ name }) => !['config', 'policy'].includes(name)),
  ],
  examples: [
    { line: 'pratique ps', does: 'the containers of this machine, the worst first' },
    { line: 'pratique ps --no-scan', does: 'rights, changes and ports in a second' },
    { line: 'pratique ps --exit-code 1 --severity CRITICAL', does: 'exit 1 if a container has a critical finding' },
    { line: 'pratique ps --host ssh://admin@server --output json=ps.json', does: 'another machine, with all findings in JSON' },
  ],
  run: async (input, context) => (await import('./run-ps.ts')).runPs(input, context),
};
