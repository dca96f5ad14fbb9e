import { createServer } from 'node:net';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../test/support/certificate.ts';
import { collectAsync } from '../../../test/support/collect-async.ts';
import { sendJson, startFakeEngine, type FakeEngine, type FakeEngineOptions } from '../../../test/support/fake-engine.ts';
import { type EngineEndpoint, type EngineTls } from './engine-endpoint.ts';
import { EngineClient, type EngineTimeouts } from './engine-client.ts';
import { docker } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-engine-'));
afterAll(() => rmSync(folder, { recursive: true }));

const engines: FakeEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
});

async function start(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  const engine = await startFakeEngine({ folder, socketName: `${engines.length}.sock`, ...options });
  engines.push(engine);
  return engine;
}

const id = `sha256:${'a'.repeat(64)}`;
const inspected = { Id: id, RepoTags: ['app:1'], RepoDigests: [], Os: 'linux', Architecture: 'amd64' };
const images = { 'app:1': { inspected, archive: Buffer.from('the archive') } };

function clientOf(
  endpoint: EngineEndpoint,
  more: { readonly apiVersion?: string; readonly timeouts?: Partial<EngineTimeouts> } = {},
): EngineClient {
  const timeouts = { connectMs: 60_000, answerMs: 60_000, exportMs: 60_000, idleMs: 60_000, ...more.timeouts };
  return new EngineClient({ engine: docker, endpoint, ...more, timeouts }, new AbortController().signal);
}

describe('EngineClient', () => {
  it('finds an image and exports it, and asks for nothing else', async () => {
    const engine = await start({ images: { ...images, [id]: images['app:1'] } });
    const client = clientOf(engine.endpoint);
    expect(await client.findImage('app:1')).toEqual({
      id,
      isPulled: false,
      platform: { os: 'linux', architecture: 'amd64' },
      isSinglePlatform: false,
    });
    expect(Buffer.concat(await collectAsync(await client.exportImage(id))).toString()).toBe('the archive');
    expect(await client.findImage('other')).toBeUndefined();
    expect(engine.requests).toEqual([
      'GET /_ping',
      'GET /v1.41/images/app%3A1/json',
      `GET /v1.41/images/sha256%3A${'a'.repeat(64)}/get`,
      'GET /v1.41/images/other/json',
    ]);
  });

  it.each([
    ['1.12', undefined, '/v1.12/images/app%3A1/json'],
    ['1.47', undefined, '/v1.47/images/app%3A1/json'],
    ['1.48', undefined, '/v1.48/images/app%3A1/json?manifests=1'],
    ['1.99', undefined, '/v1.48/images/app%3A1/json?manifests=1'],
    ['1.99', '1.40', '/v1.40/images/app%3A1/json'],
  ])('negotiates with an engine of version %s, with %s requested: %s [232]', async (offered, apiVersion, expected) => {
    const engine = await start({ apiVersion: offered, images });
    await clientOf(engine.endpoint, apiVersion === undefined ? {} : { apiVersion }).findImage('app:1');
    expect(engine.requests.at(-1)).toBe(`GET ${expected}`);
  });

  it('asks for one platform of several by the name of the OCI specification', async () => {
    const platforms: (string | undefined)[] = [];
    const archive = (platform: string | undefined): Buffer => {
      platforms.push(platform);
      return Buffer.from('x');
    };
    const engine = await start({ apiVersion: '1.48', images: { [id]: { inspected, archive } } });
    await collectAsync(await clientOf(engine.endpoint).exportImage(id, { os: 'linux', architecture: 'arm', variant: 'v7' }));
    expect(platforms).toEqual(['{"os":"linux","architecture":"arm","variant":"v7"}']);
  });

  it('reads which platforms are there and leaves out the others, and attestations', async () => {
    const manifest = (Kind: string, Available: boolean, letter: string, architecture: string): object => ({
      ID: `sha256:${letter.repeat(64)}`,
      Kind,
      Available,
      ImageData: { Platform: { os: 'linux', architecture } },
    });
    const Manifests = [
      manifest('image', true, 'b', 'arm64'),
      manifest('image', false, 'c', 'amd64'),
      manifest('attestation', true, 'd', ''),
    ];
    const engine = await start({
      apiVersion: '1.48',
      images: { app: { inspected: { ...inspected, Manifests }, archive: Buffer.alloc(0) } },
    });
    expect(await clientOf(engine.endpoint).findImage('app')).toMatchObject({
      available: [{ manifestDigest: `sha256:${'b'.repeat(64)}`, platform: { os: 'linux', architecture: 'arm64' } }],
    });
  });

  it.each<[string, FakeEngineOptions, string, string]>([
    ['says no version', { apiVersion: '' }, 'ENGINE_PROTOCOL', 'sent an invalid response: it does not report its API version'],
    [
      'refuses our version',
      {
        fault: (request, response) =>
          request.url !== '/_ping' && (sendJson(response, 400, { message: 'client version 1.41 is too old' }), true),
      },
      'ENGINE_REFUSED',
      'did not describe the image: 400 client version 1.41 is too old',
    ],
    [
      'fails without JSON',
      { fault: (_request, response) => (response.writeHead(502).end('<h1>Bad Gateway</h1>'), true) },
      'ENGINE_REFUSED',
      'did not report its version: 502 <h1>Bad Gateway</h1>',
    ],
    [
      'describes an image without an ID',
      { images: { app: { inspected: { RepoTags: [] }, archive: Buffer.alloc(0) } } },
      'ENGINE_PROTOCOL',
      'its description of app cannot be read: Id is missing',
    ],
    [
      'describes an image with an ID that is no digest',
      { images: { app: { inspected: { ...inspected, Id: '../../etc/passwd' }, archive: Buffer.alloc(0) } } },
      'DIGEST_INVALID',
      'Id is not a sha256 or sha512 digest',
    ],
    [
      'describes an image in something else than JSON',
      { fault: (request, response) => request.url !== '/_ping' && (response.end('{"Id":'), true) },
      'ENGINE_PROTOCOL',
      'cannot be read: is not JSON',
    ],
    [
      'describes an image in more than 4 MiB',
      { fault: (request, response) => request.url !== '/_ping' && (response.end(Buffer.alloc(4_194_305, ' ')), true) },
      'ENGINE_PROTOCOL',
      'larger than 4194304 bytes',
    ],
    [
      'redirects',
      { fault: (_request, response) => (response.writeHead(301, { location: 'http://169.254.169.254/' }).end(), true) },
      'ENGINE_REFUSED',
      'did not report its version: 301',
    ],
  ])('refuses an engine that %s', async (_name, options, code, message) => {
    const engine = await start(options);
    await expect(clientOf(engine.endpoint).findImage('app')).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses an export that is answered with an error', async () => {
    const engine = await start({
      fault: (request, response) => request.url !== '/_ping' && (sendJson(response, 500, { message: 'no space left on device' }), true),
    });
    await expect(clientOf(engine.endpoint).exportImage(id)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining(`did not export image ${id}: 500 no space left on device`),
    });
  });

  it.each<[string, Partial<EngineTimeouts>, string]>([
    ['before it answers', { answerMs: 50 }, 'no response within 50 ms'],
    ['inside its answer', { idleMs: 50 }, 'no data for 50 ms'],
  ])('gives up on an engine that hangs %s [233]', async (_name, timeouts, message) => {
    const engine = await start({
      fault: (request, response) => {
        if (request.url === '/_ping') return false;
        if ('idleMs' in timeouts) response.write('{');
        return true;
      },
    });
    await expect(clientOf(engine.endpoint, { timeouts }).findImage('app')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining(message),
    });
  });

  it('stops on abort', async () => {
    const engine = await start({ fault: () => true });
    const controller = new AbortController();
    const client = new EngineClient({ engine: docker, endpoint: engine.endpoint }, controller.signal);
    const asked = client.findImage('app');
    setTimeout(() => controller.abort(), 20);
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('reaching an engine [231]', () => {
  const path = (name: string): string => join(folder, name);

  it.each<[string, () => void, string]>([
    ['no socket', () => undefined, 'no such socket'],
    ['a regular file', () => writeFileSync(path('place'), ''), 'nothing listens there'],
    ['a link that leads nowhere', () => symlinkSync('nowhere', path('place')), 'no such socket'],
  ])('names the socket and the reason: %s', async (_name, make, reason) => {
    rmSync(path('place'), { force: true });
    make();
    await expect(clientOf({ kind: 'unix', path: path('place') }).findImage('app')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `cannot connect to the Docker daemon at unix://${path('place')}: ${reason}`,
      hint: 'start Docker, or set DOCKER_HOST or DOCKER_CONTEXT',
    });
  });

  it('follows a link to a socket', async () => {
    const engine = await start({ socketName: 'linked.sock', images });
    symlinkSync('linked.sock', path('link'));
    expect(engine.endpoint).toEqual({ kind: 'unix', path: path('linked.sock') });
    expect(await clientOf({ kind: 'unix', path: path('link') }).findImage('app:1')).toMatchObject({ id });
  });

  it('reports a closed port, and a server that does not speak HTTP', async () => {
    const server = createServer((socket) => socket.resume().end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const client = clientOf({ kind: 'tcp', host: '127.0.0.1', port });
    await expect(client.findImage('app')).rejects.toMatchObject({ code: 'ENGINE_PROTOCOL' });
    await new Promise((resolve) => server.close(resolve));
    await expect(clientOf({ kind: 'tcp', host: '127.0.0.1', port }).findImage('app')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `cannot connect to the Docker daemon at tcp://127.0.0.1:${port}: connection refused (ECONNREFUSED 127.0.0.1:${port})`,
    });
  });

  it('reports why ssh failed', async () => {
    const ssh = { kind: 'ssh', host: '127.0.0.1', port: 1 } as const;
    const options = { engine: docker, endpoint: ssh, environment: { PATH: path('nothing') } };
    await expect(new EngineClient(options, new AbortController().signal).findImage('app')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: 'cannot connect to the Docker daemon at ssh://127.0.0.1:1: the program ssh is not installed',
    });
  });
});

describe('an engine behind TLS', () => {
  const authority = makeCertificate();
  const server = makeCertificate({ issuer: authority });
  const client = makeCertificate({ issuer: authority });
  const stranger = makeCertificate();
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const files: EngineTls = {
    isVerified: true,
    ca: write('ca.pem', authority.certificate),
    certificate: write('cert.pem', client.certificate),
    key: write('key.pem', client.key),
  };
  const tls = { cert: server.certificate, key: server.key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true };

  async function find(change: Partial<EngineTls> | undefined): Promise<unknown> {
    const engine = await start({ images, tls, folder: undefined! });
    const { endpoint } = engine;
    return clientOf(change === undefined ? endpoint : ({ ...endpoint, tls: { ...files, ...change } } as EngineEndpoint)).findImage('app:1');
  }

  it('is reached with its authority and a certificate', async () => {
    expect(await find({})).toMatchObject({ id });
    expect(await find({ isVerified: false, ca: join(folder, 'nothing') })).toMatchObject({ id });
  });

  it.each<[string, Partial<EngineTls> | undefined, string, string]>([
    ['signed by another authority', { ca: write('stranger.pem', stranger.certificate) }, 'ENGINE_UNREACHABLE', 'certificate'],
    ['without TLS', undefined, 'ENGINE_UNREACHABLE', 'connection reset'],
    ['without its authority', { ca: join(folder, 'nothing') }, 'CONFIG_INVALID', 'nothing does not exist'],
    ['without the key of the certificate', { key: join(folder, 'nothing') }, 'CONFIG_INVALID', 'nothing does not exist'],
    ['with a key that is no key', { key: write('bad.pem', 'x') }, 'CONFIG_INVALID', 'are not a certificate and its key in PEM'],
  ])('is not reached %s', async (_name, change, code, message) => {
    await expect(find(change)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
