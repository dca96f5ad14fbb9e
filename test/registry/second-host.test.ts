import { type LookupFunction } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient, type RegistryClientOptions } from '../../src/oci/registry/registry-client.ts';
import { limits as programLimits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { collectAsync } from '../support/collect-async.ts';
import { type Fault, startFakeRegistry } from '../support/fake-registry.ts';
import { makeSmallImage, type SmallImage } from '../support/small-image.ts';

/** Other hosts that a registry names: a token server, the host of its blobs, the host of its uploads. None of them can be reached here. */
const runtime = quietRuntime();
const limits = { ...programLimits, backoffMs: 1, attempts: 2 };
/** Where a connection never comes about: everything else may take as long as a busy machine needs. */
const impatient = { ...limits, connectTimeoutMs: 200 };

let image: SmallImage;
beforeAll(async () => {
  image = await makeSmallImage({ layerSizes: [1_000] });
});

const failure =
  (code: string): LookupFunction =>
  (hostname, _, callback) =>
    (callback as (error: Error) => void)(Object.assign(new Error('raw'), { code, syscall: 'getaddrinfo', hostname }));
const addresses =
  (...list: readonly string[]): LookupFunction =>
  (_, options, callback) => {
    const all = list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family ?? 4);
  };

const outcomes: readonly (readonly [string, LookupFunction, string, string])[] = [
  ['does not exist', failure('ENOTFOUND'), 'REGISTRY_UNREACHABLE', 'host name not found (ENOTFOUND b.invalid)'],
  [
    'cannot be looked up for now',
    failure('EAI_AGAIN'),
    'REGISTRY_UNREACHABLE',
    'host name lookup failed, the DNS server did not answer (EAI_AGAIN b.invalid)',
  ],
  ['has no address', addresses(), 'REGISTRY_UNREACHABLE', 'host name has no address (ENODATA b.invalid)'],
  ['is never looked up', () => undefined, 'REGISTRY_UNREACHABLE', 'connection timed out'],
  ['refuses connections', addresses('127.0.0.1'), 'REGISTRY_UNREACHABLE', 'connection refused (ECONNREFUSED 127.0.0.1:1)'],
  ['refuses connections over IPv6, its only family', addresses('::1'), 'REGISTRY_UNREACHABLE', 'connection refused (ECONNREFUSED [::1]:1)'],
  [
    'is a metadata service',
    addresses('169.254.169.254'),
    'REGISTRY_REDIRECT',
    'resolves to 169.254.169.254, a link-local or reserved address; only public, private and loopback addresses are allowed',
  ],
  [
    'is a metadata service at one of two addresses',
    addresses('127.0.0.1', 'fe80::1'),
    'REGISTRY_REDIRECT',
    'resolves to fe80::1, a link-local or reserved address; only public, private and loopback addresses are allowed',
  ],
];

describe.each(outcomes)('a second host that %s', (_, lookup, code, reason) => {
  const options = { lookup, limits: reason === 'connection timed out' ? impatient : limits };
  it('is named as the token server', async () => {
    const realm: Fault = (request, response) => {
      if (request.url === '/v2/') return false;
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://b.invalid:1/token",service="s"' }).end();
      return true;
    };
    const message = await fail(realm, { insecure: true, ...options }, code, (client, host) => client.readManifest('team/app', '1', host));
    expect(message).toBe(
      `HOST/team/app:1: token for repository:team/app:pull: b.invalid:1: ${reason}`.replace(/:1: resolves/, ': resolves'),
    );
  });

  it('is named as the target of a redirect', async () => {
    const away: Fault = (request, response) => {
      if (request.url?.includes('/blobs/') !== true) return false;
      response.writeHead(307, { location: 'http://b.invalid:1/blob?signature=secret' }).end();
      return true;
    };
    const { digest, bytes } = image.layers[0]!;
    const message = await fail(away, options, code, (client, host) =>
      collectAsync(client.openBlob('team/app', { digest, size: bytes.length }, host)),
    );
    expect(message).toBe(`HOST/team/app: blob ${digest}: HOST redirected to b.invalid:1: ${reason}`);
  });

  it('is named as the place of an upload', async () => {
    const uploads: Fault = (request, response) => {
      if (request.url === '/v2/') return false;
      if (request.method === 'POST') response.writeHead(202, { location: 'http://b.invalid:1/upload' }).end();
      else response.writeHead(404).end();
      return true;
    };
    const { digest, bytes } = image.layers[0]!;
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes);
    };
    const message = await fail(uploads, options, code, (client, given) =>
      client.repository('team/app').pushBlob({ digest, size: bytes.length }, { open }, given),
    );
    expect(message).toBe(`HOST/team/app: blob ${digest}: b.invalid:1: ${reason}`.replace(/:1: resolves/, ': resolves'));
  });
});

async function fail(
  fault: Fault,
  options: RegistryClientOptions,
  code: string,
  run: (client: Awaited<ReturnType<typeof createRegistryClient>>, given: typeof runtime) => Promise<unknown>,
): Promise<string> {
  await using registry = await startFakeRegistry({ image, fault });
  await using client = await createRegistryClient(registry.host, options);
  const error = await run(client, runtime).then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown as Error,
  );
  expect([(error as { code?: string }).code, error.message]).toEqual([code, error.message]);
  return error.message.replaceAll(registry.host, 'HOST');
}
