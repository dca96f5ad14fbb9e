import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { casesRoot as root } from '../../test/cases/case-suite.ts';
import { licences, npmPackages, otherSystems, packageDatabases } from '../../test/cases/packages.ts';
import { describeCases } from '../../test/support/describe-cases.ts';
import { makeMemoryTree, readMemoryLayer } from '../../test/support/memory-tree.ts';
import { type Package } from '../model/package.ts';
import { catalogTree } from './catalog-tree.ts';
import { prepareYamlContent } from './language/parse-yaml-content.ts';

beforeAll(prepareYamlContent);

const now = new Date('2026-11-20T00:00:00Z');

interface ExpectedPackage {
  readonly name: string;
  readonly version?: string | null;
  readonly release?: string;
  readonly epoch?: number | null;
  readonly arch?: string;
  readonly srcName?: string;
  readonly srcVersion?: string;
  readonly dev?: boolean;
  readonly licenses?: readonly string[];
}

function catalogCase(folder: string): readonly Package[] {
  return catalogTree(makeMemoryTree(readMemoryLayer(join(root, folder, 'rootfs'))), { now, isImage: false }).packages;
}

function expectedOf(folder: string): readonly ExpectedPackage[] {
  const expected = JSON.parse(readFileSync(join(root, folder, 'expected.json'), 'utf8')) as { readonly packages: ExpectedPackage[] };
  return expected.packages;
}

function foldersOf(kind: string, pattern: RegExp): readonly string[] {
  if (!existsSync(join(root, kind))) return [];
  return readdirSync(join(root, kind))
    .filter((name) => pattern.test(name))
    .map((name) => `${kind}/${name}`);
}

function sorted(lines: Iterable<string>): readonly string[] {
  return [...new Set(lines)].sort();
}

describeCases(packageDatabases, () => {
  const folders = [
    ...foldersOf('os-package-dbs', /./).filter((folder) => !folder.endsWith('.md')),
    ...foldersOf('catalogers', /^(?:debian|alpine|redhat|arch)-/),
  ];

  it('are there', () => expect(folders).toHaveLength(packageDatabases.count));

  it.each(folders)('%s', (folder) => {
    const found = catalogCase(folder);
    const expected = expectedOf(folder);
    expect(sorted(found.map((one) => `${one.name} ${one.version ?? ''} ${one.architecture ?? ''}`))).toEqual(
      sorted(
        expected
          .map((one) => `${one.name} ${versionOf(one)} ${one.arch ?? ''}`)
          .filter((line) => packageDatabases.exceptions[folder]?.expected !== line),
      ),
    );
    for (const { name, arch, srcName, srcVersion } of expected) {
      const same = found.find((one) => one.name === name && (arch === undefined || one.architecture === arch));
      if (srcName) expect(same?.source?.name).toBe(srcName);
      if (srcVersion) expect(same?.source?.version).toBe(srcVersion);
    }
  });
});

function versionOf({ version, release, epoch }: ExpectedPackage): string {
  const full = release === undefined || (version ?? '').endsWith(`-${release}`) ? (version ?? '') : `${version ?? ''}-${release}`;
  return epoch ? `${epoch}:${full}` : full;
}

describeCases(npmPackages, () => {
  const folders = [
    ...foldersOf('parsers', /^nodejs-(?:npm|packagejson)/),
    ...foldersOf('catalogers', /^javascript-(?:TestParsePackageLock|package|Test_Javascript)/),
  ];

  it('are there', () => expect(folders).toHaveLength(npmPackages.count));

  it.each(folders)('%s', (folder) => {
    const exception = npmPackages.exceptions[folder]?.expected;
    const expected = exception ?? expectedOf(folder).map((one) => `${one.name} ${one.version ?? ''}`);
    // Syft leaves development dependencies out; here they are marked.
    const isSyft = folder.startsWith('catalogers/');
    const found = catalogCase(folder).filter((one) => !isSyft || one.isDevelopment !== true);
    // Most leave out the project itself; here it is marked.
    const lines = found.flatMap((one) => {
      const line = `${one.name} ${one.version ?? ''}`;
      return one.isOwn === true && !expected.includes(line) ? [] : [line];
    });
    expect(sorted(lines)).toEqual(sorted(expected));
    if (exception !== undefined) return;
    for (const one of expectedOf(folder)) {
      if (one.dev === undefined) continue;
      expect([one.name, found.find(({ name, version }) => name === one.name && version === one.version)?.isDevelopment]).toEqual([
        one.name,
        one.dev,
      ]);
    }
  });
});

describeCases(otherSystems, () => {
  const folders = foldersOf('catalogers', /^(?:gentoo|homebrew|snap|bitnami)-/);

  it('are there', () => expect(folders).toHaveLength(otherSystems.count));

  it.each(folders)('%s', (folder) => {
    // What an SBOM names beside its subject is only claimed.
    const found = catalogCase(folder).filter(({ evidence, ecosystem }) => evidence !== 'claimed' && ecosystem !== 'go');
    const expected = expectedOf(folder).map((one) => `${one.name} ${one.version ?? ''}`);
    expect(sorted(found.map((one) => `${one.name} ${one.version ?? ''}`))).toEqual(
      sorted(otherSystems.exceptions[folder]?.expected ?? expected),
    );
    if (folder.startsWith('catalogers/gentoo'))
      expect(found.map(({ licenses }) => licenses.join(' '))).toEqual([expect.stringMatching(/^Apache-2.0 AND|^@GROUP1/)]);
  });
});

describeCases(licences, () => {
  it.each([
    ['catalogers/javascript-TestParsePackageLockLicenseWithArray-array-license-package-'],
    ['catalogers/javascript-package-license-object.json'],
    ['catalogers/javascript-package-no-license.json'],
    ['catalogers/alpine-base'],
    ['os-package-dbs/rpm-bdb-libuuid'],
  ])('%s', (folder) => {
    const expected = expectedOf(folder);
    const licenses = new Map(catalogCase(folder).map((one) => [one.name, one.licenses]));
    for (const one of expected) {
      // The project itself.
      if (one.name === 'tmp') continue;
      expect([one.name, licenses.get(one.name)]).toEqual([one.name, one.licenses ?? []]);
    }
  });
});
