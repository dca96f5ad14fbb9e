import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { tarOf } from '../support/tar-builder.ts';
import { writeRawLayout } from '../support/raw-layout.ts';
import { clean, image, noted, partial, soundLayer, type Expected, type HostileCase } from './hostile-case.ts';

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const zeros = '0'.repeat(64);

/** A manifest field that makes the image unusable. */
function manifestCase(numbers: readonly number[], name: string, edit: Record<string, unknown>, expect: Expected): HostileCase {
  return image(numbers, name, [], expect, { editManifest: (manifest) => ({ ...manifest, ...edit }) });
}

function layerField(numbers: readonly number[], name: string, edit: Record<string, unknown>, expect: Expected): HostileCase {
  return image(numbers, name, [], expect, {
    editManifest: (manifest) => ({ ...manifest, layers: manifest.layers.map((layer) => ({ ...layer, ...edit })) }),
  });
}

function archive(numbers: readonly number[], name: string, bytes: () => Buffer, expect: Expected): HostileCase {
  return {
    numbers,
    name,
    expect,
    make(folder) {
      writeFileSync(join(folder, 'archive'), bytes());
      return join(folder, 'archive');
    },
  };
}

const invalid: Expected = { refused: 'DOCUMENT_INVALID' };

/** Groups C and D: documents and digests. */
export const documentCases: readonly HostileCase[] = [
  manifestCase([66], 'a manifest of 5 MiB', { annotations: { a: 'x'.repeat(5 << 20) } }, { refused: 'DOCUMENT_TOO_LARGE' }),
  manifestCase([67], 'both a manifest and an index', { manifests: [] }, invalid),
  manifestCase([69], 'schema version 1', { schemaVersion: 1 }, invalid),
  manifestCase([69], 'a schema version in words', { schemaVersion: '2' }, invalid),
  image(
    [70],
    'an index of 1,001 entries',
    [],
    { refused: 'LIMIT_EXCEEDED' },
    {
      editIndex: (index) => ({ ...index, manifests: Array.from({ length: 1_001 }, () => index.manifests[0]) }),
    },
  ),
  image([71], 'no image for the platform', [], clean, {
    editIndex: (index) => ({
      ...index,
      manifests: index.manifests.map((entry) => ({ ...entry, platform: { os: 'plan9', architecture: 'mips' } })),
    }),
  }),
  ...[-1, 1.5, 1e308, '12', 2 ** 60, null].map((size) => layerField([73], `a size of ${JSON.stringify(size)}`, { size }, invalid)),
  ...['sha256:ABC', `sha256:${'A'.repeat(64)}`, `sha256:${'a'.repeat(63)}`, `md5:${'a'.repeat(32)}`].map((digest) =>
    layerField([74], `a digest ${digest.slice(0, 30)}`, { digest }, { refused: 'DIGEST_INVALID' }),
  ),
  ...['sha256:../../etc/passwd', `sha256:sha256:${zeros}`].map((digest) =>
    layerField([74], `a digest ${digest.slice(0, 30)}`, { digest }, invalid),
  ),
  image(
    [76],
    'no layers',
    [],
    { issues: ['NO_DISTRIBUTION'], exitCode: 0, packages: [] },
    {
      editManifest: (manifest) => ({ ...manifest, layers: [] }),
      editConfig: (config) => ({ ...config, rootfs: { type: 'layers', diff_ids: [] } }),
    },
  ),
  image(
    [76],
    '1,001 layers',
    [],
    { refused: 'LIMIT_EXCEEDED' },
    {
      editManifest: (manifest) => ({ ...manifest, layers: Array.from({ length: 1_001 }, () => manifest.layers[0]) }),
    },
  ),
  ...(
    [
      [0, 'LAYER_DIFF_ID_MISMATCH'],
      [2, 'LAYER_MISSING'],
    ] as const
  ).map(([count, issue]) =>
    image([77], `${count} diffIDs for one layer`, [], partial(issue), {
      editConfig: (config) => ({
        ...config,
        rootfs: { ...config.rootfs, diff_ids: Array.from({ length: count }, () => config.rootfs.diff_ids[0]) },
      }),
    }),
  ),
  image([84], 'an image of Windows', [], partial('ADVISORIES_MISSING'), {
    editConfig: (config) => ({ ...config, os: 'windows', 'os.version': '10.0.20348' }),
  }),
  image([78], 'a diffID of something else', [{ ...soundLayer, diffId: `sha256:${zeros}` }], partial('LAYER_DIFF_ID_MISMATCH')),
  image([79], 'a configuration that is not JSON', [], invalid, { editConfig: () => Buffer.from('not json') }),
  image(
    [79],
    'a configuration of a million brackets',
    [],
    { refused: 'DOCUMENT_TOO_LARGE' },
    { editConfig: () => Buffer.from(deep(1_000_000)) },
  ),
  image(
    [79],
    'a configuration of 5 MiB',
    [],
    { refused: 'DOCUMENT_TOO_LARGE' },
    { editConfig: (config) => ({ ...config, x: 'x'.repeat(5 << 20) }) },
  ),
  image([80], 'configuration fields of wrong types', [], noted('IMAGE_DOCUMENT'), {
    editConfig: (config) => ({ ...config, config: { Env: [7], Cmd: {}, Labels: [] }, history: null }),
  }),
  image([81, 82], 'labels of every kind', [], clean, {
    editConfig: (config) => ({
      ...config,
      config: {
        Labels: JSON.parse('{"__proto__":"a","constructor":"b","html":"<script>alert(1)</script>","ansi":"\\u001b[2J"}') as unknown,
      },
    }),
  }),
  image([83], 'a date of the year 99999', [], clean, { editConfig: (config) => ({ ...config, created: '99999-01-01T00:00:00Z' }) }),
  layerField(
    [85],
    'a layer that is elsewhere',
    {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      urls: ['http://169.254.169.254/latest'],
      digest: `sha256:${zeros}`,
    },
    { issues: ['LAYER_FOREIGN', 'NO_DISTRIBUTION'], exitCode: 4 },
  ),
  layerField(
    [86],
    'a layer that is a program',
    { mediaType: 'application/wasm' },
    { issues: ['LAYER_NOT_FILESYSTEM', 'NO_DISTRIBUTION'], exitCode: 4 },
  ),
  manifestCase(
    [87],
    'an artifact',
    {
      artifactType: 'application/vnd.example',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${zeros}`, size: 2 },
      layers: [],
    },
    { refused: 'NOT_AN_IMAGE' },
  ),
  archive(
    [89],
    'docker save that points out of the archive',
    () =>
      tarOf({
        name: 'manifest.json',
        content: JSON.stringify([{ Config: '../../../../etc/passwd', RepoTags: null, Layers: ['/etc/shadow'] }]),
      }),
    { refused: 'ARCHIVE_INVALID' },
  ),
  archive(
    [90],
    'docker save whose layer is a link to itself',
    () =>
      tarOf(
        { name: 'manifest.json', content: JSON.stringify([{ Config: 'c.json', Layers: ['l.tar'] }]) },
        { name: 'c.json', content: '{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]}}' },
        { name: 'l.tar', type: '2', link: 'l.tar' },
      ),
    { issues: ['LAYER_DIFF_ID_MISMATCH', 'LAYER_MISSING', 'NO_DISTRIBUTION'], exitCode: 4 },
  ),
  archive([91], 'docker save without a manifest', () => tarOf({ name: 'layer.tar', content: 'x' }), { refused: 'ARCHIVE_INVALID' }),
  archive([91], 'docker save with a manifest of 2 MiB', () => tarOf({ name: 'manifest.json', content: ' '.repeat(2 << 20) }), {
    refused: 'DOCUMENT_TOO_LARGE',
  }),
  archive([39, 62], 'a page, as an archive', () => Buffer.from('<html>'.repeat(500)), { refused: 'TARGET_UNKNOWN' }),
  {
    numbers: [92],
    name: 'a layout of version 9',
    expect: { refused: 'DOCUMENT_INVALID' },
    make(folder) {
      writeRawLayout(folder, { layers: [soundLayer] });
      writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"9.0.0"}');
      return folder;
    },
  },
  ...(['symlink', 'fifo', 'directory'] as const).map((kind): HostileCase => ({
    numbers: [93],
    name: `a blob that is a ${kind}`,
    expect: { refused: 'LAYOUT_INVALID' },
    make(folder) {
      const manifest: { digest?: string } = {};
      writeRawLayout(folder, {
        layers: [soundLayer],
        editIndex: (index) => ((manifest.digest = index.manifests[0]!['digest'] as string), index),
      });
      const path = join(folder, 'blobs/sha256', manifest.digest!.slice(7));
      rmSync(path);
      if (kind === 'symlink') symlinkSync('/etc/passwd', path);
      else if (kind === 'fifo') execFileSync('mkfifo', [path]);
      else mkdirSync(path);
      return folder;
    },
  })),
  ...['UPPER/case', '../..', 'a'.repeat(10_240), 'user:secret@host/app', 'host:99999/app', 'app@sha256:abc'].map(
    (reference): HostileCase => ({
      numbers: [95],
      name: `the reference ${reference.slice(0, 24)}`,
      expect: { refused: 'REFERENCE_INVALID', exitCode: 2 },
      make: () => `registry:${reference}`,
    }),
  ),
  {
    numbers: [96],
    name: 'a manifest that is not its digest',
    expect: { refused: 'DIGEST_MISMATCH' },
    make(folder) {
      let digest = '';
      writeRawLayout(folder, { layers: [soundLayer], editIndex: (index) => ((digest = index.manifests[0]!['digest'] as string), index) });
      const path = join(folder, 'blobs/sha256', digest.slice(7));
      writeFileSync(path, readFileSync(path, 'utf8').replace('"schemaVersion":2', '"schemaVersion": 2').slice(0, -1) + '}');
      return folder;
    },
  },
  layerField(
    [98],
    'a layer that is not there',
    { digest: `sha256:${zeros}` },
    { issues: ['LAYER_MISSING', 'NO_DISTRIBUTION'], exitCode: 4 },
  ),
];
