import { lookup as systemLookup } from 'node:dns';
import { type LookupFunction, type Socket } from 'node:net';
import { type buildConnector } from 'undici';
import { type AddressClass, classifyAddress, classifyHost, refusalOf } from './address-class.ts';
import { HttpError } from './http-error.ts';
import { resumeAtEnd } from './resume-at-end.ts';

export interface ConnectorOptions {
  /** Classes of addresses that may be connected to; absent for all. */
  readonly allowed?: ReadonlySet<AddressClass>;
  /** Called with the address of each connection. */
  readonly onConnected?: (address: string) => void;
  readonly timeoutMs: number;
  readonly tls: { readonly ca?: string[]; readonly rejectUnauthorized: boolean };
  readonly lookup?: LookupFunction;
}

/**
 * Makes connections and checks the address that is really used, so that a name which resolves to another address on the second
 * lookup (DNS rebinding) gains nothing. Connecting fails with kind `address`, or as Node's sockets fail.
 */
export function guardedConnector(build: typeof buildConnector, options: ConnectorOptions): buildConnector.connector {
  const { allowed } = options;
  const lookup = guardedLookup(options.lookup ?? systemLookup, allowed);
  const connect = build({ timeout: options.timeoutMs, ...options.tls, lookup });
  return (target, callback) => {
    const named = classifyHost(target.hostname);
    if (allowed !== undefined && named !== undefined && !allowed.has(named)) {
      callback(new HttpError('address', target.host ?? target.hostname, refusalOf(named, allowed)), null);
      return;
    }
    connect(target, (...[error, socket]) => {
      const refused = error ?? refuseSocket(socket, target.hostname, options);
      if (error === null && refused !== undefined) socket.destroy();
      if (refused === undefined && error === null) {
        resumeAtEnd(socket);
        callback(null, socket);
      } else callback(refused ?? new Error('no socket'), null);
    });
  };
}

function refuseSocket(socket: Socket, hostname: string, { allowed, onConnected }: ConnectorOptions): HttpError | undefined {
  const address = socket.remoteAddress;
  if (address === undefined) return undefined;
  const found = classifyAddress(address);
  if (allowed !== undefined && !allowed.has(found)) return resolvedOutside(hostname, address, allowed);
  onConnected?.(address);
  return undefined;
}

/** Resolves with `lookup`, then fails when any of the addresses is off limits, or when there is none, which Node's sockets do not expect. */
function guardedLookup(lookup: LookupFunction, allowed: ReadonlySet<AddressClass> | undefined): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses = error ? [] : addressesOf(address);
      const refused = addresses.find((each) => allowed?.has(classifyAddress(each)) === false);
      if (error) callback(error, '', 0);
      else if (addresses.length === 0) callback(noAddress(hostname), '', 0);
      else if (refused !== undefined && allowed !== undefined) callback(resolvedOutside(hostname, refused, allowed), '', 0);
      else callback(null, address, family);
    });
  };
}

/** Resolvers give one address or a list, and nothing at all beside an error. */
function addressesOf(address: unknown): readonly string[] {
  if (Array.isArray(address)) return (address as readonly { readonly address: string }[]).map((each) => each.address);
  return typeof address === 'string' && address !== '' ? [address] : [];
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENODATA', syscall: 'lookup', hostname });
}

function resolvedOutside(hostname: string, address: string, allowed: ReadonlySet<AddressClass>): HttpError {
  return new HttpError('address', hostname, `resolves to ${address}, a ${refusalOf(classifyAddress(address), allowed)}`);
}
