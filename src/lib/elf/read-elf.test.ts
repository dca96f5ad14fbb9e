import { describe, expect, it } from 'vitest';
import { makeElf } from '../../../test/support/elf-builder.ts';
import { elfBytes } from './elf-file.ts';
import { readElf, readElfImports } from './read-elf.ts';

const sketch = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  soname: 'libme.so.1',
  needed: ['libc.so.6', 'libssl.so.3'],
  rpath: '$ORIGIN/../lib:/opt/lib',
  runpath: '/srv/lib',
  imports: ['open', 'dlopen'],
};

describe('reading an ELF file', () => {
  it('reads what the dynamic loader reads', () => {
    expect(readElf(elfBytes(makeElf(sketch)))).toEqual({
      architecture: '64le-62',
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      soname: 'libme.so.1',
      needed: ['libc.so.6', 'libssl.so.3'],
      rpath: ['$ORIGIN/../lib', '/opt/lib'],
      runpath: ['/srv/lib'],
      isDynamic: true,
    });
    expect(readElfImports(elfBytes(makeElf(sketch)))).toEqual(['open', 'dlopen']);
  });

  it('reads a static program as one that needs nothing', () => {
    const expected = { architecture: '64le-183', needed: [], rpath: [], runpath: [], isDynamic: false };
    expect(readElf(elfBytes(makeElf({ isStatic: true, machine: 183 })))).toEqual(expected);
  });

  it('marks a file whose dynamic section is not at hand', () => {
    const whole = makeElf(sketch);
    const cut = whole.subarray(0, whole.length - 200);
    expect(readElf(elfBytes(cut))?.isCut).toBe(true);
  });

  it('refuses what is no ELF file', () => {
    expect(readElf(elfBytes(Buffer.from('#!/bin/sh\n')))).toBeUndefined();
    expect(readElf(elfBytes(Buffer.alloc(64, 0x7f)))).toBeUndefined();
  });

  it('never throws on damaged bytes', () => {
    const whole = makeElf(sketch);
    for (let at = 4; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = 0xff;
      expect(() => [readElf(elfBytes(damaged)), readElfImports(elfBytes(damaged))]).not.toThrow();
    }
  });
});
