import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { limits } from '../../model/limits.ts';
import { shardFormatVersion } from './shard-layout.ts';
import { ShardFile } from './shard-file.ts';
import { headerBytes, recordEnd } from './shard-layout.ts';
import { ShardWriter, type ShardWritten } from './shard-writer.ts';

function writeShard(path: string, records: ReadonlyMap<string, string>, shared: readonly string[] = []): ShardWritten {
  const writer = new ShardWriter(path, 'npm');
  for (const record of shared) writer.addShared(record.slice(0, 20), record);
  for (const [name, value] of records) writer.addNamed([name], JSON.stringify([[name], value]));
  return writer.finish();
}

/** All records whose own name is `name`; there are none or one. */
function lookUp(file: ShardFile, name: string): readonly string[] {
  return file
    .candidates(name)
    .map((record) => JSON.parse(file.blockWith('names', record).record(record)) as [string[], string])
    .filter(([names]) => names.includes(name))
    .map(([, value]) => value);
}

/** Enough for many blocks in both regions, the same in every run. */
const names = Array.from({ length: 800 }, (_, i) => `package-${i}`);
const records = new Map(names.map((name, i) => [name, String(i * 7919).repeat((i % 17) + 1)]));
const shared = names.map((name, i) => JSON.stringify([name, 'x'.repeat(i % 90)]));

describe('ShardFile', () => {
  it('returns what was written, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { maxLength: 60 }), fc.string(), (entries, other) => {
        using folder = temporaryFolder();
        const path = join(folder.path, 'shard');
        const written = new Map(entries);
        writeShard(path, written);
        using file = new ShardFile(path, 'npm');
        expect(file.keyCount).toBe(written.size);
        for (const [name, value] of written) expect(lookUp(file, name)).toEqual([value]);
        if (!written.has(other)) expect(lookUp(file, other)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('distinguishes names with the same hash', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shard');
    const pair = ['plumless', 'buckeroo'] as const;
    expect(crc32(pair[0])).toBe(crc32(pair[1]));
    writeShard(path, new Map([[pair[0], 'one']]));
    using alone = new ShardFile(path, 'npm');
    expect([lookUp(alone, pair[0]), lookUp(alone, pair[1])]).toEqual([['one'], []]);
    const both = join(folder.path, 'both');
    writeShard(both, new Map(pair.map((name) => [name, name])));
    using file = new ShardFile(both, 'npm');
    expect(pair.map((name) => lookUp(file, name))).toEqual([['plumless'], ['buckeroo']]);
  });

  it('stores records larger than a block, and no records', () => {
    using folder = temporaryFolder();
    const large = 'y'.repeat(200_000);
    writeShard(join(folder.path, 'large'), new Map([['a', 'small'], ['b', large], ['c', 'small']])); // prettier-ignore
    using file = new ShardFile(join(folder.path, 'large'), 'npm');
    expect(lookUp(file, 'b')).toEqual([large]);
    writeShard(join(folder.path, 'empty'), new Map());
    using empty = new ShardFile(join(folder.path, 'empty'), 'npm');
    expect(lookUp(empty, 'a')).toEqual([]);
  });

  it('refuses to write a record over the bound', () => {
    using folder = temporaryFolder();
    const writer = new ShardWriter(join(folder.path, 'shard'), 'npm');
    expect(writer.addShared('', 'x'.repeat(limits.shardBlockBytes - recordEnd.length))).toBe(0);
    expect(() => writer.addShared('', 'x'.repeat(limits.shardBlockBytes - 1))).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
    writer.abandon();
  });

  it('detects each of 1,000 flipped bits, and never returns another result [260]', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shard');
    writeShard(path, records, shared);
    const good = readFileSync(path);
    const random = fc.sample(fc.integer({ min: 0, max: good.length * 8 - 1 }), { numRuns: 1_000, seed: 1 });
    const undetected = random.filter((bit) => {
      const bad = Buffer.from(good);
      bad[bit >>> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, bad);
      return isWhole(path);
    });
    expect(undetected).toEqual([]);
  });

  it('returns the right result or an error with one flipped bit [260]', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shard');
    writeShard(path, records, shared);
    const good = readFileSync(path);
    const asked = ['package-3', 'package-400', 'package-799', 'absent'];
    const outcomes = fc.sample(fc.integer({ min: 0, max: good.length * 8 - 1 }), { numRuns: 300, seed: 2 }).map((bit) => {
      const bad = Buffer.from(good);
      bad[bit >>> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, bad);
      return outcome(() => {
        using file = new ShardFile(path, 'npm');
        return asked.map((name) => lookUp(file, name)[0]);
      });
    });
    const right = JSON.stringify(asked.map((name) => records.get(name)));
    expect(new Set(outcomes)).toEqual(new Set([right, 'DATABASE_DAMAGED']));
  });

  it('refuses a file that is cut anywhere, or longer [260]', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shard');
    writeShard(path, records, shared);
    const good = readFileSync(path);
    const cuts = [0, 1, headerBytes - 1, headerBytes, 100, good.length >> 1, good.length - 33, good.length - 1];
    expect(
      cuts.map((length) => {
        writeFileSync(path, good.subarray(0, length));
        return outcome(() => new ShardFile(path, 'npm'));
      }),
    ).toEqual(cuts.map(() => 'DATABASE_DAMAGED'));
    writeFileSync(path, Buffer.concat([good, Buffer.from([0])]));
    expect(outcome(() => new ShardFile(path, 'npm'))).toBe('DATABASE_DAMAGED');
  });

  it('refuses a newer format, another shard under this name, and a missing file [256]', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shard');
    writeShard(path, records);
    expect(outcome(() => new ShardFile(path, 'debian@12'))).toBe('DATABASE_DAMAGED');
    expect(outcome(() => new ShardFile(join(folder.path, 'absent'), 'npm'))).toBe('DATABASE_DAMAGED');
    const newer = readFileSync(path);
    newer.writeUInt32LE(shardFormatVersion + 1, 8);
    newer.writeUInt32LE(crc32(newer.subarray(0, 12)), 12);
    writeFileSync(path, newer);
    expect(() => new ShardFile(path, 'npm')).toThrow(
      expect.objectContaining({
        code: 'DATABASE_VERSION',
        message: `shard npm has format version ${shardFormatVersion + 1}; this version of pratique reads ${shardFormatVersion}`,
      }),
    );
  });
});

function isWhole(path: string): boolean {
  return (
    outcome(() => {
      using file = new ShardFile(path, 'npm');
      file.verify();
      return 'whole';
    }) !== 'DATABASE_DAMAGED'
  );
}

/** The answer as JSON, or the code of the error. */
function outcome(ask: () => unknown): string {
  try {
    const answer = ask();
    if (answer instanceof ShardFile) answer[Symbol.dispose]();
    return JSON.stringify(answer);
  } catch (error) {
    return (error as { code: string }).code;
  }
}
