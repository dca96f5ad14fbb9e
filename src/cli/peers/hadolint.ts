import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const formats: ReadonlyMap<string, string> = new Map([
  ['tty', 'hadolint-tty'],
  ['json', 'hadolint-json'],
  ['checkstyle', 'hadolint-checkstyle'],
  ['codeclimate', 'gitlab-codequality'],
  ['gitlab_codeclimate', 'gitlab-codequality'],
]);

/** `hadolint FILE`: flags, formats, environment, configuration and exit codes. `pratique lint` itself reads the configuration and the variables. */
export const hadolint: Peer = {
  name: 'hadolint',
  environmentPrefix: 'HADOLINT_',
  verbs: new Map([['', ['lint']]]),
  options: [
    { flags: ['--format', '-f'], takesValue: true, to: (value) => [`--format=${formats.get(value) ?? value}`] },
    renamed(['--config', '-c'], 'config'),
    ...['ignore', 'trusted-registry', 'require-label', 'error', 'warning', 'info', 'style'].map((name) => renamed([`--${name}`], name)),
    renamed(['--failure-threshold', '-t'], 'failure-threshold'),
    renamed(['--file-path-in-report'], 'file-path-in-report'),
    switched(['--strict-labels'], '--strict-labels'),
    switched(['--disable-ignore-pragma'], '--disable-ignore-pragma'),
    switched(['--no-fail'], '--no-fail'),
    switched(['--verbose', '-V'], '--verbose'),
    ignored(false, 'output to a file has no colour', '--no-color'),
  ],
  usual: [{ unless: ['--format='], word: '--format=hadolint-tty' }],
  readsOwnVariables: true,
  always: [],
  exitCode: (ours) => (ours === exitCodes.passed || ours > exitCodes.incomplete ? ours : 1),
  ignoreFiles: [],
};
