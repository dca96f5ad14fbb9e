import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { rustAuditData } from './rust-audit-data.ts';
import { rustBinary } from './rust-binary.ts';

/** An ELF header with one part that is loaded, the part, and what follows it. */
function elf(loaded: Buffer, rest: Buffer): Buffer {
  const head = Buffer.alloc(64 + 56);
  head.write('\x7fELF', 'latin1');
  head.set([2, 1, 1], 4);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(1, 56);
  head.writeUInt32LE(1, 64);
  head.writeBigUInt64LE(BigInt(head.length + loaded.length), 64 + 32);
  return Buffer.concat([head, loaded, rest]);
}

const data = JSON.stringify({
  packages: [
    { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
    { name: 'regex', version: '1.8.0', source: 'crates.io', dependencies: [2] },
    { name: 'memchr', version: '2.5.0', source: 'crates.io' },
    { name: 'helper', version: '0.1.0', source: 'local' },
    { name: 'shop', version: '0.2.0', source: 'local', dependencies: [0, 1, 3], root: true },
    { name: 'fork', version: '1.0.0', source: 'git' },
    { name: 'nameless' },
  ],
});
const packed = deflateSync(data);
const noise = Buffer.from('x\x9c no stream x\x01 and x\xda no other. ', 'latin1');
const program = elf(Buffer.alloc(9_000, 'loaded'), Buffer.concat([Buffer.alloc(3_000, noise), packed, Buffer.alloc(2_000, '.shstrtab')]));
const crates = [
  'pkg:cargo/fork@1.0.0 binary transitive',
  'pkg:cargo/memchr@2.5.0 binary transitive',
  'pkg:cargo/regex@1.8.0 binary direct → memchr',
  'pkg:generic/helper@0.1.0 binary own',
  'pkg:generic/shop@0.2.0 binary own → regex, helper',
];

describeCataloger(rustBinary, { 'usr/bin/shop': program });

describe('Rust executables', () => {
  it.each([
    ['with a list behind what is loaded', program],
    ['that is small', elf(Buffer.alloc(600), packed)],
    ['whose list ends the file', elf(Buffer.alloc(600), Buffer.concat([noise, packed]))],
  ])('have crates: %s', (_name, content) => {
    expect(listPackages('rust-binary', { 'usr/bin/shop': content }, true)).toEqual(crates);
  });

  it('may come in pieces of any length', () => {
    for (const step of [1, 511, 65_536]) {
      const inspection = rustAuditData.open({ path: 'a', type: 'file', size: program.length, mode: 0o755, userId: 0, groupId: 0 });
      for (let at = 0; at < program.length; at += step) inspection.write(program.subarray(at, at + step));
      const [found] = inspection.end(true) as [{ crates: readonly unknown[] }];
      expect(found.crates).toHaveLength(7);
    }
  });

  it.each([
    ['a list that is loaded is a program’s data', elf(Buffer.concat([Buffer.alloc(600), packed]), Buffer.alloc(100)), []],
    [
      'a list that is cut',
      elf(Buffer.alloc(600), deflateSync('{"packages":[{"name":'.padEnd(4_000, 'a'))),
      ['EXECUTABLE_UNREADABLE usr/bin/x cannot be read: its list of crates is damaged'],
    ],
    ['no list', elf(Buffer.alloc(600), noise), []],
  ])('%s', (_name, content, expected) => {
    expect(listPackages('rust-binary', { 'usr/bin/x': content }, true)).toEqual(expected);
  });
});
