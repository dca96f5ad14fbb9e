import { PratiqueError } from '../../model/pratique-error.ts';

/** Where an engine listens. */
export type EngineEndpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

export interface UnixEndpoint {
  readonly kind: 'unix';
  readonly path: string;
}

export interface TcpEndpoint {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  readonly tls?: EngineTls;
}

/** Paths of PEM files. */
export interface EngineTls {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly isVerified: boolean;
}

export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  /** Socket on the other machine; its own default when absent. */
  readonly socket?: string;
}

/** IANA: docker and docker-s. */
const plainPort = 2375;
const tlsPort = 2376;

/**
 * Reads what `DOCKER_HOST`, `CONTAINER_HOST` and contexts say. `origin` names it in the message. A host cannot look like an option of ssh.
 * Throws CONFIG_INVALID.
 */
export function parseEngineHost(text: string, origin: string, tls?: EngineTls): EngineEndpoint {
  const refuse = (reason: string): never => {
    // A password is not repeated.
    const shown = JSON.stringify(text.slice(0, 200).replace(/\/\/[^/]*:[^/]*@/, '//…@'));
    throw new PratiqueError('CONFIG_INVALID', `${origin}: ${shown} ${reason}`, {
      hint: 'write it as unix:///path, tcp://host:port or ssh://user@host',
    });
  };
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  switch (scheme) {
    case 'unix':
      return rest.startsWith('/') && !rest.includes('\0') ? { kind: 'unix', path: rest } : refuse('does not name a socket by its path');
    case 'tcp':
      return parseTcp(rest, tls) ?? refuse('is not a host and a port');
    case 'ssh':
      return parseSsh(rest) ?? refuse('is not a user, a host and a port');
    default:
      return refuse(scheme === '' ? 'is not an address' : `has the scheme ${scheme}, which is not supported`);
  }
}

/** As a person writes it; without the user of ssh. */
export function formatEndpoint(endpoint: EngineEndpoint): string {
  if (endpoint.kind === 'unix') return `unix://${endpoint.path}`;
  const port = endpoint.port === undefined ? '' : `:${endpoint.port}`;
  return `${endpoint.kind}://${endpoint.host}${port}`;
}

const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9a-fA-F:.]+\])$/;

function parseTcp(rest: string, tls: EngineTls | undefined): TcpEndpoint | undefined {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:/@]*)(?::(\d{1,5}))?\/?$/.exec(rest) ?? [];
  const chosen = port === undefined ? (tls === undefined ? plainPort : tlsPort) : Number(port);
  if (!hostPattern.test(host) || !isPort(chosen)) return undefined;
  return { kind: 'tcp', host, port: chosen, ...(tls === undefined ? {} : { tls }) };
}

function parseSsh(rest: string): SshEndpoint | undefined {
  const [, user, host = '', port, socket] = /^(?:([^@/:]*)@)?(\[[^\]]*\]|[^:/@]*)(?::(\d{1,5}))?(\/.*)?$/.exec(rest) ?? [];
  if (!hostPattern.test(host) || (port !== undefined && !isPort(Number(port)))) return undefined;
  // The other machine's shell sees the path: it must be one that needs no quotes.
  if (user !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(user)) return undefined;
  if (socket !== undefined && !/^\/(?:[A-Za-z0-9._/-]{0,255})$/.test(socket)) return undefined;
  return {
    kind: 'ssh',
    host: host.replace(/^\[|\]$/g, ''),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(socket === undefined || socket === '/' ? {} : { socket }),
  };
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}
