import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame, goBinary as makeBinary, type GoBinary } from '../../../../test/support/go-binary-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { sampled } from '../../../../test/support/is-slow-run.ts';
import { limits } from '../../../model/limits.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { goBinary } from './go-binary.ts';
import { goBuildInfo } from './go-build-info.ts';
import { releaseOfGo } from './go-version.ts';
import { parseModuleList } from './module-list.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

describeCataloger(goBinary, {
  'usr/bin/a': makeBinary({ modules: 'path\ta\nmod\ta\tv1.0.0\ndep\tb\tv1.0.0\n' }),
  'usr/bin/b': makeBinary({ modules: 'path\ta\nmod\ta\tv1.0.0\n', form: 'pointers' }),
});

const modules = [
  'path\texample.com/shop/cmd/shop',
  'mod\texample.com/shop\tv1.2.3\th1:x=',
  'dep\tgithub.com/BurntSushi/toml\tv0.3.1\th1:x=',
  'dep\tgithub.com/docker/docker\tv20.10.8+incompatible',
  '=>\tgithub.com/moby/moby\tv20.10.9+incompatible\th1:x=',
  'dep\tk8s.io/client-go\tv0.0.0',
  '=>\t./staging/client-go\t(devel)\t',
  'build\t-compiler=gc',
  '',
].join('\n');

function inspect(bytes: Buffer, chunkBytes = 100_000, isComplete = true): readonly unknown[] {
  const entry = { path: 'x', type: 'file', size: bytes.length, mode: 0o755, userId: 0, groupId: 0 } as const;
  if (!goBuildInfo.wants(entry, bytes.subarray(0, 512))) return [];
  const inspection = goBuildInfo.open(entry);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    // The reader must not hold on to what it was given.
    const chunk = Buffer.from(bytes.subarray(at, at + chunkBytes));
    inspection.write(chunk);
    chunk.fill(0xee);
  }
  return inspection.end(isComplete);
}

describe('Go build information', () => {
  const forms: readonly GoBinary[] = [
    { form: 'inline' },
    { form: 'inline', is64: false },
    { form: 'inline', isBigEndian: true },
    { form: 'inline', format: 'pe' },
    { form: 'inline', format: 'mach-o' },
    { form: 'inline', hasGoMark: false },
    { form: 'inline', dataOffset: 4_112 },
    { form: 'pointers' },
    { form: 'pointers', hasGoMark: false },
    { form: 'pointers', is64: false },
    { form: 'pointers', isBigEndian: true },
    { form: 'pointers', is64: false, isBigEndian: true },
    { form: 'pointers', format: 'pe' },
    { form: 'pointers', format: 'pe', is64: false },
    { form: 'pointers', format: 'mach-o' },
    { form: 'pointers', format: 'mach-o', is64: false, isBigEndian: true },
  ];
  it.each(forms.map((form) => [JSON.stringify(form), form] as const))('is found in %s', (_name, form) => {
    const bytes = makeBinary({ ...form, goVersion: 'go1.17.13', modules });
    for (const chunkBytes of [997, 65_536, 1_000_000]) expect(inspect(bytes, chunkBytes)).toEqual([{ goVersion: 'go1.17.13', modules }]);
  });

  it('may be without modules', () => {
    expect(inspect(makeBinary())).toEqual([{ goVersion: 'go1.22.3' }]);
    expect(inspect(makeBinary({ form: 'pointers' }))).toEqual([{ goVersion: 'go1.22.3' }]);
  });

  it('is long in large programs', () => {
    const long = `${modules}${'dep\texample.com/x\tv1.0.0\th1:x=\n'.repeat(9_000)}`;
    expect(inspect(makeBinary({ modules: long, form: 'inline' }), 4_096)).toEqual([{ problem: 'its build information is truncated' }]);
    const short = long.slice(0, 60_000);
    expect(inspect(makeBinary({ modules: short, form: 'inline' }), 4_096)).toEqual([{ goVersion: 'go1.22.3', modules: short }]);
  });

  it.each<[name: string, bytes: () => Buffer, expected: readonly unknown[]]>([
    ['a text', () => Buffer.alloc(300_000, 'text'), []],
    ['another linker’s program', () => makeBinary({ form: 'none', hasGoMark: false }), []],
    ['a program without it', () => makeBinary({ form: 'none' }), [{ problem: 'it has no build information' }]],
    [
      'an old program of another linker',
      () => makeBinary({ form: 'pointers', format: 'pe', hasGoMark: false, modules }),
      [{ problem: 'it was built by Go 1.17 or older and has no mark of it at its beginning' }],
    ],
    ['a mark that is at no multiple of 16', () => makeBinary({ form: 'inline', dataOffset: 8, hasGoMark: false }), []],
    [
      'a length beyond the bound',
      () => {
        const bytes = makeBinary({ form: 'inline' });
        Buffer.from([0xff, 0xff, 0xff, 0x7f]).copy(bytes, bytes.indexOf('\xff Go buildinf:', 0, 'latin1') + 32);
        return bytes;
      },
      [{ problem: `its build information is longer than ${limits.goBuildInfoBytes} bytes` }],
    ],
    [
      'damaged headers',
      () => {
        const bytes = makeBinary({ form: 'inline', modules });
        bytes.writeBigUInt64LE(2n ** 60n, 32);
        return bytes;
      },
      [{ goVersion: 'go1.22.3', modules }],
    ],
    [
      'pointers that lead nowhere',
      () => {
        const bytes = makeBinary({ form: 'pointers', modules });
        const at = bytes.indexOf('\xff Go buildinf:', 0, 'latin1');
        bytes.fill(0, at + 16, at + 32);
        return bytes;
      },
      [{ problem: 'its Go version is unknown', modules }],
    ],
  ])('of %s', (_name, bytes, expected) => {
    expect(inspect(bytes())).toEqual(expected);
  });

  it('reports a truncated file', () => {
    const bytes = makeBinary({ form: 'inline', modules });
    expect(inspect(bytes.subarray(0, bytes.length - 65_500), 1_000, false)).toEqual([{ problem: 'the file is truncated' }]);
  });

  it('survives damaged input', () => {
    const samples = [makeBinary({ modules }), makeBinary({ form: 'pointers', modules }), makeBinary({ format: 'mach-o', modules })];
    const change = fc.tuple(fc.nat(samples.length - 1), fc.nat(4_095), fc.nat(200), fc.uint8Array({ minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(change, ([sample, header, data, bytes]) => {
        const damaged = Buffer.from(samples[sample]!);
        Buffer.from(bytes).copy(damaged, header % 400);
        Buffer.from(bytes).copy(damaged, damaged.length - 64 * 1024 + data);
        expect(inspect(damaged).length).toBeLessThan(2);
      }),
      { numRuns: sampled(300), seed: 7 },
    );
  });
});

describe('the module list', () => {
  it('has what replaces a module in its place, and no version for a folder', () => {
    expect(parseModuleList(modules)).toEqual({
      path: 'example.com/shop/cmd/shop',
      main: { name: 'example.com/shop', version: 'v1.2.3' },
      dependencies: [
        { name: 'github.com/BurntSushi/toml', version: 'v0.3.1' },
        { name: 'github.com/moby/moby', version: 'v20.10.9+incompatible', replaces: 'github.com/docker/docker' },
        { name: 'k8s.io/client-go' },
      ],
      problems: [],
    });
  });

  it('is bounded', () => {
    const many = 'dep\ta\tv1\n'.repeat(limits.goModules + 1);
    const { dependencies, problems } = parseModuleList(many);
    expect([dependencies.length, problems]).toEqual([limits.goModules, [`lists more than ${limits.goModules} modules`]]);
  });

  it.each([
    ['go1.26.8', '1.26.8'],
    ['go1.21', '1.21.0'],
    ['go1.22rc2', '1.22.0-rc.2'],
    ['go1.21beta1', '1.21.0-beta.1'],
    ['go1.26.0-X:nodwarf5', '1.26.0'],
    ['go1.22.2 X:boringcrypto', '1.22.2'],
    ['go1.20.5 (Red Hat 1.20.5-1.el9)', '1.20.5'],
    ['go1.18.7b7', '1.18.7'],
    ['go1.23.1-microsoft', '1.23.1'],
    ['devel go1.27-ba3a1c Mon Nov 30', undefined],
    ['devel +ba3a1c', undefined],
    ['', undefined],
  ])('%s is the standard library %s', (goVersion, release) => {
    expect(releaseOfGo(goVersion)).toBe(release);
  });
});

describe('Go executables', () => {
  const debian = {
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'var/lib/dpkg/status': 'Package: shop\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n',
  };
  const catalog = (...layers: readonly MemoryLayer[]): Catalog =>
    catalogTree(makeMemoryTree(...layers), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  const executable = (content: Buffer): { readonly content: Buffer; readonly mode: number } => ({ content, mode: 0o755 });
  const goOf = ({ packages }: Catalog): readonly string[] =>
    packages
      .filter((one) => one.ecosystem === 'go')
      .map((one) =>
        `${one.purl} ${one.version ?? '-'} ${one.evidence} ${one.locations[0]!.path} ${one.layerIndex} ${one.ownedBy ?? ''}`.trim(),
      );

  it('are packages with their modules', () => {
    const found = catalog({ ...debian, 'usr/bin/shop': executable(makeBinary({ modules })) });
    expect(goOf(found)).toEqual([
      'pkg:golang/example.com/shop@v1.2.3 v1.2.3 binary usr/bin/shop 0',
      'pkg:golang/github.com/BurntSushi/toml@v0.3.1 v0.3.1 binary usr/bin/shop 0',
      'pkg:golang/github.com/moby/moby@v20.10.9%2Bincompatible v20.10.9+incompatible binary usr/bin/shop 0',
      'pkg:golang/k8s.io/client-go - binary usr/bin/shop 0',
      'pkg:golang/stdlib@1.22.3 1.22.3 binary usr/bin/shop 0',
    ]);
    const main = found.packages.find(({ name }) => name === 'example.com/shop');
    expect([main?.dependencies.length, found.issues]).toEqual([4, []]);
  });

  it('keep the layer of what stayed the same', () => {
    const newer = modules.replace('toml\tv0.3.1', 'toml\tv1.0.0');
    const found = catalog(
      { ...debian, 'usr/bin/shop': executable(makeBinary({ modules })) },
      { 'usr/bin/shop': executable(makeBinary({ modules: newer })) },
    );
    expect(found.packages.filter((one) => one.ecosystem === 'go').map((one) => [one.name, one.layerIndex])).toEqual([
      ['example.com/shop', 0],
      ['github.com/BurntSushi/toml', 1],
      ['github.com/moby/moby', 0],
      ['k8s.io/client-go', 0],
      ['stdlib', 0],
    ]);
  });

  it('have the version that the linker was told', () => {
    const built = 'path\texample.com/shop/cmd/shop\nmod\texample.com/shop\t(devel)\t\nbuild\t-ldflags="-s -X main.version=1.4.2"\n';
    expect(goOf(catalog({ ...debian, 'usr/bin/shop': executable(makeBinary({ modules: built })) }))).toEqual([
      'pkg:golang/example.com/shop@v1.4.2 v1.4.2 binary usr/bin/shop 0',
      'pkg:golang/stdlib@1.22.3 1.22.3 binary usr/bin/shop 0',
    ]);
  });

  it('of Go itself are the toolchain', () => {
    const found = catalog({ ...debian, 'usr/local/go/bin/go': executable(makeBinary({ modules: 'path\tcmd/go\n' })) });
    expect([goOf(found), found.issues]).toEqual([
      ['pkg:golang/stdlib@1.22.3 1.22.3 binary usr/local/go/bin/go 0', 'pkg:golang/toolchain@1.22.3 1.22.3 binary usr/local/go/bin/go 0'],
      [],
    ]);
  });

  it('without a module list are an issue, unless a package of the distribution owns them', () => {
    const program = { 'usr/bin/shop': executable(makeBinary({ modules: 'path\texample.com/shop\n' })) };
    const { issues } = catalog({ ...debian, ...program });
    expect(issues).toEqual([
      {
        code: 'EXECUTABLE_UNREADABLE',
        severity: 'error',
        message: 'usr/bin/shop: is a Go program that does not list its modules',
        origin: 'go-binary',
        path: 'usr/bin/shop',
        layerIndex: 0,
        contentKind: 'go-binary',
      },
    ]);
    const owned = catalog({ ...debian, ...program, 'var/lib/dpkg/info/shop.list': '/.\n/usr/bin/shop\n' });
    expect([goOf(owned), owned.issues]).toEqual([
      ['pkg:golang/stdlib@1.22.3 1.22.3 binary usr/bin/shop 0 pkg:deb/debian/shop@1?arch=amd64&distro=debian-12 var/lib/dpkg/status'],
      [],
    ]);
  });

  it('never make a cataloger throw', () => {
    const entry = makeMemoryTree({ x: 'x' }).get('x')!;
    const line = fc
      .tuple(fc.constantFrom('path', 'mod', 'dep', '=>'), fc.string({ unit: 'binary' }), fc.string())
      .map((parts) => parts.join('\t'));
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, goVersion) => {
        const { packages } = goBinary.catalogFact(
          entry,
          { goVersion, modules: frame(lines.join('\n')).toString('latin1') },
          { tree: makeMemoryTree({}) },
        );
        for (const one of packages) expect(one.name).not.toBe('');
      }),
      { numRuns: sampled(500), seed: 7 },
    );
  });
});
