import { describe, expect, it } from 'vitest';
import { HeldIdentities } from './held-identities.ts';
import { identifyOsv, prefixOf, type OsvNames } from './osv-identity.ts';
import { publisherOf } from './osv-publishers.ts';
import { type AdvisoryRecord } from './osv-record.ts';

function namesOf(names: Partial<OsvNames> & { readonly id: string }): OsvNames {
  return { aliases: [], upstream: [], related: [], references: [], ...names };
}

function identify(names: Partial<OsvNames> & { readonly id: string }): ReturnType<typeof identifyOsv> {
  return identifyOsv(namesOf(names), publisherOf(prefixOf(names.id)));
}

const nvd = 'https://nvd.nist.gov/vuln/detail/';

describe('identifyOsv', () => {
  it.each<[string, Parameters<typeof identify>[0], ReturnType<typeof identifyOsv>]>([
    ['own CVE', { id: 'GHSA-a', aliases: ['CVE-2021-44906'] }, { aliases: ['CVE-2021-44906'], covers: [] }],
    ['no CVE at all', { id: 'GHSA-a', aliases: [] }, { aliases: [], covers: [] }],
    [
      'one id of each other database',
      { id: 'GO-2026-4331', aliases: ['CVE-2025-69199', 'GHSA-8w7m-w749-rx98'] },
      { aliases: ['CVE-2025-69199', 'GHSA-8w7m-w749-rx98'], covers: [] },
    ],
    [
      'ids for each product tie nothing together',
      { id: 'GHSA-a', aliases: ['BIT-redis-2022-24735', 'CGA-1', 'CVE-2022-24735'] },
      { aliases: ['CVE-2022-24735'], covers: [] },
    ],
    [
      'an id of the same publisher is another flaw, and so may be all that came with it',
      { id: 'GHSA-a', aliases: ['CVE-2024-1597', 'GHSA-b', 'PYSEC-2024-1'] },
      { aliases: ['CVE-2024-1597'], covers: [] },
    ],
    [
      'two ids of one other publisher are in doubt',
      { id: 'RUSTSEC-2020-0001', aliases: ['CVE-2020-0001', 'GHSA-a', 'GHSA-b'] },
      { aliases: ['CVE-2020-0001'], covers: [] },
    ],
    [
      'of several CVEs the one linked at NVD',
      { id: 'GHSA-a', aliases: ['CVE-2024-43788', 'CVE-2024-45389', 'GHSA-b'], references: [`${nvd}CVE-2024-45389`] },
      { aliases: ['CVE-2024-45389'], covers: [] },
    ],
    [
      'several CVEs and no link',
      { id: 'GHSA-a', aliases: ['CVE-2021-23337', 'CVE-2026-4800', 'GHSA-b'] },
      { cves: ['CVE-2021-23337', 'CVE-2026-4800'] },
    ],
    ['the CVE in the id', { id: 'DEBIAN-CVE-2023-45853', upstream: ['CVE-2023-45853'] }, { aliases: ['CVE-2023-45853'], covers: [] }],
    [
      'the CVE in the id, whatever else is named',
      { id: 'UBUNTU-CVE-2022-36760', upstream: ['CVE-2022-36760', 'CVE-2022-1'], related: ['USN-5834-1'] },
      { aliases: ['CVE-2022-36760'], covers: [] },
    ],
    ['the id is the CVE', { id: 'CVE-2025-0001', aliases: ['GHSA-a'] }, { aliases: ['GHSA-a'], covers: [] }],
    ['a blank before the id', { id: 'DRUPAL-CONTRIB-2025-001', aliases: [' CVE-2025-6676'] }, { aliases: ['CVE-2025-6676'], covers: [] }],
    [
      'Chainguard, in related',
      { id: 'CGA-1', related: ['CGA-1', 'CVE-2024-24790', 'GHSA-a'] },
      { aliases: ['CVE-2024-24790', 'GHSA-a'], covers: [] },
    ],
    ['related of others is not the flaw', { id: 'GHSA-a', aliases: [], related: ['CVE-2020-0001'] }, { aliases: [], covers: [] }],
    [
      'a bulletin',
      { id: 'RHSA-2024:0001', related: ['CVE-2024-0001', 'CVE-2024-0002'] },
      { aliases: [], covers: ['CVE-2024-0001', 'CVE-2024-0002'] },
    ],
    [
      'a bulletin with both forms',
      { id: 'DLA-3008-1', upstream: ['CVE-2022-1292', 'DEBIAN-CVE-2022-1292'] },
      { aliases: [], covers: ['CVE-2022-1292'] },
    ],
    ['a bulletin without flaws', { id: 'DLA-399-1' }, { aliases: [], covers: [] }],
    [
      'not quite CVEs',
      { id: 'GHSA-a', aliases: ['CVE-2021', 'CVE-20210-1234', 'CVE-2021-12x4', 'CVE-2021-'] },
      { aliases: [], covers: [] },
    ],
  ])('%s', (_name, names, identity) => expect(identify(names)).toEqual(identity));

  it('accepts ten thousand aliases', () => {
    const aliases = Array.from({ length: 10_000 }, (_, index) => `GHSA-${index}`);
    expect(identify({ id: 'PYSEC-2021-1', aliases: [...aliases, 'CVE-2021-1234'] })).toEqual({ aliases: ['CVE-2021-1234'], covers: [] });
  });
});

describe('HeldIdentities', () => {
  function decide(records: readonly (readonly [id: string, published: string, ...cves: string[]])[]): Record<string, string> {
    const identities = new HeldIdentities();
    const settled = records
      .map(([id, published, ...cves]) => identities.settle(recordOf(id, published, cves)))
      .filter((advisory) => advisory !== undefined);
    const all = [...settled, ...identities.rest()].map(({ id, aliases, covers }) => [
      id,
      covers.length > 0 ? `covers ${covers.join(' ')}` : aliases.join(' '),
    ]);
    return Object.fromEntries(all) as Record<string, string>;
  }

  function recordOf(id: string, published: string, cves: readonly string[]): AdvisoryRecord {
    const affected = [{ ecosystem: 'npm', name: 'x', status: 'affected', ranges: [], versions: [], fixState: 'unknown' }] as const;
    return {
      kind: 'advisory',
      advisory: { id, sourceId: 'osv-npm', published, severities: [], references: [], affected },
      identity: identify({ id, aliases: cves }),
      problems: [],
    };
  }

  it('leaves lodash of 2026 its own CVE, which OSV lists with that of 2021', () =>
    expect(
      decide([
        ['GHSA-r5fr-rjxr-66jc', '2026-04-01', 'CVE-2021-23337', 'CVE-2026-4800'],
        ['GHSA-35jh-r3h4-6jhm', '2021-05-06', 'CVE-2021-23337'],
      ]),
    ).toEqual({ 'GHSA-35jh-r3h4-6jhm': 'CVE-2021-23337', 'GHSA-r5fr-rjxr-66jc': 'CVE-2026-4800' }));

  it('pairs two that both list both, by date', () =>
    expect(
      decide([
        ['GHSA-f23m-r3pf-42rh', '2026-04-01', 'CVE-2025-13465', 'CVE-2026-2950'],
        ['GHSA-xxjr-mmjv-4gpg', '2026-01-21', 'CVE-2025-13465', 'CVE-2026-2950'],
      ]),
    ).toEqual({ 'GHSA-f23m-r3pf-42rh': 'CVE-2026-2950', 'GHSA-xxjr-mmjv-4gpg': 'CVE-2025-13465' }));

  it('decides by the year if nothing else does', () =>
    expect(decide([['GHSA-a', '2026-04-01', 'CVE-2021-23337', 'CVE-2026-4800']])).toEqual({ 'GHSA-a': 'CVE-2026-4800' }));

  it('recognizes a record of several CVEs, and loses none', () =>
    expect(decide([['DRUPAL-CORE-2020-013', '2020-11-25', 'CVE-2020-28949', 'CVE-2020-28948']])).toEqual({
      'DRUPAL-CORE-2020-013': 'covers CVE-2020-28949 CVE-2020-28948',
    }));

  it('asks only records of the same publisher', () =>
    expect(
      decide([
        ['PYSEC-2021-1', '2021-01-01', 'CVE-2021-0001'],
        ['GHSA-a', '2022-01-01', 'CVE-2021-0001', 'CVE-2021-0002'],
      ]),
    ).toEqual({ 'PYSEC-2021-1': 'CVE-2021-0001', 'GHSA-a': 'covers CVE-2021-0001 CVE-2021-0002' }));
});
