import { lookup as systemLookup } from 'node:dns';
import { type LookupFunction, type Socket } from 'node:net';
import { type buildConnector } from 'undici';
import { type AddressClass, classifyAddress, classifyHost } from './address-class.ts';
import { HttpError } from './http-error.ts';

export interface ConnectorOptions {
  /** Classes of address that may be connected to; absent for all. */
  readonly allowed?: ReadonlySet<AddressClass>;
  /** Told the address of each connection. */
  readonly onConnected?: (address: string) => void;
  readonly timeoutMs: number;
  readonly tls: { readonly ca?: string[]; readonly rejectUnauthorized: boolean };
  readonly lookup?: LookupFunction;
}

/**
 * Makes connections and looks at the address that is really used, so that a name which resolves otherwise at the second
 * question (DNS rebinding) gains nothing. Connecting fails with kind `address`.
 */
export function guardedConnector(build: typeof buildConnector, options: ConnectorOptions): buildConnector.connector {
  const { allowed } = options;
  const lookup = allowed === undefined ? options.lookup : guardedLookup(allowed, options.lookup ?? systemLookup);
  const connect = build({ timeout: options.timeoutMs, ...options.tls, ...(lookup === undefined ? {} : { lookup }) });
  return (target, callback) => {
    const named = classifyHost(target.hostname);
    if (allowed !== undefined && named !== undefined && !allowed.has(named)) {
      callback(refusal(target.hostname, target.hostname), null);
      return;
    }
    connect(target, (...[error, socket]) => {
      const refused = error ?? refuseSocket(socket, target.hostname, options);
      if (error === null && refused !== undefined) socket.destroy();
      if (refused === undefined && error === null) callback(null, socket);
      else callback(refused ?? new Error('no socket'), null);
    });
  };
}

function refuseSocket(socket: Socket, hostname: string, { allowed, onConnected }: ConnectorOptions): HttpError | undefined {
  const address = socket.remoteAddress;
  if (address === undefined) return undefined;
  if (allowed !== undefined && !allowed.has(classifyAddress(address))) return refusal(hostname, address);
  onConnected?.(address);
  return undefined;
}

/** Resolves as the system does, then refuses the name when any of its addresses is out of bounds. */
function guardedLookup(allowed: ReadonlySet<AddressClass>, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses = typeof address === 'string' ? [address] : address.map((each) => each.address);
      const refused = error === null ? addresses.find((each) => !allowed.has(classifyAddress(each))) : undefined;
      if (refused === undefined) callback(error, address, family);
      else callback(refusal(hostname, refused), '', 0);
    });
  };
}

function refusal(hostname: string, address: string): HttpError {
  const where = hostname === address ? hostname : `${hostname} (${address})`;
  return new HttpError('address', `${where} is a ${classifyAddress(address)} address, which this server may not point to`);
}
