import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { noise } from '../support/file-like-bytes.ts';
import { sha256, writeRawLayout } from '../support/raw-layout.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => (sandbox = makeSandbox()));
afterEach(() => {
  sandbox.dispose();
});

function makeLayer(name: string): ReturnType<typeof buildImage>['layers'][number] {
  const files = [
    { path: `app/node_modules/${name}/package.json`, content: JSON.stringify({ name, version: '1.0.0' }) },
    { path: 'noise', content: noise(1_200_000) },
  ];
  return buildImage({ layers: [{ files }] }).layers[0]!;
}

const [clean, evil] = [makeLayer('clean'), makeLayer('evil')];

interface Seen {
  readonly exitCode: number | null;
  readonly isTrusted: boolean | undefined;
  readonly packages: readonly string[];
  readonly issues: readonly string[];
}

function scan(target: string, ...words: readonly string[]): Seen | string {
  const { exitCode, stdout, stderr } = runPratique(['scan', target, '--format', 'json', '--allow-incomplete=ADVISORIES_MISSING', ...words], sandbox);
  if (stdout === '') return /\([A-Z_]+\)/.exec(stderr)?.[0] ?? stderr;
  const [report] = (JSON.parse(stdout) as { reports: { packages: { name: string }[]; issues: { code: string }[]; trust?: { isTrusted: boolean } }[] }).reports;
  return {
    exitCode,
    isTrusted: report!.trust?.isTrusted,
    packages: report!.packages.map(({ name }) => name),
    issues: report!.issues.map(({ code }) => code).filter((code) => code.startsWith('LAYER')),
  };
} // prettier-ignore

const seen = (isTrusted: boolean | undefined, name: string): Partial<Seen> => ({ isTrusted, packages: [name], issues: [] });

describe('scan --verify of a layout', () => {
  const verifying = ['--verify', '--key', 'key.pub'];
  let layout: string;
  beforeEach(() => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(join(sandbox.work, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(join(sandbox.work, 'key.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
    layout = join(sandbox.work, 'app');
    mkdirSync(layout);
    writeRawLayout(layout, { layers: [{ blob: clean.blob }] });
    expect(runPratique(['sign', '--key', 'key.pem', 'oci-dir:app'], sandbox)).toMatchObject({ exitCode: 0 });
    expect(scan('oci-dir:app', ...verifying)).toMatchObject(seen(true, 'clean'));
  });
  const blobPath = (): string => join(layout, 'blobs/sha256', sha256(clean.blob).slice(7));

  it.each<[string, () => Buffer, string]>([
    ['other bytes of the same length', () => Buffer.concat([evil.blob, Buffer.alloc(clean.blob.length)]).subarray(0, clean.blob.length), 'LAYER_DIGEST_MISMATCH'],
    ['one changed byte', () => Buffer.from(clean.blob.map((byte, at) => (at === 5_000 ? byte ^ 1 : byte))), 'LAYER_DIGEST_MISMATCH'],
    ['fewer bytes', () => clean.blob.subarray(0, -1), 'LAYER_DIGEST_MISMATCH'],
    ['more bytes', () => Buffer.concat([clean.blob, Buffer.alloc(512)]), 'LAYER_DIGEST_MISMATCH'],
  ])('finds a layer with %s, also when the cache knows what should be there', (_, change, code) => {
    writeFileSync(blobPath(), change());
    // Signed content that is not there is no gap that a flag could accept.
    for (const path of ['oci-dir:app', 'app'])
      for (const more of [[], ['--allow-incomplete']]) expect(scan(path, ...verifying, ...more)).toBe('(DIGEST_MISMATCH)');
    expect((scan('oci-dir:app', '--no-cache') as Seen).issues).toContain(code);
    writeFileSync(blobPath(), clean.blob);
    expect(scan('oci-dir:app', ...verifying)).toMatchObject(seen(true, 'clean'));
  }); // prettier-ignore

  it('scans the image that it verified, not one in a folder whose name reads like its tag', () => {
    const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: Record<string, unknown>[] };
    const [image, ...others] = index.manifests;
    const named = { ...image, annotations: { 'org.opencontainers.image.ref.name': '1' } };
    writeFileSync(join(layout, 'index.json'), JSON.stringify({ ...index, manifests: [named, ...others] }));
    mkdirSync(join(sandbox.work, 'app:1'));
    writeRawLayout(join(sandbox.work, 'app:1'), { layers: [{ blob: evil.blob }] });
    expect(scan('oci-dir:app:1', ...verifying)).toMatchObject(seen(true, 'clean'));
    const { digest } = image as { digest: string };
    renameSync(join(sandbox.work, 'app:1'), join(sandbox.work, `app@${digest}`));
    expect(scan('oci-dir:app:1', ...verifying)).toBe('(DIGEST_MISMATCH)');
  });

  it('scans the platform that it verified, which only an index inside the layout lists', () => {
    const path = join(layout, 'index.json');
    const { manifests } = JSON.parse(readFileSync(path, 'utf8')) as { manifests: Record<string, unknown>[] };
    const [image, ...signatures] = manifests;
    const inner = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [{ ...image, platform: { os: 'linux', architecture: 'amd64' } }] }));
    writeFileSync(join(layout, 'blobs/sha256', sha256(inner).slice(7)), inner);
    const entry = { mediaType: 'application/vnd.oci.image.index.v1+json', digest: sha256(inner), size: inner.length };
    writeFileSync(path, JSON.stringify({ schemaVersion: 2, manifests: [entry, ...signatures] }));
    expect(scan('oci-dir:app', '--platform', 'linux/amd64', ...verifying)).toMatchObject(seen(true, 'clean'));
  }); // prettier-ignore
});

describe('a cache that knows the layers of an image', () => {
  it('does not answer for a compressed archive with another layer', () => {
    const path = join(sandbox.work, 'app.tar.gz');
    const archive = (files: Buffer): Buffer => gzipSync(dockerArchive(buildImage({ layers: [{ files }] })));
    const [honest, other] = [archive(clean.tar), archive(evil.tar)];
    writeFileSync(path, honest);
    for (let times = 0; times < 2; times += 1) expect(scan(path)).toMatchObject(seen(undefined, 'clean'));
    // The same documents around another layer: its name and its place stay.
    const forged = dockerArchive(buildImage({ layers: [{ files: clean.tar }] }));
    const at = forged.indexOf(clean.tar.subarray(0, 512));
    evil.tar.copy(forged, at, 0, Math.min(evil.tar.length, clean.tar.length));
    writeFileSync(path, gzipSync(forged));
    expect(other.equals(honest)).toBe(false);
    expect((scan(path) as Seen).issues).toEqual(['LAYER_DIFF_ID_MISMATCH']);
  });

  it('does not answer for a layout whose layer is shorter than its manifest says', () => {
    const layout = join(sandbox.work, 'app');
    mkdirSync(layout);
    writeRawLayout(layout, { layers: [{ blob: clean.blob }] });
    expect(scan(layout)).toMatchObject(seen(undefined, 'clean'));
    writeFileSync(join(layout, 'blobs/sha256', sha256(clean.blob).slice(7)), clean.blob.subarray(0, -1));
    expect((scan(layout) as Seen).issues).toContain('LAYER_DIGEST_MISMATCH');
  });
});
