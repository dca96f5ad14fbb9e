import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZip } from './read-zip.ts';
import { ZipError } from './zip-error.ts';
import { type ZipLimits } from './zip-limits.ts';

const roomy: ZipLimits = { maxEntries: 100, maxDirectoryBytes: 1 << 20, maxEntryBytes: 1 << 20, maxTotalBytes: 1 << 22 };
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'pratique-zip-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function readAll(bytes: Uint8Array, limits = roomy): (readonly [string, string])[] {
  const path = join(folder, 'a.zip');
  writeFileSync(path, bytes);
  return Array.from(readZip(path, limits), (entry) => [entry.name, entry.read().toString()] as const);
}

function zip(files: Zippable, level: 0 | 6 = 6): Buffer {
  return Buffer.from(zipSync(files, { level }));
}

const two = { 'RHSA-2024:0001.json': strToU8('{"a":1}'), '../../etc/passwd': strToU8('x'.repeat(5000)) };
const twoContents = [
  ['RHSA-2024:0001.json', '{"a":1}'],
  ['../../etc/passwd', 'x'.repeat(5000)],
];

describe('readZip', () => {
  it.each([0, 6] as const)('reads entries at level %i, names as data', (level) => expect(readAll(zip(two, level))).toEqual(twoContents));

  it('leaves directories out, and reads past a comment', () => {
    const bytes = zip({ 'd/': new Uint8Array(), 'd/é.json': strToU8('é') });
    bytes.writeUInt16LE(3, bytes.length - 2);
    expect(readAll(Buffer.concat([bytes, Buffer.from('abc')]))).toEqual([['d/é.json', 'é']]);
  });

  it('reads an archive behind a script, whose length its offsets leave out', () =>
    expect(readAll(Buffer.concat([Buffer.from('#!/bin/sh\n'), zip(two)]))).toEqual(twoContents));

  it('reads an empty archive', () => expect(readAll(zip({}))).toEqual([]));

  it('reads zip64 records', () => expect(readAll(toZip64(zip(two, 0)))).toEqual(twoContents));

  it('refuses an archive cut anywhere', () => {
    const bytes = zip({ a: strToU8('hello hello hello'), b: strToU8('there') });
    for (let length = 0; length < bytes.length; length++) expect(() => readAll(bytes.subarray(0, length))).toThrow(ZipError);
  });

  it('never gives another content than was packed, whichever byte is damaged', () => {
    const bytes = zip({ a: strToU8('hello hello hello'), b: strToU8('there') });
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0xff;
      const outcome = attempt(() => readAll(damaged).map(([, content]) => content));
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ZipError);
      else expect(['hello hello hello', 'there']).toEqual(expect.arrayContaining(outcome));
    }
  });

  it.each<[string, Partial<ZipLimits>, string]>([
    ['entries', { maxEntries: 1 }, 'has 2 entries, more than 1'],
    ['directory', { maxDirectoryBytes: 100 }, 'bytes, more than 100'],
    ['entry', { maxEntryBytes: 4999 }, 'entry ../../etc/passwd has 5000 bytes, more than 4999'],
    ['total', { maxTotalBytes: 5006 }, 'inflates to more than 5006 bytes'],
  ])('holds the bound of %s', (_name, limits, message) => expect(() => readAll(zip(two), { ...roomy, ...limits })).toThrow(message));

  it('lets pass what is just under the bounds', () =>
    expect(readAll(zip(two), { maxEntries: 2, maxDirectoryBytes: 200, maxEntryBytes: 5000, maxTotalBytes: 5007 })).toEqual(twoContents));

  it.each<[string, (bytes: Buffer, header: number) => void, string]>([
    ['an encrypted entry', (bytes, header) => bytes.writeUInt16LE(1, header + 8), 'is encrypted'],
    ['another method', (bytes, header) => bytes.writeUInt16LE(12, header + 10), 'method 12'],
    ['a size that deflate cannot reach', (bytes, header) => bytes.writeUInt32LE(900_000, header + 24), 'an invalid size'],
    ['a larger size than there is', (bytes, header) => bytes.writeUInt32LE(5001, header + 24), '5000 bytes instead of 5001'],
    ['a smaller size than there is', (bytes, header) => bytes.writeUInt32LE(4999, header + 24), 'cannot be inflated'],
    ['another checksum', (bytes, header) => bytes.writeUInt32LE(1, header + 16), 'CRC-32'],
    ['a place outside', (bytes, header) => bytes.writeUInt32LE(0x7fffffff, header + 42), 'ends early'],
    ['a place inside another entry', (bytes, header) => bytes.writeUInt32LE(3, header + 42), 'is not at the offset in the directory'],
  ])('refuses %s', (_name, damage, message) => {
    const bytes = zip(two);
    damage(bytes, bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])));
    expect(() => readAll(bytes)).toThrow(message);
  });
});

function attempt<Value>(run: () => Value): Value | Error {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
}

/** The same archive with its sizes and places in zip64 records (APPNOTE 4.3.14, 4.3.15, 4.5.3). */
function toZip64(bytes: Buffer): Buffer {
  const end = bytes.length - 22;
  const [entries, directoryOffset] = [bytes.readUInt16LE(end + 10), bytes.readUInt32LE(end + 16)];
  const headers: Buffer[] = [];
  for (let at = directoryOffset; at < end; at += 46 + bytes.readUInt16LE(at + 28)) headers.push(toHeader64(bytes, at));
  const directory = Buffer.concat(headers);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(directory.length), 40);
  record.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directory.length), 8);
  const last = Buffer.from(bytes.subarray(end));
  last.writeUInt16LE(0xffff, 10);
  last.writeUInt32LE(0xffffffff, 12);
  last.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([bytes.subarray(0, directoryOffset), directory, record, locator, last]);
}

function toHeader64(bytes: Buffer, at: number): Buffer {
  const header = Buffer.from(bytes.subarray(at, at + 46 + bytes.readUInt16LE(at + 28)));
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(24, 2);
  for (const [place, field] of [24, 20, 42].entries()) {
    extra.writeBigUInt64LE(BigInt(header.readUInt32LE(field)), 4 + place * 8);
    header.writeUInt32LE(0xffffffff, field);
  }
  header.writeUInt16LE(extra.length, 30);
  return Buffer.concat([header, extra]);
}
