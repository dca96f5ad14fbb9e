import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, dockerArchive, ociArchive, writeOciLayout } from '../../test/support/image-builder.ts';
import { tarOf } from '../../test/support/tar-builder.ts';
import { type Image } from '../model/image.ts';
import { parsePlatform } from '../model/platform.ts';
import { quietRuntime } from '../model/runtime.ts';
import { openTarget } from './open-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-target-'));
const image = buildImage({ layers: [{ files: [{ path: 'a', content: Buffer.from('1') }] }], tag: 'example/app:1' });
const other = buildImage({ layers: [{ files: [{ path: 'b', content: Buffer.from('2') }] }], tag: 'example/app:2' });
const arm = buildImage({ layers: [], platform: { os: 'linux', architecture: 'arm64' } });

beforeAll(() => {
  const save = dockerArchive(image);
  const write = (name: string, content: Buffer | string): void => writeFileSync(join(folder, name), content);
  write('save.tar', save);
  write('save-named.json', save);
  write('oci.tar', ociArchive(image));
  write('save.tar.gz', gzipSync(save));
  write('two.tar', dockerArchive(image, other));
  write('two.tar.gz', gzipSync(dockerArchive(image, other)));
  write('name:with@signs', save);
  write('platforms.tar', ociArchive(image, arm));
  writeOciLayout(join(folder, 'layout'), image);
  writeOciLayout(join(folder, 'layout-two'), image, { ...other, tag: 'example/app:2' });
  symlinkSync('save.tar', join(folder, 'link'));
  symlinkSync('layout', join(folder, 'layout-link'));
  mkdirSync(join(folder, 'etc-root/etc'), { recursive: true });
  symlinkSync('../usr/lib/os-release', join(folder, 'etc-root/etc/os-release'));
  mkdirSync(join(folder, 'apk-root/lib/apk/db'), { recursive: true });
  writeFileSync(join(folder, 'apk-root/lib/apk/db/installed'), '');
  mkdirSync(join(folder, 'plain'));
  mkdirSync(join(folder, 'half-layout'));
  writeFileSync(join(folder, 'half-layout/index.json'), '{}');
  write('empty', '');
  write('text', 'FROM alpine\n'.repeat(100));
  write('zeros.tar', Buffer.alloc(10_240));
  write('files.tar', tarOf({ name: 'etc/passwd', content: 'root' }));
  write('legacy.tar', tarOf({ name: 'repositories', content: '{}' }, { name: 'abc/layer.tar', content: 'x' }));
  write('gz-of-text', gzipSync('FROM alpine\n'.repeat(100)));
  write('image.tar.xz', Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(600)]));
  write('image.tar.bz2', Buffer.concat([Buffer.from('BZh9'), Buffer.alloc(600)]));
  write('cut.tar', save.subarray(0, save.length - 2_048));
  write('cut.tar.gz', gzipSync(save).subarray(0, 300));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function open(target: string, platform = 'linux/amd64'): Promise<readonly Image[]> {
  const options = {
    platform: platform === 'all' ? ('all' as const) : parsePlatform(platform),
    layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }),
  };
  return openTarget(target.replaceAll('%', folder), options, quietRuntime());
}

describe('openTarget', () => {
  it.each([
    ['%/save.tar', 'docker-archive'],
    ['docker-archive:%/save.tar', 'docker-archive'],
    ['docker-archive:%/save.tar:example/app:1', 'docker-archive'],
    ['%/save-named.json', 'docker-archive'],
    ['%/link', 'docker-archive'],
    ['%/name:with@signs', 'docker-archive'],
    ['%/name:with@signs:1', 'docker-archive'],
    ['%/save.tar.gz', 'docker-archive'],
    ['docker-archive:%/save.tar.gz:1', 'docker-archive'],
    ['%/oci.tar', 'oci-archive'],
    ['oci-archive:%/oci.tar:1', 'oci-archive'],
    ['%/layout', 'oci-dir'],
    ['%/layout-link', 'oci-dir'],
    ['oci-dir:%/layout:1', 'oci-dir'],
    [`%/layout@${image.manifestDigest}`, 'oci-dir'],
    ['%/two.tar:1', 'docker-archive'],
    ['%/two.tar:example/app:1', 'docker-archive'],
    ['%/two.tar:docker.io/example/app:1', 'docker-archive'],
    ['%/two.tar@0', 'docker-archive'],
    [`%/two.tar@${image.configDigest}`, 'docker-archive'],
    ['%/two.tar.gz:1', 'docker-archive'],
    ['%/layout-two:1', 'oci-dir'],
    [`%/layout-two@${image.manifestDigest}`, 'oci-dir'],
  ])('opens %s as %s', async (target, scheme) => {
    const [opened, ...rest] = await open(target);
    expect(rest).toEqual([]);
    expect({ scheme: opened?.scheme, configDigest: opened?.configDigest, name: opened?.name }).toEqual({
      scheme,
      configDigest: image.configDigest,
      name: target.replace(/^(?:docker-archive|oci-archive|oci-dir):/, '').replaceAll('%', folder),
    });
  });

  it.each([
    ['%/etc-root', 'rootfs'],
    ['%/apk-root', 'rootfs'],
    ['%/plain', 'dir'],
    ['rootfs:%/plain', 'rootfs'],
    ['dir:%/layout', 'dir'],
  ])('opens the directory %s as %s', async (target, scheme) => {
    const [opened] = await open(target, 'linux/arm64');
    expect({ scheme: opened?.scheme, platform: opened?.platform, layers: opened?.layers }).toEqual({
      scheme,
      platform: { os: 'linux', architecture: 'arm64' },
      layers: [{ index: 0, content: { kind: 'directory', path: expect.stringMatching(/\/(?:etc-root|apk-root|plain|layout)$/) } }],
    });
  });

  it.each(['%/text', 'dir:%/text', 'dir:%/save.tar'])('opens the file %s as a directory that holds nothing else', async (target) => {
    const [opened] = await open(target);
    const [, only] = /([^/]+)$/.exec(target)!;
    expect({ scheme: opened?.scheme, layers: opened?.layers }).toEqual({
      scheme: 'dir',
      layers: [{ index: 0, content: { kind: 'directory', path: expect.stringMatching(/^\//), only } }],
    });
  });

  it('opens an image for each platform', async () => {
    const opened = await open('%/platforms.tar', 'all');
    expect(opened.map(({ platform, configDigest }) => [platform.architecture, configDigest])).toEqual([
      ['amd64', image.configDigest],
      ['arm64', arm.configDigest],
    ]);
    expect((await open('%/platforms.tar', 'linux/arm64')).map((one) => one.configDigest)).toEqual([arm.configDigest]);
  });

  it.each<[string, string, string]>([
    ['%/nothing.tar', 'TARGET_NOT_FOUND', 'no such file or directory'],
    ['./nothing', 'TARGET_NOT_FOUND', 'no such file or directory'],
    [
      'Nothing',
      'TARGET_NOT_FOUND',
      'no such file or directory, and "Nothing" is not an image reference: repository names must be lowercase',
    ],
    ['', 'TARGET_NOT_FOUND', 'no such file or directory, and "" is not an image reference'],
    ['x'.repeat(10_000), 'TARGET_NOT_FOUND', 'is 10000 characters long'],
    ['user:secret@host.example/app', 'REFERENCE_INVALID', 'credentials do not belong in a reference'],
    ['docker-archive:%/nothing.tar', 'TARGET_NOT_FOUND', 'no such file'],
    ['oci-dir:%/nothing', 'TARGET_NOT_FOUND', 'no such directory'],
    ['oci-dir:%/oci.tar', 'TARGET_UNKNOWN', 'is a file, and oci-dir: opens a directory'],
    ['docker-archive:%/layout', 'TARGET_UNKNOWN', 'is a directory, and docker-archive: opens a file'],
    ['git:server', 'TARGET_NOT_FOUND', 'server: no such directory'],
    ['%/pipe', 'TARGET_UNKNOWN', 'is neither a file nor a directory'],
    ['/dev/null', 'TARGET_UNKNOWN', 'is neither a file nor a directory'],
    ['%/empty', 'TARGET_UNKNOWN', 'is empty'],
    ['docker-archive:%/text', 'TARGET_UNKNOWN', 'is not an archive'],
    ['rootfs:%/text', 'TARGET_UNKNOWN', 'is a file, and rootfs: opens a directory'],
    ['dir:%/nothing', 'TARGET_NOT_FOUND', 'no such file or directory'],
    ['%/zeros.tar', 'ARCHIVE_INVALID', 'is not an image archive: it has no manifest.json or oci-layout'],
    ['%/files.tar', 'ARCHIVE_INVALID', 'is not an image archive: it has no manifest.json or oci-layout'],
    ['%/legacy.tar', 'ARCHIVE_INVALID', 'it was saved by a Docker version before 1.10'],
    ['%/gz-of-text', 'ARCHIVE_INVALID', 'is damaged inside: not a tar archive'],
    ['%/image.tar.xz', 'ARCHIVE_INVALID', 'is compressed with xz, which is not supported'],
    ['%/image.tar.bz2', 'ARCHIVE_INVALID', 'is compressed with bzip2, which is not supported'],
    ['%/cut.tar', 'ARCHIVE_INVALID', 'has no manifest.json or oci-layout: it has no end-of-archive marker, and may be truncated'],
    ['%/cut.tar.gz', 'ARCHIVE_INVALID', 'its compressed data ends after 300 bytes'],
    ['oci-archive:%/save.tar', 'LAYOUT_INVALID', 'no oci-layout: it is missing'],
    ['%/half-layout', 'LAYOUT_INVALID', 'no oci-layout: it is missing'],
    ['%/two.tar', 'TARGET_AMBIGUOUS', 'holds 2 images: example/app:1, example/app:2'],
    ['%/two.tar.gz', 'TARGET_AMBIGUOUS', 'holds 2 images: example/app:1, example/app:2'],
    ['%/two.tar:3', 'TARGET_NOT_FOUND', 'has no image 3; it has example/app:1, example/app:2'],
    ['%/two.tar@2', 'TARGET_NOT_FOUND', 'has no image @2'],
    ['%/layout-two', 'TARGET_AMBIGUOUS', 'holds 2 images: 1, 2'],
    ['%/layout-two:3', 'TARGET_NOT_FOUND', 'has no image 3; it has 1, 2'],
    ['%/plain:1', 'TARGET_NOT_FOUND', 'is a directory, which has no 1'],
  ])('refuses %s with %s', async (target, code, message) => {
    await expect(open(target)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('explains how to choose an image', async () => {
    await expect(open('%/two.tar')).rejects.toMatchObject({ exitCode: 2, hint: `choose one, such as ${folder}/two.tar:example/app:1` });
    await expect(open('git:2')).rejects.toMatchObject({ hint: expect.stringContaining('the image called git is registry:git:2') });
  });

  it('asks a registry for what is no path', async () => {
    await expect(open('localhost:1/app:1')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  });
});
