import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rpmHeader, sqliteDatabase } from '../support/rpm-builder.ts';
import { makeSandbox, runPratique } from '../support/run-pratique.ts';

const sandbox = makeSandbox();
const db = join(sandbox.work, 'db');

/** Sixty packages that the distribution tracks, and nodejs with a flaw that it fixed in its own build. */
function writeFeed(name: string, release: string, nodeFix: string): void {
  const names = [...Array.from({ length: 60 }, (_, at) => [`package-${at}`, '2.0-1'] as const), ['nodejs', nodeFix] as const];
  const records = names.map(([found, fixed], at) => {
    const id = `${name.toUpperCase().replaceAll(' ', '-')}-CVE-2026-${1000 + at}`;
    const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }];
    const affected = [{ package: { ecosystem: release, name: found }, ranges }];
    return [`${id}.json`, strToU8(JSON.stringify({ id, modified: '2026-11-20T00:00:00Z', upstream: [`CVE-2026-${1000 + at}`], affected }))] as const;
  }); // prettier-ignore
  write(`feeds/osv/${name}/all.zip`, zipSync(Object.fromEntries(records)));
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(sandbox.work, path)), { recursive: true });
  writeFileSync(join(sandbox.work, path), content);
}

function stanza(name: string, version: string, maintainer: string): string {
  write(`debian/var/lib/dpkg/info/${name}.list`, `/.\n/usr/share/${name}\n`);
  write(`debian/usr/share/${name}`, '');
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nMaintainer: ${maintainer}\n\n`;
}

beforeAll(() => {
  writeFeed('Debian', 'Debian:12', '18.20.4+dfsg-1~deb12u1');
  writeFeed('Rocky Linux', 'Rocky Linux:9', '1:18.20.4-1.el9');
  write('debian/etc/os-release', 'ID=debian\nVERSION_ID=12\n');
  write(
    'debian/var/lib/dpkg/status',
    stanza('nodejs', '18.19.1-1nodesource1', 'NodeSource Support <support@nodesource.com>') +
      stanza('docker-ce', '5:27.0.3-1~debian.12~bookworm', 'Docker <support@docker.com>') +
      stanza('bash', '5.2.15-2', 'Matthias Klose <doko@debian.org>'),
  );
  const rocky = 'Rocky Enterprise Software Foundation';
  const headers = [
    { name: 'bash', version: '5.1.8', release: '9.el9', vendor: rocky, files: ['/etc/os-release'] },
    { name: 'nodejs', version: '18.19.1', release: '1nodesource', epoch: 2, vendor: 'NodeSource', files: ['/etc/os-release'] },
    { name: 'docker-ce', version: '27.0.3', release: '1.el9', epoch: 3, vendor: 'Docker', files: ['/etc/os-release'] },
  ].map(rpmHeader);
  write('rocky/etc/os-release', 'ID=rocky\nVERSION_ID=9.4\n');
  write('rocky/var/lib/rpm/rpmdb.sqlite', sqliteDatabase(headers));
  const built = runPratique(
    ['db', 'build', '--quiet', '--only', 'debian,rocky', '--from', join(sandbox.work, 'feeds'), '--output', db],
    sandbox,
  );
  expect(built.exitCode).toBe(0);
});
afterAll(() => sandbox.dispose());

interface Report {
  readonly issues: readonly { readonly code: string; readonly message: string }[];
  readonly findings: readonly { readonly id: string; readonly hasLowerConfidence?: boolean; readonly package: { readonly supplier?: string } }[];
  readonly summary: { readonly lowerConfidence: unknown };
  readonly packages: readonly { readonly name: string; readonly supplier?: string }[];
} // prettier-ignore

function scan(root: string, ...options: readonly string[]): { readonly exitCode: number | null; readonly report: Report } {
  const { exitCode, stdout } = runPratique(
    ['scan', `rootfs:${join(sandbox.work, root)}`, '--db', db, '--format', 'json', ...options],
    sandbox,
  );
  return { exitCode, report: (JSON.parse(stdout) as { readonly reports: readonly [Report] }).reports[0] };
}

describe('packages that the distribution did not publish', () => {
  it.each([
    ['debian', 'Debian', ['CVE-2026-1060 NodeSource true']],
    // The epoch of NodeSource is higher than that of every fix.
    ['rocky', 'Rocky Linux', []],
  ])('are never silently clean: %s', (root, distribution, findings) => {
    const { exitCode, report } = scan(root);
    expect(report.packages.map(({ name, supplier }) => [name, supplier])).toEqual([
      ['bash', undefined],
      ['docker-ce', 'Docker'],
      ['nodejs', 'NodeSource'],
    ]);
    expect(report.findings.map((each) => `${each.id} ${each.package.supplier} ${each.hasLowerConfidence}`)).toEqual(findings);
    expect(report.summary.lowerConfidence).toEqual({ distinct: findings.length, occurrences: findings.length });
    expect(report.issues.filter(({ code }) => code !== 'ADVISORIES_STALE').map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `ADVISORIES_MISSING: no advisories for 1 package that is not from ${distribution}: docker-ce (Docker)`,
      `THIRD_PARTY_PACKAGES: 1 package is not from ${distribution}, so its advisories may not apply: nodejs (NodeSource)`,
    ]);
    expect(exitCode).toBe(4);
    expect(scan(root, '--allow-incomplete=third-party').exitCode).toBe(0);
    expect(scan(root, '--allow-incomplete=java').exitCode).toBe(4);
  });
});
