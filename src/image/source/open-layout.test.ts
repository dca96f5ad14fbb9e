import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Image } from '../../model/image.ts';
import { parsePlatform } from '../../model/platform.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { ociDir } from './oci-dir.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-layout-'));
afterAll(() => rmSync(folder, { recursive: true }));

const layer = Buffer.alloc(1_024);
const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [`sha256:${hash(layer)}`] } });
const manifest = JSON.stringify({
  schemaVersion: 2,
  config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
  layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
});
const entry = descriptor(manifest, 'application/vnd.oci.image.manifest.v1+json');
const amd64 = { os: 'linux', architecture: 'amd64' };
const layoutFile = '{"imageLayoutVersion":"1.0.0"}';

function hash(content: string | Buffer, algorithm = 'sha256'): string {
  return createHash(algorithm).update(content).digest('hex');
}

function descriptor(
  content: string | Buffer,
  mediaType: string,
  algorithm = 'sha256',
): { digest: string; size: number; mediaType: string } {
  return { mediaType, digest: `${algorithm}:${hash(content, algorithm)}`, size: content.length };
}

interface LayoutChange {
  /** Written as it is when it is text. */
  readonly index?: unknown;
  readonly layout?: string;
  readonly blobs?: readonly (string | Buffer)[];
}

/** A fresh layout: what is not given is right. */
function makeLayout(change: LayoutChange = {}): string {
  const { index = { schemaVersion: 2, manifests: [entry] }, layout = layoutFile, blobs = [layer, config, manifest] } = change;
  const path = mkdtempSync(join(folder, 'l-'));
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  mkdirSync(join(path, 'blobs/sha512'), { recursive: true });
  writeFileSync(join(path, 'oci-layout'), layout);
  writeFileSync(join(path, 'index.json'), typeof index === 'string' ? index : JSON.stringify(index));
  for (const blob of blobs) writeFileSync(join(path, 'blobs/sha256', hash(blob)), blob);
  return path;
}

async function open(path: string, selector = ''): Promise<Image> {
  const [image] = await ociDir.open(path + selector, { platform: parsePlatform('linux/amd64') }, quietRuntime());
  return image!;
}

describe('openLayout', () => {
  it('opens an image', async () => {
    const path = makeLayout();
    const image = await open(path);
    expect(image).toMatchObject({ scheme: 'oci-dir', name: path, manifestDigest: entry.digest, issues: [] });
    expect(image.layers.map(({ content }) => content)).toEqual([
      { kind: 'file', path: expect.stringMatching(new RegExp(`/blobs/sha256/${hash(layer)}$`)), offset: 0, length: 1_024 },
    ]);
  });

  it('opens sha512', async () => {
    const path = makeLayout({ index: { schemaVersion: 2, manifests: [descriptor(manifest, entry.mediaType, 'sha512')] } });
    writeFileSync(join(path, 'blobs/sha512', hash(manifest, 'sha512')), manifest);
    expect((await open(path)).manifestDigest).toBe(`sha512:${hash(manifest, 'sha512')}`);
  });

  it.each<[string, object, string | undefined]>([
    ['ref.name, a tag', { 'org.opencontainers.image.ref.name': '1' }, ':1'],
    ['ref.name, a name', { 'org.opencontainers.image.ref.name': 'example.com/app:1' }, ':example.com/app:1'],
    ['the tag of a name', { 'org.opencontainers.image.ref.name': 'example.com/app:1' }, ':1'],
    ["containerd's name", { 'io.containerd.image.name': 'docker.io/library/app:1', 'org.opencontainers.image.ref.name': '1' }, ':app:1'],
    ['its digest', {}, `@${entry.digest}`],
  ])('selects by %s', async (_name, annotations, selector) => {
    const other = { ...entry, digest: `sha256:${'0'.repeat(64)}`, annotations: { 'org.opencontainers.image.ref.name': 'other' } };
    const path = makeLayout({ index: { schemaVersion: 2, manifests: [other, { ...entry, annotations }] } });
    expect((await open(path, selector)).manifestDigest).toBe(entry.digest);
  });

  it('accepts the image of a layout that cosign saved, and not its signatures', async () => {
    const kind = (name: string): object => ({ annotations: { kind: `dev.cosignproject.cosign/${name}` } });
    const attached = ['sigs', 'atts'].map((name, i) => ({ ...entry, digest: `sha256:${String(i).repeat(64)}`, ...kind(name) }));
    for (const name of ['image', 'imageIndex']) {
      const manifests = [...attached, { ...entry, ...kind(name) }];
      expect((await open(makeLayout({ index: { schemaVersion: 2, manifests } }))).manifestDigest).toBe(entry.digest);
    }
  });

  it('accepts the image of a layout that signatures were copied to, and not those', async () => {
    const hex = '0'.repeat(64);
    const under = (name: string): object => ({
      ...entry,
      digest: `sha256:${hex}`,
      annotations: { 'org.opencontainers.image.ref.name': name },
    });
    const image = { ...entry, annotations: { 'org.opencontainers.image.ref.name': '1' } };
    const manifests = [under(`sha256-${hex}.sig`), under(`sha256-${hex}`), image];
    expect((await open(makeLayout({ index: { schemaVersion: 2, manifests } }))).manifestDigest).toBe(entry.digest);
  });

  it('accepts one image under two names', async () => {
    const named = (name: string): object => ({ ...entry, annotations: { 'org.opencontainers.image.ref.name': name } });
    expect((await open(makeLayout({ index: { schemaVersion: 2, manifests: [named('latest'), named('1.0')] } }))).manifestDigest).toBe(
      entry.digest,
    );
  });

  it.each<[string, LayoutChange, string, string]>([
    ['version 9 [92]', { layout: '{"imageLayoutVersion":"9.0.0"}' }, 'DOCUMENT_INVALID', 'version "9.0.0" is not supported'],
    ['oci-layout that is no JSON [92]', { layout: 'x' }, 'DOCUMENT_INVALID', 'oci-layout is not JSON'],
    ['an index over 4 MiB [92]', { index: `{"schemaVersion":2,"manifests":[]}`.padEnd(4_194_305) }, 'DOCUMENT_TOO_LARGE', '4194305'],
    ['an index that is a manifest', { index: manifest }, 'DOCUMENT_INVALID', 'index.json: manifests is missing'],
    ['an index without images', { index: { schemaVersion: 2, manifests: [] } }, 'NOT_AN_IMAGE', 'lists no image'],
    ['a missing manifest', { blobs: [config, layer] }, 'LAYOUT_INVALID', 'it is missing'],
    ['a missing configuration', { blobs: [manifest, layer] }, 'LAYOUT_INVALID', 'it is missing'],
    [
      'a digest that is a path [74]',
      { index: { schemaVersion: 2, manifests: [{ ...entry, digest: 'sha256:../../../etc/passwd' }] } },
      'DOCUMENT_INVALID',
      'not a digest',
    ],
    [
      'two images without names',
      { index: { schemaVersion: 2, manifests: [entry, { ...entry, digest: `sha256:${'0'.repeat(64)}` }] } },
      'TARGET_AMBIGUOUS',
      `holds 2 images: @${entry.digest}, @sha256:000`,
    ],
    [
      'two images without names for one platform',
      {
        index: {
          schemaVersion: 2,
          manifests: [entry, { ...entry, digest: `sha256:${'0'.repeat(64)}` }].map((one) => ({ ...one, platform: amd64 })),
        },
      },
      'TARGET_AMBIGUOUS',
      `holds 2 images: @${entry.digest}, @sha256:000`,
    ],
  ])('refuses %s', async (_name, change, code, message) => {
    await expect(open(makeLayout(change))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses a missing oci-layout and takes an index of 4 MiB [92]', async () => {
    const path = makeLayout();
    rmSync(join(path, 'oci-layout'));
    await expect(open(path)).rejects.toMatchObject({ code: 'LAYOUT_INVALID', message: `${path}: no oci-layout: it is missing` });
    const index = JSON.stringify({ schemaVersion: 2, manifests: [entry] }).padEnd(4_194_304);
    expect((await open(makeLayout({ index }))).manifestDigest).toBe(entry.digest);
  });

  it.each<[string, (blob: string) => void]>([
    ['a symlink', (blob) => symlinkSync('/etc/passwd', blob)],
    ['a pipe', (blob) => execFileSync('mkfifo', [blob])],
    ['a device', (blob) => symlinkSync('/dev/zero', blob)],
    ['a directory', (blob) => mkdirSync(blob)],
  ])('refuses a blob that is %s [93]', async (_name, replace) => {
    for (const content of [manifest, config, layer]) {
      const path = makeLayout();
      const blob = join(path, 'blobs/sha256', hash(content));
      rmSync(blob);
      replace(blob);
      await expect(open(path)).rejects.toMatchObject({ code: 'LAYOUT_INVALID', message: expect.stringContaining('is not a regular file') });
    }
  });

  it('refuses documents with a wrong digest [94]', async () => {
    for (const content of [manifest, config]) {
      const path = makeLayout();
      writeFileSync(join(path, 'blobs/sha256', hash(content)), `${content} `);
      await expect(open(path)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    }
  });

  it('opens an image whose layer is missing', async () => {
    const image = await open(makeLayout({ blobs: [manifest, config] }));
    expect(image.layers.map(({ content }) => content)).toEqual([
      { kind: 'absent', issue: expect.objectContaining({ code: 'LAYER_MISSING' }) },
    ]);
  });
});
