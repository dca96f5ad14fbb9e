import { mkdirSync, writeFileSync } from 'node:fs';
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

/** A layer whose blob is so long that its diffID is not computed unless something needs it. */
function makeLayer(name: string): ReturnType<typeof buildImage>['layers'][number] {
  const files = [
    { path: `app/node_modules/${name}/package.json`, content: JSON.stringify({ name, version: '1.0.0' }) },
    { path: 'noise', content: noise(1_200_000) },
  ];
  return buildImage({ layers: [{ files }] }).layers[0]!;
}

const [clean, evil] = [makeLayer('clean'), makeLayer('evil')];

/** An OCI layout of one layer whose configuration claims `diffId`. */
function layout(name: string, blob: Buffer, diffId: string): string {
  const folder = join(sandbox.work, name);
  mkdirSync(folder);
  return writeRawLayout(folder, { layers: [{ blob, diffId }] });
}

function archive(): string {
  const path = join(sandbox.work, 'clean.tar');
  writeFileSync(path, dockerArchive(buildImage({ layers: [{ files: clean.tar }] })));
  return path;
}

interface Seen {
  readonly exitCode: number | null;
  readonly packages: readonly string[];
  readonly issues: readonly string[];
  readonly isDiffIdVerified: boolean | undefined;
}

function scan(target: string, ...words: readonly string[]): Seen {
  const { exitCode, stdout } = runPratique(['scan', target, '--format', 'json', ...words], sandbox);
  const [report] = (JSON.parse(stdout) as { reports: { packages: { name: string }[]; issues: { code: string }[]; target: Target }[] })
    .reports;
  return {
    exitCode,
    packages: report!.packages.map(({ name }) => name),
    issues: report!.issues.map(({ code }) => code).filter((code) => code.startsWith('LAYER')),
    isDiffIdVerified: report!.target.layers[0]!.isDiffIdVerified,
  };
}

interface Target {
  readonly layers: readonly { readonly isDiffIdVerified?: boolean }[];
}

const seen = (name: string, isDiffIdVerified: boolean): Seen => ({ exitCode: 0, packages: [name], issues: [], isDiffIdVerified });
const mismatch = (name: string): Seen => ({ ...seen(name, false), exitCode: 4, issues: ['LAYER_DIFF_ID_MISMATCH'] });

describe('an image that claims the diffID of another', () => {
  it('is scanned by its own content when the other one is in the cache', () => {
    expect(scan(archive())).toEqual(seen('clean', true));
    expect(scan(layout('clean', clean.blob, clean.diffId))).toEqual(seen('clean', false));
    expect(scan(layout('evil', evil.blob, clean.diffId))).toEqual(seen('evil', false));
  });
  it('plants nothing in the cache', () => {
    const forged = layout('evil', evil.blob, clean.diffId);
    for (let times = 0; times < 2; times++) expect(scan(forged)).toEqual(seen('evil', false));
    expect(scan(archive())).toEqual(seen('clean', true));
    expect(scan(layout('clean', clean.blob, clean.diffId))).toEqual(seen('clean', false));
  });
  it('is reported with --verify-diff-ids, with any cache', () => {
    const forged = layout('evil', evil.blob, clean.diffId);
    expect(scan(forged)).toEqual(seen('evil', false));
    for (let times = 0; times < 2; times++) expect(scan(forged, '--verify-diff-ids')).toEqual(mismatch('evil'));
  });
  it('is reported once the diffID of its blob is known from another image', () => {
    expect(scan(layout('honest', evil.blob, evil.diffId), '--verify-diff-ids')).toEqual(seen('evil', true));
    expect(scan(layout('evil', evil.blob, clean.diffId))).toEqual(mismatch('evil'));
    expect(scan(layout('again', evil.blob, evil.diffId))).toEqual(seen('evil', true));
  });
});

it('drops a layer whose blob does not match the manifest', () => {
  const target = layout('clean', clean.blob, clean.diffId);
  writeFileSync(join(target, 'blobs/sha256', sha256(clean.blob).slice(7)), gzipSync(evil.tar));
  expect(scan(target)).toEqual({
    exitCode: 4,
    packages: [],
    issues: expect.arrayContaining(['LAYER_DIGEST_MISMATCH']) as string[],
    isDiffIdVerified: false,
  });
});
