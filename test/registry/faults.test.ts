import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient, type RegistryClientOptions } from '../../src/oci/registry/registry-client.ts';
import { type ErrorCode } from '../../src/model/error-codes.ts';
import { limits as programLimits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { type Certificate, makeCertificate } from '../support/certificate.ts';
import { type Fault, type FakeRegistry, type FakeRegistryOptions, sendBlob, startFakeRegistry } from '../support/fake-registry.ts';
import { makeSmallImage, manifestType, sha256, type SmallImage } from '../support/small-image.ts';

/** Registries that fail, stall and lie; numbers in titles are those of the catalogue in test/hostile/. */
const runtime = quietRuntime();
const limits = { ...programLimits, backoffMs: 1, attempts: 3 };
/** For servers that are given up: everything else may take as long as a busy machine needs. */
const impatient = { headersTimeoutMs: 300, idleTimeoutMs: 300, minimumRateWindowMs: 500 };
const secret = 's3cret-of-this-registry';
const login = { username: 'tester', password: secret };

let image: SmallImage;
let folder: string;
beforeAll(async () => {
  image = await makeSmallImage({ layerSizes: [200_000] });
  folder = mkdtempSync(join(tmpdir(), 'pratique-faults-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('challenges and realms', () => {
  it('does not send credentials of another registry to a realm [200]', async () => {
    await using other = await startFakeRegistry({ fault: token({ token: 'other' }) });
    await using registry = await startFakeRegistry({ image, fault: bearer(() => `${other.origin}/token`) });
    const dockerConfigDirectory = dockerConfig({ auths: { [other.host]: { auth: base64(`someone:${secret}`) } } });
    await expectFailure(registry, { dockerConfigDirectory }, 'REGISTRY_UNAUTHORIZED');
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(JSON.stringify([...registry.requests, ...other.requests])).not.toContain(base64(`someone:${secret}`));
  });

  it('sends the password to a realm on another host only if that host is trusted [201]', async () => {
    await using realm = await startFakeRegistry({ fault: token({ token: 'good' }) });
    const url = realm.origin.replace('127.0.0.1', 'localhost');
    await using registry = await startFakeRegistry({ image, fault: bearer(() => `${url}/token`, 'good') });
    expect(await readManifest(registry, { credentials: login })).toBe(image.manifestDigest);
    expect(realm.requests.map(({ headers }) => headers.authorization)).toEqual([`Basic ${base64(`tester:${secret}`)}`]);
    await expectFailure(
      registry,
      { credentials: login, trustedRealmHosts: ['auth.example'] },
      'REGISTRY_REDIRECT',
      'its host is not trusted',
    );
    expect(realm.requests).toHaveLength(1);
  });

  it('refuses a token server that changes during use [201]', async () => {
    await using realm = await startFakeRegistry({ fault: token({ token: 'first' }) });
    let challenges = 0;
    const url = realm.origin.replace('127.0.0.1', 'localhost');
    await using registry = await startFakeRegistry({
      image,
      fault: bearer(() => (++challenges === 1 ? `${url}/token` : 'https://auth.example/token'), 'first'),
    });
    await using client = await createRegistryClient(registry.host, { limits, credentials: login });
    await client.readManifest('team/app', '1', runtime);
    await expectError(
      client.readManifest('team/other', '1', runtime),
      'REGISTRY_REDIRECT',
      `earlier tokens came from ${new URL(url).host}`,
    );
  });

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    '/token',
    'http://attacker.example/token',
    'http://user:pw@127.0.0.1/token',
    'https://169.254.169.254/latest/meta-data',
    'https://0xa9fea9fe/latest',
    'https://2852039166/latest',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://metadata.google.internal/',
    'https://metadata.google.internal./',
    'https://0.0.0.0/',
  ])('the realm %s is not acceptable [202, 204]', async (realm) => {
    await using registry = await startFakeRegistry({ image, fault: bearer(() => realm) });
    await expectFailure(registry, { credentials: login }, 'REGISTRY_REDIRECT');
  });

  it.each<[string, string | string[], ErrorCode]>([
    ['1 MB', `Bearer realm="${'x'.repeat(1_000_000)}"`, 'REGISTRY_PROTOCOL'],
    ['20 KB', `Bearer realm="${'x'.repeat(20_000)}"`, 'REGISTRY_PROTOCOL'],
    ['500 challenges', Array<string>(500).fill('Basic realm="a"'), 'REGISTRY_PROTOCOL'],
    ['unbalanced quotes', 'Bearer realm="https://auth.example/token', 'REGISTRY_PROTOCOL'],
    ['two realms', 'Bearer realm="http://127.0.0.1:1/a",realm="http://127.0.0.1:1/b"', 'REGISTRY_PROTOCOL'],
    ['a scheme of others', 'Negotiate', 'REGISTRY_UNAUTHORIZED'],
    ['nothing', [], 'REGISTRY_UNAUTHORIZED'],
  ])('WWW-Authenticate with %s [205]', async (_, field, code) => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.url !== '/v2/' && reply(response, 401, '', { 'www-authenticate': field }),
    });
    await expectFailure(registry, { credentials: login }, code);
  });

  it('chooses Bearer of Basic, Negotiate and Bearer, in any order [205]', async () => {
    await using realm = await startFakeRegistry({ fault: token({ token: 'good' }) });
    const fields = ['Negotiate abc==', 'Basic realm="x"', `Bearer realm="${realm.origin}/token",service="s"`];
    await using registry = await startFakeRegistry({ image, fault: challenge(() => fields, 'Bearer good') });
    expect(await readManifest(registry, { credentials: login })).toBe(image.manifestDigest);
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, 'Bearer good']);
  });
});

describe('tokens', () => {
  it.each<[string, string, number]>([
    ['larger than its bound', `{"token":"${'x'.repeat(1_100_000)}"}`, 1],
    ['not JSON', '{"token":"half', 2],
    ['a web page', '<html>Sign in</html>', 2],
    ['without a token', '{}', 2],
    ['with a line break in the token', '{"token":"a\\r\\nx-evil: 1"}', 2],
  ])('an answer %s is refused [206]', async (_, body, asked) => {
    await using realm = await startFakeRegistry({ fault: (_request, response) => reply(response, 200, body) });
    await using registry = await startFakeRegistry({ image, fault: bearer(() => `${realm.origin}/token`) });
    await expectFailure(registry, {}, 'REGISTRY_PROTOCOL');
    expect(realm.requests).toHaveLength(asked);
  });

  it.each([-1, 0, 1e12, '"soon"', 'null'])('accepts expires_in %s [206]', async (seconds) => {
    await using realm = await startFakeRegistry({
      fault: (_, response) => reply(response, 200, `{"access_token":"good","expires_in":${seconds}}`),
    });
    await using registry = await startFakeRegistry({ image, fault: bearer(() => `${realm.origin}/token`, 'good') });
    expect(await readManifest(registry, {})).toBe(image.manifestDigest);
  });

  it('renews a token that expires inside a layer and resumes by range [207]', async () => {
    let issued = 0;
    await using realm = await startFakeRegistry({ fault: (_, response) => reply(response, 200, `{"token":"number-${++issued}"}`) });
    let cuts = 0;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => {
        if (request.url === '/v2/') return false;
        const valid = `Bearer number-${cuts === 0 ? 1 : 2}`;
        if (request.headers.authorization !== valid) return refuse(response, `Bearer realm="${realm.origin}/token"`);
        if (!isBlob(request) || cuts > 0) return false;
        cuts += 1;
        return cutBlob(request, response, image.layers[0]!.bytes, 70_000, self);
      },
    });
    expect(await readLayer(registry, {})).toBe(image.layers[0]!.digest);
    expect(registry.requests.filter(isBlob).map(({ headers }) => [headers.authorization, headers.range])).toEqual([
      [undefined, undefined],
      ['Bearer number-1', undefined],
      ['Bearer number-1', 'bytes=70000-'],
      ['Bearer number-2', 'bytes=70000-'],
    ]);
  });

  it('requests an insufficient token at most twice, and names the scope in the error [208]', async () => {
    await using realm = await startFakeRegistry({ fault: token({ token: 'weak' }) });
    let asked = 0;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) =>
        request.url !== '/v2/' &&
        refuse(response, `Bearer realm="${realm.origin}/token",scope="repository:x${++asked}:pull",error="insufficient_scope"`),
    });
    await expectFailure(registry, {}, 'REGISTRY_UNAUTHORIZED', '401');
    expect(realm.requests.map(({ url }) => new URL(url, realm.origin).searchParams.get('scope'))).toEqual([
      'repository:x1:pull',
      'repository:x2:pull',
    ]);
  });

  it('does not pass on a scope that allows more than pulling [208]', async () => {
    await using realm = await startFakeRegistry({ fault: token({ token: 'good' }) });
    const field = `Bearer realm="${realm.origin}/token",scope="repository:team/app:pull,push registry:catalog:*"`;
    await using registry = await startFakeRegistry({ image, fault: challenge(() => field, 'Bearer good') });
    expect(await readManifest(registry, {})).toBe(image.manifestDigest);
    expect(new URL(realm.requests[0]!.url, realm.origin).searchParams.get('scope')).toBe('repository:team/app:pull');
  });
});

describe('redirects', () => {
  it('fetches a blob from another origin without credentials [209]', async () => {
    await using store = await startFakeRegistry({
      fault: (request, response, self) => (sendBlob(request, response, image.layers[0]!.bytes, self), true),
    });
    const basic = `Basic ${base64(`tester:${secret}`)}`;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (request.url !== '/v2/' && request.headers.authorization !== basic) return refuse(response, 'Basic realm="x"');
        return isBlob(request) && reply(response, 307, '', { location: `${store.origin}/signed?x=1` });
      },
    });
    expect(await readLayer(registry, { credentials: login })).toBe(image.layers[0]!.digest);
    expect(store.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([['/signed?x=1', undefined]]);
  });

  it('ignores a challenge of a redirect target [209]', async () => {
    await using store = await startFakeRegistry({ fault: (_, response) => refuse(response, 'Basic realm="give"') });
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => isBlob(request) && reply(response, 302, '', { location: `${store.origin}/` }),
    });
    await expectLayerFailure(registry, { credentials: login }, 'REGISTRY_UNAUTHORIZED', 'answered 401');
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'redirected to 169.254.169.254: link-local or reserved address; only '],
    ['http://[::ffff:a9fe:a9fe]/', 'redirected to [::ffff:a9fe:a9fe]: link-local or reserved address; only '],
    ['http://metadata.google.internal/', 'redirected to metadata.google.internal: link-local or reserved address; only '],
    ['file:///etc/passwd', 'redirected to file: the scheme file: is not followed'],
    ['gopher://127.0.0.1:70/', 'redirected to 127.0.0.1:70: the scheme gopher: is not followed'],
    ['http://user:pw@127.0.0.1/', 'redirected to 127.0.0.1: a redirect to a URL with credentials is not followed'],
    ['http://[', 'redirected to something that is not a URL'],
    ['/v2/team/app/blobs/again', 'more than 5 redirects'],
  ])('a redirect to %s is refused [210]', async (location, reason) => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => isBlob(request) && reply(response, 307, '', { location }),
    });
    await expectLayerFailure(registry, {}, 'REGISTRY_REDIRECT', reason);
    expect(registry.requests.length).toBeLessThan(10);
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://10.1.2.3/',
    'http://192.168.0.1/',
    'http://[fd12::1]/',
    'http://localhost:1/',
    'http://127.1:1/',
    'http://[::1]:1/',
  ])('a public registry may not redirect to %s [210]', async (location) => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => isBlob(request) && reply(response, 307, '', { location }),
    });
    await using proxy = await startProxy(registry);
    // Under a name that is not loopback's, as a public registry is seen through a proxy.
    await using client = await createRegistryClient('registry.example:5000', {
      limits,
      insecure: true,
      proxy: { http: proxy.url, https: proxy.url },
    });
    const failure = readAll(client.openBlob('team/app', layer(), runtime));
    await expect(failure).rejects.toMatchObject({
      code: 'REGISTRY_REDIRECT',
      message: expect.stringContaining(`redirected to ${new URL(location).host}: `),
    });
  });

  it('refuses a redirect from https to http [210]', async () => {
    const tls = makeCertificate();
    await using registry = await startFakeRegistry({
      image,
      tls: tlsOptions(tls),
      fault: (request, response) => isBlob(request) && reply(response, 307, '', { location: 'http://127.0.0.1:1/' }),
    });
    await expectLayerFailure(
      registry,
      { caFile: write('redirect.pem', tls.certificate) },
      'REGISTRY_REDIRECT',
      'redirected to 127.0.0.1:1: a redirect from https to http is not followed',
    );
  });
});

describe('slow, truncated and overlong responses', () => {
  it.each<[string, Fault]>([
    ['never answers', () => true],
    ['dribbles header fields', (_, response) => (dribble(response.socket!, 'HTTP/1.1 200 OK\r\nx-a: b\r\n', 60), true)],
  ])('fails for a server that %s [213]', async (_, fault) => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => request.url !== '/v2/' && fault(request, response, self),
    });
    await expectFailure(
      registry,
      { limits: { ...limits, ...impatient, connectTimeoutMs: 500 } },
      'REGISTRY_UNREACHABLE',
      'no response within',
    );
  });

  it('gives a server that never answered one attempt, and says how long it waited', async () => {
    const connections: Socket[] = [];
    const server = createServer((socket) => void connections.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const timeouts = { connectTimeoutMs: 200, firstAnswerTimeoutMs: 400 };
    await using client = await createRegistryClient(registry, { limits: { ...limits, ...timeouts } });
    await expect(client.repository('a/b').readManifest('1', runtime)).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('no response within 400 ms') as string,
    });
    // Over HTTP and over HTTPS; undici connects once more after the first was given up.
    expect(connections.length).toBeLessThanOrEqual(3);
    for (const socket of connections) socket.destroy();
    server.close();
  });

  it('ends a manifest that drips, once for all attempts [213]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (request.method !== 'GET' || request.url?.includes('/manifests/') !== true) return false;
        response.writeHead(200, { 'content-type': manifestType, 'content-length': 100_000 });
        dribble(response, 'x'.repeat(1_000), 20);
        return true;
      },
    });
    const paced = { ...limits, documentGraceMs: 300, documentBytesPerSecond: 10_000 };
    await expectFailure(registry, { limits: paced }, 'REGISTRY_UNREACHABLE', 'the response is too slow');
    expect(registry.requests.filter(({ method, url }) => method === 'GET' && url.includes('/manifests/'))).toHaveLength(1);
  });

  it('treats a body of single bytes as a stall [213]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (!isBlob(request)) return false;
        response.writeHead(200, { 'content-length': layer().size });
        dribble(response, 'x'.repeat(1_000), 50);
        return true;
      },
    });
    const { idleTimeoutMs, minimumRateWindowMs } = impatient;
    await expectLayerFailure(registry, { limits: { ...limits, idleTimeoutMs, minimumRateWindowMs } }, 'REGISTRY_UNREACHABLE', 'stalled');
  });

  it('resumes a stall at 99 % by range [64, 213]', async () => {
    const { bytes, digest } = image.layers[0]!;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (!isBlob(request) || request.headers.range !== undefined) return false;
        response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, Math.floor(bytes.length * 0.99)));
        return true;
      },
    });
    expect(await readLayer(registry, { limits: { ...limits, idleTimeoutMs: impatient.idleTimeoutMs } })).toBe(digest);
  });

  it.each<[string, string[]]>([
    ['one of 200 KB', [`x-flood: ${'x'.repeat(200_000)}`]],
    ['10,000 cookies', Array.from({ length: 10_000 }, (_, index) => `set-cookie: c${index}=1`)],
  ])('header fields: %s [214]', async (_, fields) => {
    await using registry = await startFakeRegistry({ image, fault: raw(['HTTP/1.1 200 OK', ...fields, '', '{}'].join('\r\n')) });
    await expectFailure(registry, {}, 'REGISTRY_PROTOCOL', 'more header bytes than allowed');
  });

  it.each<[string, string, ErrorCode]>([
    ['larger than the body', 'content-length: 5000\r\n\r\n{}', 'REGISTRY_UNREACHABLE'],
    ['negative', 'content-length: -1\r\n\r\n{}', 'REGISTRY_PROTOCOL'],
    ['twice, differing', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}', 'REGISTRY_UNREACHABLE'],
    ['beside chunked', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 'REGISTRY_UNREACHABLE'],
  ])('a Content-Length that is %s [215]', async (_, rest, code) => {
    await using registry = await startFakeRegistry({ image, fault: raw(`HTTP/1.1 200 OK\r\n${rest}`) });
    await expectFailure(registry, {}, code);
  });

  it('requests a truncated manifest again [215]', async () => {
    let cuts = 0;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => request.url !== '/v2/' && cuts++ === 0 && cutBlob(request, response, image.manifest, 100, self),
    });
    expect(await readManifest(registry, {})).toBe(image.manifestDigest);
  });

  it('reads at most one byte more of a blob than its descriptor states [215]', async () => {
    const endless = Buffer.alloc(5_000_000);
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => isBlob(request) && (sendBlob(request, response, endless, self), true),
    });
    await using client = await createRegistryClient(registry.host, { limits });
    expect((await readAll(client.openBlob('team/app', layer(), runtime))).length).toBe(layer().size + 1);
  });

  it('detects a truncated blob without a length by its size [216]', async () => {
    const { bytes, digest } = image.layers[0]!;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (!isBlob(request) || request.headers.range !== undefined) return false;
        response.socket!.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), bytes.subarray(0, 12_345)]));
        return true;
      },
    });
    expect(await readLayer(registry, {})).toBe(digest);
  });

  it('refuses a truncated manifest by digest [216]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (request.url === '/v2/') return false;
        response.socket!.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'), image.manifest.subarray(0, 100)]));
        return true;
      },
    });
    await expectFailure(registry, {}, 'DIGEST_MISMATCH', sha256(image.manifest.subarray(0, 100)), image.manifestDigest);
  });

  it('does not decode a Content-Encoding [217]', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => isBlob(request) && reply(response, 200, bomb, { 'content-encoding': 'gzip' }),
    });
    await using client = await createRegistryClient(registry.host, { limits });
    const bytes = await readAll(client.openBlob('team/app', { ...layer(), size: bomb.length }, runtime));
    expect(sha256(bytes)).toBe(sha256(bomb));
    expect(registry.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(registry.requests.map(() => 'identity'));
  });
});

describe('refusals', () => {
  it.each<[string, string, RegExp, number]>([
    ['an hour', '3600', /rate limited until \d{4}-/, 1],
    ['a far date', 'Fri, 01 Jan 2100 00:00:00 GMT', /rate limited until 2100-01-01T00:00:00/, 1],
    ['garbage', 'soon', /answered 429: rate limited: /, 3],
    ['no time', '0', /rate limited until/, 3],
  ])('Retry-After of %s [218]', async (_, value, message, asked) => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.url !== '/v2/' && reply(response, 429, 'slow down', { 'retry-after': value }),
    });
    await expectFailure(registry, {}, 'REGISTRY_REFUSED', message);
    expect(registry.requests.filter(({ url }) => url !== '/v2/')).toHaveLength(asked);
  });

  it('fails after the allowed attempts with many 503 responses, and survives a few [218]', async () => {
    let failures = Number.POSITIVE_INFINITY;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.url !== '/v2/' && failures-- > 0 && reply(response, 503, ''),
    });
    await expectFailure(registry, {}, 'REGISTRY_REFUSED', 'answered 503');
    expect(registry.requests).toHaveLength(1 + limits.attempts);
    failures = 2;
    expect(await readManifest(registry, {})).toBe(image.manifestDigest);
  });

  it('reads a layer through 100 broken transfers with less than twice its bytes [219]', async () => {
    const bytes = randomBytes(8_000_000);
    let breaks = 0;
    await using registry = await startFakeRegistry({
      fault: (request, response, self) => {
        if (!isBlob(request)) return false;
        if (breaks >= 100) return (sendBlob(request, response, bytes, self), true);
        breaks += 1;
        return cutBlob(request, response, bytes, randomInt(1, 100_000), self);
      },
    });
    await using client = await createRegistryClient(registry.host, { limits });
    const read = await readAll(client.openBlob('team/app', { digest: sha256(bytes), size: bytes.length }, runtime));
    expect([sha256(read), breaks]).toEqual([sha256(bytes), 100]);
    expect(registry.bytesSent).toBeLessThan(2 * bytes.length);
  });

  it('fails for a server that breaks every transfer immediately [219]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => isBlob(request) && (response.socket!.destroy(), true),
    });
    await expectLayerFailure(registry, {}, 'REGISTRY_UNREACHABLE');
    expect(registry.requests.filter(isBlob).length).toBeLessThanOrEqual(limits.attempts * limits.attempts);
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse, bytes: Buffer, self: FakeRegistry) => unknown]>([
    [
      '206 with another range',
      (_, response, bytes) => reply(response, 206, bytes.subarray(5), { 'content-range': `bytes 5-${bytes.length - 1}/${bytes.length}` }),
    ],
    [
      '206 with another total',
      (request, response, bytes) =>
        reply(response, 206, bytes.subarray(rangeStart(request)), { 'content-range': `bytes ${rangeStart(request)}-9/10` }),
    ],
    ['206 without a range', (_, response, bytes) => reply(response, 206, bytes)],
    ['200 with everything', (_, response, bytes) => reply(response, 200, bytes)],
    ['416', (_, response) => reply(response, 416, '')],
  ])('a request for a range answered by %s reads the blob again from the start [220]', async (_, answerRange) => {
    const { bytes, digest } = image.layers[0]!;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => {
        if (!isBlob(request)) return false;
        if (request.headers.range !== undefined) return (answerRange(request, response, bytes, self), true);
        const isFirst = self.requests.filter(isBlob).length === 1;
        return isFirst ? cutBlob(request, response, bytes, 100_000, self) : false;
      },
    });
    expect(await readLayer(registry, {})).toBe(digest);
  });

  it('fails for a server without ranges that breaks every transfer [220]', async () => {
    const { bytes } = image.layers[0]!;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response, self) => {
        delete request.headers.range;
        return isBlob(request) && cutBlob(request, response, bytes, 50_000, self);
      },
    });
    await expectLayerFailure(registry, {}, 'REGISTRY_UNREACHABLE');
    expect(registry.requests.filter(isBlob).length).toBeLessThan(10);
  });

  it.each(['text/html; charset=utf-8', 'application/json', manifestType])(
    'a web page for everything, as %s, is not a registry [221]',
    async (type) => {
      const page = '<!doctype html>\n<title>Sign in to \u001b[31mHotel</title>';
      await using registry = await startFakeRegistry({
        image,
        fault: (_, response) => reply(response, 200, page, { 'content-type': type }),
      });
      const message = await expectFailure(
        registry,
        {},
        'REGISTRY_PROTOCOL',
        'web page: "<!doctype html>\\n<title>Sign in to \\u001b[31mHotel',
      );
      expect(message).not.toContain('\u001b');
    },
  );

  it('reads the start of an endless error body, escapes control characters and removes credentials [222]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (request.url === '/v2/') return false;
        if (request.headers.authorization === undefined) return refuse(response, 'Basic realm="x"');
        const said = `\u001b[2J${request.headers.authorization} ${secret}`;
        response.writeHead(403, { 'content-type': 'application/json' });
        response.write(`{"errors":[{"code":"DENIED","message":${JSON.stringify(said)}}],"rest":"`);
        const flood = setInterval(() => response.write('x'.repeat(100_000)), 1);
        response.on('close', () => clearInterval(flood));
        return true;
      },
    });
    const message = await expectFailure(registry, { credentials: login }, 'REGISTRY_UNAUTHORIZED', 'answered 403');
    expect(message).toContain('***');
    for (const hidden of ['\u001b', secret, base64(`tester:${secret}`)]) expect(message).not.toContain(hidden);
    expect(message.length).toBeLessThan(600);
  });
});

describe('TLS and plain HTTP', () => {
  const good = makeCertificate();
  const trusted = { caFile: '' };
  beforeAll(() => Object.assign(trusted, { caFile: write('good.pem', good.certificate) }));

  it('accepts a certificate of the given authority [223]', async () => {
    await using registry = await startFakeRegistry({ image, tls: tlsOptions(good) });
    expect(await readManifest(registry, trusted)).toBe(image.manifestDigest);
  });

  it.each<[string, ErrorCode, string, () => { tls: FakeRegistryOptions['tls']; caFile?: string }]>([
    ['self-signed', 'REGISTRY_INSECURE', 'self-signed certificate', () => ({ tls: tlsOptions(good) })],
    ['expired', 'REGISTRY_INSECURE', 'certificate has expired', () => forTls(makeCertificate({ days: -1, issuer: good }))],
    [
      'of another host',
      'REGISTRY_INSECURE',
      'certificate is for another host name (it is for DNS:other.example)',
      () => forTls(makeCertificate({ alternatives: 'DNS:other.example', issuer: good })),
    ],
    [
      'signed with SHA-1',
      'REGISTRY_INSECURE',
      'too weak',
      () => forTls(makeCertificate({ digest: 'sha1', issuer: good }), { ciphers: 'DEFAULT@SECLEVEL=0' }),
    ],
    [
      'offered over TLS 1.1',
      'REGISTRY_UNREACHABLE',
      '',
      () => forTls(good, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ],
  ])('a certificate that is %s is not [223]', async (_, code, reason, make) => {
    const { tls, caFile } = make();
    await using registry = await startFakeRegistry({ image, tls: tls! });
    await expectFailure(registry, { credentials: login, ...(caFile === undefined ? {} : { caFile }) }, code, reason);
    expect(registry.requests).toEqual([]);
  });

  it('--insecure accepts an unverified certificate of the registry only [223]', async () => {
    await using store = await startFakeRegistry({ image, tls: tlsOptions(good) });
    await using registry = await startFakeRegistry({
      image,
      tls: tlsOptions(good),
      fault: (request, response) =>
        isBlob(request) && reply(response, 307, '', { location: `https://localhost:${store.host.split(':')[1]!}/` }),
    });
    expect(await readManifest(registry, { insecure: true })).toBe(image.manifestDigest);
    await expectLayerFailure(registry, { insecure: true }, 'REGISTRY_INSECURE', 'self-signed');
    expect(store.requests).toEqual([]);
  });

  it('refuses plain HTTP except on loopback, and accepts it with --insecure [224]', async () => {
    await using registry = await startFakeRegistry({ image });
    await using proxy = await startProxy(registry);
    const options = { limits, proxy: { http: proxy.url, https: proxy.url } };
    await using strict = await createRegistryClient('registry.example:5000', options);
    await expect(strict.readManifest('team/app', '1', runtime)).rejects.toMatchObject({ code: 'REGISTRY_INSECURE' });
    await using lenient = await createRegistryClient('registry.example:5000', { ...options, insecure: true });
    expect((await lenient.readManifest('team/app', '1', runtime)).digest).toBe(image.manifestDigest);
  });

  function forTls(made: Certificate, more: FakeRegistryOptions['tls'] = {}): { tls: FakeRegistryOptions['tls']; caFile: string } {
    return { tls: { ...tlsOptions(made), ...more }, caFile: trusted.caFile };
  }
});

describe('mismatched responses', () => {
  it('refuses a manifest that does not match its digest [96]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.url !== '/v2/' && reply(response, 200, '{"schemaVersion":2}'),
    });
    await expectFailure(registry, {}, 'DIGEST_MISMATCH', 'the registry sent sha256:', image.manifestDigest);
  });

  it('names the registry that serves other content for a digest [103]', async () => {
    const path = `/v2/team/app/manifests/${image.manifestDigest}`;
    await using right = await startFakeRegistry({ image });
    await using wrong = await startFakeRegistry({ fault: (request, response) => request.url === path && reply(response, 200, '{}') });
    await using client = await createRegistryClient(right.host, { limits });
    expect((await client.readManifest('team/app', image.manifestDigest, runtime)).digest).toBe(image.manifestDigest);
    await expectFailure(wrong, {}, 'DIGEST_MISMATCH', `${wrong.host}/team/app@${image.manifestDigest}`, image.manifestDigest);
  });

  it('treats a manifest that exists for HEAD but not for GET as missing [229]', async () => {
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.method !== 'HEAD' && request.url !== '/v2/' && reply(response, 404, '{"errors":[]}'),
    });
    await expectFailure(registry, {}, 'TARGET_NOT_FOUND');
  });

  it('reports a wrong Docker-Content-Digest, and uses the computed digest [97]', async () => {
    const lie = `sha256:${'0'.repeat(64)}`;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) =>
        request.url !== '/v2/' && reply(response, 200, image.manifest, { 'content-type': manifestType, 'docker-content-digest': lie }),
    });
    await using client = await createRegistryClient(registry.host, { limits });
    const { digest, claimedDigest } = await client.readManifest('team/app', '1', runtime);
    expect([digest, claimedDigest]).toEqual([image.manifestDigest, `"${lie}"`]);
  });

  it.each<[number, ErrorCode | undefined]>([
    [programLimits.documentBytes, undefined],
    [programLimits.documentBytes + 1, 'DOCUMENT_TOO_LARGE'],
  ])('a manifest of %d bytes [66]', async (size, code) => {
    const body = `{${' '.repeat(size - 2)}}`;
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => request.url !== '/v2/' && reply(response, 200, body),
    });
    await using client = await createRegistryClient(registry.host, { limits });
    const outcome = await client.readManifest('team/app', '1', runtime).then(
      ({ bytes }) => bytes.length,
      (error: unknown) => (error as { code: string }).code,
    );
    expect(outcome).toBe(code ?? size);
  });

  it.each(['../../etc/passwd', 'a//b', 'A/b', 'a/../b', '', 'a/', '%2e%2e/a', 'a?x=1'])(
    '%j does not become part of a URL [230]',
    async (repository) => {
      await using registry = await startFakeRegistry({ image });
      await using client = await createRegistryClient(registry.host, { limits });
      await expect(client.readManifest(repository, '1', runtime)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
      expect(registry.requests).toEqual([]);
    },
  );

  it('stops on abort, also inside a transfer', async () => {
    const controller = new AbortController();
    await using registry = await startFakeRegistry({
      image,
      fault: (request, response) => {
        if (!isBlob(request)) return false;
        response.writeHead(200).write('x');
        setTimeout(() => controller.abort(), 50);
        return true;
      },
    });
    await using client = await createRegistryClient(registry.host, { limits: programLimits });
    const reading = readAll(client.openBlob('team/app', layer(), quietRuntime({ signal: controller.signal })));
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

async function readManifest(registry: FakeRegistry, options: RegistryClientOptions): Promise<string> {
  await using client = await createRegistryClient(registry.host, { limits, ...options });
  return (await client.readManifest('team/app', '1', runtime)).digest;
}

async function readLayer(registry: FakeRegistry, options: RegistryClientOptions): Promise<string> {
  await using client = await createRegistryClient(registry.host, { limits, ...options });
  return sha256(await readAll(client.openBlob('team/app', layer(), runtime)));
}

async function expectFailure(
  registry: FakeRegistry,
  options: RegistryClientOptions,
  code: ErrorCode,
  reason: string | RegExp = '',
  tagOrDigest = '1',
): Promise<string> {
  await using client = await createRegistryClient(registry.host, { limits, ...options });
  return await expectError(client.readManifest('team/app', tagOrDigest, runtime), code, reason);
}

async function expectLayerFailure(registry: FakeRegistry, options: RegistryClientOptions, code: ErrorCode, reason = ''): Promise<string> {
  await using client = await createRegistryClient(registry.host, { limits, ...options });
  return await expectError(readAll(client.openBlob('team/app', layer(), runtime)), code, reason);
}

async function expectError(work: Promise<unknown>, code: ErrorCode, reason: string | RegExp): Promise<string> {
  const error = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toMatchObject({ code });
  expect(error.message).toMatch(typeof reason === 'string' ? new RegExp(reason.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : reason);
  expect(error.message).not.toContain(secret);
  return error.message;
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks = [];
  for await (const piece of pieces) chunks.push(piece);
  return Buffer.concat(chunks);
}

function layer(): { digest: SmallImage['configDigest']; size: number } {
  const { digest, bytes } = image.layers[0]!;
  return { digest, size: bytes.length };
}

function reply(response: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string | string[]> = {}): true {
  response.writeHead(status, headers).end(body);
  return true;
}

function refuse(response: ServerResponse, field: string): true {
  return reply(response, 401, '', { 'www-authenticate': field });
}

/** Returns 401 with the fields until the request has the right authorization. */
function challenge(fields: () => string | string[], authorization?: string): Fault {
  return (request, response) => {
    if (request.url === '/v2/' || (authorization !== undefined && request.headers.authorization === authorization)) return false;
    return reply(response, 401, '', { 'www-authenticate': fields() });
  };
}

function bearer(realm: () => string, accepted?: string): Fault {
  return challenge(() => `Bearer realm="${realm()}",service="s"`, accepted === undefined ? undefined : `Bearer ${accepted}`);
}

function token(answer: object): Fault {
  return (_, response) => reply(response, 200, JSON.stringify(answer), { 'content-type': 'application/json' });
}

/** Announces the rest of the blob, sends so many bytes of it and resets the connection. */
function cutBlob(request: IncomingMessage, response: ServerResponse, bytes: Buffer, count: number, registry: FakeRegistry): true {
  const start = rangeStart(request);
  const range = start === 0 ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start === 0 ? 200 : 206, { 'content-length': bytes.length - start, ...range });
  const part = bytes.subarray(start, start + count);
  registry.bytesSent += part.length;
  response.write(part, () => setTimeout(() => response.socket?.destroy(), 2));
  return true;
}

function rangeStart(request: { headers: IncomingMessage['headers'] }): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

function isBlob({ url }: { readonly url?: string | undefined }): boolean {
  return url?.includes('/blobs/') === true;
}

/** Returns the given bytes for every request except the version check. */
function raw(answer: string): Fault {
  return (request, response) => {
    if (request.url === '/v2/') return false;
    response.socket!.end(answer);
    return true;
  };
}

function dribble(to: Socket | ServerResponse, text: string, everyMs: number): void {
  let position = 0;
  const timer = setInterval(() => to.write(text.charAt(position++) || ' '), everyMs);
  to.on('close', () => clearInterval(timer));
  to.on('error', () => clearInterval(timer));
}

function tlsOptions({ certificate, key }: Certificate): { cert: string; key: string } {
  return { cert: certificate, key };
}

/** A forward proxy that leads everything to one server, by CONNECT and by absolute URL. */
async function startProxy(target: FakeRegistry): Promise<{ readonly url: string } & AsyncDisposable> {
  const port = Number(target.host.split(':')[1]);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      const upstream = connectSocket(port, '127.0.0.1');
      sockets.add(upstream);
      upstream.on('error', () => socket.destroy());
      if (head.toString('latin1').startsWith('CONNECT ')) socket.write('HTTP/1.1 200 OK\r\n\r\n');
      else upstream.write(Buffer.from(head.toString('latin1').replace(/ http:\/\/[^/ ]+/, ' '), 'latin1'));
      socket.pipe(upstream).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function dockerConfig(content: object): string {
  const directory = mkdtempSync(join(folder, 'docker-'));
  writeFileSync(join(directory, 'config.json'), JSON.stringify(content));
  return directory;
}

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
