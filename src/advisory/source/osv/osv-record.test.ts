import { describe, expect, it } from 'vitest';
import { type Advisory } from '../../../model/advisory.ts';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { convertRecord, type ConvertedRecord } from './osv-record.ts';

/** Records in the publishers' own shapes, cut to the fields that matter; all texts are ours. */
function convert(ecosystem: EcosystemId, record: object): ConvertedRecord {
  return convertRecord({ modified: '2026-01-02T03:04:05Z', ...record }, 'test', (place) => place.ecosystem === ecosystem);
}

function advisory(ecosystem: EcosystemId, record: object): Advisory & { readonly problems?: readonly string[] } {
  const converted = convert(ecosystem, record);
  if (converted.kind !== 'advisory' || 'cves' in converted.identity) throw new Error(JSON.stringify(converted));
  return { ...converted.advisory, ...converted.identity, ...(converted.problems.length > 0 && { problems: converted.problems }) };
}

function affectedOf(ecosystem: EcosystemId, name: string, more: object): object {
  return { package: { ecosystem, name }, ...more };
}

const open = { type: 'SEMVER', events: [{ introduced: '0' }] };
const base = { sourceId: 'test', modified: '2026-01-02T03:04:05Z', covers: [], severities: [], references: [] };

describe('convertRecord', () => {
  it('GitHub: its word over the vector, its bound on an open range, only its own ecosystem', () => {
    const record = {
      id: 'GHSA-aaaa-bbbb-cccc',
      modified: '2026-09-10T03:50:23.209773204Z',
      published: '2026-09-01T00:00:00Z',
      aliases: ['CVE-2026-1234', 'GO-2026-0001', 'BIT-x-2026-1234'],
      related: ['CGA-1'],
      summary: '  Something  is wrong \n and more',
      details: 'long',
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
        { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' },
      ],
      database_specific: { severity: 'MODERATE', cwe_ids: ['CWE-79', 'CWE-79', 'noinfo'] },
      affected: [
        affectedOf('npm', '@scope/Name', { ranges: [open], database_specific: { last_known_affected_version_range: '< 8.3.0' } }),
        affectedOf('npm', 'other', { ranges: [open], database_specific: { last_known_affected_version_range: '<= 1.2.3' } }),
        affectedOf('npm', 'third', {
          ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }, { fixed: '1.2.3' }] }],
          database_specific: { last_known_affected_version_range: '<= 1.2.2' },
        }),
        { package: { ecosystem: 'Maven', name: 'org.x:y' }, ranges: [open] },
      ],
      references: [
        { type: 'WEB', url: 'https://example.com/blog' },
        { type: 'ADVISORY', url: 'https://example.com/advisory' },
        { type: 'WEB', url: 'javascript:alert(1)' },
        { type: 'WEB', url: 'https://example.com/"><script>' },
        { type: 'WEB', url: 'https://example.com/blog' },
        { type: 'FIX', url: 'http://example.com/fix' },
      ],
    };
    expect(advisory('npm', record)).toEqual({
      id: 'GHSA-aaaa-bbbb-cccc',
      sourceId: 'test',
      aliases: ['CVE-2026-1234', 'GO-2026-0001'],
      covers: [],
      title: 'Something  is wrong',
      description: 'long',
      weaknesses: ['CWE-79'],
      published: '2026-09-01T00:00:00Z',
      modified: '2026-09-10T03:50:23Z',
      severities: [
        { origin: 'ghsa', severity: 'medium', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
        { origin: 'ghsa', severity: 'medium', vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', score: 9.3 },
      ],
      references: ['https://example.com/advisory', 'https://example.com/blog', 'http://example.com/fix'],
      affected: [
        {
          ecosystem: 'npm',
          name: '@scope/Name',
          status: 'affected',
          ranges: [{ introduced: '0', fixed: '8.3.0' }],
          versions: [],
          fixState: 'unknown',
        },
        {
          ecosystem: 'npm',
          name: 'other',
          status: 'affected',
          ranges: [{ introduced: '0', lastAffected: '1.2.3' }],
          versions: [],
          fixState: 'unknown',
        },
        {
          ecosystem: 'npm',
          name: 'third',
          status: 'affected',
          ranges: [{ introduced: '1.0.0', fixed: '1.2.3' }],
          versions: [],
          fixState: 'fixed',
        },
      ],
    });
  });

  it('malware: critical, by exact versions', () =>
    expect(
      advisory('nuget', {
        id: 'MAL-2024-4465',
        aliases: ['SNYK-DOTNET-1'],
        summary: 'Malicious code in DevLib (NuGet)',
        affected: [{ package: { ecosystem: 'NuGet', name: 'DevLib.WinForm' }, versions: ['2.17.8'] }],
      }),
    ).toEqual({
      ...base,
      id: 'MAL-2024-4465',
      aliases: ['SNYK-DOTNET-1'],
      title: 'Malicious code in DevLib (NuGet)',
      severities: [{ origin: 'openssf', severity: 'critical' }],
      isMalware: true,
      affected: [{ ecosystem: 'nuget', name: 'devlib.winform', status: 'affected', ranges: [], versions: ['2.17.8'], fixState: 'unknown' }],
    }));

  it('PyPI: commits are skipped, listed versions stay only where the ranges do not have them', () =>
    expect(
      advisory('pypi', {
        id: 'PYSEC-2024-1',
        aliases: ['CVE-2024-1'.padEnd(13, '0')],
        affected: [
          {
            package: { ecosystem: 'PyPI', name: 'Zope.Interface__x' },
            ranges: [
              { type: 'GIT', repo: 'https://example.com', events: [{ introduced: '0' }, { fixed: 'abcdef' }] },
              { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.5' }] },
            ],
            versions: ['1.0', '1.4.post1', '1.5', '2.0dev-r99', 'unknown'],
          },
        ],
      }).affected,
    ).toEqual([
      {
        ecosystem: 'pypi',
        name: 'zope-interface-x',
        status: 'affected',
        ranges: [{ introduced: '0', fixed: '1.5' }],
        versions: ['1.5', '2.0dev-r99', 'unknown'],
        fixState: 'fixed',
      },
    ]));

  it('Go: custom ranges say what SEMVER could not', () => {
    const fixedAt = (version: string): object => ({ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: version }] });
    const { affected } = advisory('go', {
      id: 'GO-2024-0001',
      affected: [
        {
          package: { ecosystem: 'Go', name: 'k8s.io/ingress-nginx' },
          ranges: [open],
          ecosystem_specific: { custom_ranges: [fixedAt('1.9.0')] },
        },
        {
          package: { ecosystem: 'Go', name: 'stdlib' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '1.22.0-0' }, { fixed: '1.22.3' }] }],
          ecosystem_specific: { custom_ranges: [fixedAt('2.0.0')] },
        },
      ],
    });
    expect(affected.map(({ name, ranges }) => ({ name, ranges }))).toEqual([
      { name: 'k8s.io/ingress-nginx', ranges: [{ introduced: '0', fixed: '1.9.0' }] },
      { name: 'stdlib', ranges: [{ introduced: '1.22.0-0', fixed: '1.22.3' }] },
    ]);
  });

  it('Debian: a later edition without a CVE repairs what the first broke, and is no flaw', () => {
    const entry = {
      package: { ecosystem: 'Debian:12', name: 'curl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2-1' }] }],
    };
    const kindOf = (more: object): string => convert('debian', { affected: [entry], ...more }).kind;
    expect([
      kindOf({ id: 'DSA-5000-2', summary: 'curl - regression update' }),
      kindOf({ id: 'DSA-5000-2', summary: 'curl - regression update', upstream: ['CVE-2026-0001'] }),
      kindOf({ id: 'DSA-5000-1', summary: 'curl - security update' }),
    ]).toEqual(['not-security', 'advisory', 'advisory']);
  });

  it('RustSec: notices and flaws of other systems are left out', () => {
    const crate = (more: object): object => ({ package: { ecosystem: 'crates.io', name: 'c' }, ranges: [open], ...more });
    expect(
      convert('cargo', { id: 'RUSTSEC-2024-0001', affected: [crate({ database_specific: { informational: 'unmaintained' } })] }).kind,
    ).toBe('not-security');
    const flaw = advisory('cargo', {
      id: 'RUSTSEC-2024-0002',
      affected: [
        crate({ ecosystem_specific: { affects: { os: ['windows'], arch: [], functions: [] } } }),
        crate({
          ecosystem_specific: { affects: { os: [] } },
          database_specific: { informational: null, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
        }),
      ],
    });
    expect(flaw.affected).toEqual([
      {
        ecosystem: 'cargo',
        name: 'c',
        status: 'affected',
        ranges: [{ introduced: '0' }],
        versions: [],
        fixState: 'no-fix-yet',
        severity: { origin: 'rustsec', severity: 'high', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5 },
      },
    ]);
  });

  it('Debian: urgency, the end of life, and ranges over the lists of later suites', () => {
    const package_ = (release: string): object => ({ ecosystem: `Debian:${release}`, name: 'zlib' });
    const record = {
      id: 'DEBIAN-CVE-2023-45853',
      upstream: ['CVE-2023-45853'],
      details: 'A text of ours that is a little longer than the title may be. '.repeat(5),
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      affected: [
        {
          package: package_('12'),
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1:1.3.dfsg+really1.3.1-1' }] }],
          versions: ['1:1.2.13.dfsg-1', '1:1.3.dfsg+really1.3.1-1'],
          ecosystem_specific: { urgency: 'low**' },
        },
        { package: package_('11'), ranges: [open], ecosystem_specific: { urgency: 'end-of-life' } },
        { package: package_('13'), ranges: [open], ecosystem_specific: { urgency: 'not yet assigned' } },
      ],
    };
    const common = { ecosystem: 'debian', name: 'zlib', status: 'affected', versions: [] };
    expect(advisory('debian', record)).toEqual({
      ...base,
      id: 'DEBIAN-CVE-2023-45853',
      aliases: ['CVE-2023-45853'],
      description: 'A text of ours that is a little longer than the title may be. '.repeat(5).trim(),
      title: `${'A text of ours that is a little longer than the title may be. '.repeat(4).slice(0, 198).trimEnd().replace(/ \S*$/, '')}…`,
      severities: [{ origin: 'nvd', severity: 'critical', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
      affected: [
        {
          ...common,
          release: '12',
          ranges: [{ introduced: '0', fixed: '1:1.3.dfsg+really1.3.1-1' }],
          fixState: 'fixed',
          severity: { origin: 'debian', severity: 'low' },
        },
        { ...common, release: '11', ranges: [{ introduced: '0' }], fixState: 'end-of-life' },
        { ...common, release: '13', ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' },
      ],
    });
  });

  it('Ubuntu: priority, Pro as a stream, and what will not be fixed', () => {
    const entry = (suffix: string, specific: object, end?: string): object => ({
      package: { ecosystem: `Ubuntu:${suffix}`, name: 'apache2' },
      ranges: [{ type: 'ECOSYSTEM', events: end === undefined ? [{ introduced: '0' }] : [{ introduced: '0' }, { fixed: end }] }],
      ecosystem_specific: specific,
    });
    const record = {
      id: 'UBUNTU-CVE-2022-36760',
      upstream: ['CVE-2022-36760'],
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
        { type: 'Ubuntu', score: 'medium' },
      ],
      affected: [
        entry('22.04:LTS', {}, '2.4.52-1ubuntu4.3'),
        entry('Pro:16.04:LTS', {}, '2.4.18-2ubuntu3.17+esm8'),
        entry('20.04:LTS', { status: 'ignored', note: 'changes too intrusive', ubuntu_priority: 'low' }),
        entry('18.04:LTS', { status: 'ignored', note: 'end of standard support, was needed' }),
        entry('24.04:LTS', { status: 'needs-triage' }),
      ],
    };
    const { severities, affected } = advisory('ubuntu', record);
    expect(severities).toEqual([
      { origin: 'ubuntu', severity: 'medium' },
      { origin: 'nvd', severity: 'critical', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
    ]);
    expect(affected.map(({ release, stream, fixState, severity }) => [release, stream, fixState, severity?.severity])).toEqual([
      ['22.04', undefined, 'fixed', undefined],
      ['16.04', 'pro', 'fixed', undefined],
      ['20.04', undefined, 'wont-fix', 'low'],
      ['18.04', undefined, 'end-of-life', undefined],
      ['24.04', undefined, 'no-fix-yet', undefined],
    ]);
  });

  it('Red Hat: one fact for all repositories of the plain product, others by their stream, modules by name', () => {
    const entry = (product: string, end: string): object => ({
      package: { ecosystem: `Red Hat:${product}`, name: 'nodejs' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: end }] }],
    });
    const modular = '1:18.19.1-1.module+el8.9.0+21387+c1c7cb5f';
    const record = {
      id: 'RHSA-2024:1510',
      related: ['CVE-2024-21892', 'CVE-2024-22019'],
      summary: 'Red Hat Security Advisory: nodejs:18 security update',
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
      references: [
        { type: 'ADVISORY', url: 'https://access.redhat.com/errata/RHSA-2024:1510' },
        { type: 'ARTICLE', url: 'https://access.redhat.com/security/updates/classification/#important' },
      ],
      affected: [
        entry('enterprise_linux:8::appstream', modular),
        entry('enterprise_linux:8::crb', modular),
        entry('rhel_eus:8.8::appstream', modular),
        entry('enterprise_linux:9::appstream', '1:16.20.2-4.el9_3'),
      ],
    };
    const common = { ecosystem: 'redhat', name: 'nodejs', status: 'affected', versions: [], fixState: 'fixed' };
    expect(advisory('redhat', record)).toEqual({
      ...base,
      id: 'RHSA-2024:1510',
      aliases: [],
      covers: ['CVE-2024-21892', 'CVE-2024-22019'],
      title: 'Red Hat Security Advisory: nodejs:18 security update',
      severities: [{ origin: 'redhat', severity: 'high', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5 }],
      references: [
        'https://access.redhat.com/errata/RHSA-2024:1510',
        'https://access.redhat.com/security/updates/classification/#important',
      ],
      affected: [
        { ...common, release: '8', module: 'nodejs:18', ranges: [{ introduced: '0', fixed: modular }] },
        { ...common, release: '8', stream: 'rhel_eus:8.8::appstream', module: 'nodejs:18', ranges: [{ introduced: '0', fixed: modular }] },
        { ...common, release: '9', ranges: [{ introduced: '0', fixed: '1:16.20.2-4.el9_3' }] },
      ],
    });
  });

  it('rebuilds: the word before the title, a fact for each module that a bulletin names, no bug fixes', () => {
    const end = '1.0-1.module_el8.6.0+2880+7d9e3703';
    const entry = {
      package: { ecosystem: 'AlmaLinux:8', name: 'virt' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: end }] }],
    };
    const bulletin = advisory('almalinux', {
      id: 'ALSA-2024:1',
      summary: 'Moderate: virt:rhel and virt-devel:rhel security update',
      affected: [entry],
    });
    expect([bulletin.severities, bulletin.affected.map(({ module }) => module)]).toEqual([
      [{ origin: 'almalinux', severity: 'medium' }],
      ['virt:rhel', 'virt-devel:rhel'],
    ]);
    expect(convert('almalinux', { id: 'ALBA-2024:2', summary: 'virt bug fix update', affected: [entry] }).kind).toBe('not-security');
    expect(advisory('almalinux', { id: 'ALBA-2024:3', related: ['CVE-2024-0001'], affected: [entry] }).covers).toEqual(['CVE-2024-0001']);
  });

  it('Wolfi: fixed in 0 is a package that never had the flaw', () => {
    const entry = {
      package: { ecosystem: 'Wolfi', name: 'conftest' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '0' }] }],
    };
    expect(advisory('wolfi', { id: 'CGA-1', related: ['CGA-1', 'CVE-2024-24790'], affected: [entry] })).toEqual({
      ...base,
      id: 'CGA-1',
      aliases: ['CVE-2024-24790'],
      affected: [{ ecosystem: 'wolfi', name: 'conftest', status: 'not-affected', ranges: [], versions: [], fixState: 'unknown' }],
    });
  });

  it('a withdrawn record is nothing but that', () =>
    expect(convert('npm', { id: 'GHSA-a', withdrawn: '2026-01-01T00:00:00Z', affected: 'whatever' })).toEqual({
      kind: 'withdrawn',
      modified: '2026-01-02T03:04:05Z',
    }));

  it('reports an invalid range and keeps the rest of the record [247]', () => {
    const inverted = { type: 'SEMVER', events: [{ introduced: '2.0.0' }, { fixed: '1.0.0' }] };
    const unreadable = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: 'latest' }] };
    const readable = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] };
    const record = {
      id: 'GHSA-a',
      affected: [
        affectedOf('npm', 'a', { ranges: [inverted, readable] }),
        affectedOf('npm', 'b', { ranges: [inverted] }),
        affectedOf('npm', 'c', { ranges: [unreadable] }),
      ],
    };
    const { affected, problems } = advisory('npm', record);
    expect(affected.map(({ name, ranges }) => ({ name, ranges }))).toEqual([
      { name: 'a', ranges: [{ introduced: '0', fixed: '1.0.0' }] },
      { name: 'c', ranges: [{ introduced: '0', fixed: 'latest' }] },
    ]);
    expect(problems).toEqual([
      'it ends at 1.0.0 before it begins',
      'it ends at 1.0.0 before it begins',
      'latest is not a valid semver version',
    ]);
  });

  it('texts are bounded and kept as they are [248]', () => {
    const { title } = advisory('npm', {
      id: 'GHSA-a',
      summary: `<b>\u001b[31m${'x'.repeat(10_000_000)}`,
      affected: [affectedOf('npm', 'a', { ranges: [open] })],
    });
    expect(title).toBe(`<b>\u001b[31m${'x'.repeat(191)}…`);
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['no id', { id: undefined }],
    ['an id that is a number', { id: 12 }],
    ['an id with a newline', { id: 'GHSA\n' }],
    ['no modified', { modified: undefined }],
    ['a modified that is no date', { modified: 'yesterday' }],
    ['affected that is no list', { affected: {} }],
    ['a package without a name', { affected: [{ package: { ecosystem: 'npm' }, ranges: [open] }] }],
    ['a renamed field', { affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', eventz: [] }] }] }],
    ['an unknown type of range', { affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'CALVER', events: [] }] }] }],
    ['versions that are numbers', { affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: [1] }] }],
    ['aliases that are no texts', { aliases: [null] }],
    ['a severity without a score', { severity: [{ type: 'CVSS_V3' }] }],
  ])('refuses %s [242]', (_name, change) => {
    const record = { id: 'GHSA-a', modified: '2026-01-01T00:00:00Z', affected: [affectedOf('npm', 'a', { ranges: [open] })] };
    const changed = Array.isArray(change) ? change : { ...record, ...(change as object) };
    expect(() => convertRecord(changed, 'test', () => true)).toThrow(expect.objectContaining({ name: 'RecordError' }));
  });
});
