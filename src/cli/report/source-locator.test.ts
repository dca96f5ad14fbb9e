import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePackage, matchSituation } from '../../../test/support/match-fixtures.ts';
import { makeSampleReport } from '../../../test/support/sample-report.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { limits } from '../../model/limits.ts';
import { type ScanReport } from '../../model/report.ts';
import { checkDockerfile, sourceLocator } from './source-locator.ts';

let temporary: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (temporary = temporaryFolder()));
afterEach(() => temporary[Symbol.dispose]());
const folder = (): string => temporary.path;
const image = makeSampleReport();
const dockerfile =
  'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl libc6-dev node-semver\nCOPY node_modules /app/node_modules\n';

function scanned(name: string, path: string): ScanReport {
  const packages = [makePackage('npm/lodash 4.17.4', { path })];
  const { findings } = matchSituation({ packages, facts: [{ on: 'npm/lodash', id: 'CVE-2024-0001' }] });
  return { ...image, target: { ...image.target, name, scheme: 'dir', layers: [] }, packages, findings };
}

function placesOf(report: ScanReport, options: { readonly dockerfile?: string } = {}) {
  const locate = sourceLocator(options, folder());
  return report.findings.map((finding) => locate(report, finding));
}

describe('an image', () => {
  it('is located in the Dockerfile of the working directory that made it', () => {
    writeFileSync(join(folder(), 'Dockerfile'), dockerfile);
    const lines = new Set(placesOf(image).map((place) => `${place?.path ?? ''}:${place?.line ?? 0}`));
    expect([...lines].sort()).toEqual(['Dockerfile:1', 'Dockerfile:2', 'Dockerfile:3']);
  });

  it('is not located in one that did not make it, unless it was named', () => {
    writeFileSync(join(folder(), 'Dockerfile'), 'FROM a\nRUN other\n');
    expect(new Set(placesOf(image))).toEqual(new Set([undefined]));
    mkdirSync(join(folder(), 'build'));
    writeFileSync(join(folder(), 'build/Dockerfile'), 'FROM a\nRUN other\n');
    expect(placesOf(image, { dockerfile: 'build/Dockerfile' }).map((place) => place?.path)).toEqual(image.findings.map(() => 'build/Dockerfile'));
  }); // prettier-ignore

  it('has no place in a Dockerfile outside of the working directory, or in one that is too large', () => {
    expect(placesOf(image, { dockerfile: '../Dockerfile' }).filter((place) => place !== undefined)).toEqual([]);
    const fill = '#'.repeat(limits.dockerfileBytes - dockerfile.length - 1);
    writeFileSync(join(folder(), 'Dockerfile'), `${dockerfile}${fill}\n`);
    expect(placesOf(image).every((place) => place !== undefined)).toBe(true);
    writeFileSync(join(folder(), 'Dockerfile'), `${dockerfile}${fill}#\n`);
    expect(placesOf(image).every((place) => place === undefined)).toBe(true);
    expect(() => checkDockerfile({ dockerfile: join(folder(), 'Dockerfile') })).toThrow('has more than');
  });
});

describe('a folder', () => {
  it('is located at the line of the package in its lock file', () => {
    mkdirSync(join(folder(), 'web'));
    writeFileSync(join(folder(), 'web/package-lock.json'), '{\n"packages": {\n"node_modules/lodash": {\n"version": "4.17.4"\n');
    expect(placesOf(scanned('web', 'package-lock.json'))).toEqual([{ path: 'web/package-lock.json', line: 3 }]);
    expect(placesOf(scanned('dir:web', 'package-lock.json'))).toEqual([{ path: 'web/package-lock.json', line: 3 }]);
  });

  it('is located at line 1 of a file that is gone, and at its own path where it is elsewhere', () => {
    expect(placesOf(scanned('gone', 'package-lock.json'))).toEqual([{ path: 'gone/package-lock.json', line: 1 }]);
    expect(placesOf(scanned('/elsewhere', 'a/package-lock.json'))).toEqual([{ path: 'a/package-lock.json', line: 1 }]);
  });

  it('is located at line 1 of a file that is too large to read', () => {
    const text = '\n"node_modules/lodash": { "version": "4.17.4" }\n';
    writeFileSync(join(folder(), 'package-lock.json'), text.padEnd(limits.sourceFileBytes, ' '));
    expect(placesOf(scanned('.', 'package-lock.json'))).toEqual([{ path: 'package-lock.json', line: 2 }]);
    writeFileSync(join(folder(), 'package-lock.json'), text.padEnd(limits.sourceFileBytes + 1, ' '));
    expect(placesOf(scanned('.', 'package-lock.json'))).toEqual([{ path: 'package-lock.json', line: 1 }]);
  });
});
