import { createServer, type AddressInfo, type LookupFunction, type Server } from 'node:net';
import { buildConnector } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedConnector, type ConnectorOptions } from './guarded-connector.ts';

let server: Server;
let connections = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const tls = { rejectUnauthorized: true };

function connect(hostname: string, options: Partial<ConnectorOptions>): Promise<string> {
  const connector = guardedConnector(buildConnector, { timeoutMs: 60_000, tls, ...options });
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    connector({ hostname, host: hostname, protocol: 'http:', port: String(port) }, (error, socket) => {
      socket?.destroy();
      resolve(error === null ? 'connected' : error.message);
    });
  });
}

/** Returns another address for each query: DNS rebinding. */
function resolving(...answers: string[]): LookupFunction {
  return (_, options, callback) => {
    const address = answers.length > 1 ? answers.shift()! : answers[0]!;
    const family = address.includes(':') ? 6 : 4;
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

/** A lookup that fails as the system's does: with an error and nothing else. */
function failing(code: string): LookupFunction {
  return (hostname, _, callback) => {
    const error = Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo', hostname });
    (callback as (error: Error) => void)(error);
  };
}

describe.each<[string, ConnectorOptions['allowed']]>([
  ['anywhere', undefined],
  ['to public addresses', new Set(['public'])],
])('connecting %s', (_, allowed) => {
  const bounds = allowed === undefined ? {} : { allowed };

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('fails as the lookup does: %s', async (code) => {
    expect(await connect('a.invalid', { ...bounds, lookup: failing(code) })).toBe(`getaddrinfo ${code} a.invalid`);
  });

  it('fails when the name has no address', async () => {
    const empty: LookupFunction = (_hostname, _options, callback) => callback(null, []);
    expect(await connect('a.invalid', { ...bounds, lookup: empty })).toBe('a.invalid has no address');
  });

  it('stops a lookup that never ends', async () => {
    expect(await connect('a.invalid', { ...bounds, lookup: () => undefined, timeoutMs: 50 })).toMatch(/^Connect Timeout Error/);
  });
});

it('connects anywhere without bounds, and reports the address', async () => {
  const seen: string[] = [];
  expect(await connect('127.0.0.1', { onConnected: (address) => seen.push(address) })).toBe('connected');
  expect(seen).toEqual(['127.0.0.1']);
});

it.each(['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '169.254.169.254'])(
  'does not connect to %s on behalf of a public server [202]',
  async (hostname) => {
    const before = connections;
    expect(await connect(hostname, { allowed: new Set(['public']) })).toMatch(/address; only public addresses are allowed$/);
    expect(connections).toBe(before);
  },
);

it.each([
  ['an address', '10.0.0.1', '10.0.0.1'],
  ['a mapped address', '::ffff:169.254.169.254', '::ffff:169.254.169.254'],
])('checks the very lookup that the socket uses, for a name that later resolves to %s inside [203]', (_, inside, shown) => {
  const before = connections;
  const answers = resolving('1.1.1.1', inside);
  const checked: string[] = [];
  // undici's connector up to the point where Node would resolve the name: what it is handed decides where a socket goes.
  const build = ((options: { readonly lookup: LookupFunction }) =>
    (target: { hostname: string }, callback: (error: Error | null, socket: null) => void) => {
      options.lookup(target.hostname, { all: true }, (error, addresses) => {
        checked.push(error === null ? JSON.stringify(addresses) : error.message);
        callback(error ?? new Error('would connect'), null);
      });
    }) as unknown as typeof buildConnector;
  const connector = guardedConnector(build, { timeoutMs: 60_000, tls, allowed: new Set(['public']), lookup: answers });
  for (const expected of ['would connect', `cdn.example: resolves to ${shown}, a `])
    connector({ hostname: 'cdn.example', host: 'cdn.example', protocol: 'http:', port: '80' }, (...[error]) =>
      expect(error?.message).toContain(expected),
    );
  expect(checked).toEqual(['[{"address":"1.1.1.1","family":4}]', expect.stringContaining(`cdn.example: resolves to ${shown}`)]);
  expect(connections).toBe(before);
});
