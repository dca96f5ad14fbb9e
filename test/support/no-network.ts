import { Socket } from 'node:net';

/**
 * A test that reaches beyond this machine fails: what it needs is recorded, built by code, or served on loopback. Names under `invalid` never resolve
 * (RFC 6761, section 6.4), so tests may try them.
 */
const allowed = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|[a-z0-9.-]+\.invalid)$/;
const connect = Socket.prototype.connect;

Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const options = (Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]) as { host?: string; path?: string } | undefined;
  const host = typeof options === 'object' ? options.host : undefined;
  if (host !== undefined && !allowed.test(host)) throw new Error(`a test tried to connect to ${host}`);
  return (connect as (...all: unknown[]) => Socket).apply(this, args);
};
