import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goBinary } from '../../test/support/go-binary-builder.ts';
import { makeMemoryTree } from '../../test/support/memory-tree.ts';
import { bdbDatabase, ndbDatabase, rpmHeader, sqliteDatabase } from '../../test/support/rpm-builder.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { isFileCataloger, type Cataloger, type Catalogued } from './cataloger.ts';
import { catalogers } from './catalogers.ts';

const members = ['os', 'language'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(import.meta.dirname, folder, file), 'utf8').matchAll(/^export const \w+: \w+Cataloger = \{\s+id: '([^']+)'/gm),
    ])
    .map(([, id]) => id),
);

const blobs = [1, 2, 3].map((at) =>
  rpmHeader({
    name: `p${at}`,
    version: '1',
    release: '2',
    epoch: at,
    license: 'x'.repeat(900),
    files: ['/a/b', '/a/c'],
    provides: ['x'],
    requires: ['x', 'p1'],
  }),
);
const stanzas = [1, 2, 3].map(
  (at) =>
    `Package: p${at}\nStatus: install ok installed\nVersion: ${at}\nSource: s (1)\nDepends: p1, x | p2 (>= 1)\nDescription: x\n y\n\n`,
);
const packages = Object.fromEntries(
  [1, 2, 3].map((at) => [`node_modules/p${at}`, { version: `${at}.0.0`, dependencies: { p1: '*' }, license: 'MIT' }]),
);
const dependencies = {
  a: { version: '1.0.0', requires: { b: '1' }, dependencies: { b: { version: '1.0.0' } } },
  c: { version: 'npm:d@1.0.0' },
};

/** A valid input of every cataloger and form. */
const samples: readonly (readonly [id: string, path: string, content: Buffer])[] = [
  ['dpkg-status', 'var/lib/dpkg/status', Buffer.from(stanzas.join(''))],
  ['dpkg-status', 'var/lib/dpkg/status.d/p', Buffer.from(stanzas[0]!)],
  ['apk-installed', 'lib/apk/db/installed', Buffer.from('P:a\nV:1\nA:x\no:b\nL:MIT\nD:so:x b>1\np:so:x=1\nF:lib\nR:x\n\nP:b\nV:2\n\n')],
  ['rpm-database', 'var/lib/rpm/rpmdb.sqlite', sqliteDatabase(blobs, 512)],
  ['rpm-database', 'usr/lib/sysimage/rpm/Packages.db', ndbDatabase(blobs)],
  ['rpm-database', 'var/lib/rpm/Packages', bdbDatabase(blobs)],
  ['rpm-database', 'usr/share/rpm/Packages', bdbDatabase(blobs, false)],
  ['go-binary', 'usr/bin/a', goBinary({ modules: 'path\ta\nmod\ta\tv1.0.0\ndep\tb\tv1.0.0\n' })],
  ['go-binary', 'usr/bin/b', goBinary({ modules: 'path\ta\nmod\ta\tv1.0.0\n', form: 'pointers' })],
  [
    'npm-installed',
    'app/node_modules/a/package.json',
    Buffer.from('{"name":"@x/a","version":"1.0.0","license":["MIT",{"type":"ISC"}],"dependencies":{"b":"1"},"bundleDependencies":["b"]}'),
  ],
  ['npm-lock', 'app/package-lock.json', Buffer.from(JSON.stringify({ lockfileVersion: 3, packages }))],
  ['npm-lock', 'app/npm-shrinkwrap.json', Buffer.from(JSON.stringify({ lockfileVersion: 1, dependencies }))],
];

/** Everything lazy is made, too. */
function run(cataloger: Cataloger, path: string, content: Buffer): Catalogued {
  const found = catalogOne(cataloger, path, content);
  for (const one of found.packages) {
    one.resolveDependencies?.(() => undefined);
    for (const owned of one.ownedPaths?.() ?? []) expect(typeof owned).toBe('string');
  }
  return found;
}

function catalogOne(cataloger: Cataloger, path: string, content: Buffer): Catalogued {
  const tree = makeMemoryTree({ [path]: content });
  if (isFileCataloger(cataloger)) return cataloger.catalog(tree.get(path)!, content, { tree });
  const [fact] = tree.facts(cataloger.inspector.id);
  return fact === undefined ? { packages: [], issues: [] } : cataloger.catalogFact(fact.entry, fact.value, { tree });
}

function catalogerOf(id: string): Cataloger {
  return catalogers.find((cataloger) => cataloger.id === id)!;
}

describe('catalogers', () => {
  it('are all in the list, by id', () => {
    expect(catalogers.map(({ id }) => id)).toEqual([...members].sort());
  });

  it('have a sample here each', () => {
    expect([...new Set(samples.map(([id]) => id))].sort()).toEqual(catalogers.map(({ id }) => id));
  });

  it.each(samples)('%s reads %s', (id, path, content) => {
    const cataloger = catalogerOf(id);
    if (isFileCataloger(cataloger)) expect(makeSelectorIndex([cataloger.files]).find(path)).toEqual([0]);
    const { packages: found, issues } = run(cataloger, path, content);
    expect(issues).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(one.id).toBe(`${one.purl} ${path}`);
      expect(one.locations).toEqual([{ path, layerIndex: 0 }]);
    }
  });

  it.each(samples)('%s stands every cut of %s', (id, path, content) => {
    const cataloger = catalogerOf(id);
    const step = Math.max(1, Math.floor(content.length / 400));
    for (let length = 0; length < content.length; length += step)
      expect(() => run(cataloger, path, content.subarray(0, length))).not.toThrow();
  });

  it.each(samples)('%s stands damage to %s', (id, path, content) => {
    const cataloger = catalogerOf(id);
    const change = fc.tuple(fc.nat(content.length - 1), fc.oneof(fc.constantFrom(0, 0x0a, 0x20, 0x3a, 0x7f, 0x80, 0xff), fc.nat(255)));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(content);
        for (const [at, byte] of changes) damaged[at] = byte;
        const { packages: found } = run(cataloger, path, damaged);
        for (const one of found) expect(one.name).not.toBe('');
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it.each(catalogers.map(({ id }) => id))('%s stands bytes of any kind', (id) => {
    const cataloger = catalogerOf(id);
    const [, path] = samples.find(([sample]) => sample === id)!;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        run(cataloger, path, Buffer.from(bytes));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

/** Eight times the input may take sixteen times as long, measured on inputs that would be slow where work is quadratic. */
describe('time is linear', () => {
  const many = (count: number, line: string): Buffer => Buffer.from(line.repeat(count));
  it.each<[name: string, id: string, path: string, make: (count: number) => Buffer]>([
    [
      'dpkg: records',
      'dpkg-status',
      'var/lib/dpkg/status',
      (count) =>
        Buffer.from(Array.from({ length: count }, (_, at) => `Package: p${at}\nVersion: 1\nDepends: p${at + 1}, a | b\n\n`).join('')),
    ],
    ['dpkg: lines without a colon', 'dpkg-status', 'var/lib/dpkg/status', (count) => many(count, 'xxxxxxxxxxxxxxxx\n')],
    [
      'dpkg: one field of many lines',
      'dpkg-status',
      'var/lib/dpkg/status',
      (count) => Buffer.concat([Buffer.from('Package: a\nDepends: a\n'), many(count, ' b,\n')]),
    ],
    [
      'apk: records',
      'apk-installed',
      'lib/apk/db/installed',
      (count) => Buffer.from(Array.from({ length: count }, (_, at) => `P:p${at}\nV:1\nD:p${at + 1}\nF:a\nR:b\n\n`).join('')),
    ],
    [
      'apk: files of one record',
      'apk-installed',
      'lib/apk/db/installed',
      (count) => Buffer.concat([Buffer.from('P:a\nV:1\n'), many(count, 'F:a\nR:b\n')]),
    ],
    [
      'rpm: records',
      'rpm-database',
      'usr/lib/sysimage/rpm/Packages.db',
      (count) => ndbDatabase(Array.from({ length: Math.min(count, 254) }, () => blobs[0]!)),
    ],
    [
      'rpm: pages',
      'rpm-database',
      'var/lib/rpm/Packages',
      (count) => bdbDatabase([rpmHeader({ name: 'a', license: 'x'.repeat(count * 20) })]),
    ],
    [
      'npm: entries',
      'npm-lock',
      'package-lock.json',
      (count) =>
        Buffer.from(
          JSON.stringify({
            packages: Object.fromEntries(
              Array.from({ length: count }, (_, at) => [
                `node_modules/p${at}`,
                { version: '1.0.0', dependencies: { [`p${at + 1}`]: '1' } },
              ]),
            ),
          }),
        ),
    ],
  ])('%s', (_name, id, path, make) => {
    const cataloger = catalogerOf(id);
    const [small, large] = [make(1_000), make(8_000)];
    for (let warm = 0; warm < 5; warm++) run(cataloger, path, small);
    // Eight times the input: a quadratic reader takes 64 times as long. The collector's share makes it less even than eight.
    const least = (content: Buffer): number => Math.min(...[1, 2, 3].map(() => elapsed(() => run(cataloger, path, content))));
    expect(least(large)).toBeLessThan(32 * Math.max(least(small), 2));
  });
});

/** Time of the processor, because others use the machine too. */
function elapsed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}
