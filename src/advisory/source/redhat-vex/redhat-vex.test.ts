import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inFeedFolder, parseFeed } from '../../../../test/support/parse-feed.ts';
import { tarOf } from '../../../../test/support/tar-builder.ts';
import { redhatVex } from './redhat-vex.ts';

const platforms = {
  'AppStream-9.4.0.GA': 'cpe:/a:redhat:enterprise_linux:9::appstream',
  'AppStream-9.2.0.Z.EUS': 'cpe:/a:redhat:rhel_eus:9.2::appstream',
  red_hat_enterprise_linux_8: 'cpe:/o:redhat:enterprise_linux:8',
  red_hat_enterprise_linux_7: 'cpe:/o:redhat:enterprise_linux:7',
  red_hat_enterprise_linux_6: 'cpe:/o:redhat:enterprise_linux:6',
  openshift_4: 'cpe:/a:redhat:openshift:4',
};

const components = {
  'curl-8.el9.x86_64': 'pkg:rpm/redhat/curl@7.76.1-8.el9?arch=x86_64&epoch=1',
  'curl-8.el9.aarch64': 'pkg:rpm/redhat/curl@7.76.1-8.el9?arch=aarch64&epoch=1',
  'curl-8.el9.src': 'pkg:rpm/redhat/curl@7.76.1-8.el9?arch=src&epoch=1',
  'curl-debuginfo': 'pkg:rpm/redhat/curl-debuginfo@7.76.1-8.el9?arch=x86_64',
  'curl-3.el9_2.s390x': 'pkg:rpm/redhat/curl@7.76.1-3.el9_2?arch=s390x',
  'npm::nodejs:18': 'pkg:rpm/redhat/npm?rpmmod=nodejs:18',
  'curl.src': 'pkg:rpm/redhat/curl?arch=src',
  libcurl: 'pkg:rpm/redhat/libcurl',
  'openshift/curl': 'pkg:oci/curl',
};

/** `platform:component` by status. */
function document(status: Readonly<Record<string, readonly string[]>>, more: object = {}, cve = 'CVE-2026-0001'): object {
  const product = (product_id: string, helper: object): object => ({ category: 'product_version', name: product_id, product: { name: product_id, product_id, product_identification_helper: helper } });
  const ids = Object.values(status).flat();
  return {
    document: { category: 'csaf_vex', aggregate_severity: { text: 'Moderate' }, tracking: { current_release_date: '2026-03-01T10:00:00+00:00', id: cve } },
    product_tree: {
      branches: [{ category: 'vendor', name: 'Red Hat', branches: [...Object.entries(platforms).map(([id, cpe]) => product(id, { cpe })), ...Object.entries(components).map(([id, purl]) => product(id, { purl })), product('snakeyaml', {}), product('nodejs:18/npm', {})] }],
      relationships: ids.map((product_id) => {
        const colon = product_id.indexOf(':');
        return { category: 'default_component_of', full_product_name: { name: product_id, product_id }, product_reference: product_id.slice(colon + 1), relates_to_product_reference: product_id.slice(0, colon) };
      }),
    },
    vulnerabilities: [{
      cve, title: 'curl: a title', release_date: '2026-01-01T00:00:00+00:00', cwe: { id: 'CWE-79' }, product_status: status,
      notes: [{ category: 'other', text: 'x' }, { category: 'description', text: 'Words of theirs.' }],
      references: [{ category: 'self', url: 'https://access.redhat.com/security/cve/CVE-2026-0001' }, { category: 'external', url: 'https://example.org/' }],
      scores: [{ cvss_v3: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, products: ids }], ...more,
    }],
  };
} // prettier-ignore

const folder = 'redhat/data/csaf/v2/vex';
const fact = (release: string, name: string, more: object = {}): object => ({
  ecosystem: 'redhat', release, name, status: 'affected', ranges: [{ introduced: '0' }], versions: [], fixState: 'no-fix-yet', ...more,
}); // prettier-ignore

async function factsOf(value: object): Promise<unknown> {
  const [advisory] = (await parseFeed(redhatVex, { [`${folder}/2026/cve-2026-0001.json`]: value })) as [{ affected: unknown }];
  return advisory.affected;
}

describe('redhatVex', () => {
  it('reads what is fixed by stream, with one fact for the builds of all processors', async () => {
    const plain = ['curl-8.el9.x86_64', 'curl-8.el9.aarch64', 'curl-8.el9.src', 'curl-debuginfo'].map((id) => `AppStream-9.4.0.GA:${id}`);
    const value = document({ fixed: [...plain, 'AppStream-9.2.0.Z.EUS:curl-3.el9_2.s390x', 'openshift_4:curl-8.el9.x86_64'] });
    expect(await parseFeed(redhatVex, { [`${folder}/2026/cve-2026-0001.json`]: value })).toEqual([
      {
        id: 'CVE-2026-0001', sourceId: 'redhat-vex', aliases: [], covers: [], title: 'curl: a title', description: 'Words of theirs.', weaknesses: ['CWE-79'],
        published: '2026-01-01T00:00:00Z', modified: '2026-03-01T10:00:00Z',
        severities: [{ origin: 'redhat', severity: 'medium', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
        references: ['https://access.redhat.com/security/cve/CVE-2026-0001', 'https://example.org/'],
        affected: [
          fact('9', 'curl', { ranges: [{ introduced: '0', fixed: '1:7.76.1-8.el9' }], fixState: 'fixed' }),
          fact('9', 'curl', { ranges: [{ introduced: '0', fixed: '7.76.1-3.el9_2' }], fixState: 'fixed', architectures: ['s390x'], stream: 'rhel_eus:9.2::appstream' }),
        ],
      },
      { kind: 'summary', records: 1, withdrawn: 0, newest: '2026-03-01T10:00:00Z' },
    ]); // prettier-ignore
  });

  it('reads every state without a fix, by the words of Red Hat', async () => {
    const products = ['red_hat_enterprise_linux_6:libcurl', 'red_hat_enterprise_linux_7:libcurl', 'red_hat_enterprise_linux_8:libcurl', 'AppStream-9.4.0.GA:libcurl'];
    const remediation = (category: string, details: string, at: number): object => ({ category, details, product_ids: [products[at]] });
    const remediations = [remediation('no_fix_planned', 'Out of support scope', 0), remediation('no_fix_planned', 'Will not fix', 1), remediation('none_available', 'Fix deferred', 2), { category: 'workaround', details: 'x', product_ids: products }];
    const threats = [{ category: 'impact', details: 'Low', product_ids: [products[2]] }];
    expect(await factsOf(document({ known_affected: products }, { remediations, threats }))).toEqual(
      [['6', 'end-of-life'], ['7', 'wont-fix'], ['8', 'deferred'], ['9', 'no-fix-yet']].flatMap(([release = '', fixState]) => {
        const severity = release === '8' ? { severity: { origin: 'redhat', severity: 'low' } } : {};
        return ['libcurl', 'libcurl.src'].map((name) => fact(release, name, { fixState, ...severity }));
      }),
    );
  }); // prettier-ignore

  it('takes a component for a source only where sources are not listed, and reads modules', async () => {
    const value = document({
      known_affected: [
        'red_hat_enterprise_linux_8:libcurl',
        'red_hat_enterprise_linux_8:curl.src',
        'red_hat_enterprise_linux_8:npm::nodejs:18',
        'red_hat_enterprise_linux_7:nodejs:18/npm',
        'red_hat_enterprise_linux_7:openshift/curl',
      ],
    });
    expect(await factsOf(value)).toEqual([
      fact('8', 'libcurl'), fact('8', 'curl.src'), fact('8', 'npm', { module: 'nodejs:18' }),
      fact('7', 'npm', { module: 'nodejs:18' }), fact('7', 'npm.src', { module: 'nodejs:18' }),
    ]); // prettier-ignore
  });

  it('says that a package is not affected, but not because one build never was', async () => {
    const value = document({
      known_not_affected: [
        'red_hat_enterprise_linux_8:snakeyaml',
        'AppStream-9.4.0.GA:curl-8.el9.x86_64',
        'red_hat_enterprise_linux_7:libcurl',
      ],
      known_affected: ['red_hat_enterprise_linux_7:libcurl'],
      under_investigation: ['red_hat_enterprise_linux_6:libcurl'],
    });
    const not = { status: 'not-affected', ranges: [], fixState: 'unknown' };
    const open = { status: 'under-investigation', fixState: 'unknown' };
    expect(await factsOf(value)).toEqual([
      fact('8', 'snakeyaml', not), fact('8', 'snakeyaml.src', not),
      fact('7', 'libcurl'), fact('7', 'libcurl.src'),
      fact('6', 'libcurl', open), fact('6', 'libcurl.src', open),
    ]); // prettier-ignore
  });

  it.each<[string, object, string]>([
    ['a status', { product_status: { probably: ['red_hat_enterprise_linux_8:libcurl'] } }, 'the status probably is not known'],
    [
      'a product',
      { product_status: { fixed: ['red_hat_enterprise_linux_9:x'] } },
      'the product red_hat_enterprise_linux_9:x is not defined',
    ],
    ['a shape', { product_status: { fixed: 'all' } }, 'fixed is not a list'],
  ])('never takes %s that it does not know for an answer [242]', async (_name, more, message) => {
    const [issue] = await parseFeed(redhatVex, { [`${folder}/2026/cve-2026-0001.json`]: document({}, more) });
    expect(issue).toEqual({
      code: 'RECORD_INVALID',
      severity: 'warning',
      origin: 'redhat-vex',
      message: `2026/cve-2026-0001.json: ${message}`,
    });
  });

  const hasZstd = spawnSync('zstd', ['--version']).error === undefined;
  it.skipIf(!hasZstd)('reads the latest archive, single documents that changed after it, and nothing that was deleted', async () => {
    const status = { known_affected: ['red_hat_enterprise_linux_8:libcurl'] };
    const archived = ['0001', '0002', '0003'].map((number) => ({
      name: `2026/cve-2026-${number}.json`,
      content: JSON.stringify(document(status, { title: 'archived' }, `CVE-2026-${number}`)),
    }));
    const archive = spawnSync('zstd', ['-c'], { input: tarOf(...archived) }).stdout;
    const files = {
      [`${folder}/archive_latest.txt`]: 'csaf_vex_2026-03-01.tar.zst\n',
      [`${folder}/csaf_vex_2026-03-01.tar.zst`]: archive,
      [`${folder}/changes.csv`]:
        '"2026/cve-2026-0002.json","2026-03-02T00:00:00+00:00"\n"2026/cve-2026-0001.json","2026-02-02T00:00:00+00:00"\n',
      [`${folder}/deletions.csv`]: '"2026/cve-2026-0003.json","2026-03-02T00:00:00+00:00"\n',
      [`${folder}/2026/cve-2026-0001.json`]: document(status, { title: 'older' }),
      [`${folder}/2026/cve-2026-0002.json`]: document(status, { title: 'newer' }, 'CVE-2026-0002'),
    };
    const found = (await parseFeed(redhatVex, files)).filter((item): item is { id: string; title: string } => 'title' in (item as object));
    expect(found.map(({ id, title }) => `${id} ${title}`)).toEqual(['CVE-2026-0002 newer', 'CVE-2026-0001 archived']);
    expect((await inFeedFolder(files, (opened) => redhatVex.linkedFiles?.(opened)))?.map(({ path }) => path)).toEqual([
      `${folder}/csaf_vex_2026-03-01.tar.zst`,
      `${folder}/2026/cve-2026-0002.json`,
    ]);
  });

  it('refuses an archive name that leads elsewhere, and a folder without documents', async () => {
    await expect(parseFeed(redhatVex, { [`${folder}/archive_latest.txt`]: '../../etc/passwd' })).rejects.toThrow(
      expect.objectContaining({ code: 'FEED_DAMAGED' }),
    );
    await expect(parseFeed(redhatVex, {})).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
  });
});
