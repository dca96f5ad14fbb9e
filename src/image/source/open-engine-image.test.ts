import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { classicHoldings, startFakeEngine, type EngineHolding, type FakeEngineOptions } from '../../../test/support/fake-engine.ts';
import { buildImage, dockerArchive, ociArchive, type BuiltImage } from '../../../test/support/image-builder.ts';
import { type Image, type OpenOptions } from '../../model/image.ts';
import { formatPlatform, parsePlatform } from '../../model/platform.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { EngineClient } from '../engine/engine-client.ts';
import { docker } from '../engine/engine.ts';
import { openEngineImage } from './open-engine-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const made = (architecture: string): BuiltImage =>
  buildImage({ platform: { os: 'linux', architecture }, layers: [{ files: [{ path: 'etc/arch', content: Buffer.from(architecture) }] }] });
const amd = made('amd64');
const arm = made('arm64');
const archive = dockerArchive(amd);

interface Opened {
  readonly images: readonly Image[];
  readonly requests: readonly string[];
  readonly warnings: readonly string[];
}

/** Opens `app` in an engine with the given behaviour. */
async function open(engine: FakeEngineOptions, asked: Partial<OpenOptions> = {}, idleMs = 60_000): Promise<Opened> {
  await using fake = await startFakeEngine({ folder, socketName: `${readdirSync(folder).length}.sock`, ...engine });
  const warnings: string[] = [];
  const runtime = quietRuntime({ log: { ...quietRuntime().log, warn: (message) => void warnings.push(message) } });
  const timeouts = { connectMs: 60_000, answerMs: 60_000, exportMs: 60_000, idleMs };
  const client = new EngineClient({ engine: docker, endpoint: fake.endpoint, timeouts }, runtime.signal);
  const inspected = (await client.findImage('app'))!;
  const options = {
    platform: parsePlatform('linux/amd64'),
    layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }),
    ...asked,
  };
  try {
    const images = await openEngineImage({ name: 'app', scheme: 'docker', client, inspected }, options, runtime);
    return { images, requests: fake.requests, warnings };
  } catch (error) {
    throw Object.assign(error as Error, { requests: fake.requests, warnings });
  }
}

/** An image whose export is made by `send`, anew for each attempt. */
function exporting(send: (attempt: number) => Buffer | Readable): FakeEngineOptions {
  let attempt = 0;
  const { app } = classicHoldings(amd, 'app');
  return { images: { app: app!, [amd.configDigest]: { ...app!, archive: () => send(++attempt) } } };
}

/** As Docker 28 and later say it with containerd's image store. */
function containerdHolding(available: readonly BuiltImage[], archiveFor: EngineHolding['archive']): FakeEngineOptions {
  const id = `sha256:${'e'.repeat(64)}`;
  const Manifests = available.map(({ manifestDigest, platform }) => ({
    ID: manifestDigest,
    Kind: 'image',
    Available: true,
    ImageData: { Platform: platform },
  }));
  const inspected = { Id: id, RepoDigests: [`app@${id}`], Os: 'linux', Architecture: 'amd64', Manifests };
  return { apiVersion: '1.48', images: { app: { inspected, archive: archiveFor }, [id]: { inspected, archive: archiveFor } } };
}

function* pieces(bytes: Buffer, upTo = bytes.length): Generator<Buffer> {
  for (let at = 0; at < upTo; at += 1_000) yield bytes.subarray(at, Math.min(at + 1_000, upTo));
}

/** Sends a part and then breaks the connection. */
function cut(bytes: Buffer): Readable {
  return Readable.from(
    (function* () {
      yield* pieces(bytes, bytes.length / 2);
      throw new Error('the daemon restarts');
    })(),
  );
}

const exportsOf = ({ requests }: { readonly requests: readonly string[] }): number => requests.filter((one) => one.includes('/get')).length;

describe('openEngineImage', () => {
  it('reads the layers of an export as they stream by', async () => {
    const { images, requests } = await open(exporting(() => Readable.from(pieces(archive))));
    expect(images).toHaveLength(1);
    expect(images[0]).toMatchObject({ name: 'app', scheme: 'docker', configDigest: amd.configDigest, issues: [] });
    expect(images[0]!.layers.map(({ content }) => content.kind === 'indexed' && content.index.diffId)).toEqual([amd.layers[0]!.diffId]);
    expect(requests).toEqual(['GET /_ping', 'GET /v1.41/images/app/json', `GET /v1.41/images/${encodeURIComponent(amd.configDigest)}/get`]);
  });

  it('does not export again what is kept of an image, whatever it is called by now', async () => {
    const kept = new Map<string, Buffer>();
    const exports = {
      read: (key: string) => Promise.resolve(kept.get(key)),
      write: (key: string, bytes: Buffer) => Promise.resolve(void kept.set(key, bytes)),
    };
    const engine = (): FakeEngineOptions => exporting(() => archive);
    const [first, second] = [await open(engine(), { exports }), await open(engine(), { exports })];
    expect([exportsOf(first), exportsOf(second), kept.size]).toEqual([1, 0, 1]);
    const told = ({ images }: Opened): unknown =>
      images.map(({ layers, [Symbol.asyncDispose]: _dispose, ...image }) => [
        image,
        layers.map(({ content, ...layer }) => [
          layer,
          content.kind === 'indexed' && { ...content.index, entries: [...content.index.entries] },
        ]),
      ]);
    expect(told(second)).toEqual(told(first));
    // Another image under the name, another demand, and an entry that is damaged.
    const other = classicHoldings(arm, 'app');
    const moved = await open(
      { images: { ...other, [arm.configDigest]: { ...other['app']!, archive: () => dockerArchive(arm) } } },
      { exports, platform: arm.platform },
    );
    expect([exportsOf(moved), moved.images[0]?.configDigest]).toEqual([1, arm.configDigest]);
    const layerDemand: OpenOptions['layerDemand'] = () =>
      Promise.resolve({ selectors: [{ paths: ['etc/arch'], maxBytes: 100 }], inspectors: [] });
    expect(exportsOf(await open(engine(), { exports, layerDemand }))).toBe(1);
    for (const [key, bytes] of kept) kept.set(key, bytes.subarray(0, 40));
    expect(exportsOf(await open(engine(), { exports }))).toBe(1);
  });

  it('does not keep an export with a layer that is damaged', async () => {
    const kept = new Map<string, Buffer>();
    const exports = {
      read: () => Promise.resolve(undefined),
      write: (key: string, bytes: Buffer) => Promise.resolve(void kept.set(key, bytes)),
    };
    const damaged = buildImage({ platform: amd.platform, layers: [{ files: [{ path: 'etc/arch', content: Buffer.from('amd64') }] }] });
    const cutLayer = { ...damaged, layers: damaged.layers.map((layer) => ({ ...layer, tar: layer.tar.subarray(0, 700) })) };
    const { app } = classicHoldings(damaged, 'app');
    const { images } = await open(
      { images: { app: app!, [damaged.configDigest]: { ...app!, archive: () => dockerArchive(cutLayer) } } },
      { exports },
    );
    expect([images.length, kept.size]).toEqual([1, 0]);
  });

  it.each<[string, (attempt: number) => Buffer | Readable, number?]>([
    ['breaks', (attempt) => (attempt === 1 ? cut(archive) : archive)],
    ['ends early', (attempt) => (attempt === 1 ? archive.subarray(0, archive.length - 2_000) : archive)],
    ['hangs', (attempt) => (attempt === 1 ? new Readable({ read: () => undefined }) : archive), 100],
  ])('tries once more when an export %s [233]', async (_name, send, idleMs) => {
    const opened = await open(exporting(send), {}, idleMs);
    expect([opened.images[0]?.configDigest, exportsOf(opened), opened.warnings.length]).toEqual([amd.configDigest, 2, 1]);
    expect(opened.warnings[0]).toMatch(/^the Docker daemon at unix:\/\/.* did not export app to its end: .*; trying once more$/);
  });

  it('gives up when the second export breaks too [233]', async () => {
    const failed = await open(exporting(() => cut(archive))).catch((error: unknown) => error as { code: string; requests: string[] });
    expect(failed).toMatchObject({ code: 'ENGINE_TRANSFER' });
    expect(exportsOf(failed as { requests: string[] })).toBe(2);
  });

  it('refuses an export of another image than the one that was found [235]', async () => {
    await expect(open(exporting(() => dockerArchive(arm)))).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: expect.stringContaining(`exported another image than ${amd.configDigest}`),
    });
    // The same name of the file, another configuration in it.
    const forged = { ...amd, config: Buffer.from(amd.config.toString().replace('amd64', 'amd46')) };
    await expect(open(exporting(() => dockerArchive(forged)))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('refuses an export that is not an archive', async () => {
    await expect(open(exporting(() => Buffer.from('<html>')))).rejects.toMatchObject({ code: 'TARGET_UNKNOWN' });
  });

  it('exports nothing when the image is for another platform', async () => {
    const platform = parsePlatform('linux/arm64');
    const failed = await open(
      exporting(() => archive),
      { platform },
    ).catch((error: unknown) => error as { code: string; requests: string[] });
    expect(failed).toMatchObject({ code: 'PLATFORM_NOT_FOUND', message: 'app has no image for linux/arm64; it has linux/amd64' });
    expect(exportsOf(failed as { requests: string[] })).toBe(0);
    const { images } = await open(
      exporting(() => archive),
      { platform, isPlatformOptional: true },
    );
    expect(images.map((image) => formatPlatform(image.platform))).toEqual(['linux/amd64']);
  });

  it('asks for the wanted platform of several, and pins its manifest', async () => {
    const platforms: (string | undefined)[] = [];
    const holding = containerdHolding([amd, arm], (platform) => {
      platforms.push(platform);
      return ociArchive(platform?.includes('arm64') === true ? arm : amd);
    });
    const { images } = await open(holding, { platform: parsePlatform('linux/arm64') });
    expect(images.map(({ manifestDigest }) => manifestDigest)).toEqual([arm.manifestDigest]);
    expect(platforms).toEqual(['{"os":"linux","architecture":"arm64"}']);
    await expect(
      open(
        containerdHolding([amd, arm], () => ociArchive(amd)),
        { platform: parsePlatform('linux/arm64') },
      ),
    ).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
    await expect(open(holding, { platform: parsePlatform('linux/s390x') })).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      message: 'app has no image for linux/s390x; it has linux/amd64, linux/arm64',
    });
  });
});
