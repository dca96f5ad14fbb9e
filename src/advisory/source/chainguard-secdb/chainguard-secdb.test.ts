import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { advisorySources } from '../../advisory-sources.ts';
import { chainguardSecdb, wolfiSecdb } from './chainguard-secdb.ts';

const database = (name: string, secfixes: unknown): object => ({ apkurl: 'x', reponame: 'os', packages: [{ pkg: { name, secfixes } }] });

describe('secdb of rolling distributions', () => {
  it('reads what is fixed, and which flaws a package never had', async () =>
    expect(await parseFeed(wolfiSecdb, { 'wolfi/os/security.json': database('aactl', { '0': ['CVE-2026-0001'], '0.4.12-r10': ['CVE-2026-0002', 'GHSA-88jx-383q-w4qc'] }) })).toEqual([
      {
        id: 'CVE-2026-0001', sourceId: 'wolfi-secdb', aliases: [], covers: [], severities: [], references: ['https://images.chainguard.dev/security/CVE-2026-0001'],
        affected: [{ ecosystem: 'wolfi', name: 'aactl', versions: [], status: 'not-affected', ranges: [], fixState: 'unknown' }],
      },
      ...['CVE-2026-0002', 'GHSA-88jx-383q-w4qc'].map((id) => ({
        id, sourceId: 'wolfi-secdb', aliases: [], covers: [], severities: [], references: [`https://images.chainguard.dev/security/${id}`],
        affected: [{ ecosystem: 'wolfi', name: 'aactl', versions: [], status: 'affected', ranges: [{ introduced: '0', fixed: '0.4.12-r10' }], fixState: 'fixed' }],
      })),
      { kind: 'summary', records: 1, withdrawn: 0, releases: ['wolfi'] },
    ])); // prettier-ignore

  it('reads all repositories that are there', async () => {
    const files = {
      'chainguard/chainguard/security.json': database('a', { '1-r0': ['CVE-2026-0001'] }),
      'chainguard/extras/security.json': database('b', { '2-r0': ['CVE-2026-0001'] }),
    };
    const [advisory] = (await parseFeed(chainguardSecdb, files)) as { affected: { name: string }[] }[];
    expect(advisory?.affected.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('is not published, nor are the exports made from it', () =>
    expect(advisorySources.filter(({ mayPublish }) => mayPublish === false).map(({ id }) => id)).toEqual([
      'chainguard-secdb', 'minimos-secdb', 'wolfi-secdb', 'osv-wolfi', 'osv-minimos',
    ])); // prettier-ignore

  it('refuses a file that is missing or something else', async () => {
    await expect(parseFeed(wolfiSecdb, {})).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
    await expect(parseFeed(wolfiSecdb, { 'wolfi/os/security.json': '<html>' })).rejects.toThrow(
      expect.objectContaining({ code: 'FEED_DAMAGED' }),
    );
  });
});
