import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { quietRuntime } from '../../model/runtime.ts';
import { collectAsync } from '../../../test/support/collect-async.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { type EnrichmentSource } from './enrichment-source.ts';
import { openFeedFolder } from '../fetch/open-feed-folder.ts';
import { exploitPrediction } from './epss/exploit-prediction.ts';
import { knownExploited } from './kev/known-exploited.ts';

async function parse(source: EnrichmentSource, content: string | Uint8Array): Promise<unknown[]> {
  using folder = temporaryFolder();
  const path = join(folder.path, source.files[0]!.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return await collectAsync(source.parse(openFeedFolder(folder.path), quietRuntime()));
}

describe('knownExploited', () => {
  const entry = {
    cveID: 'CVE-2023-4911',
    vendorProject: 'GNU',
    dateAdded: '2023-11-21',
    dueDate: '2023-12-12',
    knownRansomwareCampaignUse: 'Unknown',
    notes: 'é',
  };
  const catalogue = (...vulnerabilities: unknown[]): string =>
    JSON.stringify({ title: 'x', catalogVersion: '2026.08.07', dateReleased: '2026-08-07T16:45:47.1234Z', vulnerabilities });

  it('reads the catalogue', async () =>
    expect(
      await parse(knownExploited, catalogue(entry, { cveID: 'CVE-2024-1', dateAdded: '2024-01-02', knownRansomwareCampaignUse: 'Known' })),
    ).toEqual([
      { cve: 'CVE-2023-4911', enrichment: { knownExploited: { addedOn: '2023-11-21', dueOn: '2023-12-12', isRansomware: false } } },
      { cve: 'CVE-2024-1', enrichment: { knownExploited: { addedOn: '2024-01-02', isRansomware: true } } },
      { kind: 'summary', records: 2, withdrawn: 0, newest: '2026-08-07T16:45:47Z' },
    ]));

  it.each([
    ['{"vulnerabilities":[', 'FEED_DAMAGED'],
    ['null', 'FEED_DAMAGED'],
    ['{}', 'FEED_DAMAGED'],
    [catalogue(), 'FEED_DAMAGED'],
    [catalogue({ ...entry, cveID: 1 }, { ...entry, dateAdded: 'soon' }), 'FEED_REFUSED'],
  ])('refuses %.60s', async (text, code) => expect(parse(knownExploited, text)).rejects.toThrow(expect.objectContaining({ code })));
});

describe('exploitPrediction', () => {
  const lines = [
    '#model_version:v2025.03.14,score_date:2025-03-15T00:00:00+0000',
    'cve,epss,percentile',
    'CVE-1999-0001,0.0125,0.78417',
    'CVE-1999-0002,1,0',
  ];

  it.each(['\n', '\r\n'])('reads the scores with lines ending in %j', async (end) =>
    expect(await parse(exploitPrediction, gzipSync(lines.join(end) + end))).toEqual([
      { cve: 'CVE-1999-0001', enrichment: { exploitPrediction: { probability: 0.0125, percentile: 0.78417, scoredOn: '2025-03-15' } } },
      { cve: 'CVE-1999-0002', enrichment: { exploitPrediction: { probability: 1, percentile: 0, scoredOn: '2025-03-15' } } },
      { kind: 'summary', records: 2, withdrawn: 0, asOf: '2025-03-15T00:00:00Z' },
    ]),
  );

  it('reports one invalid line among thousands', async () => {
    const good = Array.from({ length: 2000 }, (_, index) => `CVE-2020-${index},0.5,0.5`);
    const all = await parse(exploitPrediction, gzipSync([...lines.slice(0, 2), ...good, 'CVE-2020-1,1.5,0.5'].join('\n')));
    expect(all.slice(-2)).toEqual([
      { code: 'RECORD_INVALID', severity: 'warning', origin: 'epss', message: 'line 2001: a score is not between 0 and 1' },
      { kind: 'summary', records: 2001, withdrawn: 0, asOf: '2025-03-15T00:00:00Z' },
    ]);
  });

  const whole = gzipSync(lines.join('\n'));
  it.each<[string, Uint8Array, string]>([
    ['cut gzip [240]', whole.subarray(0, whole.length - 9), 'FEED_DAMAGED'],
    ['no gzip', Buffer.from('<html>'), 'FEED_DAMAGED'],
    ['nothing', Buffer.from(''), 'FEED_DAMAGED'],
    ['other columns [242]', gzipSync([lines[0], 'cve,score', 'CVE-1999-0001,1'].join('\n')), 'FEED_DAMAGED'],
    ['no date', gzipSync(lines.slice(1).join('\n')), 'FEED_DAMAGED'],
    ['no scores', gzipSync(lines.slice(0, 2).join('\n')), 'FEED_DAMAGED'],
    ['too many bad lines', gzipSync([...lines, 'a,b,c', 'CVE-2020-1,,'].join('\n')), 'FEED_REFUSED'],
    ['an endless line', gzipSync([...lines, 'x'.repeat(600_000)].join('\n')), 'FEED_DAMAGED'],
  ])('refuses %s', async (_name, bytes, code) =>
    expect(parse(exploitPrediction, bytes)).rejects.toThrow(expect.objectContaining({ code })),
  );
});
