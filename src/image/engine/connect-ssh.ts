import { spawn } from 'node:child_process';
import { Duplex, PassThrough } from 'node:stream';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type ConnectOptions, type Engine } from './engine.ts';
import { type SshEndpoint } from './engine-endpoint.ts';

/** What ssh says on standard error is kept up to this, for the message: bytes. */
const maxComplaint = 4 * 1024;

/**
 * Runs ssh, and on the other machine the engine's own command that hands its socket on; docker/cli, cli/connhelper. No shell is used here, and
 * the remote shell sees only constants and a path that needs no quotes. ssh asks nothing: keys come from its agent and its files.
 */
export function connectSsh(engine: Engine, { host, user, port, socket }: SshEndpoint, options: ConnectOptions): Duplex {
  const { timeoutMs, signal, environment = {} } = options;
  const child = spawn(
    'ssh',
    [
      ...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${Math.max(1, Math.ceil(timeoutMs / 1_000))}`, '-T'],
      ...(user === undefined ? [] : ['-l', user]),
      ...(port === undefined ? [] : ['-p', String(port)]),
      ...['--', host, engine.command],
      ...(socket === undefined ? [] : [engine.socketOption, `unix://${socket}`]),
      ...['system', 'dial-stdio'],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], env: environment, signal, windowsHide: true },
  );
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < maxComplaint) complaint += chunk.toString('utf8').slice(0, maxComplaint);
  });
  // The exit code says why there are no more bytes: until it is known, their end is not passed on.
  const received = new PassThrough();
  child.stdout.pipe(received, { end: false });
  const connection = Duplex.from({ writable: child.stdin, readable: received });
  connection.on('close', () => child.kill());
  const fail = (reason: string): void => void connection.destroy(new HttpError('unreachable', host, reason));
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => fail(systemCodeOf(error) === 'ENOENT' ? 'the program ssh is not installed' : error.message));
  child.on('close', (code) => {
    if (code === 0 || code === null) received.end();
    else fail(`ssh failed (${code}): ${lastLine(complaint)}`);
  });
  return connection;
}

/** Where programs say why they gave up. */
function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || 'no error message';
}
