import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
  const packages = { '': { name: 'app' }, 'node_modules/lodash': { version: '4.17.4' }, 'node_modules/minimist': { version: '1.2.0' } };
  mkdirSync(join(sandbox.work, 'app'));
  write('app/package-lock.json', JSON.stringify({ name: 'app', lockfileVersion: 3, packages }));
});
afterEach(() => {
  sandbox.dispose();
});

const write = (name: string, text: string): void => {
  writeFileSync(join(sandbox.work, name), text);
};
const gate = ['scan', 'app', '--severity', 'CRITICAL', '--exit-code', '1'];

describe('suppressed findings', () => {
  it('do not fail the gate, and stay in the report with file and line', () => {
    write('.trivyignore', '# constant keys\nGHSA-jf85-cpcp-j695\n');
    write('list.yaml', 'generalwhitelist:\n  cve-2021-44906: minimist\n');
    expect(runPratique(gate, sandbox).exitCode).toBe(1);
    const { exitCode, stdout, stderr } = runPratique([...gate, '-w', 'list.yaml', '--show-suppressed', '--output', 'json=r.json'], sandbox);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('2 suppressed by .trivyignore (1), list.yaml (1)');
    expect(stdout).toContain('.trivyignore:2: constant keys');
    const { findings } = (JSON.parse(readFileSync(join(sandbox.work, 'r.json'), 'utf8')) as { reports: [{ findings: { id: string; suppression?: { origin: string } }[] }] }).reports[0];
    expect(findings.flatMap(({ id, suppression }) => (suppression === undefined ? [] : [`${id} ${suppression.origin}`])).sort()).toEqual([
      'CVE-2019-10744 .trivyignore:2',
      'CVE-2021-44906 list.yaml:2',
    ]);
    expect(runPratique([...gate, '-w', 'list.yaml', '--no-ignorefile'], sandbox).exitCode).toBe(1);
  }); // prettier-ignore

  it('count again after their date, and a warning says so', () => {
    write('pratique.yaml', 'suppressions:\n  - id: [CVE-2019-10744, CVE-2021-44906]\n    reason: until the release\n    expires: 2020-01-01\n');
    expect(runPratique(gate, sandbox)).toMatchObject({
      exitCode: 1,
      stderr: 'pratique: warning: pratique.yaml:2: CVE-2019-10744, CVE-2021-44906 expired on 2020-01-01; 2 findings count again (reason: until the release)\n',
    });
  }); // prettier-ignore

  it('are mentioned on stderr where they match nothing', () => {
    write('.trivyignore', 'CVE-2000-0001\n');
    expect(runPratique(['scan', 'app'], sandbox).stderr).toBe(
      'pratique: .trivyignore:1: unused suppression: CVE-2000-0001 matches no finding\n',
    );
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['.trivyignore', 'CVE-2019-1O744\n', '.trivyignore:1:1: "CVE-2019-1O744" is not a valid id', 'write it as CVE-2021-44228'],
    ['.trivyignore.yaml', 'vulnerability: []\n', '.trivyignore.yaml:1:1: the file has no setting "vulnerability"', 'vulnerabilities, misconfigurations, secrets, licenses'],
    ['.grype.yaml', 'ignore:\n  - vulnerability: CVE-1\n', '.grype.yaml:2:5: ignore[0]: "CVE-1" is not a valid id', 'write it as CVE-2021-44228'],
    ['pratique.yaml', 'suppression: []\n', 'pratique.yaml:1:1: the file has no setting "suppression"', 'suppressions'],
  ])('is a usage error with its line: %s', (name, text, message, hint) => {
    write(name, text);
    expect(runPratique(gate, sandbox)).toMatchObject({ exitCode: 2, stdout: '', stderr: `pratique: ${message} (CONFIG_INVALID); try: ${hint}\n` });
  }); // prettier-ignore

  it('is a usage error where it was named and is not there', () => {
    expect(runPratique([...gate, '--ignorefile', 'none'], sandbox)).toMatchObject({
      exitCode: 2,
      stderr: 'pratique: none does not exist (CONFIG_INVALID); try: check the path and its permissions\n',
    });
  });
});

describe('pratique policy', () => {
  it('lint finds what is unused in a target', () => {
    write('.trivyignore', 'CVE-2019-10744\nCVE-2000-0001\n');
    expect(runPratique(['policy', 'lint'], sandbox)).toMatchObject({
      exitCode: 0,
      stdout: 'no problems in 2 suppressions; to find unused ones, name a TARGET\n',
    });
    expect(runPratique(['policy', 'lint', 'app'], sandbox)).toMatchObject({
      exitCode: 1,
      stdout: '.trivyignore:2: unused: CVE-2000-0001 matches no finding\n1 problem in 2 suppressions\n',
    });
  });

  it('import writes a section that suppresses the same', () => {
    write('old.txt', '# accepted\nCVE-2019-10744\nCVE-2021-44906 exp:2099-01-01\n');
    write('osv-scanner.toml', '[[PackageOverrides]]\necosystem = "npm"\nname = "left-pad"\nignore = true\n');
    const { exitCode, stderr } = runPratique(['policy', 'import', 'old.txt', 'osv-scanner.toml', '--output', 'pratique.yaml'], sandbox);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(readFileSync(join(sandbox.work, 'pratique.yaml'), 'utf8')).toBe(`suppressions:
  # old.txt:2
  - id: CVE-2019-10744
    reason: accepted
  # old.txt:3
  - id: CVE-2021-44906
    reason: accepted
    expires: 2098-12-31
  # osv-scanner.toml:1
  - purl: "pkg:npm/left-pad"
    kind: [vulnerability, license]
    reason: no reason given
`);
    expect(runPratique([...gate, '--no-ignorefile'], sandbox).exitCode).toBe(0);
  });
});

describe('VEX', () => {
  const openVex = (id: string, cve: string, purl: string): string =>
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': id,
      author: 'Lab',
      timestamp: '2026-05-01T00:00:00Z',
      version: 1,
      statements: [{ vulnerability: { name: cve }, products: [{ '@id': purl }], status: 'not_affected', impact_statement: 'unreachable' }],
    });

  it('of a directory sets findings aside, and names what is no VEX document', () => {
    mkdirSync(join(sandbox.work, 'vex'));
    write('vex/1.json', openVex('urn:1', 'CVE-2019-10744', 'pkg:npm/lodash@4.17.4'));
    write('vex/2.json', openVex('urn:2', 'CVE-2021-44906', 'pkg:npm/minimist@1.2.0'));
    write('vex/3.json', '{}');
    write('vex/readme.txt', 'notes');
    expect(runPratique([...gate, '--vex', 'vex'], sandbox)).toMatchObject({
      exitCode: 0,
      stderr: 'pratique: warning: vex/3.json: is not a VEX document; it was skipped\n',
    });
    expect(runPratique([...gate, '--vex', 'vex/3.json'], sandbox).exitCode).toBe(2);
    expect(runPratique([...gate, '--vex', 'oci'], sandbox).exitCode).toBe(2);
  });

  it('is explained statement by statement', () => {
    write('v.json', openVex('urn:1', 'CVE-2019-10744', 'pkg:npm/lodash@4.17.3'));
    expect(runPratique(['vex', 'explain', 'cve-2019-10744', 'app', '--vex', 'v.json'], sandbox).stdout).toBe(
      'cve-2019-10744 in pkg:npm/lodash@4.17.4: counts\n  does not apply: v.json: statement 1: not_affected: the version is 4.17.3, not 4.17.4\n',
    );
  });

  it('is written from suppressions, and read back', () => {
    write('.trivyignore', '# constant keys\nCVE-2019-10744\nCVE-2021-44906\n');
    expect(runPratique(['vex', 'create', 'app', '--author', 'Lab', '--output', 'out.json'], sandbox).exitCode).toBe(0);
    expect(runPratique([...gate, '--no-ignorefile', '--vex', 'out.json'], sandbox).exitCode).toBe(0);
    const { statements } = JSON.parse(readFileSync(join(sandbox.work, 'out.json'), 'utf8')) as {
      statements: { impact_statement: string }[];
    };
    expect(statements.map((each) => each.impact_statement)).toEqual(['constant keys', 'constant keys']);
  });
});

describe('policy statements', () => {
  const policy = (deny: string): string =>
    `policy:\n  - name: no-critical\n    deny: ${deny}\npolicy-tests:\n  - name: critical\n    finding: { severity: critical }\n    violates: no-critical\n`;

  it('fail a scan without any option, and are tested and explained', () => {
    write('pratique.yaml', policy("finding.severity == 'critical'"));
    const { exitCode, stdout } = runPratique(['scan', 'app'], sandbox);
    expect([exitCode, stdout.includes('✗ 2 findings violate no-critical')]).toEqual([1, true]);
    expect(runPratique(['policy', 'test'], sandbox)).toMatchObject({ exitCode: 0, stdout: 'ok    critical\n1 passed\n' });
    expect(runPratique(['policy', 'check'], sandbox).stdout).toBe('no errors: 1 policy statement, 1 policy test, 0 suppressions\n');
    expect(runPratique(['policy', 'explain', 'app'], sandbox).stdout).toContain('✗ pratique.yaml:2: 2 findings violate no-critical\n');
  });

  it('that are wrong are a usage error with line and column, before anything is scanned', () => {
    write('pratique.yaml', policy("finding.sevrity == 'critical'"));
    expect(runPratique(['scan', 'app'], sandbox)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: `pratique: pratique.yaml:3:11: policy[0].deny: No such key: sevrity, at "sevrity == 'critical'" (CONFIG_INVALID); try: severity\n`,
    });
  });

  it('that cannot answer never pass', () => {
    write('pratique.yaml', policy("finding.severities['none'] == 'high'"));
    expect(runPratique(['scan', 'app'], sandbox).exitCode).toBe(2);
  });
});
