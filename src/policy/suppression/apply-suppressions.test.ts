import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation, type FactSketch } from '../../../test/support/match-fixtures.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { applySuppressions } from './apply-suppressions.ts';
import { decodeSuppressions } from './decode-suppressions.ts';

const now = new Date('2026-11-30T12:00:00Z');

interface Sketch {
  readonly packages?: readonly Package[];
  readonly facts?: readonly FactSketch[];
  readonly target?: Partial<ScanReport['target']>;
}

function makeReport({ packages = [makePackage('npm/lodash 4.17.4')], facts = [lodash], target = {} }: Sketch = {}): ScanReport {
  return {
    target: { name: 'app.tar', scheme: 'docker-archive', platform: { os: 'linux', architecture: 'amd64' }, layers: [], ...target },
    packages,
    findings: matchSituation({ packages, facts }).findings,
    plan: [],
    scannedFor: ['vulnerability'],
    issues: [],
    completeness: 'complete',
    startedAt: now,
    durationMs: 1,
    advisories: { kind: 'database', shards: [], sources: [] },
  };
}

const lodash: FactSketch = { on: 'npm/lodash', id: 'CVE-2019-10744', aliases: ['GHSA-jf85-cpcp-j695'], fixed: '4.17.12' };
const unfixed: FactSketch = { on: 'npm/lodash', id: 'CVE-2019-10744', fixed: '' };

/** The reasons of suppressed findings, and the notes as `kind: message`. */
function apply(yaml: string, sketch: Sketch = {}): { readonly suppressed: readonly string[]; readonly notes: readonly string[] } {
  const indented = yaml.replaceAll('\n', '\n    ');
  const file = decodeSuppressions(`suppressions:\n  - reason: r\n    ${indented}\n`, 'pratique.yaml');
  const { findings, suppressionNotes = [] } = applySuppressions(makeReport(sketch), file, now);
  return {
    suppressed: findings.flatMap(({ suppression }) => (suppression === undefined ? [] : [suppression.origin])),
    notes: suppressionNotes.map(({ kind, message }) => `${kind}: ${message}`),
  };
}

const held = { suppressed: ['pratique.yaml:2'], notes: [] };
const unused = (what: string): ReturnType<typeof apply> => ({ suppressed: [], notes: [`unused: ${what} matches no finding`] });

describe('what an entry covers', () => {
  it.each<[string, string, ReturnType<typeof apply>, Sketch?]>([
    ['an id', 'id: CVE-2019-10744', held],
    ['an alias', 'id: GHSA-jf85-cpcp-j695', held],
    ['any letter case', 'id: ghsa-JF85-cpcp-j695', held],
    ['one of several ids', 'id: [CVE-2000-0001, CVE-2019-10744]', held],
    ['another id', 'id: CVE-2000-0001', unused('CVE-2000-0001')],
    ['a package', 'purl: pkg:npm/lodash', held],
    ['a package of this version', 'purl: pkg:npm/lodash@4.17.4', held],
    ['a package of another version', 'purl: pkg:npm/lodash@4.17.5', unused('package pkg:npm/lodash@4.17.5')],
    ['a package in a range', "purl: pkg:npm/lodash\nversion: '>=4.0.0 <4.17.12'", held],
    [
      'a package outside a range',
      "purl: pkg:npm/lodash\nversion: '<4.0.0 || >=4.17.12'",
      unused('package pkg:npm/lodash <4.0.0 || >=4.17.12'),
    ],
    ['a range in vers', "purl: pkg:npm/lodash\nversion: 'vers:npm/>=1|<2|>=4|<5'", held],
    ['another package', 'id: CVE-2019-10744\npurl: pkg:npm/underscore', unused('CVE-2019-10744 in pkg:npm/underscore')],
    ['a path', 'path: app/node_modules/**', held],
    ['a path with a leading slash', 'path: /app/node_modules/lodash/package.json', held],
    ['another path', 'path: usr/**', unused('path usr/**')],
    ['another kind', 'id: CVE-2019-10744\nkind: secret', unused('CVE-2019-10744')],
    ['until there is a fix, and there is none', 'id: CVE-2019-10744\nuntil: fixed', held, { facts: [unfixed] }],
    [
      'until there is a fix, and there is one',
      'id: CVE-2019-10744\nuntil: fixed',
      { suppressed: [], notes: ['expired: CVE-2019-10744 no longer holds: CVE-2019-10744 is fixed in 4.17.12'] },
    ],
    ['through its last day', 'id: CVE-2019-10744\nexpires: 2027-01-30', held],
    [
      'on its last day',
      'id: CVE-2019-10744\nexpires: 2026-11-30',
      { suppressed: ['pratique.yaml:2'], notes: ['expires-soon: CVE-2019-10744 expires within a day (2026-11-30)'] },
    ],
    [
      'some days ahead of its end',
      'id: CVE-2019-10744\nexpires: 2026-12-10',
      { suppressed: ['pratique.yaml:2'], notes: ['expires-soon: CVE-2019-10744 expires in 11 days (2026-12-10)'] },
    ],
    [
      'after its end',
      'id: CVE-2019-10744\nexpires: 2026-11-29',
      { suppressed: [], notes: ['expired: CVE-2019-10744 expired on 2026-11-29; 1 finding counts again (reason: r)'] },
    ],
    ['an image', 'id: CVE-2019-10744\nimage: lab/redis', held, { target: { references: ['lab/redis:5.0'] } }],
    ['an image of that tag', 'id: CVE-2019-10744\nimage: lab/redis:5.0', held, { target: { references: ['lab/redis:5.0'] } }],
    [
      'images by pattern',
      'id: CVE-2019-10744\nimage: ghcr.io/acme/*',
      held,
      { target: { scheme: 'registry', name: 'ghcr.io/acme/app:1' } },
    ],
    ['a path that is no reference', 'id: CVE-2019-10744\nimage: app.tar', { suppressed: [], notes: [] }],
  ])('%s', (_, yaml, expected, sketch) => {
    expect(apply(yaml, sketch)).toEqual(expected);
  });

  it('leaves a finding of which it covers only some copies', () => {
    const packages = [makePackage('npm/lodash 4.17.4'), makePackage('npm/lodash 4.17.4', { path: 'srv/node_modules/lodash/package.json' })];
    expect(apply('path: srv/**', { packages })).toEqual({
      suppressed: [],
      notes: ['partial: path srv/** covers some copies of CVE-2019-10744 only, so the finding counts'],
    });
  });

  it('covers a binary package by its source package', () => {
    const packages = [makePackage('debian@12/libssl3 3.0.11-1', { source: 'openssl 3.0.11-1' })];
    const facts: readonly FactSketch[] = [{ on: 'debian@12/openssl', id: 'CVE-2024-1', fixed: '3.0.12-1' }];
    expect(apply("purl: pkg:deb/debian/openssl\nversion: '<3.0.12'", { packages, facts })).toEqual(held);
    expect(apply('purl: pkg:deb/ubuntu/openssl', { packages, facts }).suppressed).toEqual([]);
  });

  it('warns of an entry without an id that takes away nearly everything', () => {
    const facts = Array.from({ length: 12 }, (_, at): FactSketch => ({ on: 'npm/lodash', id: `CVE-2024-${1000 + at}`, fixed: '5.0.0' }));
    expect(apply('purl: pkg:npm/lodash', { facts }).notes).toEqual(['too-broad: package pkg:npm/lodash suppresses 12 of 12 findings']);
  });
});

describe('the suppressions section', () => {
  it.each([
    ['suppressions: [{ id: CVE-2024-1234 }]', 'p.yaml:1:16: suppressions[0] has no reason'],
    ['suppressions: [{ reason: r }]', 'p.yaml:1:16: suppressions[0] does not say what it suppresses'],
    ['suppressions: [{ id: CVE-2024-123x, reason: r }]', 'p.yaml:1:22: suppressions[0].id: "CVE-2024-123x" is not a valid id'],
    ['suppressions: [{ id: "*", reason: r }]', 'p.yaml:1:22: suppressions[0].id: "*" has a wildcard; ids are matched exactly'],
    ['suppressions: [{ id: CVE-2024-1234, reason: r, expire: 2026-01-01 }]', 'p.yaml:1:48: suppressions[0] has no setting "expire"'],
    ['suppressions: [{ id: CVE-2024-1234, reason: r, expires: 2026-02-30 }]', 'p.yaml:1:57: suppressions[0].expires is "2026-02-30", which is not a date'],
    ['suppressions: [{ id: CVE-2024-1234, reason: r, until: never }]', 'p.yaml:1:55: suppressions[0].until is "never"'],
    ['suppressions: [{ purl: lodash, reason: r }]', 'p.yaml:1:24: suppressions[0].purl is not a package URL: lodash: does not begin with pkg:'],
    ['suppressions: [{ purl: pkg:npm/a, version: ">=", reason: r }]', 'p.yaml:1:24: suppressions[0].purl version has ">=", which is not a version with <, <=, >, >=, = or !='],
    ['suppressions: [{ id: CVE-2024-1234, version: "1", reason: r }]', 'p.yaml:1:46: suppressions[0].version needs a purl beside it'],
    ['supressions: []', 'p.yaml:1:1: the file has no setting "supressions"'],
  ])('refuses %s', (yaml, message) => {
    expect(() => decodeSuppressions(yaml, 'p.yaml')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }));
  }); // prettier-ignore

  it('keeps what an entry says with the finding', () => {
    const file = decodeSuppressions(
      'suppressions:\n  - id: CVE-2019-10744\n    reason: not reachable\n    owner: team-a\n    ticket: SEC-1\n    expires: 2027-06-30\n',
      'p.yaml',
    );
    expect(applySuppressions(makeReport(), file, now).findings[0]?.suppression).toEqual({
      reason: 'not reachable',
      origin: 'p.yaml:2',
      owner: 'team-a',
      ticket: 'SEC-1',
      expiresOn: '2027-06-30',
    });
  });
});
