import { exitCodes } from '../../model/exit-codes.ts';
import { severities } from '../../model/severity.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const formats: ReadonlyMap<string, string> = new Map([
  ['json', 'grype-json'],
  ['cyclonedx', 'cyclonedx-xml'],
  ['cyclonedx-json', 'cyclonedx'],
]);

/** `grype SOURCE`: flags, exit codes, environment and JSON. */
export const grype: Peer = {
  name: 'grype',
  environmentPrefix: 'GRYPE_',
  verbs: new Map([['', ['scan']]]),
  options: [
    // `json=report.json` names a file as well.
    {
      flags: ['--output', '-o'],
      takesValue: true,
      to: (value: string): readonly string[] => {
        const [format = '', file] = value.split('=');
        const ours = formats.get(format) ?? format;
        return [file === undefined ? `--format=${ours}` : `--output=${ours}=${file}`];
      },
    },
    renamed(['--file'], 'output'),
    renamed(['--platform'], 'platform'),
    renamed(['--vex'], 'vex'),
    // A severity and every worse one fail, with exit code 2.
    {
      flags: ['--fail-on', '-f'],
      takesValue: true,
      to: (value) => ['--exit-code=2', `--fail-on=${value.toLowerCase()}`],
    },
    switched(['--only-fixed'], '--ignore-unfixed'),
    switched(['--show-suppressed'], '--show-suppressed'),
    switched(['--quiet', '-q'], '--quiet'),
    switched(['--verbose', '-v'], '--verbose'),
    ignored(false, 'findings are named by their CVE', '--by-cve'),
    ignored(false, 'packages are matched by name, not by CPE', '--add-cpes-if-none'),
    ignored(
      true,
      'it has no counterpart',
      '--scope',
      '-s',
      '--name',
      '--distro',
      '--exclude',
      '--from',
      '--sort-by',
      '--config',
      '-c',
      '--template',
      '-t',
      '--ignore-states',
    ),
  ],
  always: ['--known-exploited=pass', '--unknown-severity=pass'],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.failed ? 1 : ours),
  ignoreFiles: ['.grype.yaml'],
};

/** A severity and every worse one, as `--severity` takes them. */
export function severitiesFrom(least: string): string {
  const at = severities.findIndex((severity) => severity === least);
  return at === -1 ? least : severities.slice(0, at + 1).join(',');
}
