import { expect, it } from 'vitest';
import { registrySource } from '../../src/image/source/registry.ts';
import { type Image } from '../../src/model/image.ts';
import { type Platform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { type Fault, startFakeRegistry } from '../support/fake-registry.ts';
import { indexType, makeSmallImage, manifestType, sha256, type SmallImage } from '../support/small-image.ts';

const runtime = quietRuntime();
const amd64: Platform = { os: 'linux', architecture: 'amd64' };

/** Serves documents by digest and by tag, whatever the repository. */
function serving(documents: ReadonlyMap<string, readonly [type: string, body: Buffer]>): Fault {
  return (request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const [type, body] = documents.get(name) ?? [];
    if (body === undefined) return false;
    response.writeHead(200, { 'content-type': type }).end(body);
    return true;
  };
}

function indexOf(...images: readonly (readonly [SmallImage, Platform])[]): Buffer {
  const manifests = images.map(([image, platform]) => ({
    mediaType: manifestType,
    digest: image.manifestDigest,
    size: image.manifest.length,
    platform,
  }));
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }));
}

async function open(target: string, platform: Platform | 'all'): Promise<readonly Image[]> {
  return registrySource.open(target, { platform }, runtime);
}

async function withIndex(run: (host: string, both: readonly SmallImage[]) => Promise<void>): Promise<void> {
  const both = [await makeSmallImage({ layerSizes: [10] }), await makeSmallImage({ layerSizes: [20], architecture: 'arm64' })] as const;
  const index = indexOf([both[0], amd64], [both[1], { os: 'linux', architecture: 'arm64' }]);
  const documents = new Map<string, readonly [string, Buffer]>([['1', [indexType, index]]]);
  for (const { manifest, manifestDigest, blobs } of both) {
    documents.set(manifestDigest, [manifestType, manifest]);
    for (const [digest, bytes] of blobs) documents.set(digest, ['application/octet-stream', bytes]);
  }
  await using registry = await startFakeRegistry({ fault: serving(documents) });
  await run(registry.host, both);
}

it('opens the image for the platform from an index', () =>
  withIndex(async (host, both) => {
    const images = await open(`${host}/team/app:1`, { os: 'linux', architecture: 'arm64' });
    expect(images.map(({ name, scheme, manifestDigest, configDigest }) => [name, scheme, manifestDigest, configDigest])).toEqual([
      [`${host}/team/app:1`, 'registry', both[1]!.manifestDigest, both[1]!.configDigest],
    ]);
    for (const image of images) await image[Symbol.asyncDispose]();
  }));

it('opens all images of an index, and closes the connections after the last', () =>
  withIndex(async (host, both) => {
    const [first, second] = await open(`${host}/team/app:1`, 'all');
    expect([first!.manifestDigest, second!.manifestDigest]).toEqual(both.map(({ manifestDigest }) => manifestDigest));
    await first![Symbol.asyncDispose]();
    await first![Symbol.asyncDispose]();
    expect(await readLayer(second!)).toBe(both[1]!.layers[0]!.digest);
    await second![Symbol.asyncDispose]();
    await expect(readLayer(second!)).rejects.toThrow();
  }));

it('names the platforms there are', () =>
  withIndex(async (host) => {
    const failing = open(`${host}/team/app:1`, { os: 'linux', architecture: 's390x' });
    await expect(failing).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      message: expect.stringContaining('linux/amd64, linux/arm64'),
    });
  }));

it('a tag that moves after the first answer changes nothing [100]', async () => {
  const [before, after] = [await makeSmallImage({ layerSizes: [10] }), await makeSmallImage({ layerSizes: [20] })];
  const documents = new Map<string, readonly [string, Buffer]>([['1', [indexType, indexOf([before, amd64])]]]);
  for (const { manifest, manifestDigest, blobs } of [before, after]) {
    documents.set(manifestDigest, [manifestType, manifest]);
    for (const [digest, bytes] of blobs) documents.set(digest, ['application/octet-stream', bytes]);
  }
  const serve = serving(documents);
  await using registry = await startFakeRegistry({
    fault: (request, response, self) => {
      const isServed = serve(request, response, self);
      if (isServed) documents.set('1', [indexType, indexOf([after, amd64])]);
      return isServed;
    },
  });
  const [image] = await open(`${registry.host}/team/app:1`, amd64);
  expect([image!.manifestDigest, await readLayer(image!)]).toEqual([before.manifestDigest, before.layers[0]!.digest]);
  expect(registry.requests.map(({ url }) => url.split('/').at(-1))).toEqual([
    '',
    '1',
    before.manifestDigest,
    before.configDigest,
    before.layers[0]!.digest,
  ]);
  await image![Symbol.asyncDispose]();
});

it('of a tag and a digest the digest rules, and the tag is not asked [101]', async () => {
  const [tagged, pinned] = [await makeSmallImage({ layerSizes: [10] }), await makeSmallImage({ layerSizes: [20] })];
  const documents = new Map<string, readonly [string, Buffer]>([['1', [manifestType, tagged.manifest]]]);
  documents.set(pinned.manifestDigest, [manifestType, pinned.manifest]);
  for (const [digest, bytes] of pinned.blobs) documents.set(digest, ['application/octet-stream', bytes]);
  await using registry = await startFakeRegistry({ fault: serving(documents) });
  const [image] = await open(`${registry.host}/team/app:1@${pinned.manifestDigest}`, amd64);
  expect(image!.manifestDigest).toBe(pinned.manifestDigest);
  expect(registry.requests.map(({ url }) => url.split('/').at(-1))).toEqual(['', pinned.manifestDigest, pinned.configDigest]);
  await image![Symbol.asyncDispose]();
});

it('the places that a manifest names for a foreign layer are not gone to [85]', async () => {
  await using elsewhere = await startFakeRegistry({});
  const image = await makeSmallImage({ layerSizes: [10] });
  const manifest = JSON.parse(image.manifest.toString()) as { layers: object[] };
  const urls = [`${elsewhere.origin}/layer`, 'http://169.254.169.254/', 'file:///etc/passwd'];
  manifest.layers = manifest.layers.map((layer) => ({
    ...layer,
    mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    urls,
  }));
  const bytes = Buffer.from(JSON.stringify(manifest));
  await using registry = await startFakeRegistry({ image, fault: serving(new Map([['1', [manifestType, bytes]]])) });
  const [opened] = await open(`${registry.host}/team/app:1`, amd64);
  expect(opened!.layers.map(({ content }) => (content.kind === 'absent' ? content.issue.code : content.kind))).toEqual(['LAYER_FOREIGN']);
  await opened![Symbol.asyncDispose]();
  expect(elsewhere.requests).toEqual([]);
});

it('reports a wrong Docker-Content-Digest as an issue [97]', async () => {
  const image = await makeSmallImage({ layerSizes: [10] });
  const lie = `sha256:${'0'.repeat(64)}`;
  await using registry = await startFakeRegistry({
    image,
    fault: (request, response) => {
      if (!request.url!.endsWith('/1')) return false;
      response.writeHead(200, { 'content-type': manifestType, 'docker-content-digest': lie }).end(image.manifest);
      return true;
    },
  });
  const [opened] = await open(`${registry.host}/team/app:1`, amd64);
  expect(opened!.issues.map(({ code, message }) => [code, message])).toEqual([
    ['REGISTRY_ANSWER', `Docker-Content-Digest says "${lie}", the manifest is ${image.manifestDigest}`],
  ]);
  await opened![Symbol.asyncDispose]();
});

it('a Content-Type that contradicts the manifest is refused [68]', async () => {
  const image = await makeSmallImage({ layerSizes: [10] });
  await using registry = await startFakeRegistry({ image, fault: serving(new Map([['1', [indexType, image.manifest]]])) });
  await expect(open(`${registry.host}/team/app:1`, amd64)).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' });
});

async function readLayer({ layers }: Image): Promise<string> {
  const content = layers[0]!.content;
  if (content.kind !== 'remote') throw new Error(`the layer is ${content.kind}`);
  const chunks = [];
  for await (const chunk of content.open(runtime)) chunks.push(chunk);
  return sha256(Buffer.concat(chunks));
}
