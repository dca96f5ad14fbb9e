import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDigest, type Digest } from '../../model/digest.ts';
import { type Image } from '../../model/image.ts';
import { parsePlatform, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { type BlobSource } from './blob-source.ts';
import { type OpenContext } from './open-image.ts';
import { openManifest } from './open-manifest.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';
const diffId = `sha256:${'1'.repeat(64)}`;

/** A registry in memory: documents are put, and come back as descriptors. */
class Blobs implements BlobSource {
  readonly #blobs = new Map<string, Buffer>();
  reads = 0;

  put(value: unknown, mediaType: string, extra: object = {}): { digest: Digest; size: number; mediaType: string } {
    const bytes = Buffer.from(JSON.stringify(value));
    const digest = sha256(bytes);
    this.#blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length, ...extra };
  }

  image(platform: string, change: { readonly layers?: readonly object[]; readonly config?: object; readonly entry?: object } = {}) {
    const { os, architecture, variant } = parsePlatform(platform);
    const config = this.put({ os, architecture, variant, rootfs: { type: 'layers', diff_ids: [diffId] } }, configType);
    const layers = change.layers ?? [{ mediaType: layerType, digest: diffId, size: 1 }];
    return this.put({ schemaVersion: 2, config: { ...config, ...change.config }, layers }, manifestType, change.entry ?? {});
  }

  index(...manifests: readonly object[]) {
    return this.put({ schemaVersion: 2, manifests }, indexType);
  }

  replace(digest: Digest, bytes: Buffer): void {
    this.#blobs.set(digest, bytes);
  }

  readDocument({ digest }: { digest: Digest }): Promise<Uint8Array> {
    this.reads++;
    const bytes = this.#blobs.get(digest);
    return bytes === undefined ? Promise.reject(new PratiqueError('LAYOUT_INVALID', 'missing')) : Promise.resolve(bytes);
  }

  layerContent({ digest }: { digest: Digest }) {
    return Promise.resolve(digest === diffId ? ({ kind: 'file', path: 'l', offset: 0, length: 1 } as const) : undefined);
  }

  async open(
    root: { digest: Digest; mediaType: string },
    platform: Platform | 'all' = parsePlatform('linux/amd64'),
    context: Partial<OpenContext> = {},
  ): Promise<readonly Image[]> {
    const document = decodeManifest(this.#blobs.get(root.digest)!, 'm', root.mediaType);
    return openManifest(document, root.digest, { name: 'i', scheme: 's', platform, blobs: this, runtime: quietRuntime(), ...context });
  }
}

function sha256(bytes: Buffer): Digest {
  return parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

const on = (platform: string): object => ({ platform: parsePlatform(platform) });

async function platforms(images: Promise<readonly Image[]>): Promise<string[]> {
  return (await images).map(({ platform: { os, architecture, variant } }) => [os, architecture, variant].filter(Boolean).join('/'));
}

describe('openManifest', () => {
  it('opens a manifest whole', async () => {
    const blobs = new Blobs();
    const root = blobs.image('linux/amd64');
    const [image] = await blobs.open(root);
    expect(image).toEqual({
      name: 'i',
      scheme: 's',
      manifestDigest: root.digest,
      configDigest: expect.stringMatching(/^sha256:/),
      platform: { os: 'linux', architecture: 'amd64' },
      config: expect.objectContaining({ diffIds: [diffId] }),
      layers: [
        {
          index: 0,
          digest: diffId,
          isInManifest: true,
          mediaType: layerType,
          size: 1,
          diffId,
          chainId: diffId,
          content: { kind: 'file', path: 'l', offset: 0, length: 1 },
        },
      ],
      issues: [],
      [Symbol.asyncDispose]: expect.any(Function),
    });
  });

  it.each<[string, (blobs: Blobs) => { digest: Digest; mediaType: string }]>([
    ['a manifest', (blobs) => blobs.image('linux/arm64')],
    ['an index', (blobs) => blobs.index(blobs.image('linux/arm64', { entry: on('linux/arm64') }))],
    ['an index without platforms', (blobs) => blobs.index(blobs.image('linux/arm64'))],
  ])('refuses the only image of %s when it is for another platform, unless any is accepted', async (_name, make) => {
    const blobs = new Blobs();
    const root = make(blobs);
    await expect(blobs.open(root)).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      message: 'i has no image for linux/amd64; it has linux/arm64',
    });
    const accepting = { isPlatformOptional: true };
    expect(await platforms(blobs.open(root, parsePlatform('linux/amd64'), accepting))).toEqual(['linux/arm64']);
  });

  it('accepts an image that does not say its platform', async () => {
    const blobs = new Blobs();
    const config = blobs.put({ rootfs: { type: 'layers', diff_ids: [] } }, configType);
    const root = blobs.put({ schemaVersion: 2, config, layers: [] }, manifestType);
    expect(await platforms(blobs.open(root))).toEqual(['unknown/unknown']);
  });

  it('accepts no other platform where there are several', async () => {
    const blobs = new Blobs();
    const entries = ['linux/arm64', 'linux/s390x'].map((one) => blobs.image(one, { entry: on(one) }));
    await expect(blobs.open(blobs.index(...entries), parsePlatform('linux/amd64'), { isPlatformOptional: true })).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
    });
    // Of a copy that lacks the content of all but one, that one is meant.
    const has = ({ digest }: { digest: Digest }): Promise<boolean> => Promise.resolve(digest !== entries[0]!.digest);
    const partial = {
      isPlatformOptional: true,
      blobs: { has, readDocument: blobs.readDocument.bind(blobs), layerContent: blobs.layerContent.bind(blobs) },
    };
    expect(await platforms(blobs.open(blobs.index(...entries), parsePlatform('linux/amd64'), partial))).toEqual(['linux/s390x']);
  });

  it.each<[string, string, string[]]>([
    ['the wanted one', 'linux/arm64', ['linux/arm64']],
    ['the wanted variant', 'linux/arm/v6', ['linux/arm/v6']],
    ['the first of several variants', 'linux/arm', ['linux/arm/v7']],
    ['all', 'all', ['linux/amd64', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm64']],
  ])('chooses %s', async (_name, wanted, expected) => {
    const blobs = new Blobs();
    const entries = ['linux/amd64', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm64'].map((one) => blobs.image(one, { entry: on(one) }));
    const platform = wanted === 'all' ? wanted : parsePlatform(wanted);
    expect(await platforms(blobs.open(blobs.index(...entries), platform))).toEqual(expected);
  });

  it('names the platforms that are available [71]', async () => {
    const blobs = new Blobs();
    const entries = ['linux/arm64', 'windows/amd64'].map((one) => blobs.image(one, { entry: on(one) }));
    await expect(blobs.open(blobs.index(...entries))).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      message: 'i has no image for linux/amd64; it has linux/arm64, windows/amd64',
    });
    await expect(blobs.open(blobs.index(entries[0]!))).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' });
  });

  it('accepts the first of two entries for one platform [72]', async () => {
    const blobs = new Blobs();
    const first = blobs.image('linux/amd64', { entry: on('linux/amd64') });
    const second = blobs.image('linux/amd64', { entry: on('linux/amd64'), layers: [] });
    const [image] = await blobs.open(blobs.index(first, second, first));
    expect(image?.manifestDigest).toBe(first.digest);
    expect(await blobs.open(blobs.index(first, first), 'all')).toHaveLength(1);
  });

  it('reads the configuration where an index does not say the platform', async () => {
    const blobs = new Blobs();
    const root = blobs.index(blobs.image('linux/arm64'), blobs.image('linux/amd64'));
    expect(await platforms(blobs.open(root))).toEqual(['linux/amd64']);
    await expect(blobs.open(root, parsePlatform('linux/s390x'))).rejects.toMatchObject({
      message: 'i has no image for linux/s390x; it has linux/arm64, linux/amd64',
    });
  });

  it('goes 3 indexes deep and no deeper [70]', async () => {
    const blobs = new Blobs();
    const third = blobs.index(blobs.index(blobs.index(blobs.image('linux/amd64'))));
    expect(await platforms(blobs.open(third))).toEqual(['linux/amd64']);
    await expect(blobs.open(blobs.index(third))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'i: indexes nested more than 3 deep',
    });
  });

  it('counts the entries of all indexes together [70]', async () => {
    const blobs = new Blobs();
    const filler = (count: number): object[] =>
      Array.from({ length: count }, () => blobs.image('linux/arm64', { entry: on('linux/arm64') }));
    const wanted = blobs.image('linux/amd64', { entry: on('linux/amd64') });
    expect(await platforms(blobs.open(blobs.index(blobs.index(...filler(600)), ...filler(398), wanted)))).toEqual(['linux/amd64']);
    await expect(blobs.open(blobs.index(blobs.index(...filler(600)), blobs.index(...filler(399))))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  it('counts attestations and does not open them', async () => {
    const blobs = new Blobs();
    const image = blobs.image('linux/amd64', { entry: on('linux/amd64') });
    const attestation = (digest: string): object => ({
      ...blobs.put({ digest }, manifestType),
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': digest },
    });
    const [opened, ...rest] = await blobs.open(blobs.index(image, attestation(image.digest), attestation(diffId)), 'all');
    expect({ rest, attestationCount: opened?.attestationCount, issues: opened?.issues }).toEqual({
      rest: [],
      attestationCount: 1,
      issues: [],
    });
  });

  it.each<[string, (blobs: Blobs) => { digest: Digest; mediaType: string }, string, string]>([
    [
      'a Helm chart',
      (blobs) => blobs.image('linux/amd64', { config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' } }),
      'NOT_AN_IMAGE',
      'application/vnd.cncf.helm.config.v1+json',
    ],
    [
      'a WebAssembly module',
      (blobs) => blobs.image('linux/amd64', { config: { mediaType: 'application/vnd.wasm.config.v0+json' } }),
      'NOT_AN_IMAGE',
      'application/vnd.wasm.config.v0+json',
    ],
    [
      'an artifact with a type',
      (blobs) =>
        blobs.put(
          {
            schemaVersion: 2,
            artifactType: 'application/spdx+json',
            config: blobs.put({}, 'application/vnd.oci.empty.v1+json'),
            layers: [],
          },
          manifestType,
        ),
      'NOT_AN_IMAGE',
      'application/spdx+json',
    ],
    [
      'an index of artifacts',
      (blobs) => blobs.index(blobs.image('linux/amd64', { entry: { artifactType: 'application/spdx+json' } })),
      'NOT_AN_IMAGE',
      'application/spdx+json',
    ],
    [
      'an index of what we do not know',
      (blobs) => blobs.index(blobs.put({}, 'application/vnd.oci.descriptor.v1+json')),
      'NOT_AN_IMAGE',
      'application/vnd.oci.descriptor.v1+json',
    ],
    ['an empty index', (blobs) => blobs.index(), 'NOT_AN_IMAGE', 'its index lists no image'],
    [
      'an index that announces another type',
      (blobs) => blobs.index({ ...blobs.image('linux/amd64'), mediaType: indexType }),
      'DOCUMENT_INVALID',
      'has the fields of a manifest',
    ],
    [
      'a document of another size',
      (blobs) => blobs.index({ ...blobs.image('linux/amd64'), size: 7 }),
      'DOCUMENT_INVALID',
      'its descriptor says 7',
    ],
    [
      'a document over the bound',
      (blobs) => blobs.index({ ...blobs.image('linux/amd64'), size: 4_194_305 }),
      'DOCUMENT_TOO_LARGE',
      '4194305',
    ],
  ])('refuses %s', async (_name, make, code, message) => {
    const blobs = new Blobs();
    await expect(blobs.open(make(blobs))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('passes over artifacts beside images', async () => {
    const blobs = new Blobs();
    const chart = blobs.image('linux/amd64', { config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' } });
    expect(await platforms(blobs.open(blobs.index(chart, blobs.image('linux/amd64'))))).toEqual(['linux/amd64']);
  });

  it('reads a document with a wrong digest once more, then refuses it [94, 96]', async () => {
    const blobs = new Blobs();
    const image = blobs.image('linux/amd64');
    const root = blobs.index(image);
    blobs.replace(image.digest, Buffer.from('{}'));
    await expect(blobs.open(root)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    expect(blobs.reads).toBe(2);
  });

  it('uses embedded documents', async () => {
    const blobs = new Blobs();
    const image = blobs.image('linux/amd64');
    const data = Buffer.from(await blobs.readDocument(image)).toString('base64');
    blobs.replace(image.digest, Buffer.from('{}'));
    expect(await platforms(blobs.open(blobs.index({ ...image, data })))).toEqual(['linux/amd64']);
  });

  it.each<[string, object, string]>([
    [
      'foreign',
      { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', urls: ['http://169.254.169.254/x'] },
      'LAYER_FOREIGN',
    ],
    ['foreign without urls', { mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar' }, 'LAYER_FOREIGN'],
    ['kept at a URL', { urls: ['file:///etc/passwd'] }, 'LAYER_FOREIGN'],
    ['missing', {}, 'LAYER_MISSING'],
    ['a Helm chart', { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }, 'LAYER_NOT_FILESYSTEM'],
    ['a WebAssembly module', { mediaType: 'application/wasm' }, 'LAYER_NOT_FILESYSTEM'],
    ['a signature', { mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }, 'LAYER_NOT_FILESYSTEM'],
    ['encrypted', { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' }, 'LAYER_NOT_FILESYSTEM'],
  ])('opens an image without a layer that is %s [84-86]', async (_name, change, code) => {
    const blobs = new Blobs();
    const layer = { mediaType: layerType, digest: `sha256:${'2'.repeat(64)}`, size: 1, ...change };
    const [image] = await blobs.open(blobs.image('linux/amd64', { layers: [layer] }));
    expect(image?.layers.map(({ content }) => content)).toEqual([
      { kind: 'absent', issue: expect.objectContaining({ code, layerIndex: 0 }) },
    ]);
  });

  it('opens an image without layers [76]', async () => {
    const blobs = new Blobs();
    const [image] = await blobs.open(blobs.image('linux/amd64', { layers: [] }));
    expect(image?.layers).toEqual([]);
  });
});
