import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { limits } from '../../../src/model/limits.ts';
import { type ProgressEvent } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { copyImage, type CopyReport } from '../../../src/trust/store/copy-image.ts';
import { type MemoryRegistryOptions, startMemoryRegistry, type StoredRepository } from '../../support/memory-registry.ts';
import { putIndex, type SmallIndex } from '../../support/put-image.ts';
import { indexType, manifestType, sha256 } from '../../support/small-image.ts';

const runtime = quickRuntime();
const opened: AsyncDisposable[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-copy-faults-'));
});
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly stored: StoredRepository;
  readonly repository: Repository;
}

async function start(options: MemoryRegistryOptions = {}): Promise<Place & { readonly index: SmallIndex }> {
  const registry = await startMemoryRegistry(options);
  const client = await createRegistryClient(registry.host, { limits: { ...limits, backoffMs: 1 } });
  opened.push(registry, client);
  const index = await putIndex(registry, 'team/app', '1');
  return { stored: registry.repository('team/app'), repository: client.repository('team/app'), index };
}

async function startEmpty(options: MemoryRegistryOptions = {}): Promise<Place> {
  const { stored, repository } = await start(options);
  for (const each of [stored.blobs, stored.manifests, stored.tags]) each.clear();
  return { stored, repository };
}

function copy(source: Repository, target: Repository, tagOrDigest = '1'): Promise<CopyReport> {
  return copyImage({ repository: source, tagOrDigest }, { repository: target, tag: '1' }, { withArtifacts: true }, runtime);
}

function put(stored: StoredRepository, document: object, tag?: string): Digest {
  const mediaType = 'manifests' in document ? indexType : manifestType;
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  stored.manifests.set(sha256(bytes), { bytes, mediaType });
  if (tag !== undefined) stored.tags.set(tag, sha256(bytes));
  return sha256(bytes);
}

it('resumes an interrupted copy, and pushes the tag last', async () => {
  const source = await start();
  let isFailing = true;
  let uploads = 0;
  const target = await startEmpty({
    fault: (request, response) => {
      if (request.method !== 'PUT' || request.url?.includes('/uploads/') !== true || (uploads += 1) < 4 || !isFailing) return false;
      request.resume().once('end', () => response.writeHead(403).end());
      return true;
    },
  });
  await expect(copy(source.repository, target.repository)).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' });
  const there = target.stored.blobs.size;
  expect([there, target.stored.tags.size]).toEqual([3, 0]);
  isFailing = false;
  expect(await copy(source.repository, target.repository)).toMatchObject({ blobs: { copied: 6 - there } });
  expect(target.stored.tags.get('1')).toBe(source.index.digest);
});

it.each([
  ['other bytes', (bytes: Buffer) => Buffer.alloc(bytes.length, 'y')],
  ['fewer bytes', (bytes: Buffer) => bytes.subarray(1)],
  ['more bytes', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
])('refuses a source that sends %s', async (_, change) => {
  const source = await start();
  const { digest, bytes } = source.index.images[1]!.layers[1]!;
  source.stored.blobs.set(digest, change(bytes));
  const registry = await startEmpty();
  for (const target of [registry.repository, await openLayoutRepository(join(folder, 'layout'), { create: true })]) {
    await expect(copy(source.repository, target)).rejects.toMatchObject({
      code: expect.stringMatching(/DIGEST_MISMATCH|REGISTRY_UNREACHABLE/),
    });
    expect(await target.hasBlob(digest, runtime)).toBe(false);
    expect(await target.findManifest('1', runtime)).toBeUndefined();
  }
  expect(readdirSync(join(folder, 'layout/blobs/sha256')).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
});

describe('refuses to copy', () => {
  it.each<[string, string, (source: Place & { readonly index: SmallIndex }) => Promise<void> | void]>([
    [
      'an index of 1,001',
      'LIMIT_EXCEEDED',
      ({ stored, index }) => {
        const entry = { mediaType: manifestType, digest: index.images[0]!.manifestDigest, size: 1 };
        put(stored, { manifests: Array.from({ length: 1_001 }, () => entry) }, '1');
      },
    ],
    [
      '1,001 layers',
      'LIMIT_EXCEEDED',
      ({ stored }) => {
        const layer = { mediaType: 'a/b', digest: sha256(Buffer.from('x')), size: 1 };
        put(stored, { config: layer, layers: Array.from({ length: 1_001 }, () => layer) }, '1');
      },
    ],
    [
      'indexes in indexes without end',
      'LIMIT_EXCEEDED',
      ({ stored, index }) => {
        let digest = index.digest;
        for (let depth = 0; depth < 5; depth += 1)
          digest = put(stored, { manifests: [{ mediaType: indexType, digest, size: stored.manifests.get(digest)!.bytes.length }] }, '1');
      },
    ],
    [
      'a manifest of 4 MiB and more',
      'DOCUMENT_TOO_LARGE',
      ({ stored }) => {
        put(stored, { config: {}, layers: [], annotations: { x: 'x'.repeat(4_194_304) } }, '1');
      },
    ],
    [
      'a platform that is not there',
      'TARGET_NOT_FOUND',
      ({ stored, index }) => void stored.manifests.delete(index.images[1]!.manifestDigest),
    ],
    [
      'a layer that does not exist',
      'TARGET_NOT_FOUND',
      ({ stored, index }) => void stored.blobs.delete(index.images[1]!.layers[0]!.digest),
    ],
    [
      'a document that is both manifest and index',
      'DOCUMENT_INVALID',
      ({ stored }) => void put(stored, { manifests: [], layers: [] }, '1'),
    ],
    ['a document that is neither', 'DOCUMENT_INVALID', ({ stored }) => void put(stored, {}, '1')],
    [
      'a digest that is a path',
      'DIGEST_INVALID',
      ({ stored }) => {
        put(stored, { manifests: [{ mediaType: manifestType, digest: 'sha256:../../../etc/passwd', size: 1 }] }, '1');
      },
    ],
    [
      'another manifest than was asked for',
      'DIGEST_MISMATCH',
      ({ stored, index }) => {
        stored.manifests.set(index.images[0]!.manifestDigest, {
          bytes: Buffer.from('{"schemaVersion":2,"layers":[]}'),
          mediaType: manifestType,
        });
      },
    ],
  ])('%s', async (_, code, spoil) => {
    const source = await start();
    await spoil(source);
    const target = await startEmpty();
    await expect(copy(source.repository, target.repository)).rejects.toMatchObject({ code });
    expect(target.stored.tags.size).toBe(0);
  });
});

it('reports what was not copied, and why', async () => {
  const source = await start({ hasReferrers: false });
  const { stored, index } = source;
  const gone = sha256(Buffer.from('gone'));
  const foreign = { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest: gone, size: 5 };
  const config = { mediaType: 'a/b', digest: index.images[0]!.configDigest, size: index.images[0]!.config.length };
  const top = put(stored, { config, layers: [foreign] }, '2');
  const lie = put(stored, { config, layers: [], subject: { mediaType: 'a/b', digest: gone, size: 1 } });
  put(stored, { manifests: [{}, { digest: gone }, { digest: lie }] }, top.replace(':', '-'));
  const target = await openLayoutRepository(join(folder, 'layout'), { create: true });
  const report = await copy(source.repository, target, '2');
  expect(report).toMatchObject({ digest: top, artifacts: 0, isComplete: false });
  // Digests are random, and so is the order.
  expect(new Set(report.notes)).toEqual(
    new Set([
      `an entry in the referrers of ${top} has no digest and was not copied`,
      `layer ${gone} not copied: its licence forbids redistribution (${foreign.mediaType})`,
      `referrer ${gone} of ${top} not copied: it is listed but does not exist`,
      `referrer ${lie} not copied: it is listed for ${top} but names ${gone} as its subject`,
    ]),
  );
});

it.each([
  ['is gone', (path: string) => rmSync(path)],
  ['was damaged', (path: string) => writeFileSync(path, 'x', { flag: 'a' })],
])('is incomplete when a signature in a layout %s', async (name, spoil) => {
  const source = await start({ hasReferrers: false });
  const { stored, index } = source;
  const config = { mediaType: 'a/b', digest: index.images[0]!.configDigest, size: index.images[0]!.config.length };
  const signature = put(stored, { config, layers: [], subject: { mediaType: indexType, digest: index.digest, size: 1 } });
  put(
    stored,
    { manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: signature, size: 1 }] },
    index.digest.replace(':', '-'),
  );
  const path = join(folder, `layout-${name.replace(' ', '-')}`);
  expect(await copy(source.repository, await openLayoutRepository(path, { create: true }))).toMatchObject({
    artifacts: 1,
    isComplete: true,
  });
  spoil(join(path, 'blobs/sha256', signature.slice(7)));
  const target = await openLayoutRepository(`${path}-copy`, { create: true });
  const report = await copy(await openLayoutRepository(path, {}), target);
  expect(report).toMatchObject({ artifacts: 0, isComplete: false });
  expect(report.notes.join()).toContain(`not copied, and may be a signature: `);
});

it('is incomplete when there are more referrers than are copied [338]', async () => {
  const source = await start({ pageSize: 500 });
  const { stored, index } = source;
  const config = { mediaType: 'a/b', digest: index.images[0]!.configDigest, size: index.images[0]!.config.length };
  for (let count = 0; count < 1_001; count += 1)
    put(stored, { config, layers: [], subject: { mediaType: indexType, digest: index.digest, size: 1 }, annotations: { n: `${count}` } });
  // Artifacts of artifacts, nested.
  let subject = index.images[0]!.manifestDigest;
  for (let depth = 0; depth < 6; depth += 1)
    subject = put(stored, { config, layers: [], subject: { mediaType: manifestType, digest: subject, size: 1 } });
  const report = await copy(source.repository, (await startEmpty({ pageSize: 500 })).repository);
  expect({ isComplete: report.isComplete, artifacts: report.artifacts }).toEqual({ isComplete: false, artifacts: 1_004 });
  expect(report.notes).toEqual([
    `${index.digest} has more referrers than the 1000 that were copied`,
    expect.stringMatching(/^artifacts of sha256:[0-9a-f]{64} not copied: they are nested 4 deep$/),
  ]);
});

it('reports progress', async () => {
  const source = await start();
  const events: ProgressEvent[] = [];
  const target = await startEmpty();
  const watching = quickRuntime({ progress: (event) => void events.push(event) });
  await copyImage(
    { repository: source.repository, tagOrDigest: '1' },
    { repository: target.repository, tag: '1' },
    { withArtifacts: false },
    watching,
  );
  const layer = source.index.images[0]!.layers[1]!;
  const own = events.filter(({ id }) => id === layer.digest);
  expect(own.at(-1)).toEqual({
    id: layer.digest,
    label: `copy ${layer.digest.slice(7, 19)}`,
    done: layer.bytes.length,
    total: layer.bytes.length,
    unit: 'bytes',
    finished: true,
  });
});

describe('a layout', () => {
  it.each([
    ['without a version', 'oci-layout', '{}', 'DOCUMENT_INVALID'],
    ['of another version', 'oci-layout', '{"imageLayoutVersion":"2.0.0"}', 'DOCUMENT_INVALID'],
    ['with a broken index', 'index.json', '{"manifests":{}}', 'DOCUMENT_INVALID'],
    ['with an index that is too large', 'index.json', ' '.repeat(4_194_305), 'DOCUMENT_TOO_LARGE'],
  ])('%s is refused', async (_, file, content, code) => {
    const layout = join(folder, 'layout');
    await copy((await start()).repository, await openLayoutRepository(layout, { create: true }));
    writeFileSync(join(layout, file), content);
    const reading = openLayoutRepository(layout).then((repository) => repository.readManifest('1', runtime));
    await expect(reading).rejects.toMatchObject({ code });
  });

  it('refuses a blob whose digest does not match', async () => {
    const layout = join(folder, 'layout');
    const source = await start();
    await copy(source.repository, await openLayoutRepository(layout, { create: true }));
    const { configDigest, config } = source.index.images[0]!;
    writeFileSync(join(layout, 'blobs/sha256', configDigest.slice(7)), Buffer.alloc(config.length, 'z'));
    const repository = await openLayoutRepository(layout);
    await expect(repository.readBlob({ digest: configDigest, size: config.length }, 10_000, runtime)).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
    await expect(copy(repository, (await startEmpty()).repository)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('keeps entries of the index that other tools wrote', async () => {
    const layout = join(folder, 'layout');
    const source = await start();
    const repository = await openLayoutRepository(layout, { create: true });
    await copy(source.repository, repository);
    const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: object[] };
    const foreign = { mediaType: indexType, digest: source.index.digest, size: 1, annotations: { 'io.containerd.image.name': 'x' } };
    writeFileSync(
      join(layout, 'index.json'),
      JSON.stringify({ ...index, annotations: { a: 'b' }, manifests: [...index.manifests, foreign] }),
    );
    const digests = source.index.images.map(({ manifestDigest, manifest }) => ({
      digest: manifestDigest,
      bytes: manifest,
      mediaType: manifestType,
    }));
    await Promise.all(digests.map((manifest, at) => repository.pushManifest({ ...manifest, tag: `t${at}` }, runtime)));
    const after = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as object;
    expect(after).toMatchObject({ annotations: { a: 'b' }, manifests: { length: 4 } });
    // Writers at the same time take the lock in any order.
    expect([...(await repository.listTags(runtime)).items].sort()).toEqual(['1', 't0', 't1']);
    expect(await repository.deleteManifest(source.index.images[0]!.manifestDigest, runtime)).toBe(true);
    expect((await repository.listTags(runtime)).items).toEqual(['1', 't1']);
  });
});
