import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zipOf, type ZipContent, type ZipFrame } from '../../../test/support/zip-builder.ts';
import { ZipError } from './zip-error.ts';
import { ZipWalker, type WalkEnd } from './zip-walker.ts';

interface Walked {
  /** Name, content and what was wrong with it, in the order of the archive. */
  readonly entries: readonly string[];
  readonly listed: readonly string[];
  readonly end: WalkEnd;
}

/** Walks through an archive that comes in pieces of so many bytes, and takes the entries whose names do not end with `.skip`. */
function walk(bytes: Buffer, pieceBytes = bytes.length, maxInflated = Infinity): Walked {
  const entries: string[] = [];
  const listed: string[] = [];
  let inflated = 0;
  const walker = new ZipWalker({
    entry({ name }) {
      if (name.endsWith('.skip')) return undefined;
      let content = '';
      return {
        write: (chunk) => void (content += chunk.toString('latin1')),
        end: (problem) => void entries.push([name, content, ...(problem === undefined ? [] : [problem])].join(' | ')),
      };
    },
    listed: ({ name, localOffset }) => void listed.push(`${name} ${localOffset}`),
    inflated(count) {
      inflated += count;
      if (inflated > maxInflated) throw new ZipError('too much');
    },
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) walker.write(bytes.subarray(at, at + pieceBytes));
  return { entries, listed, end: walker.end() };
}

const text = 'the quick brown fox PK jumps over the lazy dog; '.repeat(40);
const forms: readonly (readonly [name: string, form: Partial<ZipContent>])[] = [
  ['deflated', {}],
  ['stored', { method: 0 }],
  ['deflated, sizes behind', { descriptor: 'marked' }],
  ['deflated, sizes behind without a mark', { descriptor: 'plain' }],
  ['deflated, sizes of 8 bytes behind', { descriptor: 'zip64' }],
  ['with bytes of no entry before', { gap: Buffer.from('PK and other bytes') }],
];

describe('walking through a zip archive', () => {
  it.each(forms)('gives every entry, in pieces of any size: %s', (_name, form) => {
    const archive = zipOf([
      { name: 'a', content: text, ...form },
      { name: 'b.skip', content: text, ...form },
      { name: 'c', content: '', ...form },
      { name: 'd', content: 'x', ...form },
    ]);
    const whole = walk(archive);
    expect(whole.entries).toEqual([`a | ${text}`, 'c | ', 'd | x']);
    expect(whole.listed.map((line) => line.split(' ')[0])).toEqual(['a', 'b.skip', 'c', 'd']);
    expect(whole.end).toEqual({ isComplete: true, prefixBytes: 0 });
    for (const pieceBytes of [1, 2, 3, 7, 30, 46, 100, 1000]) expect(walk(archive, pieceBytes)).toEqual(whole);
  });

  it('gives an empty archive', () => expect(walk(zipOf([])).end).toEqual({ isComplete: true, prefixBytes: 0 }));

  it.each<[string, ZipFrame, number]>([
    ['a script', { prefix: '#!/bin/sh\nexec java -jar "$0"\n' }, 30],
    ['a comment', { comment: 'PK and more' }, 0],
  ])('passes over %s', (_name, frame, prefixBytes) => {
    for (const pieceBytes of [1, 5, 10_000]) {
      const { entries, end } = walk(zipOf([{ name: 'a', content: text }], frame), pieceBytes);
      expect([entries, end]).toEqual([[`a | ${text}`], { isComplete: true, prefixBytes }]);
    }
  });

  it.each<[string, ZipContent, string]>([
    ['encrypted', { name: 'a', content: 'x', isEncrypted: true }, 'a |  | is encrypted'],
    ['stored without its size', { name: 'a', content: 'x', method: 0, descriptor: 'marked' }, 'a |  | is stored without its size'],
  ])('says that an entry is %s, and goes on', (_name, entry, line) => {
    expect(walk(zipOf([entry, { name: 'b', content: text }])).entries).toEqual([line, `b | ${text}`]);
  });

  it('says that an entry cannot be inflated, and goes on', () => {
    const archive = zipOf([
      { name: 'a', content: text },
      { name: 'b', content: text },
    ]);
    archive.fill(0xff, 31, 60);
    for (const pieceBytes of [1, 10_000])
      expect(walk(archive, pieceBytes).entries).toEqual([expect.stringMatching(/^a \| .*cannot be inflated$/), `b | ${text}`]);
  });

  it('says what is cut, wherever that is', () => {
    const archive = zipOf([
      { name: 'a', content: text },
      { name: 'b', content: text, descriptor: 'marked' },
    ]);
    for (let length = 0; length < archive.length; length += 3) expect(walk(archive.subarray(0, length)).end).toEqual({ isComplete: false });
    expect(walk(archive.subarray(0, 50)).entries).toEqual([expect.stringMatching(/^a \| .*is truncated$/)]);
  });

  it('ends where the visitor asks, also in an entry that is passed over', () => {
    for (const name of ['a', 'a.skip']) {
      const archive = zipOf([{ name, content: Buffer.alloc(1 << 20), descriptor: 'marked' }]);
      expect(() => walk(archive, 100, 1000)).toThrow(new ZipError('too much'));
    }
  });

  it('stands damage of any kind, in pieces of any size', () => {
    const archive = zipOf([
      { name: 'a', content: text, descriptor: 'marked' },
      { name: 'b', content: text, method: 0 },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 99 }),
        (changes, pieceBytes) => {
          const damaged = Buffer.from(archive);
          for (const [at, value] of changes) damaged[at] = value;
          for (const { entries } of [walk(damaged), walk(damaged, pieceBytes)]) expect(entries.length).toBeLessThan(20);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });

  it('stands bytes of any kind', () => {
    const mark = fc.constantFrom(
      ...[
        [3, 4],
        [1, 2],
        [5, 6],
        [6, 6],
        [7, 8],
      ].map((ends) => Uint8Array.from([0x50, 0x4b, ...ends])),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(mark, fc.uint8Array({ maxLength: 60 })), { maxLength: 12 }), (parts) => {
        walk(Buffer.concat(parts));
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
