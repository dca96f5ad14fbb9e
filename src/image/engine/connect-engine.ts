import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { HttpError } from '../../lib/http/http-error.ts';
import { type ConnectOptions, type Engine } from './engine.ts';
import { type EngineEndpoint, type TcpEndpoint } from './engine-endpoint.ts';

/** Opens one connection to an engine. Rejects with what the system, TLS or ssh says. */
export async function connectEngine(engine: Engine, endpoint: EngineEndpoint, options: ConnectOptions): Promise<Duplex> {
  switch (endpoint.kind) {
    case 'unix':
      return opened(connectSocket({ path: endpoint.path }), 'connect', options);
    case 'tcp':
      return connectTcp(endpoint, options);
    case 'ssh':
      return (await import('./connect-ssh.ts')).connectSsh(engine, endpoint, options);
  }
}

async function connectTcp({ host: written, port, tls }: TcpEndpoint, options: ConnectOptions): Promise<Duplex> {
  const host = written.replace(/^\[|\]$/g, '');
  if (tls === undefined) return opened(connectSocket({ host, port }), 'connect', options);
  const [{ connect }, { readCertificates }] = await Promise.all([import('node:tls'), import('./read-certificates.ts')]);
  const secureContext = await readCertificates(tls);
  const name = isIP(host) === 0 ? { servername: host } : {};
  return opened(connect({ host, port, ...name, secureContext, rejectUnauthorized: tls.isVerified }), 'secureConnect', options);
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', { timeoutMs, signal }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      finish();
      socket.destroy();
      reject(error);
    };
    const stop = (): void => fail(new HttpError('aborted', 'the engine', 'stopped'));
    const late = (): void => fail(new HttpError('timeout', 'the engine', `no connection within ${timeoutMs} ms`));
    const timer = setTimeout(late, timeoutMs);
    const succeed = (): void => {
      finish();
      resolve(socket);
    };
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.off('error', fail).off(event, succeed);
    };
    socket.on('error', fail).on(event, succeed);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
