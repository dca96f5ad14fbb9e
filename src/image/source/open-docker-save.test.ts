import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { tarOf, type TarPart } from '../../../test/support/tar-builder.ts';
import { type Image } from '../../model/image.ts';
import { formatPlatform, parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { readLayers } from '../read-layers.ts';
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

const layoutPart: TarPart = { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' };
const indexPart = (manifests: unknown): TarPart => ({ name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests }) });
const absentEntry = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${'0'.repeat(64)}`, size: 7 };
const otherLayer = tarOf({ name: 'etc/hostname', content: 'other' });

/** The same layer for a platform, as Docker 25 and later store it. */
interface StoredPlatform {
  readonly config: string;
  readonly layers: readonly string[];
  readonly entry: { readonly digest: string };
  readonly blobs: readonly TarPart[];
  /** A `manifest.json` with this image. */
  readonly saved: TarPart;
}

const amd = storedPlatform('amd64');
const arm = storedPlatform('arm64');

function storedPlatform(architecture: string): StoredPlatform {
  const platform = { os: 'linux', architecture };
  const described = JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [diffId] } });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: descriptorOf(described, 'application/vnd.oci.image.config.v1+json'),
    layers: [descriptorOf(layer, 'application/vnd.oci.image.layer.v1.tar')],
  });
  const stored = {
    config: described,
    layers: [`blobs/sha256/${hex(layer)}`],
    entry: { ...descriptorOf(manifest, 'application/vnd.oci.image.manifest.v1+json'), platform },
    blobs: [layer, described, manifest].map((content) => ({ name: `blobs/sha256/${hex(content)}`, content })),
  };
  return { ...stored, saved: savedPart(stored) };
}

function savedPart({ config: saved, layers }: Pick<StoredPlatform, 'config' | 'layers'>, tag?: string): TarPart {
  return manifestPart([{ Config: `blobs/sha256/${hex(saved)}`, RepoTags: tag === undefined ? null : [tag], Layers: layers }]);
}

function nestedIndex(...entries: readonly object[]): readonly TarPart[] {
  const nested = JSON.stringify({ schemaVersion: 2, manifests: entries });
  const blob = { name: `blobs/sha256/${hex(nested)}`, content: nested };
  return [blob, indexPart([descriptorOf(nested, 'application/vnd.oci.image.index.v1+json')])];
}

function descriptorOf(content: string | Buffer, mediaType: string): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: `sha256:${hex(content)}`, size: content.length };
}

const codesOf = (image: Image | undefined): string[] => (image?.issues ?? []).map(({ code }) => code);

function hex(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Each archive is opened as it is, and compressed: the same must come out, but for where the layers are. */
const forms = { tar: (bytes: Buffer) => bytes, 'tar.gz': (bytes: Buffer) => gzipSync(bytes) };

function open(form: keyof typeof forms, ...parts: readonly TarPart[]): Promise<readonly Image[]> {
  return openAs(form, {}, parts);
}

interface Asked {
  readonly selector?: string;
  readonly platform?: string;
  readonly isPlatformOptional?: boolean;
  readonly warnings?: string[];
}

async function openAs(form: keyof typeof forms, asked: Asked, parts: readonly TarPart[]): Promise<readonly Image[]> {
  const path = join(folder, 'image');
  writeFileSync(path, forms[form](tarOf(...parts)));
  const { selector = '', platform = 'linux/amd64', isPlatformOptional = false, warnings = [] } = asked;
  const options = {
    platform: platform === 'all' ? ('all' as const) : parsePlatform(platform),
    isPlatformOptional,
    layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }),
  };
  const log = { ...quietRuntime().log, warn: (message: string) => void warnings.push(message.replaceAll(path, 'image')) };
  return openTarget(`docker-archive:${path}${selector}`, options, quietRuntime({ log }));
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
      'a layer that is a symlink [90]',
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
    ['the manifest last or first [91]', [manifestPart([save]), configPart, layerPart]],
    [
      'two manifests, of which the last counts [91]',
      [manifestPart([{ ...save, Config: 'x' }]), configPart, layerPart, manifestPart([save])],
    ],
    ['the same image under two tags', [configPart, layerPart, manifestPart([save, { ...save, RepoTags: ['app:2'] }])]],
    ['RepoTags null', [configPart, layerPart, manifestPart([{ ...save, RepoTags: null }])]],
    ['names with ./', [{ ...configPart, name: `./${save.Config}` }, layerPart, { ...manifestPart([save]), name: './manifest.json' }]],
  ])('accepts %s', async (_name, parts) => {
    expect(contents(await open(form, ...parts))).toEqual([here]);
  });

  it('accepts a layer twice', async () => {
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

  it.each(['../../../etc/passwd', '/etc/passwd', '../manifest.json', 'a/../manifest.json', '', 'manifest.json/x', '.'])(
    'looks for the configuration %j only inside the archive [89]',
    async (name) => {
      await expect(open(form, configPart, layerPart, manifestPart([{ ...save, Config: name }]))).rejects.toMatchObject({
        code: 'ARCHIVE_INVALID',
        message: expect.stringContaining(`names the configuration ${JSON.stringify(name)}, which is not in the archive`),
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
    ['no manifest.json [91]', [configPart, layerPart], 'ARCHIVE_INVALID', 'has no manifest.json'],
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
      'a configuration that is not the blob its name says',
      [
        { name: `blobs/sha256/${hex(config)}`, content: `${config} ` },
        layerPart,
        manifestPart([{ ...save, Config: `blobs/sha256/${hex(config)}` }]),
      ],
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
      'a manifest over 1 MiB [91]',
      [{ name: 'manifest.json', content: JSON.stringify([save]).padEnd(1_048_577) }],
      'DOCUMENT_TOO_LARGE',
      'manifest.json is 1048577 bytes long, more than 1048576',
    ],
  ])('refuses %s', async (_name, parts, code, message) => {
    await expect(open(form, ...parts)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('accepts a manifest of 1 MiB [91]', async () => {
    const manifest = { name: 'manifest.json', content: JSON.stringify([save]).padEnd(1_048_576) };
    expect(contents(await open(form, configPart, layerPart, manifest))).toEqual([here]);
  });

  it('accepts a configuration whose file is not named after its digest, as older builders write it, with an issue', async () => {
    const [image] = await open(form, { ...configPart, content: `${config} ` }, layerPart, manifestPart([save]));
    expect({ configDigest: image?.configDigest, codes: codesOf(image) }).toEqual({
      configDigest: `sha256:${hex(`${config} `)}`,
      codes: ['CONFIG_NAME_MISMATCH'],
    });
    expect(image?.issues[0]?.message).toContain(`${hex(config)}.json has the digest sha256:${hex(`${config} `)}`);
  });

  it('refuses an image for another platform, unless any is accepted', async () => {
    const parts = [configPart, layerPart, manifestPart([save])];
    await expect(openAs(form, { platform: 'linux/arm64' }, parts)).rejects.toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      message: expect.stringMatching(/ has no image for linux\/arm64; it has linux\/amd64$/),
      hint: 'leave out --platform, or add --platform-any to scan it anyway',
    });
    expect(contents(await openAs(form, { platform: 'linux/arm64', isPlatformOptional: true }, parts))).toEqual([here]);
    expect(contents(await openAs(form, { platform: 'all' }, parts))).toEqual([here]);
  });

  describe('of Docker 25 or later, which is an OCI layout as well', () => {
    it.each<[string, readonly TarPart[]]>([
      ['the index', [...amd.blobs, amd.saved, indexPart([amd.entry]), layoutPart]],
      ['a nested index', [...amd.blobs, amd.saved, ...nestedIndex(amd.entry), layoutPart]],
      [
        'a nested index that lists content which is not there',
        [...amd.blobs, amd.saved, ...nestedIndex(absentEntry, amd.entry), layoutPart],
      ],
    ])('accepts the manifest from %s', async (_name, parts) => {
      const [image] = await open(form, ...parts);
      expect(image).toMatchObject({ manifestDigest: amd.entry.digest, configDigest: `sha256:${hex(amd.config)}`, issues: [] });
      expect(image?.layers[0]).toMatchObject({ digest: diffId, mediaType: 'application/vnd.oci.image.layer.v1.tar', size: layer.length });
    });

    // Docker 29 lists every platform in the index, and one of them in manifest.json.
    const multi = [...amd.blobs, ...arm.blobs, amd.saved, ...nestedIndex(amd.entry, arm.entry), layoutPart];

    it.each([
      ['linux/amd64', ['linux/amd64']],
      ['linux/arm64', ['linux/arm64']],
      ['all', ['linux/amd64', 'linux/arm64']],
    ])('opens the platform %s of several', async (platform, expected) => {
      const images = await openAs(form, { platform }, multi);
      expect(images.map((image) => [formatPlatform(image.platform), codesOf(image)])).toEqual(expected.map((one) => [one, []]));
    });

    it.each([
      [':app:1', amd],
      ['@0', amd],
      [`@sha256:${hex(amd.config)}`, amd],
      [`@${amd.entry.digest}`, amd],
    ])('selects by %s', async (selector, { entry }) => {
      const named = { ...amd.entry, annotations: { 'io.containerd.image.name': 'docker.io/library/app:1' } };
      const parts = [...amd.blobs, ...arm.blobs, savedPart(amd, 'app:1'), indexPart([named, arm.entry]), layoutPart];
      const [image] = await openAs(form, { selector }, parts);
      expect([image?.manifestDigest, codesOf(image)]).toEqual([entry.digest, []]);
    });

    it('opens and reports an image that only manifest.json lists', async () => {
      const named = { ...arm.entry, annotations: { 'io.containerd.image.name': 'docker.io/library/other:1' } };
      const parts = [...amd.blobs, ...arm.blobs, savedPart(amd, 'app:1'), indexPart([named]), layoutPart];
      const [image] = await openAs(form, { selector: ':app:1' }, parts);
      expect([image?.configDigest, codesOf(image)]).toEqual([`sha256:${hex(amd.config)}`, ['ARCHIVE_CONFLICT']]);
    });

    it('scans the only platform with content if none was requested, and names the others', async () => {
      const parts = [...arm.blobs, arm.saved, ...nestedIndex(amd.entry, arm.entry), layoutPart];
      const warnings: string[] = [];
      const [image] = await openAs(form, { isPlatformOptional: true, warnings }, parts);
      expect([image?.manifestDigest, codesOf(image), warnings]).toEqual([
        arm.entry.digest,
        [],
        [
          'image has no image for linux/amd64; it has linux/arm64 (its index also lists linux/amd64, without content); scanning linux/arm64',
        ],
      ]);
      await expect(openAs(form, {}, parts)).rejects.toMatchObject({
        code: 'PLATFORM_NOT_FOUND',
        message: expect.stringContaining('it has linux/arm64 (its index also lists linux/amd64, without content)'),
      });
    });

    it('reports the platforms that were not scanned if all were requested', async () => {
      const parts = [...arm.blobs, arm.saved, ...nestedIndex(amd.entry, arm.entry), layoutPart];
      const [image, ...rest] = await openAs(form, { platform: 'all' }, parts);
      expect({ rest, digest: image?.manifestDigest, codes: codesOf(image) }).toEqual({
        rest: [],
        digest: arm.entry.digest,
        codes: ['PLATFORM_MISSING'],
      });
      expect(image?.issues[0]?.message).toMatch(/^linux\/amd64 was not scanned: the index lists it, but its content is not in /);
    });

    it.each<[string, readonly TarPart[], string]>([
      ['that is not JSON', [{ name: 'index.json', content: '{' }], 'index.json is not JSON'],
      ['of images that are not there', [indexPart([absentEntry])], 'it is missing'],
      ['without images', [indexPart([])], 'lists no image'],
    ])('falls back to manifest.json for an index %s, with an error in the report', async (_name, parts, reason) => {
      const images = await open(form, ...amd.blobs, amd.saved, ...parts, layoutPart);
      expect([contents(images), images.map(codesOf), images[0]?.manifestDigest]).toEqual([[here], [['ARCHIVE_CONFLICT']], undefined]);
      expect(images[0]?.issues[0]).toMatchObject({
        severity: 'error',
        message: expect.stringMatching(new RegExp(`^index.json was not used: .*${reason}`)),
      });
    });

    it.each<[string, readonly TarPart[]]>([
      ['another configuration', [savedPart(amd)]],
      ['other layers', [savedPart({ ...arm, layers: [`blobs/sha256/${hex(otherLayer)}`] })]],
    ])('reports a manifest.json with %s than the index, and scans the image of the index', async (_name, saved) => {
      const blobs = [...amd.blobs, ...arm.blobs, { name: `blobs/sha256/${hex(otherLayer)}`, content: otherLayer }];
      const [image] = await openAs(form, { platform: 'linux/arm64' }, [...blobs, ...saved, indexPart([arm.entry]), layoutPart]);
      expect([image?.manifestDigest, codesOf(image)]).toEqual([arm.entry.digest, ['ARCHIVE_CONFLICT']]);
    });

    it('goes by manifest.json alone without the file oci-layout, as containerd and Docker do', async () => {
      const images = await open(form, ...amd.blobs, amd.saved, indexPart([arm.entry]));
      expect([contents(images), images[0]?.issues, images[0]?.manifestDigest]).toEqual([[here], [], undefined]);
    });
  });
});

describe('openDockerSave', () => {
  it.each(['tar', 'tar.gz'] as const)('reports a layer whose diffID does not match the configuration: %s', async (form) => {
    const [image] = await open(form, configPart, { ...layerPart, content: tarOf({ name: 'other' }) }, manifestPart([save]));
    const [index] = await readLayers(image!.layers, { selectors: [], inspectors: [] }, quietRuntime());
    expect(index!.issues.map(({ code }) => code)).toEqual(['LAYER_DIFF_ID_MISMATCH']);
  });

  it('drops a large layer that does not match the digest in its name', async () => {
    const forged = tarOf({ name: 'f', content: Buffer.alloc(100_000) });
    const name = `blobs/sha256/${hex(layer)}`;
    expect(contents(await open('tar.gz', configPart, { name, content: forged }, manifestPart([{ ...save, Layers: [name] }])))).toEqual([
      'LAYER_DIGEST_MISMATCH',
    ]);
  });

  it('opens or refuses any truncated or changed archive', async () => {
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
          { platform: parsePlatform('linux/amd64'), layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }) },
          quietRuntime(),
        ).catch((error: unknown) => error);
        expect(Array.isArray(outcome) || outcome instanceof PratiqueError).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
