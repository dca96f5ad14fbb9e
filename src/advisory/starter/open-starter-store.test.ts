import { describe, expect, it } from 'vitest';
import { ecosystemIds } from '../../model/ecosystem.ts';
import { severities } from '../../model/severity.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { openStarterStore } from './open-starter-store.ts';
import { parseStarterRows } from './parse-starter-rows.ts';
import { starterRows } from './starter-rows.ts';

describe('parseStarterRows', () => {
  it('reads every part of a row', () => {
    const rows = [
      'GHSA-aaaa-bbbb-cccc CVE-2021-1234 npm left-pad 0..1.2.3,2.0.0..=2.1.0 fixed ghsa:high CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H -',
      'CVE-2023-9999 - alpine@3.19,3.20 zlib 0.. no-fix-yet - - 2023-05-01',
    ];
    const { candidates, shards, exploitedOn, records } = parseStarterRows(rows.join('\n'));
    const zlib = {
      ecosystem: 'alpine',
      name: 'zlib',
      status: 'affected',
      ranges: [{ introduced: '0' }],
      versions: [],
      fixState: 'no-fix-yet',
    };
    const secdb = {
      id: 'CVE-2023-9999',
      sourceId: 'starter',
      aliases: [],
      covers: [],
      severities: [],
      references: ['https://security.alpinelinux.org/vuln/CVE-2023-9999'],
    };
    expect({ shards: [...shards], exploitedOn: [...exploitedOn], records, candidates: [...candidates] }).toEqual({
      shards: ['npm', 'alpine@3.19', 'alpine@3.20'],
      exploitedOn: [['CVE-2023-9999', '2023-05-01']],
      records: 2,
      candidates: [
        [
          'npm/left-pad',
          [
            {
              advisory: {
                id: 'GHSA-aaaa-bbbb-cccc',
                sourceId: 'starter',
                aliases: ['CVE-2021-1234'],
                covers: [],
                severities: [{ origin: 'ghsa', severity: 'high', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5 }],
                references: ['https://github.com/advisories/GHSA-aaaa-bbbb-cccc'],
              },
              affected: {
                ecosystem: 'npm',
                name: 'left-pad',
                status: 'affected',
                ranges: [
                  { introduced: '0', fixed: '1.2.3' },
                  { introduced: '2.0.0', lastAffected: '2.1.0' },
                ],
                versions: [],
                fixState: 'fixed',
              },
            },
          ],
        ],
        ['alpine@3.19/zlib', [{ advisory: secdb, affected: { ...zlib, release: '3.19' } }]],
        ['alpine@3.20/zlib', [{ advisory: secdb, affected: { ...zlib, release: '3.20' } }]],
      ],
    });
  });

  it('has rows that mean something', () => {
    const { candidates } = parseStarterRows(starterRows);
    const all = [...candidates.values()].flat();
    expect(all.length).toBeGreaterThan(300);
    for (const { advisory, affected } of all) {
      expect(ecosystemIds).toContain(affected.ecosystem);
      const scheme = versionSchemes[ecosystem(affected.ecosystem).versionScheme];
      const bounds = affected.ranges.flatMap(({ introduced, fixed, lastAffected }) => [
        introduced === '0' ? undefined : introduced,
        fixed,
        lastAffected,
      ]);
      expect(bounds.filter((bound) => bound !== undefined && !scheme.isValid(bound))).toEqual([]);
      for (const { severity, vector, score } of advisory.severities) {
        expect(severities).toContain(severity);
        expect(vector === undefined).toBe(score === undefined);
      }
    }
  });
});

describe('openStarterStore', () => {
  it('returns its advisories, and reports ecosystems that it lacks', async () => {
    await using store = openStarterStore();
    const found = await store.find([
      { ecosystem: 'npm', name: 'lodash' },
      { ecosystem: 'npm', name: 'nobody-knows-it' },
    ]);
    expect(
      [...found].map(([key, facts]) => [
        key,
        facts
          .all()
          .map(({ advisory }) => advisory.aliases[0])
          .toSorted(),
      ]),
    ).toEqual([
      ['npm/lodash', ['CVE-2019-10744', 'CVE-2020-8203', 'CVE-2021-23337', 'CVE-2025-13465', 'CVE-2026-2950', 'CVE-2026-4800']],
      ['npm/nobody-knows-it', []],
    ]);
    expect([
      store.coverage('npm', undefined),
      store.coverage('debian', '12'),
      store.coverage('debian', '11'),
      store.coverage('alpine', '3.20'),
    ]).toEqual(['covered', 'covered', 'none', 'covered']);
    expect([...(await store.enrich(['CVE-2023-4911', 'CVE-1999-0001']))]).toEqual([
      ['CVE-2023-4911', { knownExploited: { addedOn: '2023-11-21', isRansomware: false } }],
    ]);
    expect(store.used().kind).toBe('starter');
  });
});
