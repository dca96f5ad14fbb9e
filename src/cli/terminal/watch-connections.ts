import { subscribe } from 'node:diagnostics_channel';
import { type Socket } from 'node:net';

/** What a run connected to, or tried to. */
export interface Connections {
  /** `address:port`, and names that were looked up. */
  readonly network: readonly string[];
  /** Sockets of this machine, such as a container engine's. */
  readonly local: readonly string[];
}

/** Records every socket that the process opens from now on, whoever opens it. For one run of the program: it is never taken off. */
export function watchConnections(): () => Connections {
  const network = new Set<string>();
  const local = new Set<string>();
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { readonly socket: Socket };
    socket.on('connectionAttempt', (address: string, port?: number) => {
      // For a path Node names the path as address, and no port.
      if (port === undefined) local.add(address);
      else network.add(`${address}:${port}`);
    });
    socket.on('lookup', (_, __, ___, host) => network.add(host));
  });
  return () => ({ network: [...network].sort(), local: [...local].sort() });
}

/** For people, one line. */
export function describeConnections({ network, local }: Connections): string {
  const sockets = local.length === 0 ? '' : `; local sockets: ${local.join(', ')}`;
  return `network connections made: ${network.length === 0 ? 'none' : network.join(', ')}${sockets}`;
}
