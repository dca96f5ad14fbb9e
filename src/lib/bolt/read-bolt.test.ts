import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { boltFile } from '../../../test/support/bolt-builder.ts';
import { type BoltBucket } from './bolt-bucket.ts';
import { BoltError } from './bolt-error.ts';
import { fnv1a } from './bolt-meta.ts';
import { readBolt } from './read-bolt.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-bolt-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'meta.db');
const limits = { pageBytes: 1_000_000, pages: 1_000 };

const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key ${i}`, `value ${i}`]));
const literal = { v1: { default: { images: many }, 'k8s.io': {}, version: '4' }, other: 'x', long: 'y'.repeat(20_000) };

/** Everything that can be asked of the literal. */
async function readAll(root: BoltBucket): Promise<unknown> {
  const version = (await root.bucket('v1'))!;
  const names = [];
  for await (const name of version.bucketNames()) names.push(name);
  const images = (await (await version.bucket('default'))?.bucket('images'))!;
  const [first, last, absent] = await Promise.all(['key 0', 'key 499', 'key'].map((key) => images.get(key)));
  return {
    names,
    values: [first?.toString(), last?.toString(), absent],
    long: (await root.get('long'))?.length,
    notBuckets: [await root.bucket('other'), await root.get('v1'), await version.bucket('nothing')],
  };
}

const expected = {
  names: ['default', 'k8s.io'],
  values: ['value 0', 'value 499', undefined],
  long: 20_000,
  notBuckets: [undefined, undefined, undefined],
};

describe('readBolt', () => {
  it.each([1_000, 7, 3])('reads buckets, and values by key, of leaves with %i keys', async (leafSize) => {
    writeFileSync(path, boltFile(literal, { leafSize }));
    expect(await readBolt(path, limits, readAll)).toEqual(expected);
  });

  it.each([0, 1])('accepts the other head when head %i was written in part', async (page) => {
    const file = boltFile(literal);
    file.fill(0xff, page * 4_096 + 40, page * 4_096 + 60);
    writeFileSync(path, file);
    expect(await readBolt(path, limits, readAll)).toEqual(expected);
  });

  it('accepts the newer of two heads', async () => {
    const [old, young] = [boltFile({ age: 'old' }), boltFile({ age: 'young' })];
    const file = Buffer.concat([young, old.subarray(2 * 4_096)]);
    // Head 0 leads to the page at the end and is of an older transaction.
    file.writeBigUInt64LE(3n, 3 * 4_096);
    file.writeBigUInt64LE(3n, 32);
    file.writeBigUInt64LE(fnv1a(file.subarray(16, 72)), 72);
    writeFileSync(path, file);
    expect(await readBolt(path, limits, async (root) => (await root.get('age'))?.toString())).toBe('young');
  });

  it('reads again if the file changes while it is read, and fails if it keeps changing', async () => {
    let reads = 0;
    const change = (count: number): void => writeFileSync(path, boltFile({ count: `${count}` }, { transaction: 2 + count }));
    change(0);
    const counted = await readBolt(path, limits, async (root) => {
      if (reads++ < 3) change(reads);
      return (await root.get('count'))?.toString();
    });
    expect([counted, reads]).toEqual(['3', 4]);
    const endless = readBolt(path, limits, (root) => {
      change(++reads);
      return root.get('count');
    });
    await expect(endless).rejects.toThrow(new BoltError('it changed 20 times while it was read'));
  });

  it.each<[string, () => Buffer, string]>([
    ['an empty file', () => Buffer.alloc(0), 'not a bbolt database'],
    ['another file', () => Buffer.alloc(100_000, 'x'), 'not a bbolt database'],
    ['a file that is cut', () => boltFile(literal).subarray(0, 3 * 4_096), 'is not where it should be'],
  ])('refuses %s', async (_name, make, message) => {
    writeFileSync(path, make());
    await expect(readBolt(path, limits, readAll)).rejects.toThrow(
      expect.objectContaining({ name: 'BoltError', message: expect.stringContaining(message) }),
    );
  });

  it('keeps to its bounds', async () => {
    writeFileSync(path, boltFile(literal, { leafSize: 3 }));
    await expect(readBolt(path, { ...limits, pageBytes: 8_192 }, readAll)).rejects.toThrow(/has \d+ bytes, more than 8192/);
    await expect(readBolt(path, { ...limits, pages: 3 }, readAll)).rejects.toThrow('more than 3 pages are needed for one answer');
  });

  it('follows no link to another file', async () => {
    symlinkSync('/etc/passwd', join(folder, 'link'));
    await expect(readBolt(join(folder, 'link'), limits, readAll)).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('ends with a result or a BoltError for any change in the file', async () => {
    const whole = boltFile({ v1: { default: { images: { a: 'b', c: 'd' } } } }, { leafSize: 1 });
    const mutation = fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 6 });
    const walk = async (bucket: BoltBucket): Promise<number> => {
      let count = 0;
      for await (const name of bucket.bucketNames()) count += 1 + (await walk((await bucket.bucket(name)) ?? bucket));
      return count;
    };
    await fc.assert(
      fc.asyncProperty(mutation, async (changes) => {
        const mutant = Buffer.from(whole);
        // Heads are covered by their checksum: pages are what a damaged file damages.
        for (const { at, byte } of changes) mutant[2 * 4_096 + (at % (mutant.length - 2 * 4_096))] = byte;
        writeFileSync(path, mutant);
        const outcome = await readBolt(path, { ...limits, pages: 200 }, walk).catch((error: unknown) => error);
        expect(typeof outcome === 'number' || outcome instanceof BoltError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
