import { type Command, type CommandOption } from '../command.ts';
import { suppressionOptions } from '../judge/suppression-options.ts';
import { baselineOptions } from '../report/baseline-options.ts';
import { gateOptions, reportOptions } from '../report/report-options.ts';
import { advisoryOptions } from '../scan/scan-options.ts';

/** Which host, and which of its checks. */
export const hostOption: CommandOption = {
  name: 'host',
  short: 'H',
  value: 'HOST',
  meaning: 'engine to ask: unix://PATH, tcp://HOST:PORT, ssh://USER@HOST; or the folder of a record',
  default: '$DOCKER_HOST, then the Docker context, then Podman',
};

const auditOptions: readonly CommandOption[] = [
  hostOption,
  {
    name: 'include',
    short: 'c',
    value: 'LIST',
    meaning: 'only these checks: ids or sections, such as 5 or 4.1,5.5',
    isRepeatable: true,
    aliases: [{ name: 'check' }],
  },
  { name: 'exclude', short: 'e', value: 'LIST', meaning: 'leave these checks out', isRepeatable: true },
  { name: 'level', value: 'NUMBER', meaning: 'only checks of this level of the benchmark and below', choices: ['1', '2'], default: '2' },
  {
    name: 'controls-group',
    value: 'NUMBER',
    meaning: 'only checks of this implementation group of the CIS Controls v8 and below',
    choices: ['1', '2', '3'],
  },
  { name: 'container', value: 'PATTERN', meaning: 'only containers whose name matches; * stands for anything', isRepeatable: true },
  { name: 'exclude-container', short: 'x', value: 'PATTERN', meaning: 'leave containers out whose name matches', isRepeatable: true },
  { name: 'image', value: 'PATTERN', meaning: 'only images and containers of images whose name matches', isRepeatable: true },
  { name: 'label', value: 'NAME[=VALUE]', meaning: 'only containers with this label', isRepeatable: true },
  { name: 'images', meaning: 'scan every image of the host: checks 4.2 to 4.4, 4.8 and 4.10 to 4.12 are decided' },
  { name: 'trusted-user', short: 'u', value: 'LIST', meaning: 'users who may be in the group docker', isRepeatable: true },
];

/** What a gate asks of vulnerabilities says nothing about a host. */
const gateNames: ReadonlySet<string> = new Set(['severity', 'exit-code', 'allow-incomplete']);

const configOption: CommandOption = {
  name: 'config',
  value: 'FILE',
  meaning: 'configuration file with suppressions and the trust policy',
  default: '$PRATIQUE_CONFIG, then pratique.yaml',
  completes: 'file',
};

export const auditCommand: Command = {
  name: 'audit',
  summary: 'check a Docker or Podman host against the CIS Docker Benchmark',
  description: [
    'Checks the host, the daemon, its files, images, running containers, operation and swarm: all 117 checks of Docker Bench for Security. Each passes, fails, does not apply, or says why it could not look. Nothing is changed: it reads files, asks the engine, and runs auditctl -l and systemctl show.',
    'Run it on the host, as root. Of another machine (tcp, ssh) only the engine is asked; record that machine with "pratique audit record" to check its files elsewhere.',
  ],
  arguments: [],
  options: [
    ...auditOptions,
    ...gateOptions.filter(({ name }) => gateNames.has(name)),
    ...baselineOptions.map((option) =>
      option.name === 'baseline'
        ? { ...option, value: 'REPORT', meaning: 'compare with the JSON report of an earlier audit; the gate then counts only what is new' }
        : option,
    ),
    ...advisoryOptions,
    { name: 'offline-scan', meaning: 'use no network for --images: the advisories on this machine' },
    ...suppressionOptions,
    configOption,
    ...reportOptions.filter(({ name }) => name !== 'dockerfile'),
  ],
  examples: [
    { line: 'sudo pratique audit', does: 'check this host' },
    { line: 'sudo pratique audit --images', does: 'scan the images of the host as well' },
    { line: 'pratique audit --baseline last.json --exit-code 1', does: 'exit 1 if something fails that did not fail last time' },
    {
      line: 'pratique audit --include 5 --exit-code 1 --severity CRITICAL,HIGH',
      does: 'exit 1 if a container is started with dangerous options',
    },
    { line: 'pratique audit --host ssh://admin@server --include 4,5', does: 'check images and containers of another machine' },
    {
      line: 'docker inspect $(docker ps -q) > check/inspect.json; pratique audit --host check --include 5',
      does: 'check containers from what docker inspect printed',
    },
  ],
  run: async (input, context) => (await import('./run-audit.ts')).runAudit(input, context),
};
