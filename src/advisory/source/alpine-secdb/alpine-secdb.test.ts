import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietRuntime } from '../../../model/runtime.ts';
import { collectAsync } from '../../../../test/support/collect-async.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { openFeedFolder } from '../../fetch/open-feed-folder.ts';
import { alpineSecdb } from './alpine-secdb.ts';

async function parse(files: Readonly<Record<string, unknown>>): Promise<unknown[]> {
  using folder = temporaryFolder();
  for (const [file, value] of Object.entries(files)) {
    const path = join(folder.path, 'alpine-secdb', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return await collectAsync(alpineSecdb.parse(openFeedFolder(folder.path), quietRuntime()));
}

function database(fixes: Readonly<Record<string, unknown>>): object {
  return { distroversion: 'v0', packages: Object.entries(fixes).map(([name, secfixes]) => ({ pkg: { name, secfixes } })) };
}

function advisory(id: string, affected: readonly object[], aliases: readonly string[] = []): object {
  const references = [`https://security.alpinelinux.org/vuln/${id}`];
  return { id, sourceId: 'alpine-secdb', aliases, covers: [], severities: [], references, affected };
}

function fixed(release: string, name: string, version: string): object {
  return {
    ecosystem: 'alpine',
    release,
    name,
    versions: [],
    status: 'affected',
    ranges: [{ introduced: '0', fixed: version }],
    fixState: 'fixed',
  };
}

describe('alpineSecdb', () => {
  it('reads every branch, and splits entries with several IDs and remarks', async () =>
    expect(
      await parse({
        'v3.20/main.json': database({
          xen: { '4.10.1-r1': ['CVE-2018-3639 XSA-263', 'CVE-2020-11740 CVE-2020-11741 XSA-313', 'XSA-207'] },
          libvpx: { '1.8.0-r0': ['CVE-2019-2126 (+ fix for something else)', 'CVE-2023-5217 GHSA-qqvq-6xgj-jw8g'] },
          quiet: null,
          none: [],
        }),
        'v3.20/community.json': database({ go: { '1.22.3-r0': ['CVE-2024-24788'] } }),
        'edge/main.json': database({
          openssl: {
            '0': ['CVE-2019-1551', 'CVE-2024-0001'],
            '3.1.4-r0': ['CVE-2023-5363'],
            '3.1.4-r5': ['CVE-2023-5363', 'CVE-2024-0001'],
          },
        }),
        'v3.19/main.json': database({ openssl: { '3.1.4-r1': ['CVE-2023-5363'] } }),
        'last-update': 'opaque',
      }),
    ).toEqual([
      advisory('CVE-2019-1551', [
        { ecosystem: 'alpine', release: 'edge', name: 'openssl', versions: [], status: 'not-affected', ranges: [], fixState: 'unknown' },
      ]),
      advisory('CVE-2024-0001', [fixed('edge', 'openssl', '3.1.4-r5')]),
      advisory('CVE-2023-5363', [fixed('edge', 'openssl', '3.1.4-r5'), fixed('3.19', 'openssl', '3.1.4-r1')]),
      advisory('CVE-2018-3639', [fixed('3.20', 'xen', '4.10.1-r1')]),
      advisory('CVE-2020-11740', [fixed('3.20', 'xen', '4.10.1-r1')]),
      advisory('CVE-2020-11741', [fixed('3.20', 'xen', '4.10.1-r1')]),
      advisory('XSA-207', [fixed('3.20', 'xen', '4.10.1-r1')]),
      advisory('CVE-2019-2126', [fixed('3.20', 'libvpx', '1.8.0-r0')]),
      advisory('CVE-2023-5217', [fixed('3.20', 'libvpx', '1.8.0-r0')], ['GHSA-qqvq-6xgj-jw8g']),
      advisory('CVE-2024-24788', [fixed('3.20', 'go', '1.22.3-r0')]),
      { kind: 'summary', records: 7, withdrawn: 0, releases: ['alpine@edge', 'alpine@3.19', 'alpine@3.20'] },
    ]));

  it('reports a version that cannot be compared once, and keeps it for an undecided match', async () =>
    expect(await parse({ 'v3.8/main.json': database({ irssi: { '0.8.21.r2': ['CVE-2017-10965', 'CVE-2017-10966'] } }) })).toEqual([
      {
        code: 'RECORD_INVALID',
        severity: 'warning',
        origin: 'alpine-secdb',
        message: 'irssi of 3.8 has an unusable range: 0.8.21.r2 is not a valid apk version',
      },
      advisory('CVE-2017-10965', [fixed('3.8', 'irssi', '0.8.21.r2')]),
      advisory('CVE-2017-10966', [fixed('3.8', 'irssi', '0.8.21.r2')]),
      { kind: 'summary', records: 1, withdrawn: 0, releases: ['alpine@3.8'] },
    ]));

  it('does not list a branch of which only the community repository is there', async () =>
    expect(
      await parse({
        'v3.20/main.json': database({ openssl: { '3.1.4-r1': ['CVE-2023-5363'] } }),
        'v3.21/community.json': database({ go: { '1.22.3-r0': ['CVE-2024-24788'] } }),
      }),
    ).toEqual([
      advisory('CVE-2023-5363', [fixed('3.20', 'openssl', '3.1.4-r1')]),
      advisory('CVE-2024-24788', [fixed('3.21', 'go', '1.22.3-r0')]),
      { kind: 'summary', records: 2, withdrawn: 0, releases: ['alpine@3.20'] },
    ]));

  it('fetches what the table of releases names', () => {
    expect(alpineSecdb.files).toContainEqual({
      path: 'alpine-secdb/v3.20/main.json',
      upstream: 'https://secdb.alpinelinux.org/v3.20/main.json',
      isOptional: true,
    });
    expect(alpineSecdb.files.at(-1)?.path).toBe('alpine-secdb/edge/community.json');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a file that is cut [240]', { 'v3.20/main.json': '{"packages":[{"pkg"' }, 'FEED_DAMAGED'],
    ['a web page [244]', { 'v3.20/main.json': '<html>' }, 'FEED_DAMAGED'],
    ['a renamed field [242]', { 'v3.20/main.json': { pakages: [] } }, 'FEED_DAMAGED'],
    ['other entries [242]', { 'v3.20/main.json': { packages: [{ package: {} }, { pkg: { name: 1 } }] } }, 'FEED_REFUSED'],
    ['nothing', { 'v3.20/README': '' }, 'FEED_DAMAGED'],
  ])('refuses %s', async (_name, files, code) => expect(parse(files)).rejects.toThrow(expect.objectContaining({ code })));
});
