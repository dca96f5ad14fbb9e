import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation, type Situation } from '../../test/support/match-fixtures.ts';
import { planActions } from './plan-actions.ts';

function planOf(situation: Situation): readonly string[] {
  const { findings } = matchSituation(situation);
  return planActions(findings, situation.packages).map(
    ({ kind, text, package: name, version, findings: taken }) =>
      `${kind} | ${text} | ${name ?? '-'} ${version ?? '-'} | ${taken.map(({ id }) => id).join(' ')}`,
  );
}

const fix = (on: `${string}/${string}`, id: string, fixed = '2.0.0', rated = 'high') =>
  ({ on, id, fixed, rated: [`ghsa:${rated}`] }) as Situation['facts'][number];
const owner = makePackage('debian@12/node-semver 7.3.5-1', { source: 'node-semver 7.3.5-1' });

describe('planActions', () => {
  it.each<[string, Situation, readonly string[]]>([
    ['plans nothing without a fix', { packages: [makePackage('npm/a 1.0.0')], facts: [fix('npm/a', 'CVE-2024-0001', '')] }, []],
    [
      'takes all flaws of a package away with one upgrade',
      { packages: [makePackage('npm/a 1.0.0')], facts: [fix('npm/a', 'CVE-2024-0001'), fix('npm/a', 'CVE-2024-0002', '3.0.0')] },
      ['upgrade-package | upgrade a 1.0.0 to 3.0.0 | a 3.0.0 | CVE-2024-0001 CVE-2024-0002'],
    ],
    [
      'names the source of a distribution, whose binaries are upgraded together',
      {
        packages: [makePackage('debian@12/libssl3 3.0-1', { source: 'openssl 3.0-1' }), makePackage('debian@12/openssl 3.0-1', { source: 'openssl 3.0-1' })],
        facts: [{ on: 'debian@12/openssl', id: 'CVE-2024-0001', fixed: '3.0-2', own: 'debian:high' }],
      },
      ['upgrade-package | upgrade openssl to 3.0-2 | openssl 3.0-2 | CVE-2024-0001 CVE-2024-0001'],
    ],
    [
      'updates the base image for what it brought and somebody fixed',
      { packages: [makePackage('npm/a 1.0.0', { layerIndex: 0 })], facts: [fix('npm/a', 'CVE-2024-0001')], baseLayerCount: 1 },
      ['update-base | update the base image | - - | CVE-2024-0001'],
    ],
    [
      'removes malware and replaces what is exploited without a fix, the exploited first',
      {
        packages: [makePackage('npm/evil 1.0.0'), makePackage('npm/old 1.0.0')],
        facts: [{ on: 'npm/evil', id: 'MAL-1', isMalware: true, versions: ['1.0.0'] }, fix('npm/old', 'CVE-2024-0001', '', 'low')],
        enrichments: { 'CVE-2024-0001': { knownExploited: { addedOn: '2024-01-01', isRansomware: false } } },
      },
      [
        'replace-package | replace old: it is exploited and has no fix | old - | CVE-2024-0001',
        'remove-package | remove evil: it is malware | evil - | MAL-1',
      ],
    ],
    [
      'upgrades the distribution package that contains it',
      { packages: [owner, makePackage('npm/semver 7.3.5', { ownedBy: owner.id })], facts: [fix('npm/semver', 'CVE-2024-0001', '7.5.2')] },
      ['upgrade-carrier | upgrade node-semver, which contains semver | node-semver - | CVE-2024-0001'],
    ],
    [
      'removes a package manager from the image',
      { packages: [makePackage('npm/tar 6.1.0', { path: 'usr/local/lib/node_modules/npm/node_modules/tar/package.json' })], facts: [fix('npm/tar', 'CVE-2024-0001', '6.1.2')] },
      ['remove-tool | remove npm from the image, or upgrade it | npm - | CVE-2024-0001'],
    ],
    [
      'does not promise the distribution’s version of a package that another publisher built',
      { packages: [makePackage('debian@12/nodejs 18.19.1-1nodesource1', { supplier: 'NodeSource' }), makePackage('debian@12/acme 1', { supplier: 'unknown' })], facts: [{ on: 'debian@12/nodejs', id: 'CVE-2024-0001', fixed: '18.20.4+dfsg-1' }, { on: 'debian@12/acme', id: 'CVE-2024-0002', fixed: '2' }] },
      [
        'upgrade-package | upgrade acme from its publisher (Debian fixed its own in 2) | acme - | CVE-2024-0002',
        'upgrade-package | upgrade nodejs from NodeSource (Debian fixed its own in 18.20.4+dfsg-1) | nodejs - | CVE-2024-0001',
      ],
    ],
    [
      'rebuilds with a newer Go, and names the command for a module',
      {
        packages: ['go/stdlib 1.22.3', 'go/toolchain 1.22.3', 'go/golang.org/x/net 0.17.0'].map((text) => makePackage(text, { evidence: 'binary', path: 'usr/bin/shop' })),
        facts: [fix('go/stdlib', 'CVE-2024-0001', '1.22.7'), fix('go/toolchain', 'CVE-2024-0002', '1.22.7'), fix('go/golang.org/x/net', 'CVE-2024-0003', '0.23.0')],
      },
      [
        'upgrade-package | rebuild with Go 1.22.7 or later | stdlib 1.22.7 | CVE-2024-0001',
        'upgrade-package | run go get golang.org/x/net@v0.23.0 and rebuild | golang.org/x/net 0.23.0 | CVE-2024-0003',
        'upgrade-package | upgrade the Go toolchain to 1.22.7 or later | toolchain 1.22.7 | CVE-2024-0002',
      ],
    ],
    [
      'puts what takes away the worst first, then the most of it, then by text',
      {
        packages: ['a', 'b', 'c', 'd'].map((name) => makePackage(`npm/${name} 1.0.0`)),
        facts: [fix('npm/a', 'CVE-2024-0001', '2.0.0', 'low'), fix('npm/b', 'CVE-2024-0002', '2.0.0', 'critical'), fix('npm/d', 'CVE-2024-0003'), fix('npm/d', 'CVE-2024-0004'), fix('npm/c', 'CVE-2024-0005')],
      },
      [
        'upgrade-package | upgrade b 1.0.0 to 2.0.0 | b 2.0.0 | CVE-2024-0002',
        'upgrade-package | upgrade d 1.0.0 to 2.0.0 | d 2.0.0 | CVE-2024-0003 CVE-2024-0004',
        'upgrade-package | upgrade c 1.0.0 to 2.0.0 | c 2.0.0 | CVE-2024-0005',
        'upgrade-package | upgrade a 1.0.0 to 2.0.0 | a 2.0.0 | CVE-2024-0001',
      ],
    ],
  ])('%s', (_name, situation, expected) => {
    expect(planOf(situation)).toEqual(expected);
  }); // prettier-ignore
});
