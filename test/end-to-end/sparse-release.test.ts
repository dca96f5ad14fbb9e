import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSandbox, runPratique } from '../support/run-pratique.ts';

const sandbox = makeSandbox();
const db = join(sandbox.work, 'db');

/** Sixty packages of the release that the distribution tracks, and one stray record about each of the others. */
function writeFeed(name: string, tracked: string, strays: readonly string[]): void {
  const records = [
    ...Array.from({ length: 60 }, (_, at) => [`package-${at}`, tracked, at] as const),
    ...strays.map((release, at) => ['openssl', release, 100 + at] as const),
  ].map(([found, release, number]) => ({
    id: `${name.toUpperCase()}-CVE-2026-${1000 + number}`,
    modified: '2026-11-20T00:00:00Z',
    upstream: [`CVE-2026-${1000 + number}`],
    affected: [
      { package: { ecosystem: release, name: found }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0-1' }] }] },
    ],
  }));
  const path = join(sandbox.work, 'feeds/osv', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'all.zip'),
    zipSync(Object.fromEntries(records.map((record) => [`${record.id}.json`, strToU8(JSON.stringify(record))]))),
  );
}

/** A root file system with one package, which no record is about. */
function writeRoot(id: string, version: string): string {
  const root = join(sandbox.work, `${id}-${version}`);
  for (const path of ['etc', 'var/lib/dpkg/info', 'usr/bin']) mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, 'etc/os-release'), `ID=${id}\nVERSION_ID=${version}\n`);
  writeFileSync(
    join(root, 'var/lib/dpkg/status'),
    'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0.0-1\n\n',
  );
  writeFileSync(join(root, 'var/lib/dpkg/info/bash.list'), '/.\n/usr\n/usr/bin\n/usr/bin/bash\n');
  writeFileSync(join(root, 'usr/bin/bash'), '#!');
  return root;
}

beforeAll(() => {
  writeFeed('Debian', 'Debian:12', ['Debian:14']);
  writeFeed('Ubuntu', 'Ubuntu:24.04:LTS', ['Ubuntu:Pro:26.04:LTS', 'Ubuntu:25.10', 'Ubuntu:14.04:LTS']);
  const built = runPratique(
    ['db', 'build', '--quiet', '--only', 'debian,ubuntu', '--from', join(sandbox.work, 'feeds'), '--output', db],
    sandbox,
  );
  expect(built.exitCode).toBe(0);
});
afterAll(() => sandbox.dispose());

describe('a release that only stray advisories mention', () => {
  it.each([
    ['debian', '14', 'too few advisories for Debian 14, which no source tracks: 1 package not fully scanned'],
    ['ubuntu', '26.04', 'too few advisories for Ubuntu 26.04, which no source tracks: 1 package not fully scanned'],
    ['ubuntu', '25.10', 'too few advisories for Ubuntu 25.10, which no source tracks: 1 package not fully scanned'],
    ['ubuntu', '14.04', 'too few advisories for Ubuntu 14.04, which no source tracks: 1 package not fully scanned'],
    ['debian', '11', 'no advisories for Debian 11: 1 package not scanned'],
  ])('does not pass a gate as clean: %s %s', (id, version, message) => {
    const scanned = runPratique(['scan', writeRoot(id, version), '--db', db, '--exit-code', '1', '--format', 'json'], sandbox);
    const { reports } = JSON.parse(scanned.stdout) as {
      readonly reports: readonly { readonly issues: readonly { code: string; message: string }[] }[];
    };
    expect(reports[0]?.issues.filter(({ code }) => code === 'ADVISORIES_MISSING').map((issue) => issue.message)).toEqual([message]);
    expect(scanned.exitCode).toBe(4);
  });

  it.each([
    ['debian', '12'],
    ['ubuntu', '24.04'],
  ])('is another thing than one that a source tracks: %s %s', (id, version) => {
    const scanned = runPratique(['scan', writeRoot(id, version), '--db', db, '--exit-code', '1', '--format', 'json'], sandbox);
    expect([scanned.exitCode, scanned.stdout.includes('ADVISORIES_MISSING')]).toEqual([0, false]);
  });
});
