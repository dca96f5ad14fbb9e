import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const formats: ReadonlyMap<string, string> = new Map([
  ['text', 'table'],
  ['packages', 'table'],
  ['only-packages', 'table'],
  ['list', 'table'],
  ['spdx', 'spdx-json'],
  ['sbom', 'cyclonedx'],
  ['gitlab', 'gitlab'],
]);

/** `docker scout cves`, `quickview`, `compare`, `recommendations` and `sbom`: flags, formats and exit codes. */
export const scout: Peer = {
  name: 'scout',
  environmentPrefix: '',
  verbs: new Map<string, readonly string[]>([
    ['cves', ['cves']],
    ['quickview', ['quickview']],
    ['qv', ['quickview']],
    ['compare', ['compare']],
    ['diff', ['compare']],
    ['recommendations', ['recommend']],
    ['sbom', ['sbom']],
    ['version', ['version']],
  ]),
  options: [
    { flags: ['--format'], takesValue: true, to: (value) => [`--format=${formats.get(value) ?? value}`] },
    renamed(['--output', '-o'], 'output'),
    renamed(['--platform'], 'platform'),
    renamed(['--only-severity'], 'only-severity'),
    renamed(['--only-package'], 'only-package'),
    renamed(['--only-package-type'], 'only-package-type'),
    renamed(['--vex-location'], 'vex'),
    renamed(['--to'], 'to'),
    renamed(['--tag'], 'tag'),
    renamed(['--exit-on', '-x'], 'exit-on'),
    // A switch there: vulnerabilities make the exit code 2.
    switched(['--exit-code', '-e'], '--exit-code=2'),
    switched(['--only-fixed'], '--ignore-unfixed'),
    switched(['--only-unfixed'], '--only-unfixed'),
    switched(['--ignore-base'], '--ignore-base'),
    switched(['--only-refresh'], '--only-refresh'),
    switched(['--only-update'], '--only-update'),
    switched(['--details', '--locations'], '--verbose'),
    ignored(false, 'scores are always shown', '--epss'),
    ignored(false, 'only differences are listed', '--ignore-unchanged'),
    ignored(false, 'suppressed findings are counted apart', '--ignore-suppressed'),
    ignored(false, 'packages without vulnerabilities are not listed', '--only-vuln-packages'),
    ignored(false, 'policies are those of pratique.yaml', '--hide-policies'),
    ignored(true, 'there is no account', '--org'),
    ignored(true, 'pratique.yaml says which signers of VEX documents are trusted', '--vex-author'),
  ],
  always: [],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.failed ? 1 : ours),
  ignoreFiles: [],
};
