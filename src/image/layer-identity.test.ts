import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noise } from '../../test/support/file-like-bytes.ts';
import { sha256 } from '../../test/support/raw-layout.ts';
import { tarOf } from '../../test/support/tar-builder.ts';
import { FileCache } from '../lib/file-cache/file-cache.ts';
import { parseDigest, type Digest } from '../model/digest.ts';
import { type Layer } from '../model/image.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { quietRuntime } from '../model/runtime.ts';
import { readLayers } from './read-layers.ts';

let folder: string;
let cache: FileCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-identity-'));
  cache = new FileCache(join(folder, 'cache'), 1 << 26);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const demand = { selectors: [{ names: ['kept'], maxBytes: 100 }], inspectors: [] };

interface Made {
  readonly name: string;
  readonly tar: Buffer;
  readonly blob: Buffer;
}

/** Long ones have a blob of over a megabyte: their diffIDs are not computed unless something needs them. */
function make(name: string, length: 'short' | 'long'): Made {
  const tar = tarOf({ name: 'kept', content: name }, { name: 'noise', content: noise(length === 'long' ? 1_200_000 : 100) });
  return { name, tar, blob: gzipSync(tar, { level: 1 }) };
}

const digestOf = (bytes: Buffer): Digest => parseDigest(sha256(bytes));

/** A layer as a manifest lists it; `diffId` is what the configuration claims. */
function listed({ name, tar, blob }: Made, change: Partial<Layer> = {}): Layer {
  const path = join(folder, name);
  writeFileSync(path, blob);
  return {
    index: 0,
    digest: digestOf(blob),
    isInManifest: true,
    diffId: digestOf(tar),
    size: blob.length,
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    content: { kind: 'file', path, offset: 0, length: blob.length },
    ...change,
  };
}

/** A layer as a docker-archive has it: only the configuration says what it is. */
function archived({ name, tar }: Made, change: Partial<Layer> = {}): Layer {
  const path = join(folder, `${name}.tar`);
  writeFileSync(path, tar);
  return { index: 0, diffId: digestOf(tar), content: { kind: 'file', path, offset: 0, length: tar.length }, ...change };
}

async function read(layer: Layer, verifyDiffIds = false): Promise<LayerIndex> {
  const [index] = await readLayers([layer], { ...demand, cache, threads: 0, verifyDiffIds }, quietRuntime());
  return index!;
}

const shown = ({ kept, issues }: LayerIndex): readonly string[] => [
  ...[...kept.values()].map(({ content }) => Buffer.from(content).toString()),
  ...issues.map(({ code }) => code),
];

/** What a scan sees when the content is gone and only the cache is left. */
const cached = async (layer: Layer, verifyDiffIds = false): Promise<readonly string[]> =>
  shown(await read({ ...layer, content: { kind: 'file', path: join(folder, 'gone'), offset: 0, length: 10 } }, verifyDiffIds));

const unreadable = ['LAYER_UNREADABLE'];

describe('a manifest that lists a layer', () => {
  it('identifies its content: the diffID of a long layer is neither computed nor compared', async () => {
    const index = await read(listed(make('clean', 'long'), { diffId: digestOf(Buffer.from('other')) }));
    expect([shown(index), index.diffId]).toEqual([['clean'], undefined]);
  });
  it('has the diffID of a short layer compared, which costs nothing', async () => {
    expect(shown(await read(listed(make('clean', 'short'), { diffId: digestOf(Buffer.from('other')) })))).toEqual([
      'clean',
      'LAYER_DIFF_ID_MISMATCH',
    ]);
  });
  it('has every diffID compared on request [78]', async () => {
    const clean = make('clean', 'long');
    const index = await read(listed(clean), true);
    expect([shown(index), index.diffId]).toEqual([['clean'], digestOf(clean.tar)]);
    expect(shown(await read(listed(clean, { diffId: digestOf(Buffer.from('other')) }), true))).toEqual(['clean', 'LAYER_DIFF_ID_MISMATCH']);
  });
  it('drops a blob of another digest, and keeps nothing of it [98]', async () => {
    const evil = listed(make('evil', 'long'), { digest: digestOf(Buffer.from('clean')) });
    expect(shown(await read(evil))).toEqual(['LAYER_DIGEST_MISMATCH']);
    expect(await cached(evil)).toEqual(unreadable);
  });
});

describe('a layer without a manifest', () => {
  it('is verified by its diffID', async () => {
    const index = await read(archived(make('clean', 'long')));
    expect([shown(index), index.diffId]).toEqual([['clean'], digestOf(make('clean', 'long').tar)]);
    expect(shown(await read(archived(make('evil', 'long'), { diffId: digestOf(Buffer.from('clean')) })))).toEqual([
      'evil',
      'LAYER_DIFF_ID_MISMATCH',
    ]);
  });
  it('is read by itself where two files claim one diffID', async () => {
    const [clean, evil] = [make('clean', 'long'), make('evil', 'long')];
    const claimed = digestOf(clean.tar);
    const layers = [archived(evil, { diffId: claimed }), archived(clean, { index: 1 })];
    const indexes = await readLayers(layers, { ...demand, cache, threads: 0 }, quietRuntime());
    expect(indexes.map(shown)).toEqual([['evil', 'LAYER_DIFF_ID_MISMATCH'], ['clean']]);
  });
  it('reports a diffID that could not be computed', async () => {
    const index = await read(archived(make('clean', 'long')));
    const layer: Layer = { index: 0, diffId: parseDigest(`sha512:${'0'.repeat(128)}`), content: { kind: 'indexed', index } };
    expect(shown(await read(layer))).toEqual(['clean', 'LAYER_DIFF_ID_MISMATCH']);
  });
});

describe('the cache', () => {
  it('returns the index of a verified layer', async () => {
    const [clean, other] = [make('clean', 'long'), make('other', 'long')];
    await read(listed(clean));
    await read(archived(other));
    expect([await cached(listed(clean)), await cached(archived(other))]).toEqual([['clean'], ['other']]);
  });
  it('gives no image content under a diffID that it only claims', async () => {
    const [clean, evil] = [make('clean', 'long'), make('evil', 'long')];
    // Written by the attacker, read by the victim.
    await read(listed(evil, { diffId: digestOf(clean.tar) }));
    expect([await cached(archived(clean)), await cached(listed(clean))]).toEqual([unreadable, unreadable]);
    // Written by the victim, read by the attacker.
    await read(archived(clean));
    expect(shown(await read(listed(evil, { diffId: digestOf(clean.tar) })))).toEqual(['evil']);
  });
  it('does not hide a wrong diffID that it knows of', async () => {
    for (const length of ['short', 'long'] as const) {
      const clean = make(length, length);
      await read(listed(clean), length === 'long');
      expect(await cached(listed(clean, { diffId: digestOf(Buffer.from('other')) }))).toEqual([length, 'LAYER_DIFF_ID_MISMATCH']);
    }
  });
  it('does not return an unverified diffID if a verified one is required', async () => {
    const clean = listed(make('clean', 'long'));
    await read(clean);
    expect(await cached(clean, true)).toEqual(unreadable);
    await read(clean, true);
    expect([await cached(clean, true), await cached(clean)]).toEqual([['clean'], ['clean']]);
  });
  it('does not hide a wrong size or media type [99, 61]', async () => {
    const clean = make('clean', 'long');
    await read(listed(clean));
    expect(shown(await read(listed(clean, { size: 5_000_000 })))).toEqual(['clean', 'LAYER_SIZE_MISMATCH']);
    expect(shown(await read(listed(clean, { mediaType: 'application/vnd.oci.image.layer.v1.tar' })))).toEqual([
      'clean',
      'LAYER_MEDIA_TYPE',
    ]);
  });
  it('ignores an index under the key of another layer [102]', async () => {
    const [clean, evil] = [make('clean', 'long'), make('evil', 'long')];
    const stored = new Map<string, Buffer>();
    const open = {
      read: (key: string) => Promise.resolve(stored.get(key)),
      write: (key: string, content: Buffer) => Promise.resolve(void stored.set(key, content)),
    } as unknown as FileCache;
    const options = { ...demand, cache: open, threads: 0 };
    await readLayers([listed(evil)], options, quietRuntime());
    const [evilKey] = [...stored.keys()];
    const cleanKey = evilKey!
      .replace(digestOf(evil.blob), digestOf(clean.blob))
      .replace(String(evil.blob.length), String(clean.blob.length));
    stored.set(cleanKey, stored.get(evilKey!)!);
    const [index] = await readLayers([listed(clean)], options, quietRuntime());
    expect(shown(index!)).toEqual(['clean']);
  });
});
