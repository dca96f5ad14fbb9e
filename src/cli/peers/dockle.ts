import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const levels: ReadonlyMap<string, string> = new Map([
  ['fatal', 'critical,high'],
  ['warn', 'critical,high,medium'],
  ['info', 'critical,high,medium,low'],
]);
const formats: ReadonlyMap<string, string> = new Map([['list', 'table']]);

/** `dockle IMAGE`: checks of an image, by levels. */
export const dockle: Peer = {
  name: 'dockle',
  environmentPrefix: 'DOCKLE_',
  verbs: new Map([['', ['scan', '--scanners=misconfig']]]),
  options: [
    { flags: ['--format', '-f'], takesValue: true, to: (value) => [`--format=${formats.get(value) ?? value}`] },
    renamed(['--output', '-o'], 'output'),
    renamed(['--exit-code', '-c'], 'exit-code'),
    { flags: ['--exit-level', '-l'], takesValue: true, to: (value) => [`--severity=${levels.get(value.toLowerCase()) ?? value}`] },
    renamed(['--input'], 'input'),
    renamed(['--username', '-u'], 'username'),
    renamed(['--password', '-p'], 'password'),
    switched(['--insecure', '--nonssl'], '--insecure'),
    switched(['--quiet', '-q'], '--quiet'),
    switched(['--debug', '-d'], '--verbose'),
    ignored(true, 'list the rule in .dockleignore', '--ignore', '-i'),
    ignored(true, 'set the finding aside in pratique.yaml', '--accept-key', '--ak', '--accept-file', '--af', '--accept-file-extension', '--ae'),
    ignored(true, 'write a rule for secrets in pratique.yaml', '--sensitive-word', '--sw', '--sensitive-file', '--sf', '--sensitive-file-extension', '--se'),
    ignored(true, 'it has no counterpart', '--timeout', '-t', '--authurl', '--host', '--cacert', '--cert', '--key', '--token', '--token-file', '--version-check'),
    ignored(false, 'it has no counterpart', '--no-color', '--cache-control'),
  ],
  usual: [{ unless: ['--severity='], word: '--severity=critical,high,medium' }],
  always: [],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.usageError || ours === exitCodes.failed ? 1 : ours),
  ignoreFiles: ['.dockleignore'],
}; // prettier-ignore
