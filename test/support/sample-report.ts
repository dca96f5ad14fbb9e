import { parseDigest } from '../../src/model/digest.ts';
import { makeIssue } from '../../src/model/issue.ts';
import { type Package } from '../../src/model/package.ts';
import { type ScanReport } from '../../src/model/report.ts';
import { planActions } from '../../src/remedy/plan-actions.ts';
import { type FactSketch, makePackage, type PackageSketch, matchSituation, type Situation } from './match-fixtures.ts';

/** A Debian image with an application on top: every lane, every mark, copies, an owned package, a hostile name and two issues. Built by the real matcher. */
export function makeSampleReport(): ScanReport {
  const situation: Situation = { packages: samplePackages(), facts: sampleFacts, enrichments: sampleEnrichments, baseLayerCount: 1, uncovered: ['go'] };
  const { findings, issues } = matchSituation(situation);
  return {
    target: {
      name: 'registry.example/shop/checkout:2.4.1',
      scheme: 'registry',
      manifestDigest: digest('a'),
      configDigest: digest('b'),
      platform: { os: 'linux', architecture: 'amd64' },
      created: '2026-02-14T09:26:53Z',
      user: '1000',
    attestationCount: 2,
      distribution: {
        id: 'debian',
        versionId: '12',
        prettyName: 'Debian GNU/Linux 12 (bookworm)',
        ecosystem: 'debian',
        release: '12',
        path: 'etc/os-release',
      },
      layers: [
        { index: 0, digest: digest('1'), diffId: digest('2'), isDiffIdVerified: true, createdBy: '/bin/sh -c #(nop) ADD file:ac82f854 in / ', compressedBytes: 29_126_484, broughtBy: 'base' },
        { index: 1, digest: digest('3'), diffId: digest('4'), isDiffIdVerified: false, createdBy: 'RUN /bin/sh -c apt-get update &&     apt-get install -y --no-install-recommends curl libc6-dev node-semver # buildkit', compressedBytes: 8_126_484, broughtBy: 'own' },
        { index: 2, digest: digest('5'), diffId: digest('6'), isDiffIdVerified: false, createdBy: 'COPY node_modules /app/node_modules # buildkit', compressedBytes: 1_126_484, broughtBy: 'own' },
      ],
    },
    packages: situation.packages,
    scannedFor: ['vulnerability'],
    findings,
    plan: planActions(findings, situation.packages),
    issues: [
      ...issues,
      makeIssue('PACKAGES_NOT_READ', 'catalog', 'Python packages are not supported yet: usr/lib/python3/dist-packages/six.egg-info', { path: 'usr/lib/python3/dist-packages/six.egg-info', contentKind: 'python' }),
      makeIssue('LOCKFILE_UNREADABLE', 'npm-lock', 'a lock file ends inside a string at byte 4096', { path: 'app/old/package-lock.json', layerIndex: 2 }),
      makeIssue('ADVISORIES_STALE', 'store', 'advisories of debian-tracker are of 2026-01-02, 58 days old'),
    ],
    completeness: 'partial',
    startedAt: new Date('2026-03-01T12:00:00Z'),
    durationMs: 812,
    advisories: {
      kind: 'database',
      builtAt: new Date('2026-02-28T03:00:00Z'),
      shards: [
        { name: 'npm', digest: digest('d') },
        { name: 'debian@12', digest: digest('c') },
      ],
      sources: [
        { id: 'osv', asOf: '2026-02-27', newest: '2026-02-26', records: 176_437 },
        { id: 'debian-tracker', asOf: '2026-01-02', records: 37_508 },
      ],
    },
  };
} // prettier-ignore

/** The same image with nothing wrong, and everything looked at. */
export function makeCleanReport(): ScanReport {
  const { packages, ...sample } = makeSampleReport();
  return { ...sample, packages, findings: [], plan: [], issues: [], completeness: 'complete' };
}

/** As bad as an image may be: more actions, issues and statements than a screen holds. */
export function makeCrowdedReport(): ScanReport {
  const names = Array.from({ length: 300 }, (_, at) => `package-with-a-rather-long-name-${at}`);
  const { findings } = matchSituation({
    packages: names.map((name) => makePackage(`npm/${name} 1.0.0`)),
    facts: names.map((name, at) => ({ on: `npm/${name}`, id: `CVE-2024-${1000 + at}`, fixed: '2.0.0-with.a.long.pre-release.identifier', rated: [`ghsa:${['critical', 'high', 'medium', 'low'][at % 4] ?? ''}`] })),
  });
  const issues = names.slice(0, 50).map((name) => makeIssue('MANIFEST_UNREADABLE', 'npm-modules', `${name} has a manifest that is not JSON`, { path: `app/node_modules/${name}/package.json` }));
  const packages = names.map((name) => makePackage(`npm/${name} 1.0.0`));
  return { ...makeSampleReport(), packages, findings, plan: planActions(findings, packages), issues };
} // prettier-ignore

function samplePackages(): readonly Package[] {
  const debian = (text: string, source: string, layerIndex: number): Package => at(layerIndex, `debian@12/${text}`, { source });
  const semverOwner = debian('node-semver 7.3.5-1', 'node-semver 7.3.5-1', 1);
  return [
    debian('libssl3 3.0.11-1~deb12u1', 'openssl 3.0.11-1~deb12u1', 0),
    debian('openssl 3.0.11-1~deb12u1', 'openssl 3.0.11-1~deb12u1', 0),
    debian('zlib1g 1:1.2.13.dfsg-1', 'zlib 1:1.2.13.dfsg-1', 0),
    debian('libexpat1 2.5.0-1', 'expat 2.5.0-1', 0),
    debian('curl 7.88.1-10+deb12u4', 'curl 7.88.1-10+deb12u4', 1),
    debian('libcurl4 7.88.1-10+deb12u4', 'curl 7.88.1-10+deb12u4', 1),
    debian('linux-libc-dev 6.1.55-1', 'linux 6.1.55-1', 1),
    semverOwner,
    at(1, 'debian@12/nodejs 18.20.4-1nodesource1', { source: 'nodejs 18.20.4-1nodesource1', supplier: 'NodeSource' }),
    at(1, 'npm/semver 7.3.5', { ownedBy: semverOwner.id, path: 'usr/share/nodejs/semver/package.json' }),
    at(2, 'npm/lodash 4.17.20', {}),
    at(2, 'npm/lodash 4.17.20', { path: 'app/node_modules/async/node_modules/lodash/package.json' }),
    at(2, 'npm/lodash 4.17.20', { path: 'app/node_modules/grunt/node_modules/lodash/package.json' }),
    at(2, 'npm/event-stream 3.3.6', {}),
    at(2, 'npm/minimist 1.2.0', { evidence: 'claimed', path: 'app/yarn.lock' }),
    at(2, 'npm/ev\u001b[31mil\u202egnp 1.0.0\n', { path: 'app/node_modules/ev\u001b[31mil/package.json' }),
    at(2, 'npm/tar 6.1.0', { path: 'usr/local/lib/node_modules/npm/node_modules/tar/package.json' }),
    at(2, 'npm/express 4.18.2', {}),
    at(2, 'go/stdlib 1.21.0', { evidence: 'binary', path: 'usr/bin/helper' }),
  ];
}

function at(layerIndex: number, text: string, sketch: PackageSketch): Package {
  const found = makePackage(text, { ...sketch, layerIndex });
  return { ...found, locations: found.locations.map((location) => ({ ...location, layerIndex })) };
}

const sampleFacts: readonly FactSketch[] = [
  { on: 'debian@12/openssl', id: 'CVE-2023-5363', source: 'debian-tracker', fixed: '3.0.11-1~deb12u2', own: 'debian:high', title: 'Incorrect cipher key and IV length processing' },
  { on: 'debian@12/openssl', id: 'CVE-2024-0727', source: 'debian-tracker', fixed: '3.0.13-1~deb12u1', own: 'debian:low' },
  { on: 'debian@12/openssl', id: 'CVE-2023-6129', source: 'debian-tracker', fixed: '', state: 'wont-fix', own: 'debian:negligible' },
  { on: 'debian@12/zlib', id: 'CVE-2023-45853', source: 'debian-tracker', fixed: '', state: 'wont-fix', own: 'debian:critical', title: 'Integer overflow in zipOpenNewFileInZip4_64' },
  { on: 'debian@12/expat', id: 'CVE-2024-45491', source: 'debian-tracker', fixed: '', own: 'debian:high' },
  { on: 'debian@12/curl', id: 'CVE-2023-38545', source: 'debian-tracker', fixed: '7.88.1-10+deb12u5', own: 'debian:critical', title: 'SOCKS5 heap buffer overflow' },
  { on: 'debian@12/curl', id: 'CVE-2024-2398', source: 'debian-tracker', fixed: '7.88.1-10+deb12u6', own: 'debian:medium' },
  { on: 'debian@12/linux', id: 'CVE-2024-1086', source: 'debian-tracker', fixed: '6.1.76-1', own: 'debian:high' },
  { on: 'debian@12/nodejs', id: 'CVE-2025-23085', source: 'debian-tracker', fixed: '18.20.4+dfsg-1~deb12u2', own: 'debian:medium', title: 'Memory leak on premature close' },
  { on: 'npm/semver', id: 'GHSA-c2qf-rxjj-qqgw', aliases: ['CVE-2022-25883'], fixed: '7.5.2', rated: ['ghsa:high'], title: 'semver vulnerable to Regular Expression Denial of Service', description: `Versions of the package semver before 7.5.2 are vulnerable to Regular Expression Denial of Service.\n\n${'The function new Range takes untrusted data as a range. '.repeat(8).trim()}`, weaknesses: ['CWE-1333'], symbols: [{ path: 'semver', symbols: ['Range'] }] },
  { on: 'npm/lodash', id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], fixed: '4.17.21', rated: ['ghsa:high', 'nvd:high:CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H'], title: 'Command Injection in lodash' },
  { on: 'npm/lodash', id: 'GHSA-r5fr-rjxr-66jc', aliases: ['CVE-2021-23337', 'CVE-2026-4800'], published: '2026-04-01T23:51:12Z', ranges: [{ introduced: '4.0.0', fixed: '4.18.0' }], rated: ['ghsa:high'] },
  { on: 'npm/event-stream', id: 'MAL-2025-20690', isMalware: true, versions: ['3.3.6'], title: 'Malicious code in event-stream' },
  { on: 'npm/minimist', id: 'GHSA-xvch-5gv4-984h', aliases: ['CVE-2021-44906'], fixed: '1.2.6', rated: ['ghsa:critical'] },
  { on: 'npm/ev\u001b[31mil\u202egnp', id: 'GHSA-aaaa-bbbb-cccc', fixed: '', rated: ['ghsa:medium'], title: 'title\u001b]0;owned\u0007 with controls' },
  { on: 'npm/tar', id: 'GHSA-r628-mhmh-qjhw', aliases: ['CVE-2021-32803'], fixed: '6.1.2', rated: ['ghsa:high'] },
]; // prettier-ignore

const sampleEnrichments: NonNullable<Situation['enrichments']> = {
  'CVE-2024-2398': {
    description: 'When an application tells libcurl to allow HTTP/2 server push, it can leak memory. Only a server can do that.',
  },
  'CVE-2023-38545': {
    assessment: { exploitation: 'poc', isAutomatable: false, technicalImpact: 'total', assessedOn: '2025-05-12T15:25:24Z' },
    exploitPrediction: { probability: 0.943, percentile: 0.998, scoredOn: '2026-02-28' },
  },
  'CVE-2023-5363': { exploitPrediction: { probability: 0.004, percentile: 0.31, scoredOn: '2026-02-28' } },
  'CVE-2024-45491': {
    knownExploited: { addedOn: '2025-11-03', dueOn: '2025-11-24', isRansomware: false },
    exploitPrediction: { probability: 0.31, percentile: 0.96, scoredOn: '2026-02-28' },
  },
  'CVE-2024-1086': { knownExploited: { addedOn: '2024-05-30', dueOn: '2024-06-20', isRansomware: true } },
};

function digest(character: string) {
  return parseDigest(`sha256:${character.repeat(64)}`);
}
