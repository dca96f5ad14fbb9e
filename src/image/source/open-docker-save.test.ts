import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { tarOf, type TarPart } from '../../../test/support/tar-builder.ts';
import { type Image } from '../../model/image.ts';
import { parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { openTarget } from '../open-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-save-'));
afterAll(() => rmSync(folder, { recursive: true }));

const layer = tarOf({ name: 'etc/hostname', content: 'h' });
const diffId = `sha256:${hex(layer)}`;
const config = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  rootfs: { type: 'layers', diff_ids: [diffId] },
  history: [{ created_by: 'ADD h' }],
});
const save = { Config: `${hex(config)}.json`, RepoTags: ['app:1'], Layers: ['1/layer.tar'] };
const configPart: TarPart = { name: save.Config, content: config };
const layerPart: TarPart = { name: '1/layer.tar', content: layer };
const manifestPart = (images: unknown): TarPart => ({ name: 'manifest.json', content: JSON.stringify(images) });

function hex(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Each archive is opened as it is, and compressed: the same must come out, but for where the layers are. */
const forms = { tar: (bytes: Buffer) => bytes, 'tar.gz': (bytes: Buffer) => gzipSync(bytes) };

async function open(form: keyof typeof forms, ...parts: readonly TarPart[]): Promise<readonly Image[]> {
  const path = join(folder, 'image');
  writeFileSync(path, forms[form](tarOf(...parts)));
  return openTarget(
    `docker-archive:${path}`,
    { platform: parsePlatform('linux/amd64'), layerDemand: { selectors: [], inspectors: [] } },
    quietRuntime(),
  );
}

const contents = (images: readonly Image[]): unknown[] =>
  images.flatMap(({ layers }) => layers.map(({ content }) => describeContent(content)));

function describeContent(content: Image['layers'][number]['content']): unknown {
  if (content.kind === 'absent') return content.issue.code;
  if (content.kind === 'indexed')
    return content.index.issues.length === 0 ? content.index.diffId : content.index.issues.map(({ code }) => code);
  return content.kind;
}

describe.each(Object.keys(forms) as (keyof typeof forms)[])('openDockerSave of a %s', (form) => {
  const here = form === 'tar' ? 'file' : diffId;

  it('opens an image', async () => {
    const images = await open(form, configPart, layerPart, manifestPart([save]));
    expect(contents(images)).toEqual([here]);
    const [image] = images;
    expect(image).toMatchObject({ configDigest: `sha256:${hex(config)}`, platform: { os: 'linux', architecture: 'amd64' }, issues: [] });
    expect(image?.layers[0]).toMatchObject({ index: 0, diffId, chainId: diffId, createdBy: 'ADD h' });
    expect(image?.manifestDigest).toBeUndefined();
    expect(image?.layers[0]?.digest).toBeUndefined();
  });

  it.each<[string, readonly TarPart[]]>([
    [
      '90: a layer that is a symlink',
      [configPart, { name: '0.tar', content: layer }, { name: '1/layer.tar', type: '2', link: '../0.tar' }, manifestPart([save])],
    ],
    [
      'a layer that is a hard link',
      [configPart, { name: '0.tar', content: layer }, { name: '1/layer.tar', type: '1', link: '0.tar' }, manifestPart([save])],
    ],
    [
      'a link in front of its target',
      [{ name: '1/layer.tar', type: '2', link: '../0.tar' }, configPart, { name: '0.tar', content: layer }, manifestPart([save])],
    ],
    ['91: the manifest last or first', [manifestPart([save]), configPart, layerPart]],
    [
      '91: two manifests, of which the last counts',
      [manifestPart([{ ...save, Config: 'x' }]), configPart, layerPart, manifestPart([save])],
    ],
    ['the same image under two tags', [configPart, layerPart, manifestPart([save, { ...save, RepoTags: ['app:2'] }])]],
    ['RepoTags null', [configPart, layerPart, manifestPart([{ ...save, RepoTags: null }])]],
    ['names with ./', [{ ...configPart, name: `./${save.Config}` }, layerPart, { ...manifestPart([save]), name: './manifest.json' }]],
  ])('takes %s', async (_name, parts) => {
    expect(contents(await open(form, ...parts))).toEqual([here]);
  });

  it('takes a layer twice', async () => {
    const twice = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [diffId, diffId] } });
    const images = await open(
      form,
      { name: 'c.json', content: twice },
      layerPart,
      manifestPart([{ ...save, Config: 'c.json', Layers: ['1/layer.tar', '1/layer.tar'] }]),
    );
    expect(contents(images)).toEqual([here, here]);
    expect(images[0]?.configDigest).toBe(`sha256:${hex(twice)}`);
  });

  // RELIABILITY.md, case 89.
  it.each(['../../../etc/passwd', '/etc/passwd', '../manifest.json', 'a/../manifest.json', '', 'manifest.json/x', '.'])(
    'looks for the configuration %j inside only',
    async (name) => {
      await expect(open(form, configPart, layerPart, manifestPart([{ ...save, Config: name }]))).rejects.toMatchObject({
        code: 'ARCHIVE_INVALID',
        message: expect.stringContaining(`names the configuration ${JSON.stringify(name)}, which is not there`),
      });
    },
  );

  it.each(['../../../etc/passwd', '/etc/passwd', '/1/layer.tar', 'nothing', '2/layer.tar'])(
    'goes on without the layer %j',
    async (name) => {
      const loop: TarPart = { name: '2/layer.tar', type: '2', link: 'layer.tar' };
      expect(contents(await open(form, configPart, layerPart, loop, manifestPart([{ ...save, Layers: [name] }])))).toEqual([
        'LAYER_MISSING',
      ]);
    },
  );

  it.each<[string, readonly TarPart[], string, string]>([
    ['91: no manifest.json', [configPart, layerPart], 'ARCHIVE_INVALID', 'has no manifest.json'],
    ['null', [manifestPart(null)], 'DOCUMENT_INVALID', 'manifest.json is missing'],
    ['no images', [manifestPart([])], 'DOCUMENT_INVALID', 'manifest.json names no image'],
    ['an object', [manifestPart({})], 'DOCUMENT_INVALID', 'manifest.json is an object, not an array'],
    ['no Config', [manifestPart([{ Layers: [] }])], 'DOCUMENT_INVALID', 'manifest.json[0].Config is missing'],
    [
      '1,001 layers',
      [manifestPart([{ ...save, Layers: Array(1_001).fill('1/layer.tar') }])],
      'DOCUMENT_INVALID',
      '1001 layers, more than 1000',
    ],
    [
      'a configuration that is not what its name says',
      [{ ...configPart, content: `${config} ` }, layerPart, manifestPart([save])],
      'DIGEST_MISMATCH',
      `expected sha256:${hex(config)}`,
    ],
    [
      'a configuration that is no JSON',
      [{ name: 'c', content: 'x' }, manifestPart([{ ...save, Config: 'c' }])],
      'DOCUMENT_INVALID',
      'is not JSON',
    ],
    [
      '91: a manifest over 1 MiB',
      [{ name: 'manifest.json', content: JSON.stringify([save]).padEnd(1_048_577) }],
      'DOCUMENT_TOO_LARGE',
      'manifest.json is 1048577 bytes long, more than 1048576',
    ],
  ])('refuses %s', async (_name, parts, code, message) => {
    await expect(open(form, ...parts)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('91: takes a manifest of 1 MiB', async () => {
    const manifest = { name: 'manifest.json', content: JSON.stringify([save]).padEnd(1_048_576) };
    expect(contents(await open(form, configPart, layerPart, manifest))).toEqual([here]);
  });

  // Docker since 25: an OCI layout as well.
  describe('that is a layout as well', () => {
    const blob = (content: string | Buffer): TarPart => ({ name: `blobs/sha256/${hex(content)}`, content });
    const descriptor = (content: string | Buffer, mediaType: string): object => ({
      mediaType,
      digest: `sha256:${hex(content)}`,
      size: content.length,
    });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
    });
    const entry = descriptor(manifest, 'application/vnd.oci.image.manifest.v1+json');
    const index = (manifests: unknown): TarPart => ({ name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests }) });
    const blobs = [blob(config), blob(layer), blob(manifest)];
    const saved = manifestPart([{ Config: `blobs/sha256/${hex(config)}`, RepoTags: null, Layers: [`blobs/sha256/${hex(layer)}`] }]);

    it.each<[string, readonly TarPart[]]>([
      ['an index', [...blobs, saved, index([entry])]],
      [
        'a nested index, with platforms that are not there',
        (() => {
          const nested = JSON.stringify({ schemaVersion: 2, manifests: [{ ...entry, digest: `sha256:${'0'.repeat(64)}` }, entry] });
          return [...blobs, saved, blob(nested), index([descriptor(nested, 'application/vnd.oci.image.index.v1+json')])];
        })(),
      ],
    ])('finds its manifest in %s', async (_name, parts) => {
      const [image] = await open(form, ...parts);
      expect(image?.manifestDigest).toBe(`sha256:${hex(manifest)}`);
      expect(image?.layers[0]).toMatchObject({ digest: diffId, mediaType: 'application/vnd.oci.image.layer.v1.tar', size: layer.length });
    });

    it.each<[string, readonly TarPart[]]>([
      ['null', [index(null)]],
      ['of another image', [index([{ ...entry, digest: `sha256:${'0'.repeat(64)}` }])]],
      ['that is damaged', [{ name: 'index.json', content: '{' }]],
    ])('does without an index %s', async (_name, parts) => {
      const images = await open(form, ...blobs, saved, ...parts);
      expect(contents(images)).toEqual([here]);
      expect(images[0]).not.toHaveProperty('manifestDigest');
      expect(images[0]?.layers[0]?.digest).toBe(diffId);
    });
  });
});

describe('openDockerSave', () => {
  it('says of a layer that it is not what the configuration says', async () => {
    const images = await open('tar.gz', configPart, { ...layerPart, content: tarOf({ name: 'other' }) }, manifestPart([save]));
    expect(contents(images)).toEqual([['LAYER_DIFF_ID_MISMATCH']]);
  });

  it('drops a large layer with another digest than its name says', async () => {
    const forged = tarOf({ name: 'f', content: Buffer.alloc(100_000) });
    const name = `blobs/sha256/${hex(layer)}`;
    expect(contents(await open('tar.gz', configPart, { name, content: forged }, manifestPart([{ ...save, Layers: [name] }])))).toEqual([
      'LAYER_DIGEST_MISMATCH',
    ]);
  });

  it('opens or refuses whatever is cut from an archive or changed in it', async () => {
    const whole = tarOf(
      configPart,
      { name: '0.tar', content: layer },
      { name: '1/layer.tar', type: '2', link: '../0.tar' },
      manifestPart([save]),
    );
    const compressed = gzipSync(whole);
    const path = join(folder, 'mutant');
    const mutation = fc.record({
      archive: fc.constantFrom(whole, compressed),
      cutAt: fc.double({ min: 0, max: 1, noNaN: true }),
      changes: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255) }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ archive, cutAt, changes }) => {
        const mutant = Buffer.from(archive.subarray(0, Math.ceil(archive.length * cutAt)));
        for (const { at, byte } of changes) mutant[Math.floor(at * mutant.length)] = byte;
        writeFileSync(path, mutant);
        const outcome = await openTarget(
          path,
          { platform: parsePlatform('linux/amd64'), layerDemand: { selectors: [], inspectors: [] } },
          quietRuntime(),
        ).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof PratiqueError).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
