import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { collectAsync } from '../../../../test/support/collect-async.ts';
import { inFeedFolder } from '../../../../test/support/parse-feed.ts';
import { tarOf } from '../../../../test/support/tar-builder.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { vulnrichment } from './vulnrichment.ts';

const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const ssvc = (exploitation: string): object => ({
  other: {
    type: 'ssvc',
    content: {
      id: 'x',
      options: [{ Exploitation: exploitation }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }],
      timestamp: '2026-02-01T00:00:00.000000Z',
    },
  },
});
const record = (cveId: string, metrics: readonly object[], state = 'PUBLISHED'): string =>
  JSON.stringify({
    cveMetadata: { cveId, state, dateUpdated: '2026-03-01T00:00:00.000Z' },
    containers: {
      cna: { metrics: [{ cvssV3_1: { vectorString: vector } }], problemTypes: [{ descriptions: [{ cweId: 'CWE-79' }] }] },
      adp: [{ title: 'CVE Program Container' }, { title: 'CISA ADP Vulnrichment', metrics }],
    },
  });
const parse = (files: Readonly<Record<string, unknown>>): Promise<unknown[]> =>
  inFeedFolder(files, (folder) => collectAsync(vulnrichment.parse(folder, quietRuntime())));
const name = (cve: string): string => `vulnrichment-develop/2026/0xxx/${cve}.json`;
const expected = {
  cve: 'CVE-2026-0001',
  enrichment: {
    severities: [{ origin: 'cna', severity: 'critical', vector, score: 9.8 }],
    weaknesses: ['CWE-79'],
    assessment: { exploitation: 'poc', isAutomatable: true, technicalImpact: 'total', assessedOn: '2026-02-01T00:00:00Z' },
  },
};

it('reads the decision points and scores of records in an archive', async () => {
  const archive = gzipSync(
    tarOf(
      { name: name('CVE-2026-0001'), content: record('CVE-2026-0001', [ssvc('poc')]) },
      { name: name('CVE-2026-0002'), content: record('CVE-2026-0002', [], 'REJECTED') },
      { name: 'vulnrichment-develop/README.md', content: 'x' },
    ),
  );
  expect(await parse({ 'vulnrichment/develop.tar.gz': archive })).toEqual([
    expected,
    { kind: 'summary', records: 2, withdrawn: 1, newest: '2026-03-01T00:00:00Z' },
  ]);
});

it('reads a folder, and reports what it does not know', async () => {
  const files = {
    'vulnrichment/cves/2026/CVE-2026-0001.json': record('CVE-2026-0001', [ssvc('poc')]),
    'vulnrichment/cves/2026/CVE-2026-0002.json': record('CVE-2026-0002', [ssvc('maybe')]),
  };
  expect((await parse(files)).slice(0, 2)).toEqual([
    expected,
    {
      code: 'RECORD_INVALID',
      severity: 'warning',
      origin: 'vulnrichment',
      message: '2026/CVE-2026-0002.json: its exploitation is not known',
    },
  ]);
});

it('refuses a folder without records', async () => {
  await expect(parse({})).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
});
