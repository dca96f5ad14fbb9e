import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../test/support/raw-layout.ts';
import { tarOf } from '../../test/support/tar-builder.ts';
import { FileCache } from '../lib/file-cache/file-cache.ts';
import { parseDigest } from '../model/digest.ts';
import { type Layer, type LayerContent } from '../model/image.ts';
import { makeIssue } from '../model/issue.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { quietRuntime } from '../model/runtime.ts';
import { readLayers } from './read-layers.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pratique-layers-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const selectors = [{ names: ['kept'], maxBytes: 100 }];
const runtime = quietRuntime();

function fileLayer(index: number, tar: Buffer): Layer {
  const blob = gzipSync(tar);
  const path = join(folder, `blob${index}`);
  writeFileSync(path, Buffer.concat([Buffer.alloc(100), blob]));
  return {
    index,
    digest: parseDigest(sha256(blob)),
    diffId: parseDigest(sha256(tar)),
    size: blob.length,
    content: { kind: 'file', path, offset: 100, length: blob.length },
  };
}

const kept = (layers: readonly LayerIndex[]): string[][] =>
  layers.map((layer) => [...layer.kept].map(([path, { content }]) => `${path} ${Buffer.from(content).toString()}`));
const codes = (layers: readonly LayerIndex[]): string[] =>
  layers.flatMap((layer) => layer.issues.map(({ code, message }) => `${code} ${message}`));

it('reads a layer of many pieces to its end', async () => {
  const layer = fileLayer(0, tarOf({ name: 'noise', content: randomBytes(2 << 20) }, { name: 'kept', content: 'at the end' }));
  const layers = await readLayers([layer], { selectors, inspectors: [] }, runtime);
  expect([kept(layers), codes(layers)]).toEqual([[['kept at the end']], []]);
});

it('reads layers of files, in their order, each distinct one once', async () => {
  const first = fileLayer(0, tarOf({ name: 'kept', content: 'one' }));
  const second = fileLayer(1, tarOf({ name: 'd/kept', content: 'two' }));
  const seen: string[] = [];
  const layers = await readLayers(
    [first, second, { ...first, index: 2 }],
    { selectors, inspectors: [] },
    quietRuntime({ progress: (event) => event.finished === true && seen.push(event.label) }),
  );
  expect(kept(layers)).toEqual([['kept one'], ['d/kept two'], ['kept one']]);
  expect(seen.length).toBe(2);
});

it('reads layers that arrive in pieces, and reports a broken transfer', async () => {
  const tar = tarOf({ name: 'kept', content: 'remote' });
  const blob = gzipSync(tar);
  const remote = (fails: boolean): Layer => ({
    index: 0,
    digest: parseDigest(sha256(blob)),
    diffId: parseDigest(sha256(tar)),
    content: {
      kind: 'remote',
      async *open() {
        for (let at = 0; at < blob.length; at += 11) {
          if (fails && at > 50) throw new Error('connection reset');
          yield await Promise.resolve(blob.subarray(at, at + 11));
        }
      },
    },
  });
  expect(kept(await readLayers([remote(false)], { selectors, inspectors: [] }, runtime))).toEqual([['kept remote']]);
  const broken = await readLayers([remote(true)], { selectors, inspectors: [] }, runtime);
  expect([kept(broken), codes(broken)]).toEqual([[[]], ['LAYER_UNREADABLE connection reset']]);
});

it('keeps an index without issues from run to run, and nothing else', async () => {
  const cache = new FileCache(join(folder, 'cache'), 1 << 20);
  const good = fileLayer(0, tarOf({ name: 'kept', content: 'good' }));
  const bad = fileLayer(1, tarOf({ name: 'z', type: 'Z' }));
  await readLayers([good, bad], { selectors, inspectors: [], cache }, runtime);
  expect(readdirSync(join(folder, 'cache')).length).toBe(1);
  const gone: Layer = { ...good, content: { ...(good.content as Extract<LayerContent, { kind: 'file' }>), path: '/nonexistent' } };
  expect(kept(await readLayers([gone], { selectors, inspectors: [], cache }, runtime))).toEqual([['kept good']]);
  expect(codes(await readLayers([gone], { selectors: [{ names: ['other'], maxBytes: 1 }], inspectors: [], cache }, runtime))[0]).toContain(
    'LAYER_UNREADABLE',
  );
});

it('reports missing layers, and reads the others', async () => {
  const absent: Layer = { index: 1, content: { kind: 'absent', issue: makeIssue('LAYER_FOREIGN', 'test', 'elsewhere') } };
  const cut = fileLayer(2, tarOf({ name: 'kept' }));
  writeFileSync((cut.content as { path: string }).path, Buffer.alloc(110));
  const layers = await readLayers(
    [fileLayer(0, tarOf({ name: 'kept', content: 'x' })), absent, cut],
    { selectors, inspectors: [] },
    runtime,
  );
  expect(kept(layers)).toEqual([['kept x'], [], []]);
  expect(codes(layers)).toEqual(['LAYER_FOREIGN elsewhere', expect.stringContaining('LAYER_UNREADABLE the file ends') as string]);
});

it('stops when asked', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(
    readLayers([fileLayer(0, tarOf({ name: 'a' }))], { selectors, inspectors: [] }, quietRuntime({ signal: stop.signal })),
  ).rejects.toMatchObject({ code: 'ABORTED' });
});

describe('a directory [128]', () => {
  const read = async (root: string): Promise<LayerIndex> =>
    (await readLayers([{ index: 0, content: { kind: 'directory', path: root } }], { selectors, inspectors: [] }, runtime))[0]!;

  it('is listed without following a link or opening what is no file', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'd'), { recursive: true });
    writeFileSync(join(root, 'd', 'kept'), 'content');
    writeFileSync(join(root, '.wh.d'), 'just a name');
    symlinkSync('/etc', join(root, 'out'));
    symlinkSync('d/kept', join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'fifo')]);
    const index = await read(root);
    expect([...index.entries].map(({ path, type, linkTarget }) => `${type} ${path} ${linkTarget ?? ''}`.trim()).sort()).toEqual([
      'directory d',
      'fifo fifo',
      'file .wh.d',
      'file d/kept',
      'symlink link d/kept',
      'symlink out /etc',
    ]);
    expect(kept([index])).toEqual([['d/kept content']]);
    expect(codes([index])).toEqual([]);
  });
  it('reports unreadable layers and continues', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'closed'), { recursive: true });
    writeFileSync(join(root, 'kept'), 'content');
    chmodSync(join(root, 'closed'), 0);
    const index = await read(root);
    expect(kept([index])).toEqual([['kept content']]);
    // Root may look everywhere.
    if (process.getuid?.() !== 0) expect(codes([index])[0]).toContain('FILE_UNREADABLE');
  });
});
