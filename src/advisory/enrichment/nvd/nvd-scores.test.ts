import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { inFeedFolder } from '../../../../test/support/parse-feed.ts';
import { collectAsync } from '../../../../test/support/collect-async.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { nvdScores } from './nvd-scores.ts';

const critical = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const low = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N';
const metric = (vectorString: string, type: string, source: string): object => ({
  source,
  type,
  cvssData: { version: '3.1', vectorString, baseScore: 1 },
});
const entry = (id: string, more: object): object => ({
  cve: { id, lastModified: '2026-03-01T10:00:00.280', vulnStatus: 'Analyzed', descriptions: [], ...more },
});
const feed = (...vulnerabilities: readonly object[]): Buffer =>
  gzipSync(JSON.stringify({ resultsPerPage: 1, format: 'NVD_CVE', vulnerabilities, after: { a: [1] } }));
const parse = (files: Readonly<Record<string, unknown>>): Promise<unknown[]> =>
  inFeedFolder(files, (folder) => collectAsync(nvdScores.parse(folder, quietRuntime())));

it("reads NVD's own vectors, those of the numbering authority, and weaknesses; rejected CVEs have none", async () => {
  const metrics = { cvssMetricV31: [metric(low, 'Secondary', 'cna@example.org'), metric(critical, 'Primary', 'nvd@nist.gov')] };
  const weaknesses = [
    {
      source: 'x',
      type: 'Primary',
      description: [
        { lang: 'en', value: 'CWE-79' },
        { lang: 'en', value: 'NVD-CWE-noinfo' },
      ],
    },
  ];
  const found = await parse({
    'nvd/nvdcve-2.0-2026.json.gz': feed(
      entry('CVE-2026-0001', { metrics, weaknesses }),
      entry('CVE-2026-0002', { vulnStatus: 'Rejected', metrics }),
      entry('CVE-2026-0003', {}),
    ),
  });
  expect(found).toEqual([
    { cve: 'CVE-2026-0001', enrichment: { severities: [{ origin: 'nvd', severity: 'critical', vector: critical, score: 9.8 }, { origin: 'cna', severity: 'low', vector: low, score: 1.8 }], weaknesses: ['CWE-79'] } },
    { kind: 'summary', records: 3, withdrawn: 1, newest: '2026-03-01T10:00:00Z' },
  ]); // prettier-ignore
});

it('reads the feed of changes last, and reports what is none', async () => {
  const rated = (vector: string): object =>
    entry('CVE-2026-0001', { metrics: { cvssMetricV31: [metric(vector, 'Primary', 'nvd@nist.gov')] } });
  const found = (await parse({
    'nvd/nvdcve-2.0-2026.json.gz': feed(rated(low), { cve: { id: 'x' } }),
    'nvd/nvdcve-2.0-modified.json.gz': feed(rated(critical)),
  })) as { code?: string; enrichment?: { severities: { score: number }[] } }[];
  expect(found.map(({ code, enrichment }) => code ?? enrichment?.severities[0]?.score)).toEqual([1.8, 'RECORD_INVALID', 9.8, undefined]);
});

it.each<[string, Readonly<Record<string, unknown>>]>([
  ['nothing', {}],
  ['a file that is cut [240]', { 'nvd/nvdcve-2.0-2026.json.gz': feed(entry('CVE-2026-0001', {})).subarray(0, -20) }],
  ['another object [242]', { 'nvd/nvdcve-2.0-2026.json.gz': gzipSync('{"CVE_Items":[]}') }],
])('refuses %s', async (_name, files) => {
  await expect(parse(files)).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
});
