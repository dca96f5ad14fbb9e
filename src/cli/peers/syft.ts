import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const formats: ReadonlyMap<string, string> = new Map([
  ['json', 'syft-json'],
  ['table', 'package-table'],
  ['syft-table', 'package-table'],
  ['text', 'package-table'],
  ['syft-text', 'package-table'],
  ['cyclonedx', 'cyclonedx-xml'],
  ['github-json', 'github'],
]);

const noCounterpart = 'it has no counterpart';

/** `syft SOURCE`, `syft scan` and `syft convert`: flags, formats, environment and JSON. */
export const syft: Peer = {
  name: 'syft',
  environmentPrefix: 'SYFT_',
  verbs: new Map<string, readonly string[]>([
    ['', ['sbom']],
    ['scan', ['sbom']],
    ['packages', ['sbom']],
    ['convert', ['sbom']],
    ['version', ['version']],
  ]),
  options: [
    // `json=sbom.json` names a file as well.
    {
      flags: ['--output', '-o'],
      takesValue: true,
      to: (value) =>
        value.split(',').map((each) => {
          const [format = '', file] = each.split('=');
          const ours = formats.get(format) ?? format;
          return file === undefined ? `--format=${ours}` : `--output=${ours}=${file}`;
        }),
    },
    renamed(['--file'], 'output'),
    renamed(['--platform'], 'platform'),
    switched(['--quiet', '-q'], '--quiet'),
    switched(['--verbose', '-v'], '--verbose'),
    ignored(true, 'the files of the running container are listed; what a layer deleted is not', '--scope', '-s'),
    ignored(true, noCounterpart, '--name', '--source-name', '--source-version', '--source-supplier', '--exclude', '--from', '--config', '-c'),
    ignored(true, noCounterpart, '--catalogers', '--select-catalogers', '--override-default-catalogers', '--base-path', '--template', '-t', '--enrich', '--parallelism'),
  ],
  usual: [{ unless: ['--format=', '--output='], word: '--format=package-table' }],
  always: [],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.usageError || ours === exitCodes.failed ? 1 : ours),
  ignoreFiles: [],
  unreadFiles: ['.syft.yaml', '.syft/config.yaml'],
}; // prettier-ignore
