import { type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { createRegistryClient } from '../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../src/oci/registry/repository.ts';
import { bytesStream } from '../support/bytes-stream.ts';
import { makeCertificate } from '../support/certificate.ts';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { startFakeRegistry } from '../support/fake-registry.ts';
import { type MemoryRegistryOptions, startMemoryRegistry, type MemoryRegistry } from '../support/memory-registry.ts';
import { pushManifest, pushSmallImage } from '../support/push-small-image.ts';
import { indexType, sha256 } from '../support/small-image.ts';
import { startTokenServer } from '../support/token-server.ts';

type Fault = NonNullable<MemoryRegistryOptions['fault']>;

const runtime = quietRuntime();
const bytes = Buffer.alloc(300_000, 'x');
const blob = { digest: sha256(bytes), size: bytes.length };
const open = (): AsyncIterable<Uint8Array> => bytesStream(bytes, 10_000);
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function start(options: MemoryRegistryOptions): Promise<{ registry: MemoryRegistry; repository: Repository }> {
  const registry = await startMemoryRegistry(options);
  opened.push(registry);
  return { registry, repository: await repositoryOf(registry.host) };
}

async function repositoryOf(host: string, login?: { readonly username: string; readonly password: string }): Promise<Repository> {
  const credentials = login === undefined ? {} : { credentials: login };
  const client = await createRegistryClient(host, { limits: { ...limits, backoffMs: 1 }, ...credentials });
  opened.push(client);
  return client.repository('team/app');
}

/** Fails the first uploads, this many times. */
function failing(times: number, fault: (request: IncomingMessage, response: ServerResponse) => void): Fault {
  let left = times;
  return (request, response) => {
    if (request.method !== 'PUT' || request.url?.includes('/uploads/') !== true || left === 0) return false;
    left -= 1;
    fault(request, response);
    return true;
  };
}

const afterSome = (end: (response: ServerResponse) => void) => (request: IncomingMessage, response: ServerResponse) =>
  void request.once('data', () => end(response));

it.each([
  ['a connection that breaks in the middle', afterSome((response) => void response.destroy())],
  ['503 in the middle', afterSome((response) => void response.writeHead(503, { connection: 'close' }).end())],
  [
    '500 at the end',
    (request: IncomingMessage, response: ServerResponse) => void request.resume().once('end', () => response.writeHead(500).end()),
  ],
  [
    'an upload that is forgotten',
    (request: IncomingMessage, response: ServerResponse) => void request.resume().once('end', () => response.writeHead(404).end()),
  ],
])('begins an upload again after %s', async (_, fault) => {
  const { registry, repository } = await start({ fault: failing(2, fault) });
  expect(await repository.pushBlob(blob, { open }, runtime)).toBe('pushed');
  expect(registry.repository('team/app').blobs.get(blob.digest)).toEqual(bytes);
  expect(registry.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  expect(await repository.pushBlob(blob, { open }, runtime)).toBe('present');
});

it.each([
  ['503 for ever', 503, 'REGISTRY_REFUSED', limits.attempts],
  ['413', 413, 'REGISTRY_REFUSED', 1],
  ['403', 403, 'REGISTRY_UNAUTHORIZED', 1],
  ['a redirect', 307, 'REGISTRY_REFUSED', 1],
])('fails for %s', async (_, status, code, attempts) => {
  const fault = failing(
    99,
    (request, response) => void request.resume().once('end', () => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end()),
  );
  const { registry, repository } = await start({ fault });
  await expect(repository.pushBlob(blob, { open }, runtime)).rejects.toMatchObject({ code });
  expect(registry.requests.filter(({ method }) => method === 'PUT')).toHaveLength(attempts);
});

it('never completes an upload of something else', async () => {
  const { registry, repository } = await start({});
  const wrong = { digest: blob.digest, size: blob.size };
  const pushing = repository.pushBlob(wrong, { open: () => bytesStream(Buffer.alloc(300_000, 'y'), 10_000) }, runtime);
  await expect(pushing).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  expect(registry.repository('team/app').blobs.size).toBe(0);
  // It may end before the registry has seen it.
  expect(registry.requests.filter(({ method }) => method === 'PUT').length).toBeLessThanOrEqual(1);
});

it('retries and reports a truncated source', async () => {
  const { repository } = await start({});
  const pushing = repository.pushBlob(blob, { open: () => bytesStream(bytes.subarray(0, 1_000)) }, runtime);
  await expect(pushing).rejects.toMatchObject({ code: 'DIGEST_MISMATCH', message: expect.stringContaining('got 1000 bytes') });
});

it('sends credentials to no other host that an upload is to go to [211]', async () => {
  const storage = await startMemoryRegistry({
    fault: (request, response) => {
      request.resume().once('end', () => response.writeHead(201).end());
      return true;
    },
  });
  opened.push(storage);
  const login = { username: 'tester', password: 'hunter-2' };
  const basic = `Basic ${Buffer.from('tester:hunter-2').toString('base64')}`;
  const registry = await startMemoryRegistry({
    fault: (request, response) => {
      if (request.headers.authorization !== basic) response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
      else if (request.method === 'POST') response.writeHead(202, { location: `http://${storage.host}/elsewhere?id=1` }).end();
      else return false;
      return true;
    },
  });
  opened.push(registry);
  const repository = await repositoryOf(registry.host, login);
  expect(await repository.pushBlob(blob, { open }, runtime)).toBe('pushed');
  expect(storage.requests.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ['PUT', `/elsewhere?id=1&digest=${encodeURIComponent(blob.digest)}`, undefined],
  ]);
});

it('does not answer the challenge of another host [211]', async () => {
  const storage = await startMemoryRegistry({
    fault: (request, response) => {
      request.resume().once('end', () => response.writeHead(401, { 'www-authenticate': 'Basic realm="evil"' }).end());
      return true;
    },
  });
  opened.push(storage);
  const { repository } = await start({
    fault: (request, response) => {
      if (request.method !== 'POST') return false;
      response.writeHead(202, { location: `http://${storage.host}/elsewhere` }).end();
      return true;
    },
  });
  await expect(repository.pushBlob(blob, { open }, runtime)).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' });
  expect(storage.requests).toHaveLength(1);
});

it('asks for pushing and deleting only where that is done', async () => {
  const certificate = makeCertificate();
  const tokens = await startTokenServer(certificate, { basic: 'tester:hunter-2', refreshToken: 'r' });
  opened.push(tokens);
  const challenge = `Bearer realm="${tokens.realm}",service="${tokens.service}"`;
  const registry = await startMemoryRegistry({
    fault: (request, response) => {
      if (request.headers.authorization?.startsWith('Bearer ') === true) return false;
      request.resume();
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    },
  });
  opened.push(registry);
  const repository = await repositoryOf(registry.host, { username: 'tester', password: 'hunter-2' });
  const scopes = (): string[][] => tokens.requests.splice(0).map(({ fields }) => fields.getAll('scope'));
  await repository.listReferrers(blob.digest, {}, runtime);
  expect(scopes()).toEqual([['repository:team/app:pull']]);
  await pushSmallImage(repository, '1');
  expect(scopes()).toEqual([['repository:team/app:pull,push']]);
  await repository.pushBlob(blob, { open, mountFrom: 'team/base' }, runtime);
  expect(scopes()).toEqual([['repository:team/app:pull,push', 'repository:team/base:pull']]);
  await repository.deleteManifest((await repository.findManifest('1', runtime))!.digest, runtime);
  expect(scopes()).toEqual([['repository:team/app:delete']]);
});

it.each([
  ['what was asked for, and more', 'repository:team/app:pull,push,delete'],
  ['another repository', 'repository:team/other:pull,push'],
  ['everything', 'registry:catalog:*'],
])('requests only the needed scopes if a registry names %s', async (_, wanted) => {
  const certificate = makeCertificate();
  const tokens = await startTokenServer(certificate, { basic: 'tester:hunter-2', refreshToken: 'r' });
  opened.push(tokens);
  const challenge = `Bearer realm="${tokens.realm}",service="${tokens.service}",scope="${wanted}"`;
  const { repository } = await start({
    fault: (request, response) => {
      if (request.headers.authorization !== undefined) return false;
      request.resume();
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    },
  });
  await pushManifest(repository, Buffer.from('{"schemaVersion":2,"manifests":[]}'), indexType, '1');
  expect(tokens.requests.map(({ fields }) => fields.getAll('scope'))).toEqual([['repository:team/app:pull,push']]);
});

it('mounts, and sends what cannot be mounted', async () => {
  const { registry, repository } = await start({});
  registry.repository('team/base').blobs.set(blob.digest, bytes);
  expect(await repository.pushBlob(blob, { open, mountFrom: 'team/base' }, runtime)).toBe('mounted');
  const other = Buffer.from('other');
  const content = { open: () => bytesStream(other), mountFrom: 'team/base' };
  expect(await repository.pushBlob({ digest: sha256(other), size: 5 }, content, runtime)).toBe('pushed');
});

it('lists tags over pages, and stops where they never end', async () => {
  const { registry, repository } = await start({});
  const image = await pushSmallImage(repository, '1');
  for (const tag of ['2', '3', 'x.y_z', 'sha256-ff.sig']) registry.repository('team/app').tags.set(tag, image.manifestDigest);
  expect(await repository.listTags(runtime)).toEqual({ items: ['1', '2', '3', 'sha256-ff.sig', 'x.y_z'], isComplete: true });

  let page = 0;
  const endless = await startFakeRegistry({
    fault: (_request, response) => {
      page += 1;
      response
        .writeHead(200, { link: `</v2/team/app/tags/list?n=1&last=t${page}>; rel="next"` })
        .end(`{"tags":["t${page}","../../etc","-"]}`);
      return true;
    },
  });
  opened.push(endless);
  const listing = await (await repositoryOf(endless.host)).listTags(runtime);
  // One more request checked whether HTTP is used.
  expect([listing.isComplete, listing.items.length, endless.requests.length]).toEqual([false, 100, 101]);
});

it('stops at endless referrers, at pages that come again, and goes to no other host [88, 212, 338]', async () => {
  const subject = blob.digest;
  for (const [link, expected] of [
    [() => `</v2/team/app/referrers/x?page=${Math.random()}>; rel="next"`, { isComplete: false, items: 100, requests: 101 }],
    [() => `</v2/team/app/referrers/${subject}>; rel="next"`, { isComplete: false, items: 1, requests: 2 }],
  ] as const) {
    const registry = await startFakeRegistry({
      fault: (_request, response) => {
        response.writeHead(200, { 'content-type': indexType, link: link() }).end('{"schemaVersion":2,"manifests":[{"digest":"x"}]}');
        return true;
      },
    });
    opened.push(registry);
    const { isComplete, items } = await (await repositoryOf(registry.host)).listReferrers(subject, {}, runtime);
    expect({ isComplete, items: items.length, requests: registry.requests.length }).toEqual(expected);
  }
  const { repository } = await start({
    fault: (request, response) => {
      if (request.url?.includes('/referrers/') !== true) return false;
      response
        .writeHead(200, { 'content-type': indexType, link: '<http://169.254.169.254/latest>; rel="next"' })
        .end('{"schemaVersion":2,"manifests":[]}');
      return true;
    },
  });
  await expect(repository.listReferrers(subject, {}, runtime)).rejects.toMatchObject({ code: 'REGISTRY_PROTOCOL' });
});

it('keeps to the bounds of a page and of all entries', async () => {
  const big = `{"schemaVersion":2,"manifests":[{"digest":"${'x'.repeat(4_194_304)}"}]}`;
  const many = JSON.stringify({ schemaVersion: 2, manifests: Array.from({ length: 1_001 }, (_, index) => ({ digest: `${index}` })) });
  for (const [body, expected] of [
    [big, 'DOCUMENT_TOO_LARGE'],
    [many, 1_000],
    ['[]', 'DOCUMENT_INVALID'],
    ['{"manifests":{}}', 'DOCUMENT_INVALID'],
  ] as const) {
    const { repository } = await start({
      fault: (request, response) => {
        if (request.url?.includes('/referrers/') !== true) return false;
        response.writeHead(200, { 'content-type': indexType }).end(body);
        return true;
      },
    });
    const listing = repository.listReferrers(blob.digest, {}, runtime).then(
      ({ items }) => items.length,
      (error: unknown) => (error as { code: string }).code,
    );
    expect(await listing).toBe(expected);
  }
});

it.each([404, 405, 400, 406])('treats %d as a registry without referrers [227]', async (status) => {
  const { registry, repository } = await start({
    hasReferrers: false,
    fault: (request, response) => {
      if (request.url?.includes('/referrers/') !== true) return false;
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>');
      return true;
    },
  });
  expect(await repository.listReferrers(blob.digest, {}, runtime)).toEqual({ by: 'tag', items: [], isComplete: true });
  await pushManifest(
    repository,
    Buffer.from('{"schemaVersion":2,"manifests":[{"artifactType":"a"},{"artifactType":"b"},7]}'),
    indexType,
    blob.digest.replace(':', '-'),
  );
  expect(registry.repository('team/app').tags.size).toBe(1);
  const filtered = await repository.listReferrers(blob.digest, { artifactType: 'b' }, runtime);
  expect(filtered).toEqual({ by: 'tag', items: [{ artifactType: 'b' }], isComplete: true });
});

it.each([500, 401, 403, 429])('does not take %d for an empty list', async (status) => {
  const { repository } = await start({
    fault: (request, response) => {
      if (request.url?.includes('/referrers/') !== true) return false;
      response.writeHead(status).end();
      return true;
    },
  });
  await expect(repository.listReferrers(blob.digest, {}, runtime)).rejects.toMatchObject({ code: expect.stringMatching(/^REGISTRY_/) });
});

it('filters itself where the registry does not', async () => {
  for (const filters of [true, false]) {
    const { repository } = await start({ filters, pageSize: 1 });
    const empty = Buffer.from('{}');
    await repository.pushBlob({ digest: sha256(empty), size: 2 }, { open: () => bytesStream(empty) }, runtime);
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(empty), size: 2 };
    for (const artifactType of ['a/x', 'a/y', 'a/x']) {
      const subject = { mediaType: indexType, digest: blob.digest, size: 1 };
      const manifest = { schemaVersion: 2, artifactType, config, layers: [], subject, annotations: { n: String(Math.random()) } };
      await pushManifest(repository, Buffer.from(JSON.stringify(manifest)), 'application/vnd.oci.image.manifest.v1+json');
    }
    const listing = await repository.listReferrers(blob.digest, { artifactType: 'a/x' }, runtime);
    expect(listing.items.map(({ artifactType }) => artifactType)).toEqual(['a/x', 'a/x']);
  }
});

it('names the setting of a registry that does not allow deleting', async () => {
  const { repository } = await start({ allowsDelete: false });
  const image = await pushSmallImage(repository, '1');
  await expect(repository.deleteManifest(image.manifestDigest, runtime)).rejects.toMatchObject({
    code: 'REGISTRY_REFUSED',
    hint: expect.stringContaining('storage.delete.enabled'),
  });
});

it.skipIf(!hasDockerRegistry)('deletes from docker-registry where that is allowed, and twice', async () => {
  const registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
  opened.push(registry);
  const repository = await repositoryOf(registry.host);
  const image = await pushSmallImage(repository, '1');
  expect(await repository.deleteManifest(image.manifestDigest, runtime)).toBe(true);
  expect(await repository.findManifest('1', runtime)).toBeUndefined();
  expect(await repository.deleteManifest(image.manifestDigest, runtime)).toBe(false);
});

it.skipIf(!hasDockerRegistry)('pushes to docker-registry with a token, and with a password', async () => {
  const certificate = makeCertificate();
  const tokens = await startTokenServer(certificate, { basic: 'tester:hunter-2', refreshToken: 'r' });
  opened.push(tokens);
  const { realm, service, issuer } = tokens;
  const login = { username: 'tester', password: 'hunter-2' };
  for (const registry of [
    await startDockerRegistry({ kind: 'token', realm, service, issuer, certificate: certificate.certificate }, { allowsDelete: true }),
    await startDockerRegistry({ kind: 'htpasswd', ...login }, { allowsDelete: true }),
  ]) {
    opened.push(registry);
    const repository = await repositoryOf(registry.host, login);
    const image = await pushSmallImage(repository, '1');
    expect(await repository.deleteManifest(image.manifestDigest, runtime)).toBe(true);
  }
  // The registry names its scopes in any order, and the client requests exactly those.
  const actions = tokens.requests.map(({ fields }) => fields.getAll('scope').map((scope) => scope.split(/[:,]/).sort().join(' ')));
  expect(actions).toEqual([['pull repository team/app'], ['pull push repository team/app'], ['delete repository team/app']]);
});
