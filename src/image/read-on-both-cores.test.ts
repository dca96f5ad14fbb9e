import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fileLike, noise } from '../../test/support/file-like-bytes.ts';
import { sha256 } from '../../test/support/raw-layout.ts';
import { tarOf } from '../../test/support/tar-builder.ts';
import { SeamError } from '../lib/decompress/confirm-seam.ts';
import { Gunzip } from '../lib/decompress/gunzip.ts';
import { parseDigest } from '../model/digest.ts';
import { AheadThread } from './ahead-thread.ts';
import { LayerFile } from './layer-file.ts';
import { decodeLayerIndex } from './layer-index-codec.ts';
import { type LayerTask } from './layer-task.ts';
import { readFileLayer } from './read-file-layer.ts';
import { readOnBothCores } from './read-on-both-cores.ts';

let folder: string;
let tar: Buffer;
let blob: Buffer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-both-'));
  const files = Array.from({ length: 36 }, (_, at) => ({ name: `usr/lib/file${at}`, content: fileLike(600_000, at) }));
  tar = tarOf(...files, { name: 'kept', content: 'at the end' });
  blob = gzipSync(tar, { level: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => void vi.restoreAllMocks());

function taskOf(bytes: Buffer, length = bytes.length): LayerTask & { readonly file: NonNullable<LayerTask['file']> } {
  const path = join(folder, 'layer');
  writeFileSync(path, Buffer.concat([Buffer.alloc(100), bytes]));
  return {
    selectors: [{ names: ['kept'], maxBytes: 100 }],
    expected: { digest: parseDigest(sha256(bytes)), diffId: parseDigest(sha256(tar)), size: length },
    file: { path, offset: 100, length },
  };
}

const inOrder = (bytes: Buffer, length?: number): Promise<Buffer> => readFileLayer(taskOf(bytes, length), [], () => undefined);

const program = pathToFileURL(join(import.meta.dirname, '../../dist/ahead-worker.cjs'));
const outcomes = new Map<string, boolean>();

describe.skipIf(!existsSync(program))('a long layer that is read on both cores', () => {
  it.each([
    ['in one turn', undefined, 1],
    ['in several turns', { own: 1_000_000, ahead: 5_000_000 }, 2],
  ])('gives the index that reading in order gives: %s', async (_, turn, leastTurns) => {
    const confirms = vi.spyOn(Gunzip.prototype, 'confirms');
    const task = taskOf(blob);
    using file = new LayerFile(task.file);
    const seen: number[] = [];
    const index = await readOnBothCores(task, file, {
      inspectors: [],
      breathe: (bytes) => void seen.push(bytes),
      makeThread: () => new AheadThread(file.part, program),
      ...(turn === undefined ? {} : { turn }),
    });
    expect(index?.equals(await inOrder(blob))).toBe(true);
    expect(decodeLayerIndex(index!)).toMatchObject({ diffId: sha256(tar), issues: [] });
    expect(confirms.mock.results.length).toBeGreaterThanOrEqual(leastTurns);
    expect(confirms.mock.results.every(({ value }) => value === true)).toBe(true);
    expect(seen.reduce((sum, bytes) => sum + bytes)).toBe(blob.length);
  });

  it.each<[string, () => Buffer, number]>([
    [
      'damaged where it was inflated ahead',
      () => Buffer.concat([blob.subarray(0, 8_000_000), noise(200_000), blob.subarray(8_200_000)]),
      0,
    ],
    ['damaged at its start', () => Buffer.concat([blob.subarray(0, 1_000_000), noise(200_000), blob.subarray(1_200_000)]), 0],
    ['cut', () => blob.subarray(0, blob.length - 300_000), 0],
    ['cut, and said to be longer', () => blob.subarray(0, blob.length - 2_000_000), 2_000_000],
    ['with a wrong checksum', () => Buffer.concat([blob.subarray(0, -8), noise(4), blob.subarray(-4)]), 0],
    ['followed by other bytes', () => Buffer.concat([blob, Buffer.from('other bytes')]), 0],
    ['followed by many zeros', () => Buffer.concat([blob, Buffer.alloc(3_000_000)]), 0],
    [
      'of two members',
      () => Buffer.concat([gzipSync(tar.subarray(0, 10_240), { level: 1 }), gzipSync(tar.subarray(10_240), { level: 1 })]),
      0,
    ],
    [
      'of many members',
      () => Buffer.concat(Array.from({ length: 40 }, (_, at) => gzipSync(tar.subarray(at * 550_000, (at + 1) * 550_000), { level: 1 }))),
      0,
    ],
    ['hardly compressed', () => gzipSync(noise(12_000_000), { level: 1 }), 0],
  ])('is judged as it is in order when it is %s', async (what, make, missing) => {
    const bytes = make();
    const task = taskOf(bytes, bytes.length + missing);
    using file = new LayerFile(task.file);
    const alone = await readOnBothCores(task, file, {
      inspectors: [],
      breathe: () => undefined,
      makeThread: () => new AheadThread(file.part, program),
      turn: { own: 2_000_000, ahead: 6_000_000 },
    }).catch((error: unknown) => {
      if (error instanceof SeamError) return undefined;
      throw error;
    });
    outcomes.set(what, alone !== undefined);
    const expected = await inOrder(bytes, bytes.length + missing);
    if (alone === undefined) return;
    expect(decodeLayerIndex(alone).issues).toEqual(decodeLayerIndex(expected).issues);
    expect(alone.equals(expected)).toBe(true);
  });

  it('gives up only what it cannot be certain of', () => {
    expect([...outcomes].filter(([, isRead]) => !isRead).map(([what]) => what)).toEqual([
      'damaged where it was inflated ahead',
      'cut, and said to be longer',
      'hardly compressed',
    ]);
  });
});
