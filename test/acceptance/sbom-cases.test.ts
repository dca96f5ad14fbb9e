import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSbom } from '../../src/sbom/read/read-sbom.ts';
import { SbomError } from '../../src/sbom/read/sbom-error.ts';
import { casesRoot } from '../cases/case-suite.ts';
import { cyclonedxDocuments, reportedSboms } from '../cases/documents.ts';
import { describeCases } from '../support/describe-cases.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';

const cases = join(casesRoot, 'cyclonedx-spec');

interface Expected {
  readonly input: string;
  readonly valid: boolean;
}

/** Whether a document is read, and read without a doubt about its form. */
function isAccepted(bytes: Uint8Array): boolean {
  try {
    return !readSbom(bytes, { name: 'bom', evidence: 'declared' }).issues.some(
      ({ code }) => code === 'SBOM_INVALID' || code === 'SBOM_ENTRY_UNREADABLE',
    );
  } catch (error) {
    if (error instanceof SbomError) return false;
    throw error;
  }
}

describeCases(cyclonedxDocuments, () => {
  it('are read if they are valid, and refused or reported if they are not', () => {
    const wrong = readdirSync(cases).filter((name) => {
      const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')) as Expected;
      return isAccepted(readFileSync(join(cases, name, expected.input))) !== expected.valid;
    });
    expect(wrong).toEqual([]);
    expect(readdirSync(cases)).toHaveLength(cyclonedxDocuments.count);
  });
});

const reports = join(casesRoot, 'reports/packages');

/** What people reported of other scanners: the SBOM, its packages, the findings that its own advisories make, and what must be said of it. */
const reported: readonly (readonly [file: string, packages: readonly string[], findings: readonly string[], codes: readonly string[]])[] = [
  ['53-sbom-purl-without-version/bom.cdx.json', ['debug ', 'lodash 4.17.16', 'ms 2.0.0'], ['GHSA-c733-8pch-p4p5 ms', 'GHSA-q9mp-h2rg-f8jw lodash'], ['SBOM_VERSIONS_MISSING']],
  ['56-sbom-spdx-tag-value/big.spdx', ['golang.org/x/net v0.3.0', 'golang.org/x/text v0.3.6'], ['GO-2099-0071 golang.org/x/net', 'GO-2099-0072 golang.org/x/text'], []],
  ['57-sbom-rpm-epoch/bom.spdx.json', ['NetworkManager 1:1.40.16-15.el8_9', 'dbus 1:1.12.8-18.el8'], ['RHSA-2099:0003 dbus'], []],
  ['59-sbom-npm-scope/bom.cdx.json', ['@colors/colors 1.5.0', '@types/jquery 2.0.56', '@webpack-cli/serve 1.0.0'], ['GHSA-x6qf-786v-rf3m @colors/colors'], []],
  ['61-sbom-minimal/foo.json', ['lodash 4.17.20'], ['GHSA-9cfq-qm3c-gwch lodash'], ['SBOM_PACKAGES_UNIDENTIFIED']],
  ['71-composer-purl-case/bom.cdx.json', ['github.com/BurntSushi/toml v0.3.1', 'guzzlehttp/guzzle 7.4.2', 'newtonsoft.json 12.0.3', 'zope-interface 5.4.0'], ['GHSA-63jq-mqv5-27cm guzzlehttp/guzzle', 'GHSA-pcvm-3436-hj3f newtonsoft.json', 'GHSA-r2mc-hh9c-qhhv zope-interface', 'GO-2099-0081 github.com/BurntSushi/toml'], []],
]; // prettier-ignore

interface ReportJson {
  readonly packages: readonly { readonly name: string; readonly version?: string }[];
  readonly findings: readonly { readonly advisoryIds: readonly string[]; readonly package: { readonly name: string } }[];
  readonly issues: readonly { readonly code: string }[];
}

describeCases(reportedSboms, () => {
  it.each(reported)('%s', (file, packages, findings, codes) => {
    ensureBuilt();
    const sandbox = makeSandbox();
    const run = (...args: readonly string[]): string =>
      spawnSync(process.execPath, [program, ...args], { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8' }).stdout;
    try {
      run('db', 'build', '--from', join(reports, file, '../feed'), '--output', 'db');
      const document = join(reports, file);
      const [report] = (JSON.parse(run('scan', document, '--db', 'db', '-f', 'json')) as { readonly reports: readonly ReportJson[] })
        .reports;
      expect(report?.packages.map(({ name, version = '' }) => `${name} ${version}`).sort()).toEqual(packages);
      expect(report?.findings.map((finding) => `${finding.advisoryIds.join()} ${finding.package.name}`).sort()).toEqual(findings);
      expect(report?.issues.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
      for (const format of ['cyclonedx', 'cyclonedx-xml', 'spdx', 'spdx-json@3.0', 'syft-json', 'github'])
        expect(run('sbom', document, '-f', format)).toContain(packages.at(-1)?.split(' ')[0]?.split('/').at(-1));
    } finally {
      sandbox.dispose();
    }
  });
});
