import { Socket } from 'node:net';

/** A test that reaches beyond this machine fails: what it needs is recorded, built by code, or served on loopback. */
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;
const connect = Socket.prototype.connect;

Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const options = (Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]) as { host?: string; path?: string } | undefined;
  const host = typeof options === 'object' ? options.host : undefined;
  if (host !== undefined && !loopback.test(host)) throw new Error(`a test tried to connect to ${host}`);
  return (connect as (...all: unknown[]) => Socket).apply(this, args);
};
