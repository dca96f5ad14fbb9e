import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { tarOf } from '../../../../test/support/tar-builder.ts';
import { ubuntuTracker } from './ubuntu-tracker.ts';

const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const file = (lines: readonly string[], description = 'Words of theirs.'): string => `Candidate: CVE-2026-0001
PublicDate: 2026-01-27 04:15:00 UTC
References:
 https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2026-0001
 https://example.org/fix
Description:
 ${description}
Notes:
 sb> a note: with a colon
Priority: medium
 a reason
Priority_zlib: low
Priority_zlib_jammy: high
CVSS:
 nvd: ${vector} [9.8 CRITICAL]

Patches_curl:
upstream_curl: released (8.0)
${lines.join('\n')}
devel_curl: needed
`;
const fact = (release: string, name: string, more: object): object => ({
  ecosystem: 'ubuntu',
  release,
  name,
  versions: [],
  status: 'affected',
  ranges: [{ introduced: '0' }],
  ...more,
});
const path = 'ubuntu-cve-tracker/active/CVE-2026-0001';

async function factsOf(...lines: readonly string[]): Promise<unknown> {
  const [advisory] = (await parseFeed(ubuntuTracker, { [path]: file(lines) })) as [{ affected: unknown }];
  return advisory.affected;
}

describe('ubuntuTracker', () => {
  it("reads a record with its priority, NVD's vector and the streams of Ubuntu Pro", async () => {
    const archive = gzipSync(
      tarOf(
        {
          name: 'ubuntu-cve-tracker-master/active/CVE-2026-0001',
          content: file([
            'jammy_curl: released (7.81.0-1ubuntu1.16)',
            'esm-infra/xenial_curl: released (7.47.0-1ubuntu2.19+esm11)',
            'trusty/esm_curl: needed',
          ]),
        },
        { name: 'ubuntu-cve-tracker-master/active/00boilerplate', content: 'x' },
      ),
    );
    expect(await parseFeed(ubuntuTracker, { 'ubuntu-cve-tracker/ubuntu-cve-tracker-master.tar.gz': archive })).toEqual([
      {
        id: 'CVE-2026-0001', sourceId: 'ubuntu-tracker', aliases: [], covers: [], title: 'Words of theirs.', published: '2026-01-27T04:15:00Z',
        severities: [{ origin: 'ubuntu', severity: 'medium' }, { origin: 'nvd', severity: 'critical', vector, score: 9.8 }],
        references: ['https://ubuntu.com/security/CVE-2026-0001', 'https://example.org/fix'],
        affected: [
          fact('22.04', 'curl', { ranges: [{ introduced: '0', fixed: '7.81.0-1ubuntu1.16' }], fixState: 'fixed' }),
          fact('16.04', 'curl', { ranges: [{ introduced: '0', fixed: '7.47.0-1ubuntu2.19+esm11' }], fixState: 'fixed', stream: 'pro' }),
          fact('14.04', 'curl', { fixState: 'no-fix-yet', stream: 'pro' }),
        ],
      },
      { kind: 'summary', records: 1, withdrawn: 0, newest: '2026-01-27T04:15:00Z' },
    ]); // prettier-ignore
  });

  it.each<[string, object | undefined]>([
    ['needed', { fixState: 'no-fix-yet' }],
    ['needs-triage', { fixState: 'no-fix-yet' }],
    ['pending (1.2-3)', { fixState: 'no-fix-yet' }],
    ['deferred (2026-01-01)', { fixState: 'deferred' }],
    ['ignored (minor issue)', { fixState: 'wont-fix' }],
    ['ignored (end of standard support, was needed)', { fixState: 'end-of-life' }],
    ['not-affected (code not present)', { status: 'not-affected', ranges: [], fixState: 'unknown' }],
    ['DNE', undefined],
  ])('reads the status %s', async (status, more) => {
    expect(await factsOf(`jammy_curl: ${status}`, 'focal_curl: needed')).toEqual([
      ...(more === undefined ? [] : [fact('22.04', 'curl', more)]),
      fact('20.04', 'curl', { fixState: 'no-fix-yet' }),
    ]);
  });

  it('reads priorities of packages and releases, and leaves out kernels of clouds and other products', async () =>
    expect(await factsOf('jammy_zlib: needed', 'focal_zlib: needed', 'jammy_linux-aws: needed', 'ros-esm/focal/foxy_curl: needed', 'fips/focal_curl: needed')).toEqual([
      fact('22.04', 'zlib', { fixState: 'no-fix-yet', severity: { origin: 'ubuntu', severity: 'high' } }),
      fact('20.04', 'zlib', { fixState: 'no-fix-yet', severity: { origin: 'ubuntu', severity: 'low' } }),
      fact('20.04', 'curl', { fixState: 'no-fix-yet', stream: 'pro-fips' }),
    ])); // prettier-ignore

  it.each([
    ['jammy_curl: probably', 'the status probably is not known'],
    ['jammy_curl: released', 'it is released in no version'],
    ['jammy_Curl: needed', 'jammy_Curl names no package'],
  ])('reports %s [242]', async (line, message) =>
    expect((await parseFeed(ubuntuTracker, { [path]: file([line]) }))[0]).toEqual({
      code: 'RECORD_INVALID',
      severity: 'warning',
      origin: 'ubuntu-tracker',
      message: `CVE-2026-0001: ${message}`,
    }),
  );

  it('leaves out a CVE that was rejected', async () =>
    expect(await parseFeed(ubuntuTracker, { [path]: file(['jammy_curl: needed'], 'Rejected reason: a duplicate') })).toEqual([
      { kind: 'summary', records: 1, withdrawn: 1 },
    ]));
});
