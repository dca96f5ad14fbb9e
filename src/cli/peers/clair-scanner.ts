import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const needsNoServer = 'not needed; the scan runs in this process';

/** `clair-scanner IMAGE`: whitelist, threshold and exit codes. */
export const clairScanner: Peer = {
  name: 'clair-scanner',
  environmentPrefix: '',
  verbs: new Map([['', ['scan']]]),
  options: [
    renamed(['--whitelist', '-w'], 'whitelist'),
    {
      flags: ['--threshold', '-t'],
      takesValue: true,
      to: (value) => [`--fail-on=${thresholds.get(value.toLowerCase()) ?? value.toLowerCase()}`],
    },
    { flags: ['--report', '-r'], takesValue: true, to: (value) => [`--output=json=${value}`] },
    switched(['--quiet', '-q'], '--quiet'),
    ignored(true, needsNoServer, '--clair', '-c', '--ip'),
    ignored(true, 'write stderr to a file instead', '--log', '-l'),
    ignored(false, 'the report has every finding', '--all', '--reportAll', '--exit-when-no-features'),
  ],
  always: ['--exit-code=1', '--known-exploited=pass', '--unknown-severity=pass'],
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.usageError ? 1 : ours === exitCodes.failed ? 5 : ours),
  ignoreFiles: [],
};

/** Clair's severities that have another name here. */
const thresholds: ReadonlyMap<string, string> = new Map([
  ['defcon1', 'critical'],
  ['unknown', 'unknown'],
]);
