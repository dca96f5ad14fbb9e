import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTarget } from '../../src/image/open-target.ts';
import { imageSources } from '../../src/image/source/image-sources.ts';
import { readLayers } from '../../src/image/read-layers.ts';
import { squash } from '../../src/image/squash.ts';
import { type FileSelector } from '../../src/model/file-selector.ts';
import { type Image } from '../../src/model/image.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { buildImage, dockerArchive, ociArchive, writeOciLayout } from '../support/image-builder.ts';

/** The same image through every source of files on disk: who opens it must not be able to tell which it was. The registry has its own test, test/registry/. */

const selectors: readonly FileSelector[] = [{ names: ['os-release', 'big', 'status'], maxBytes: 1_000_000 }];
const options = { platform: parsePlatform('linux/amd64'), layerDemand: { selectors, inspectors: [] } };
const runtime = quietRuntime();

/** What must be equal: of the documents, and of the files after squashing with their kept contents. */
async function observe(target: string): Promise<{ scheme: string; observed: unknown }> {
  const [image, ...rest] = await openTarget(target, options, runtime);
  expect(rest).toEqual([]);
  const indexes = await readLayers(image!.layers, { selectors, inspectors: [], threads: 0, verifyDiffIds: true }, runtime);
  const { tree, issues } = squash(indexes);
  const files = [...tree.files()].map((entry) => {
    const { path, type, size, mode, layerIndex, linkTarget } = entry;
    const kept = tree.read(entry);
    return { path, type, size, mode, layerIndex, linkTarget, kept: kept === undefined ? undefined : Buffer.from(kept).toString('latin1') };
  });
  return {
    scheme: image!.scheme,
    observed: {
      ...documents(image!),
      computedDiffIds: indexes.map((index) => index.diffId),
      issues: [...indexes.flatMap((index) => index.issues), ...issues],
      files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    },
  };
}

function documents(image: Image): object {
  return {
    configDigest: image.configDigest,
    platform: image.platform,
    config: image.config,
    layers: image.layers.map(({ index, diffId, chainId, createdBy }) => ({ index, diffId, chainId, createdBy })),
    openIssues: image.issues,
  };
}

/** zstd archives are made by the reference tool (Debian: zstd). */
const hasZstd = spawnSync('zstd', ['--version']).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'pratique-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('every source of files gives the same image', () => {
  const built = buildImage({
    config: { User: 'app', Env: ['A=b'], Labels: { constructor: 'x' } },
    layers: [
      {
        createdBy: 'ADD rootfs',
        files: [
          { path: 'usr/lib/os-release', content: Buffer.from('ID=debian\n') },
          { path: 'srv/big', content: Buffer.alloc(300_000, 'b') },
          { path: 'srv/gone', content: Buffer.from('1') },
        ],
      },
      { createdBy: 'RUN rm', compression: 'none', files: [{ path: 'srv/.wh.gone', content: Buffer.alloc(0) }] },
      {
        createdBy: 'RUN apt-get',
        compression: 'zstd',
        files: [{ path: 'var/lib/dpkg/status', content: Buffer.alloc(200_000, 'Package: a\n') }],
      },
      { createdBy: 'RUN true', files: [] },
    ],
  });
  const forms: readonly (readonly [string, () => string, string])[] = [
    ['docker-archive', () => write('save.tar', dockerArchive(built)), 'docker-archive'],
    ['docker-archive.gz', () => write('save.tar.gz', gzipSync(dockerArchive(built))), 'docker-archive'],
    ['docker-archive.zst', () => zstd(write('save-zst.tar', dockerArchive(built))), 'docker-archive'],
    ['oci-archive', () => write('oci.tar', ociArchive(built)), 'oci-archive'],
    ['oci-archive.gz', () => write('oci.tar.gz', gzipSync(ociArchive(built))), 'oci-archive'],
    ['oci-archive.zst', () => zstd(write('oci-zst.tar', ociArchive(built))), 'oci-archive'],
    [
      'oci-dir',
      () => {
        writeOciLayout(join(folder, 'layout'), built);
        return join(folder, 'layout');
      },
      'oci-dir',
    ],
  ];
  let expected: unknown;

  beforeAll(async () => {
    expected = (await observe(write('reference.tar', dockerArchive(built)))).observed;
  });

  it('and that image is right', () => {
    expect(expected).toMatchObject({
      configDigest: built.configDigest,
      layers: built.layers.map(({ diffId }, index) => ({
        index,
        diffId,
        createdBy: ['ADD rootfs', 'RUN rm', 'RUN apt-get', 'RUN true'][index],
      })),
      computedDiffIds: built.layers.map(({ diffId }) => diffId),
      issues: [],
      openIssues: [],
    });
    const { files } = expected as { files: { path: string; kept?: string }[] };
    expect(files.map(({ path, kept }) => [path, kept?.length])).toEqual([
      ['srv/big', 300_000],
      ['usr/lib/os-release', 10],
      ['var/lib/dpkg/status', 200_000],
    ]);
  });

  it.for(forms)('%s', async ([name, make, scheme], { skip }) => {
    skip(name.endsWith('.zst') && !hasZstd, 'zstd is not installed');
    expect(await observe(make())).toEqual({ scheme, observed: expected });
  });

  it('and all sources are listed by scheme', () => {
    expect(imageSources.map(({ scheme }) => scheme)).toEqual([
      'docker',
      'podman',
      'containerd',
      'docker-archive',
      'oci-archive',
      'oci-dir',
      'registry',
      'rootfs',
      'dir',
    ]);
  });
});

/** Images as `buildah` and `skopeo` wrote them. */
const images = '/var/tmp/images';

describe.skipIf(!existsSync(images) || !hasZstd)('real images', () => {
  it.each(['rpm', 'rpm-bdb', 'debian-min', 'node-app', 'secrets'].filter((name) => existsSync(join(images, name))))(
    '%s',
    async (name) => {
      const fromLayout = await observe(join(images, name, 'oci'));
      expect(fromLayout).toMatchObject({ scheme: 'oci-dir', observed: { openIssues: [] } });
      expect(await observe(join(images, `${name}.oci.tar`))).toEqual({ ...fromLayout, scheme: 'oci-archive' });
      expect(await observe(join(images, `${name}.docker.tar`))).toEqual({ ...fromLayout, scheme: 'docker-archive' });
    },
    60_000,
  );

  it.each(['rpm', 'debian-min'].filter((name) => existsSync(join(images, name))))(
    '%s, compressed',
    async (name) => {
      const fromLayout = await observe(join(images, name, 'oci'));
      for (const [form, scheme] of [
        ['docker', 'docker-archive'],
        ['oci', 'oci-archive'],
      ] as const) {
        const archive = readFileSync(join(images, `${name}.${form}.tar`));
        expect(await observe(write('real.tar.gz', gzipSync(archive, { level: 1 })))).toEqual({ ...fromLayout, scheme });
        expect(await observe(zstd(write('real.tar', archive)))).toEqual({ ...fromLayout, scheme });
      }
    },
    60_000,
  );
});

function zstd(path: string): string {
  execFileSync('zstd', ['-q', '-1', '-f', path, '-o', `${path}.zst`]);
  return `${path}.zst`;
}
