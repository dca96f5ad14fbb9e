import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

/** Feeds laid out as the publishers serve them, by path: `count` npm advisories that all name `generation` as their fix, and one record of each other source. */
export function smallFeeds(count: number, generation: number): ReadonlyMap<string, Uint8Array> {
  const records = Array.from({ length: count }, (_, i) => [`GHSA-${i}.json`, strToU8(JSON.stringify(osvRecord(i, generation)))] as const);
  return new Map<string, Uint8Array>([
    ['osv/npm/all.zip', zipSync(Object.fromEntries(records), { level: 1 })],
    ['debian-security-tracker/tracker/data/json', strToU8(JSON.stringify(tracker))],
    ['kev/known_exploited_vulnerabilities.json', strToU8(JSON.stringify(kev))],
    ['epss/epss_scores-current.csv.gz', gzipSync(epss)],
  ]);
}

export function writeFeeds(folder: string, feeds: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of feeds) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

function osvRecord(i: number, generation: number): object {
  return {
    schema_version: '1.6.0',
    id: `GHSA-${i}`,
    modified: '2026-05-01T00:00:00Z',
    published: '2026-04-01T00:00:00Z',
    aliases: [`CVE-2026-${10_000 + i}`],
    summary: `package-${i} is wrong`,
    affected: [
      {
        package: { ecosystem: 'npm', name: `package-${i % 1_000}` },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `${generation}.0.${i}` }] }],
      },
    ],
  };
}

const tracker = {
  openssl: {
    'CVE-2026-10001': {
      description: 'made up',
      scope: 'local',
      releases: {
        bookworm: { status: 'resolved', fixed_version: '3.0.9-1', urgency: 'not yet assigned', repositories: { bookworm: '3.0.9-1' } },
      },
    },
  },
};

const kev = {
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.05.02',
  dateReleased: '2026-05-02T00:00:00.0000Z',
  count: 1,
  vulnerabilities: [
    {
      cveID: 'CVE-2026-10001',
      vendorProject: 'made',
      product: 'up',
      vulnerabilityName: 'made up',
      dateAdded: '2026-05-02',
      shortDescription: 'made up',
      requiredAction: 'none',
      dueDate: '2026-05-23',
      knownRansomwareCampaignUse: 'Known',
      notes: '',
      cwes: [],
    },
  ],
};

const epss = '#model_version:v2025.03.14,score_date:2026-05-03T00:00:00+0000\ncve,epss,percentile\nCVE-2026-10001,0.25000,0.96000\n';
