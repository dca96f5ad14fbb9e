import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedSummary } from '../../src/advisory/source/advisory-source.ts';
import { openFeedFolder } from '../../src/advisory/fetch/open-feed-folder.ts';
import { amazonUpdateinfo } from '../../src/advisory/source/amazon-updateinfo/amazon-updateinfo.ts';
import { wolfiSecdb } from '../../src/advisory/source/chainguard-secdb/chainguard-secdb.ts';
import { redhatVex } from '../../src/advisory/source/redhat-vex/redhat-vex.ts';
import { alpineSecdb } from '../../src/advisory/source/alpine-secdb/alpine-secdb.ts';
import { debianTracker } from '../../src/advisory/source/debian-tracker/debian-tracker.ts';
import { osvSource } from '../../src/advisory/source/osv/osv-source.ts';
import { type Advisory } from '../../src/model/advisory.ts';
import { ecosystem, type EcosystemId } from '../../src/model/ecosystem.ts';
import { type Issue } from '../../src/model/issue.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { collectAsync } from '../support/collect-async.ts';

/** Real data beside the project, packed with xz; FEEDS.md there, "Tests worth having from this data". */
const feeds = join(import.meta.dirname, '../../../shared/feeds');
const hasFeeds = existsSync(feeds) && existsSync('/usr/bin/xz');
const runtime = quietRuntime({ now: () => new Date('2026-11-20T00:00:00Z') });

interface Parsed {
  readonly advisories: ReadonlyMap<string, Advisory>;
  readonly issues: readonly Issue[];
  readonly summary: FeedSummary | undefined;
}

async function parse(source: { parse: typeof alpineSecdb.parse }, folder: string): Promise<Parsed> {
  const items = await collectAsync(source.parse(openFeedFolder(folder), runtime));
  return {
    advisories: new Map(items.filter((item) => 'affected' in item).map((advisory) => [advisory.id, advisory])),
    issues: items.filter((item) => 'code' in item),
    summary: items.find((item) => 'kind' in item),
  };
}

function xzFiles(path: string): readonly string[] {
  return (readdirSync(path, { recursive: true }) as string[]).filter((file) => file.endsWith('.xz')).map((file) => join(path, file));
}

describe.skipIf(!hasFeeds)('real feeds', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'pratique-feeds-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  function unpack(path: string): void {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    const packed = join(feeds, `${path}.xz`);
    if (existsSync(packed)) writeFileSync(target, execFileSync('/usr/bin/xz', ['-dc', packed], { maxBuffer: 1 << 28 }));
    else copyFileSync(join(feeds, path), target);
  }

  async function osv(id: EcosystemId): Promise<Parsed> {
    unpack(`osv/${ecosystem(id).osvName ?? ''}/all.zip`);
    return await parse(osvSource(id), folder);
  }

  it('npm', async () => {
    const { advisories, issues, summary } = await osv('npm');
    expect(summary).toEqual({ kind: 'summary', records: 23_338, withdrawn: 40, newest: '2026-09-10T03:51:02Z' });
    expect(issues.map(({ message }) => message)).toEqual([
      'GHSA-4627-w373-375v has an unusable range: it ends at 0.0.13 before it begins',
      'GHSA-82jv-9wjw-pqh6 has an unusable range: it ends at 4.0.0-beta.11 before it begins',
    ]);
    // Two flaws of lodash that OSV's alias groups tie together stay two.
    expect(['GHSA-35jh-r3h4-6jhm', 'GHSA-r5fr-rjxr-66jc'].map((id) => advisories.get(id)?.aliases)).toEqual([
      ['CVE-2021-23337'],
      ['CVE-2026-4800'],
    ]);
    for (const id of ['GHSA-pj86-cfqh-vqx6', 'GHSA-3966-f6p6-2qr9', 'GHSA-p5wg-g6qr-c7cg']) expect(advisories.has(id)).toBe(false);
    // Duplicates of others and withdrawn ones, which only their text says; the one that is named stays.
    expect(
      ['GHSA-257q-pv89-v3xv', 'GHSA-wv67-q8rr-grjp', 'GHSA-7fhm-mqm4-2wp7', 'GHSA-6c3j-c64m-qhgq'].map((id) => advisories.has(id)),
    ).toEqual([false, false, false, true]);
    const next = advisories
      .get('GHSA-mwv6-3258-q52c')
      ?.affected.map(({ name, ranges }) => `${name} ${ranges[0]?.introduced ?? ''} ${ranges[0]?.fixed ?? ''}`);
    expect(next?.slice(0, 3)).toEqual(['next 13.3.0 14.2.34', 'next 15.0.0-canary.0 15.0.6', 'next 15.1.1-canary.0 15.1.10']);
    expect(advisories.get('GHSA-3h52-269p-cp9r')?.affected.map(({ ranges }) => ranges)).toEqual([
      [{ introduced: '15.0.0', fixed: '15.2.2' }],
      [{ introduced: '13.0', fixed: '14.2.30' }],
    ]);
    expect([...advisories.values()].filter(({ isMalware }) => isMalware === true)).toHaveLength(19_440);
  });

  it('Go: custom ranges', async () => {
    const { advisories, summary } = await osv('go');
    expect([summary?.records, summary?.withdrawn]).toEqual([6_408, 54]);
    // The SEMVER range of this module says no more than "introduced 0".
    expect(advisories.get('GO-2025-3564')?.affected.find(({ name }) => name === 'k8s.io/ingress-nginx')).toEqual({
      ecosystem: 'go',
      name: 'k8s.io/ingress-nginx',
      status: 'affected',
      ranges: [
        { introduced: '0', fixed: '1.11.5' },
        { introduced: '1.12.0-beta.0', fixed: '1.12.1' },
      ],
      versions: [],
      fixState: 'fixed',
    });
  });

  it('crates.io: lower bounds before a release', async () => {
    const { advisories } = await osv('cargo');
    expect(advisories.get('RUSTSEC-2026-0266')?.affected[0]?.ranges).toEqual([{ introduced: '0.8.7-0' }]);
  });

  it('Red Hat: ids with a colon', async () => {
    const { advisories, issues, summary } = await osv('redhat');
    expect([summary?.records, advisories.size, issues]).toEqual([15_175, 15_175, []]);
    expect(advisories.get('RHSA-2021:4593')).toMatchObject({
      covers: ['CVE-2021-42574'],
      severities: [{ origin: 'redhat', severity: 'medium' }],
    });
  });

  it('Debian: the same CVE from OSV and in a tracker excerpt with what OSV has not', async () => {
    const { advisories, summary } = await osv('debian');
    expect(summary?.records).toBe(44_152);
    expect(advisories.get('DEBIAN-CVE-2023-45853')?.affected.filter(({ release }) => release === '12')).toMatchObject([
      { name: 'minizip', fixState: 'fixed', ranges: [{ introduced: '0', fixed: '1.1-8+deb12u1' }] },
      { name: 'zlib', fixState: 'no-fix-yet', ranges: [{ introduced: '0' }] },
    ]);
    const excerpt = join(folder, 'excerpt');
    mkdirSync(join(excerpt, 'debian-security-tracker/tracker/data'), { recursive: true });
    copyFileSync(join(feeds, 'samples/debian/tracker-json-excerpt.json'), join(excerpt, 'debian-security-tracker/tracker/data/json'));
    const tracker = await parse(debianTracker, excerpt);
    expect(tracker.issues).toEqual([]);
    const states = [...tracker.advisories.values()].flatMap(({ affected }) =>
      affected.map(({ status, fixState }) => `${status} ${fixState}`),
    );
    expect([...new Set(states)].sort()).toEqual(['affected fixed', 'affected no-fix-yet', 'affected wont-fix', 'not-affected unknown']);
  });

  it('Debian tracker, whole', async () => {
    unpack('debian-security-tracker/tracker/data/json');
    const { issues, summary } = await parse(debianTracker, folder);
    expect([summary?.records, issues]).toEqual([37_508, []]);
  });

  it('Alpine: every branch, and what was never affected', async () => {
    const { advisories, issues } = await parse(alpineSecdb, feeds);
    expect(advisories.size).toBeGreaterThan(10_000);
    expect(issues.length).toBeLessThan(60);
    const never = [...advisories.values()]
      .flatMap(({ affected }) => affected)
      .filter(({ release, status }) => release === '3.24' && status === 'not-affected');
    expect(never.length).toBeGreaterThan(60);
  });

  it('Amazon Linux: every bulletin of 2 and 2023', async () => {
    for (const release of ['2', 'al2023']) unpack(`amazonlinux/${release}/core/updateinfo.xml`);
    const { advisories, issues, summary } = await parse(amazonUpdateinfo, folder);
    expect([summary?.records, issues]).toEqual([2434, []]);
    expect(advisories.get('ALAS2023-2023-001')?.covers).toEqual(['CVE-2014-3634', 'CVE-2022-24903']);
  });

  it('Wolfi: fixes, and flaws that a package never had', async () => {
    unpack('wolfi/os/security.json');
    const { advisories, issues } = await parse(wolfiSecdb, folder);
    const facts = [...advisories.values()].flatMap(({ affected }) => affected);
    expect([facts.length, facts.filter(({ status }) => status === 'not-affected').length, issues.length]).toEqual([31_916, 4004, 1]);
  });

  it('Red Hat: what its documents say beyond fixes', async () => {
    const path = 'redhat/data/csaf/v2/vex';
    const target = join(folder, 'vex');
    for (const file of readdirSync(join(feeds, path), { recursive: true }) as string[]) {
      if (!/\.(?:xz|zst)$/.test(file)) continue;
      mkdirSync(dirname(join(target, path, file)), { recursive: true });
      copyFileSync(join(feeds, path, file), join(target, path, file));
    }
    execFileSync('/usr/bin/xz', ['-d', ...xzFiles(join(target, path))]);
    const { advisories, issues } = await parse(redhatVex, target);
    expect([advisories.size, issues]).toEqual([16, []]);
    const states = (advisories.get('CVE-2024-0727')?.affected ?? []).map(
      ({ release, status, fixState }) => `${release ?? ''} ${status} ${fixState}`,
    );
    expect(new Set(states)).toEqual(
      new Set([
        '9 affected fixed',
        '6 affected end-of-life',
        '7 affected end-of-life',
        '8 affected wont-fix',
        '8 affected deferred',
        '9 not-affected unknown',
        '9 affected deferred',
        '8 not-affected unknown',
      ]),
    );
  });

  it('records in today’s form', async () => {
    const samples = join(feeds, 'samples/osv-current');
    const target = join(folder, 'current/osv/Debian');
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(samples)) copyFileSync(join(samples, name), join(target, name));
    const { advisories, issues } = await parse(osvSource('debian'), join(folder, 'current'));
    expect(issues).toEqual([]);
    expect([...advisories.values()].map(({ id, aliases, covers }) => [id, aliases.join(), covers.join()])).toEqual([
      ['DEBIAN-CVE-2023-45853', 'CVE-2023-45853', ''],
      ['DLA-3008-1', '', 'CVE-2022-1292'],
      ['DLA-3012-1', '', 'CVE-2022-29824'],
      ['DLA-3022-1', '', 'CVE-2022-1664'],
    ]);
  });
});
