import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCataloger } from '../../test/support/cataloger-contract.ts';
import { processorMs } from '../../test/support/processor-time.ts';
import { zipOf } from '../../test/support/zip-builder.ts';
import { bdbDatabase, ndbDatabase, rpmHeader } from '../../test/support/rpm-builder.ts';
import { isFactCataloger, type Cataloger } from './cataloger.ts';
import { catalogers } from './catalogers.ts';
import { catalogInspectors } from './inspectors.ts';

const sources = ['claim', 'os', 'language', 'program'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, folder, file), 'utf8')),
);

describe('catalogers', () => {
  it('are in order of their ids', () => {
    const ids = catalogers.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
  });

  it('are held to the contract of test/support/cataloger-contract.ts, each by its own test', () => {
    const members = sources.flatMap((text) => [...text.matchAll(/^export const (\w+): \w+Cataloger = /gm)].map(([, name]) => name!));
    const held = sources.flatMap((text) => [...text.matchAll(/^describeCataloger\((\w+), /gm)].map(([, name]) => name!));
    expect(members).toHaveLength(catalogers.length);
    expect(held.sort()).toEqual(members.sort());
  });

  it('have their inspectors in the list that reading threads load', () => {
    const inspectors = catalogers.filter(isFactCataloger).map(({ inspector }) => inspector);
    expect(catalogInspectors).toEqual(expect.arrayContaining(inspectors));
  });
});

function catalogerOf(id: string): Cataloger {
  return catalogers.find((cataloger) => cataloger.id === id)!;
}

const rpmPackage = rpmHeader({ name: 'p1', version: '1', release: '2', files: ['/a/b', '/a/c'], provides: ['x'], requires: ['x', 'p1'] });

/** Eight times the input may take sixteen times as long, measured on inputs that would be slow where work is quadratic. */
describe('time is linear', () => {
  const many = (count: number, line: string): Buffer => Buffer.from(line.repeat(count));
  it.each<[name: string, id: string, path: string, make: (count: number) => Buffer]>([
    [
      'dpkg: records',
      'dpkg-status',
      'var/lib/dpkg/status',
      (count) =>
        Buffer.from(
          Array.from(
            { length: count },
            (_, at) => `Package: p${at}\nStatus: install ok installed\nVersion: 1\nDepends: p${at + 1}, a | b\n\n`,
          ).join(''),
        ),
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
      (count) => ndbDatabase(Array.from({ length: Math.min(count, 254) }, () => rpmPackage)),
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
    [
      'cargo: packages of one name',
      'cargo-lock',
      'Cargo.lock',
      (count) =>
        Buffer.from(Array.from({ length: count }, (_, at) => `[[package]]\nname = "a"\nversion = "${at}.0.0"\nsource = "x"\n`).join('')),
    ],
    [
      'pnpm: packages with snapshots for their peers',
      'javascript-lock',
      'pnpm-lock.yaml',
      (count) => {
        const names = Array.from({ length: count }, (_, at) => `p${at}@1.0.0`);
        const sections = [
          ['packages:', ...names.map((name) => `  ${name}:`)],
          ['snapshots:', ...names.map((name) => `  ${name}(a@1.0.0): {}`)],
        ];
        return Buffer.from(["lockfileVersion: '9.0'", ...sections.flat(), ''].join('\n'));
      },
    ],
    [
      'java: archives inside one',
      'java-installed',
      'app.jar',
      (count) =>
        zipOf(
          Array.from({ length: count / 10 }, (_, at) => ({
            name: `lib/a-${at}.jar`,
            content: zipOf([{ name: `META-INF/maven/g/a${at}/pom.properties`, content: `groupId=g\nartifactId=a${at}\nversion=1` }]),
            method: 0,
          })),
        ),
    ],
    [
      'maven: dependencies, each with a property',
      'maven-project',
      'pom.xml',
      (count) =>
        Buffer.from(
          `<project><properties>${Array.from({ length: count }, (_, at) => `<v${at}>1</v${at}>`).join('')}</properties><dependencies>${Array.from(
            { length: count },
            (_, at) => `<dependency><groupId>g</groupId><artifactId>a${at}</artifactId><version>\${v${at}}</version></dependency>`,
          ).join('')}</dependencies></project>`,
        ),
    ],
    [
      'gradle: locked dependencies',
      'gradle-lock',
      'gradle.lockfile',
      (count) => Buffer.from(Array.from({ length: count }, (_, at) => `g:a${at}:1=runtimeClasspath\n`).join('')),
    ],
    [
      'go: replacements',
      'go-mod',
      'go.mod',
      (count) =>
        Buffer.from(
          `module m\n${Array.from({ length: count }, (_, at) => `require a/p${at} v1.0.0\nreplace a/p${at} => b/p${at} v1.0.0\n`).join('')}`,
        ),
    ],
  ])('%s', (_name, id, path, make) => {
    const cataloger = catalogerOf(id);
    const [small, large] = [make(1_000), make(8_000)];
    for (let warm = 0; warm < 5; warm++) runCataloger(cataloger, path, small);
    // Eight times the input: a quadratic reader takes 64 times as long. The collector's share makes it less even than eight.
    const least = (content: Buffer): number =>
      Math.min(...[1, 2, 3].map(() => processorMs(() => void runCataloger(cataloger, path, content))));
    expect(least(large)).toBeLessThan(44 * Math.max(least(small), 2));
  });
});
