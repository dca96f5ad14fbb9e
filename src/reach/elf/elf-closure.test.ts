import { describe, expect, it } from 'vitest';
import { makeElf } from '../../../test/support/elf-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { elfBytes } from '../../lib/elf/elf-file.ts';
import { readElf } from '../../lib/elf/read-elf.ts';
import { elfClosure, type ElfClosure } from './elf-closure.ts';
import { readLoaderSettings } from './loader-settings.ts';

const glibc = '/lib64/ld-linux-x86-64.so.2';

function closureOf(files: MemoryLayer, environment: readonly string[] = []): ElfClosure {
  const tree = makeMemoryTree(files);
  const elfAt = (entry: Parameters<typeof tree.read>[0]) => readElf(elfBytes(tree.read(entry) ?? Buffer.alloc(0)));
  return elfClosure(tree.get('srv/program')!, { tree, settings: readLoaderSettings(tree, environment), elfAt });
}

function pathsOf({ libraries }: ElfClosure): readonly string[] {
  return [...libraries.keys()].sort();
}

const library = (needed: readonly string[] = []): Buffer => makeElf({ needed });

describe('what the dynamic loader maps', () => {
  it('follows names through links, with what asked for each', () => {
    const closure = closureOf({
      'srv/program': makeElf({ interpreter: glibc, needed: ['liba.so.1'] }),
      'lib64/ld-linux-x86-64.so.2': library(),
      'usr/lib/x86_64-linux-gnu/liba.so.1': { link: 'liba.so.1.2' },
      'usr/lib/x86_64-linux-gnu/liba.so.1.2': library(['libb.so', 'libnone.so']),
      'usr/lib/libb.so': library(),
    });
    expect(pathsOf(closure)).toEqual(['lib64/ld-linux-x86-64.so.2', 'usr/lib/libb.so', 'usr/lib/x86_64-linux-gnu/liba.so.1.2']);
    expect(closure.libraries.get('usr/lib/libb.so')).toMatchObject({
      by: 'usr/lib/x86_64-linux-gnu/liba.so.1.2',
      name: 'libb.so',
      how: 'needed',
    });
    expect(closure.missing).toEqual([{ by: 'usr/lib/x86_64-linux-gnu/liba.so.1.2', name: 'libnone.so' }]);
  });

  it('uses RPATH of those that loaded it, unless it has a RUNPATH', () => {
    const inherited = closureOf({
      'srv/program': makeElf({ needed: ['liba.so'], rpath: '$ORIGIN/lib' }),
      'srv/lib/liba.so': library(['libb.so']),
      'srv/lib/libb.so': library(),
    });
    expect(pathsOf(inherited)).toEqual(['srv/lib/liba.so', 'srv/lib/libb.so']);
    const own = closureOf({
      'srv/program': makeElf({ needed: ['liba.so'], runpath: '${ORIGIN}/lib' }),
      'srv/lib/liba.so': library(['libb.so']),
      'srv/lib/libb.so': library(),
    });
    expect(own.missing).toEqual([{ by: 'srv/lib/liba.so', name: 'libb.so' }]);
  });

  it('reads ld.so.conf with what it includes, and LD_LIBRARY_PATH before it', () => {
    const files = {
      'srv/program': makeElf({ needed: ['liba.so'] }),
      'etc/ld.so.conf': '# ours\ninclude /etc/ld.so.conf.d/*.conf\n',
      'etc/ld.so.conf.d/a.conf': '/opt/a/lib\n',
      'opt/a/lib/liba.so': library(),
      'opt/b/lib/liba.so': library(),
    };
    expect(pathsOf(closureOf(files))).toEqual(['opt/a/lib/liba.so']);
    expect(pathsOf(closureOf(files, ['LD_LIBRARY_PATH=/none:/opt/b/lib']))).toEqual(['opt/b/lib/liba.so']);
  });

  it('takes what any processor would take of glibc-hwcaps, and passes over other architectures', () => {
    const closure = closureOf({
      'srv/program': makeElf({ needed: ['liba.so'] }),
      'lib/x86_64-linux-gnu/liba.so': makeElf({ machine: 183 }),
      'usr/lib/liba.so': library(),
      'usr/lib/glibc-hwcaps/x86-64-v3/liba.so': library(),
    });
    expect(pathsOf(closure)).toEqual(['usr/lib/glibc-hwcaps/x86-64-v3/liba.so', 'usr/lib/liba.so']);
  });

  it('searches the folders of musl for its programs', () => {
    const closure = closureOf({
      'srv/program': makeElf({ interpreter: '/lib/ld-musl-x86_64.so.1', needed: ['liba.so'] }),
      'lib/ld-musl-x86_64.so.1': library(),
      'usr/local/lib/liba.so': library(),
    });
    expect(pathsOf(closure)).toEqual(['lib/ld-musl-x86_64.so.1', 'usr/local/lib/liba.so']);
  });

  it('loads what is preloaded', () => {
    const closure = closureOf(
      { 'srv/program': makeElf(), 'etc/ld.so.preload': '/opt/x.so\n', 'opt/x.so': library(), 'opt/y.so': library() },
      ['LD_PRELOAD=/opt/y.so'],
    );
    expect([...closure.libraries.values()].map(({ name, how }) => `${how} ${name}`)).toEqual([
      'preloaded /opt/y.so',
      'preloaded /opt/x.so',
    ]);
  });

  it('says which file could not be read', () => {
    const whole = makeElf({ needed: ['liba.so'] });
    expect(closureOf({ 'srv/program': whole.subarray(0, whole.length - 60) }).unread).toEqual(['srv/program']);
  });
});
