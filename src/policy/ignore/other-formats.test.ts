import { describe, expect, it } from 'vitest';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { parseReference } from '../../model/reference.ts';
import { describeEntry } from '../suppression/describe-entry.ts';
import { ignoreFileNames } from './ignore-file-names.ts';
import { ignoreFormats } from './ignore-formats.ts';
import { findIgnoreFormat, readIgnoreFile } from './read-ignore-file.ts';

/** `line: what | reason | expires`, and after `!` what could not be applied. */
function read(text: string, file: string): readonly string[] {
  const { entries, unusable } = readIgnoreFile(text, file);
  const line = (origin: string): string => origin.replace(/^.*:/, '');
  return [
    ...entries.map((entry) => [`${line(entry.origin)}: ${describeEntry(entry)}`, entry.reason, ...(entry.expires === undefined ? [] : [entry.expires.text])].join(' | ')),
    ...unusable.map(({ origin, message }) => `${line(origin)}: ! ${message}`),
  ];
} // prettier-ignore

function refusal(text: string, file: string): string {
  try {
    return `taken: ${read(text, file).join('; ')}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

it('reads by name what each format calls its files', () => {
  expect([...ignoreFormats.flatMap(({ fileNames }) => fileNames)].sort()).toEqual([...ignoreFileNames].sort());
});

describe('.grype.yaml', () => {
  it('reads rules, and lists those that cannot be compared', () => {
    const text = `output: table
ignore:
  - vulnerability: CVE-2008-4318
    reason: not used
    fix-state: unknown
    package:
      name: libcurl
      version: 1.5.1
      type: npm
      location: "/usr/local/lib/node_modules/**"
  - fix-state: wont-fix
  - package:
      type: gem
  - vulnerability: CVE-2020-1
    namespace: debian:distro:debian:10
    reason: ""
  - vulnerability: CVE-2021-36159
    vex-status: not_affected
  - package:
      type: fortran
`;
    expect(read(text.replace('CVE-2020-1\n', 'CVE-2020-1000\n'), '.grype.yaml')).toEqual([
      '3: CVE-2008-4318 in libcurl 1.5.1 npm at usr/local/lib/node_modules/** fix state unknown | not used',
      '11: fix state wont-fix, end-of-life | no reason given',
      '12: package gem | no reason given',
      '14: ! CVE-2020-1000 is limited by namespace, which has no counterpart',
      '17: ! CVE-2021-36159 is limited by vex-status, which has no counterpart',
      '19: ! packages of fortran are not known here',
    ]);
  });

  it('takes names as regular expressions over the whole name', () => {
    const [entry] = readIgnoreFile('ignore:\n  - package:\n      name: "linux(-.*)?-headers-.*"\n', '.grype.yaml').entries;
    const matches = (name: string): boolean | undefined => entry?.packages?.[0]?.matches(makePackage(`debian@12/${name} 1`));
    expect([matches('linux-headers-6'), matches('linux-lts-headers-6'), matches('my-linux-headers-6')]).toEqual([true, true, false]);
  });

  it.each([
    ['ignore:\n  - vulnerabilty: CVE-2020-1000\n', '.grype.yaml:2:5: ignore[0] has no setting "vulnerabilty"'],
    ['ignore:\n  - reason: x\n', '.grype.yaml:2:5: ignore[0] does not say what it ignores'],
    ['ignore:\n  - vulnerability: CVE-2020\n', '.grype.yaml:2:5: ignore[0]: "CVE-2020" is not a valid id'],
    ['ignore:\n  - fix-state: never\n', '.grype.yaml:2:16: ignore[0].fix-state is "never"'],
    ['ignore:\n  - package:\n      name: "a("\n', '.grype.yaml:3:13: ignore[0].package.name is not a regular expression'],
  ])('refuses %j, with its line', (text, message) => {
    expect(refusal(text, '.grype.yaml')).toBe(message);
  });
});

describe('.snyk', () => {
  it('keeps public ids and dates, and lists what has no counterpart', () => {
    const text = `version: v1.25.0
ignore:
  CVE-2019-10744:
    - '*':
        reason: not reachable
        expires: 2027-01-10T00:00:00.000Z
  SNYK-JS-LODASH-590103:
    - '*':
        reason: wait
  'npm:hawk:20160119':
    - sqlite > request > hawk:
        reason: build only
patch: {}
exclude:
  global: [test]
`;
    expect(read(text, '.snyk')).toEqual([
      '4: CVE-2019-10744 | not reachable | 2027-01-10T00:00:00.000Z',
      '8: SNYK-JS-LODASH-590103 | wait',
      '11: ! npm:hawk:20160119 holds for the dependency path "sqlite > request > hawk" only, which has no counterpart (reason: build only)',
      '14: ! the section exclude has no counterpart',
    ]);
  });

  it('refuses a date that is none', () => {
    expect(refusal("version: v1.25.0\nignore:\n  CVE-2019-10744:\n    - '*':\n        expires: soon\n", '.snyk')).toMatch(/^\.snyk:5:18: .*expires is not a date$/);
  });
}); // prettier-ignore

describe('osv-scanner.toml', () => {
  it('reads flaws and packages', () => {
    const text = `[[IgnoredVulns]]
id = "GO-2022-0968"
ignoreUntil = 2027-11-09
reason = "no ssh servers"

[[PackageOverrides]]
name = "lodash"
version = "4.17.4"
ecosystem = "npm"
ignore = true
reason = "legacy"

[[PackageOverrides]]
ecosystem = "Go"
license.override = ["MIT"]

[[PackageOverrides]]
ecosystem = "npm"
group = "dev"
vulnerability.ignore = true
`;
    expect(read(text, 'osv-scanner.toml')).toEqual([
      '1: GO-2022-0968 | no ssh servers | 2027-11-09',
      '6: package npm lodash 4.17.4 | legacy',
      '13: ! the override of Go has no counterpart',
      '17: ! the override of npm is limited to the group dev, which has no counterpart',
    ]);
  });

  it.each([
    ['[[IgnoredVulns]]\nid = GO\n', /^osv-scanner\.toml:2:\d+: invalid TOML: /],
    ['\n[[IgnoredVulns]]\nID = "GO-2022-0968"\n', /^osv-scanner\.toml:2:1: IgnoredVulns has no setting "ID"$/],
    ['[[IgnoredVulns]]\nid = "GO-2022-0968"\nignoreUntil = "2022-11-09"\n', /^osv-scanner\.toml:1:1: ignoreUntil is not a date$/],
    ['[[IgnoredVulns]]\nid = "GO-22"\n', /^osv-scanner\.toml:1:1: "GO-22" is not a valid id$/],
  ])('refuses %j, with its line', (text, message) => {
    expect(refusal(text, 'osv-scanner.toml')).toMatch(message);
  });
});

describe('ignore files for secrets and images', () => {
  it('reads codes of dockle', () => {
    expect(read('# accepted\nCIS-DI-0001\nDKL-DI-0005\n', '.dockleignore')).toEqual([
      '2: CIS-DI-0001 | accepted',
      '3: DKL-DI-0005 | accepted',
    ]);
  });

  it('reads fingerprints of gitleaks', () => {
    const text = '# known\napp/config.py:generic-api-key:12\n0123456789abcdef0123456789abcdef01234567:a.py:aws-access-token:3\n';
    expect(read(text, '.gitleaksignore')).toEqual([
      '2: generic-api-key at app/config.py | no reason given',
      '3: ! aws-access-token in a.py of commit 0123456789ab is about history, which an image does not have',
    ]);
    expect(refusal('app/config.py\n', '.gitleaksignore')).toBe('.gitleaksignore:1:1: "app/config.py" is not a fingerprint');
  });

  it('reads a report of gitleaks as its baseline', () => {
    const report = [{ RuleID: 'aws-access-token', File: 'app/.env', StartLine: 3, Commit: '', Fingerprint: 'app/.env:aws-access-token:3' }];
    expect(read(JSON.stringify(report, undefined, 1), 'leaks.json')).toEqual(['2: aws-access-token at app/.env | in the baseline']);
  });
});

describe('an Anchore bundle', () => {
  const bundle = JSON.stringify(
    {
      id: 'b',
      version: '1_0',
      policies: [],
      whitelists: [
        { id: 'w1', name: 'Redis', items: [{ id: 'i1', gate: 'vulnerabilities', trigger_id: 'CVE-2017-7246+libpcre3', expires_on: '2027-01-01T00:00:00Z' }] },
        { id: 'w2', name: 'All', items: [{ id: 'i2', gate: 'vulnerabilities', trigger_id: 'CVE-2018-14618+*' }, { id: 'i3', gate: 'dockerfile', trigger_id: 'abc' }] },
      ],
      mappings: [
        { name: 'redis', registry: '*', repository: 'lab/redis', image: { type: 'tag', value: '*' }, whitelist_ids: ['w1'] },
        { name: 'rest', registry: '*', repository: '*', image: { type: 'tag', value: '*' }, whitelist_ids: ['w2'] },
      ],
      blacklisted_images: [{ name: 'x' }],
    },
    undefined,
    1,
  ); // prettier-ignore

  it('reads allow lists, and lists the rest', () => {
    expect(read(bundle, 'bundle.json').map((each) => each.replace(/^\d+: /, ''))).toEqual([
      'CVE-2017-7246 in libpcre3 | on the list Redis | 2027-01-01T00:00:00Z',
      'CVE-2018-14618 | on the list All',
      '! an item of the gate dockerfile has no counterpart: abc',
      '! blacklisted_images was not read; use --policy-bundle bundle.json',
    ]);
  });

  it('applies a list where the first mapping that fits the image names it', () => {
    const [redis, rest] = readIgnoreFile(bundle, 'bundle.json').entries;
    const holds = (entry: typeof redis, name?: string): boolean | undefined =>
      entry?.images?.some((image) => image.matches(name === undefined ? [] : [parseReference(name)]));
    expect([holds(redis, 'lab/redis:5'), holds(redis, 'lab/other:5'), holds(redis)]).toEqual([true, false, false]);
    expect([holds(rest, 'lab/redis:5'), holds(rest, 'lab/other:5'), holds(rest)]).toEqual([false, true, true]);
  });
});

it.each([
  ['ignore:\n  - vulnerability: CVE-2020-1000\n', 'grype'],
  ['version: v1.5.0\nignore: {}\n', 'snyk'],
  ['generalwhitelist: {}\n', 'clair-whitelist'],
  ['vulnerabilities: []\n', 'trivyignore-yaml'],
  ['CVE-2020-1000\n', 'trivyignore'],
  ['[[IgnoredVulns]]\n', 'osv-scanner'],
  ['a.py:rule:3\n', 'gitleaksignore'],
])('knows %j by its content', (text, format) => {
  expect(findIgnoreFormat(text, 'exceptions')?.id).toBe(format);
});
