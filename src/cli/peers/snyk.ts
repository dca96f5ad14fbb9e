import { exitCodes } from '../../model/exit-codes.ts';
import { severitiesFrom } from './grype.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const sbomFormats: ReadonlyMap<string, string> = new Map(
  ['1.4', '1.5', '1.6'].flatMap((version): (readonly [string, string])[] => [
    [`cyclonedx${version}+json`, `cyclonedx@${version}`],
    [`cyclonedx${version}+xml`, `cyclonedx-xml@${version}`],
  ]),
);

/** `snyk container test` and `snyk container sbom`: flags, exit codes and `.snyk`. */
export const snyk: Peer = {
  name: 'snyk',
  environmentPrefix: '',
  verbs: new Map<string, readonly string[]>([
    ['container test', ['scan', '--scanners=vuln']],
    ['container sbom', ['sbom']],
    ['version', ['version']],
  ]),
  options: [
    { flags: ['--severity-threshold'], takesValue: true, to: (value) => [`--severity=${severitiesFrom(value.toLowerCase())}`] },
    { flags: ['--fail-on'], takesValue: true, to: (value) => (value === 'all' ? [] : ['--ignore-unfixed']) },
    { flags: ['--format'], takesValue: true, to: (value) => [`--format=${sbomFormats.get(value) ?? (value === 'spdx2.3+json' ? 'spdx-json@2.3' : value)}`] },
    switched(['--json'], '--format=json'),
    switched(['--sarif'], '--format=sarif'),
    { flags: ['--json-file-output'], takesValue: true, to: (value) => [`--output=json=${value}`] },
    { flags: ['--sarif-file-output'], takesValue: true, to: (value) => [`--output=sarif=${value}`] },
    renamed(['--file'], 'dockerfile'),
    renamed(['--platform'], 'platform'),
    renamed(['--username', '-u'], 'username'),
    renamed(['--password', '-p'], 'password'),
    { flags: ['--policy-path'], takesValue: true, to: (value) => [`--ignorefile=${value.endsWith('.snyk') ? value : `${value.replace(/\/$/, '')}/.snyk`}`] },
    switched(['--exclude-base-image-vulns'], '--ignore-base'),
    switched(['--ignore-policy'], '--no-ignorefile'),
    switched(['--debug', '-d'], '--verbose'),
    ignored(false, 'applications in an image are always scanned; use --only-package to choose', '--app-vulns', '--exclude-app-vulns', '--exclude-node-modules'),
    ignored(false, 'it has no counterpart', '--print-deps', '--group-issues'),
    ignored(true, 'there is no account; nothing is sent', '--org', '--project-name', '--project-tags', '--project-environment', '--project-lifecycle', '--project-business-criticality', '--target-reference'),
    ignored(true, 'it has no counterpart', '--nested-jars-depth', '--shaded-jars-depth'),
  ],
  // Any vulnerability is exit code 1 there.
  usual: [{ of: 'scan', unless: [], word: '--exit-code=1' }],
  always: ['--known-exploited=pass', '--unknown-severity=pass'],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.failed ? 2 : ours),
  ignoreFiles: ['.snyk'],
}; // prettier-ignore
