import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation, type Situation } from '../../test/support/match-fixtures.ts';
import { referenceKey } from '../model/plan.ts';
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
      ['upgrade-package | upgrade a 1.0.0 to 3.0.0 (major version) | a 3.0.0 | CVE-2024-0001 CVE-2024-0002'],
    ],
    [
      'names the source of a distribution, whose binaries are upgraded together',
      {
        packages: [makePackage('debian@12/libssl3 3.0-1', { source: 'openssl 3.0-1' }), makePackage('debian@12/openssl 3.0-1', { source: 'openssl 3.0-1' })],
        facts: [{ on: 'debian@12/openssl', id: 'CVE-2024-0001', fixed: '3.0-2', own: 'debian:high' }],
      },
      ['upgrade-system-packages | upgrade openssl to 3.0-2 | openssl 3.0-2 | CVE-2024-0001 CVE-2024-0001'],
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
      'puts what removes the most first, then the worst of it, then by text',
      {
        packages: ['a', 'b', 'c', 'd'].map((name) => makePackage(`npm/${name} 1.0.0`)),
        facts: [fix('npm/a', 'CVE-2024-0001', '1.1.0', 'low'), fix('npm/b', 'CVE-2024-0002', '1.1.0', 'critical'), fix('npm/d', 'CVE-2024-0003', '1.1.0'), fix('npm/d', 'CVE-2024-0004', '1.1.0'), fix('npm/c', 'CVE-2024-0005', '1.1.0')],
      },
      [
        'upgrade-package | upgrade d 1.0.0 to 1.1.0 | d 1.1.0 | CVE-2024-0003 CVE-2024-0004',
        'upgrade-package | upgrade b 1.0.0 to 1.1.0 | b 1.1.0 | CVE-2024-0002',
        'upgrade-package | upgrade c 1.0.0 to 1.1.0 | c 1.1.0 | CVE-2024-0005',
        'upgrade-package | upgrade a 1.0.0 to 1.1.0 | a 1.1.0 | CVE-2024-0001',
      ],
    ],
    [
      'upgrades all packages of the distribution in one action, and names the sources with the most flaws',
      {
        packages: ['libssl3', 'curl', 'expat', 'zlib1g'].map((name) => makePackage(`debian@12/${name} 1`)),
        facts: ['libssl3', 'curl', 'expat', 'zlib1g', 'curl'].map((name, at) => fix(`debian@12/${name}`, `CVE-2024-000${at}`, '2')),
      },
      ['upgrade-system-packages | upgrade curl, expat, libssl3 and 1 more | - - | CVE-2024-0000 CVE-2024-0001 CVE-2024-0004 CVE-2024-0002 CVE-2024-0003'],
    ],
    [
      'names the dependency of the project that pulls a package in',
      { packages: [makePackage('npm/a 1.0.0', { isDirect: true, dependencies: [makePackage('npm/b 1.0.0').id] }), makePackage('npm/b 1.0.0', { dependencies: [makePackage('npm/c 1.0.0').id] }), makePackage('npm/c 1.0.0')], facts: [fix('npm/c', 'CVE-2024-0001', '1.0.1')] },
      ['upgrade-package | upgrade c 1.0.0 to 1.0.1 (from a 1.0.0) | c 1.0.1 | CVE-2024-0001'],
    ],
  ])('%s', (_name, situation, expected) => {
    expect(planOf(situation)).toEqual(expected);
  }); // prettier-ignore
});

/** Debian packages of which an instruction of the image's own, in layer 1, brought all but the C library. */
function builtOnDebian() {
  const library = makePackage('debian@12/libc6 2.36');
  const headers = makePackage('debian@12/libc6-dev 2.36', { layerIndex: 1, dependencies: [library.id] });
  const assembler = makePackage('debian@12/libbfd 2.40', { layerIndex: 1 });
  const linker = makePackage('debian@12/binutils 2.40', { layerIndex: 1, dependencies: [assembler.id] });
  const program = makePackage('debian@12/curl 7', { layerIndex: 1 });
  const packages = [library, headers, assembler, linker, program, makePackage('debian@12/apt 2.6')];
  const { findings } = matchSituation({
    packages,
    facts: [fix('debian@12/libc6', 'CVE-2024-0001', '2.37'), fix('debian@12/libbfd', 'CVE-2024-0002', ''), fix('debian@12/binutils', 'CVE-2024-0003', '3'), fix('debian@12/curl', 'CVE-2024-0004', '8')],
    baseLayerCount: 1,
  });
  const layers = [{ index: 0, broughtBy: 'base' as const }, { index: 1, broughtBy: 'own' as const, createdBy: '/bin/sh -c apt-get install build-essential curl' }];
  return { findings, packages, layers };
} // prettier-ignore

describe('planActions of an image with layers', () => {
  it('moves to a build stage what only building needs, also what has no fix, and says what another action would remove too', () => {
    const { findings, packages, layers } = builtOnDebian();
    const plan = planActions(findings, packages, { layers });
    expect(plan.map(({ text, findings: taken, alsoRemoves }) => [text, taken.map(({ id }) => id), alsoRemoves])).toEqual([
      ['build in an earlier stage, so that the image has no binutils, libbfd and libc6-dev (RUN apt-get install build-essential curl)', ['CVE-2024-0003', 'CVE-2024-0002'], undefined],
      ['update the base image', ['CVE-2024-0001'], undefined],
      ['upgrade binutils and curl with apt-get', ['CVE-2024-0004'], 1],
    ]); // prettier-ignore
  });

  it('upgrades the base image’s packages in the image where it cannot be exchanged, and accepts the rest until a day', () => {
    const { findings, packages } = builtOnDebian();
    const plan = planActions(findings, packages, { canUpdateBase: false, acceptUntil: '2027-03-01' });
    expect(plan.map(({ kind, command, until, findings: taken }) => [kind, command ?? until, taken.length])).toEqual([
      [
        'upgrade-system-packages',
        'apt-get update && apt-get install -y --no-install-recommends --only-upgrade binutils curl libc6 && rm -rf /var/lib/apt/lists/*',
        3,
      ],
      ['accept', '2027-03-01', 1],
    ]);
  });

  it('writes no command with a package name that a shell would not take as one word', () => {
    const packages = [makePackage('debian@12/a;reboot 1'), makePackage('debian@12/apt 2.6')];
    const { findings } = matchSituation({ packages, facts: [fix('debian@12/a;reboot', 'CVE-2024-0001', '2')] });
    expect(planActions(findings, packages).map(({ kind, command }) => [kind, command])).toEqual([['upgrade-system-packages', undefined]]);
  });

  it('plans 5,000 findings in 3,000 packages, each finding once', () => {
    const packages = Array.from({ length: 3_000 }, (_, at) =>
      makePackage(`${at % 3 === 0 ? 'debian@12' : 'npm'}/p${at} 1.0.0`, {
        layerIndex: at % 2,
        dependencies: at > 0 ? [makePackage(`npm/p${at - 1} 1.0.0`).id] : [],
      }),
    );
    const { findings } = matchSituation({
      packages,
      facts: Array.from({ length: 5_000 }, (_, at) => fix(`${(at % 3_000) % 3 === 0 ? 'debian@12' : 'npm'}/p${at % 3_000}`, `CVE-2024-${10_000 + at}`, '1.0.1')),
      baseLayerCount: 1,
    }); // prettier-ignore
    const plan = planActions(findings, packages);
    const taken = plan.flatMap((action) => action.findings.map(referenceKey));
    expect([findings.length, taken.length, new Set(taken).size]).toEqual([5_000, 5_000, 5_000]);
  });
});
