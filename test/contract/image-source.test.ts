import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageSources } from '../../src/image/source/image-sources.ts';
import { buildImage, dockerArchive, ociArchive, writeOciLayout } from '../support/image-builder.ts';
import { observeImage } from '../support/observe-image.ts';

/** The same image through every source of files on disk: the result must not depend on the source. The registry has its own tests in test/registry/, engines in test/daemon/. */

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
    expected = (await observeImage(write('reference.tar', dockerArchive(built)))).observed;
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
    expect(await observeImage(make())).toEqual({ scheme, observed: expected });
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
      'git',
    ]);
  });
});

/** Images as `buildah` and `skopeo` wrote them. */
const images = '/var/tmp/images';

describe.skipIf(!existsSync(images) || !hasZstd)('real images', () => {
  it.each(['rpm', 'rpm-bdb', 'debian-min', 'node-app', 'secrets'].filter((name) => existsSync(join(images, name))))('%s', async (name) => {
    const fromLayout = await observeImage(join(images, name, 'oci'));
    expect(fromLayout).toMatchObject({ scheme: 'oci-dir', observed: { openIssues: [] } });
    expect(await observeImage(join(images, `${name}.oci.tar`))).toEqual({ ...fromLayout, scheme: 'oci-archive' });
    expect(await observeImage(join(images, `${name}.docker.tar`))).toEqual({ ...fromLayout, scheme: 'docker-archive' });
  });

  it.each(['rpm', 'debian-min'].filter((name) => existsSync(join(images, name))))('%s, compressed', async (name) => {
    const fromLayout = await observeImage(join(images, name, 'oci'));
    for (const [form, scheme] of [
      ['docker', 'docker-archive'],
      ['oci', 'oci-archive'],
    ] as const) {
      const archive = readFileSync(join(images, `${name}.${form}.tar`));
      expect(await observeImage(write('real.tar.gz', gzipSync(archive, { level: 1 })))).toEqual({ ...fromLayout, scheme });
      expect(await observeImage(zstd(write('real.tar', archive)))).toEqual({ ...fromLayout, scheme });
    }
  });
});

function zstd(path: string): string {
  execFileSync('zstd', ['-q', '-1', '-f', path, '-o', `${path}.zst`]);
  return `${path}.zst`;
}
