import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inFeedFolder, parseFeed } from '../../../../test/support/parse-feed.ts';
import { amazonUpdateinfo } from './amazon-updateinfo.ts';

const package_ = (name: string, version: string, release: string, arch: string, epoch = '0'): string =>
  `<package arch="${arch}" epoch="${epoch}" name="${name}" release="${release}" version="${version}"><filename>x</filename></package>`;

function update(id: string, packages: readonly string[], more = '', severity = 'important'): string {
  return `<update author="a" type="security" version="1.4"><id>${id}</id><title>${id}: a title of ours</title><issued date="2026-02-17 20:41:00"/>
<updated date="2026-02-22 23:22"/><severity>${severity}</severity><description>Words of theirs &amp; more</description>${more}
<pkglist><collection short="amazon-linux"><name>Amazon Linux</name>${packages.join('')}</collection></pkglist></update>`;
}

const cves = (...ids: string[]): string =>
  `<references>${ids.map((id) => `<reference href="https://example.org/${id}" id="${id}" title="" type="cve"/>`).join('')}</references>`;
const document = (...updates: string[]): string => `<?xml version="1.0" ?>\n<updates>\n${updates.join('\n')}\n</updates>\n`;

const bulletin = {
  sourceId: 'amazon-updateinfo',
  aliases: [],
  published: '2026-02-17T20:41:00Z',
  modified: '2026-02-22T23:22:00Z',
};
const fixed = (release: string, name: string, version: string, more: object = {}): object => ({
  ecosystem: 'amazon',
  release,
  name,
  status: 'affected',
  ranges: [{ introduced: '0', fixed: version }],
  versions: [],
  fixState: 'fixed',
  ...more,
});
const mirrors = 'https://cdn.amazonlinux.com';

describe('amazonUpdateinfo', () => {
  it('reads the bulletins of each release, one fact for each package and version', async () => {
    const files = {
      'amazonlinux/al2023/core/updateinfo.xml': document(
        update(
          'ALAS2023-2026-001',
          [
            package_('curl', '8.5.0', '1.amzn2023.0.1', 'x86_64'),
            package_('curl', '8.5.0', '1.amzn2023.0.1', 'aarch64'),
            package_('curl-debuginfo', '8.5.0', '1.amzn2023.0.1', 'x86_64'),
            package_('curl', '8.5.0', '1.amzn2023.0.1', 'src'),
            package_('docs', '1', '1', 'noarch', '2'),
            package_('split', '1', '1.x', 'x86_64'),
            package_('split', '1', '2.a', 'aarch64'),
          ],
          cves('CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0001'),
        ),
      ),
      'amazonlinux/2/core/updateinfo.xml.gz': gzipSync(
        document(update('ALAS2-2026-7', [package_('zlib', '1.2.7', '19.amzn2', 'x86_64')], '', 'medium')),
      ),
    };
    expect(await parseFeed(amazonUpdateinfo, files)).toEqual([
      {
        ...bulletin,
        id: 'ALAS2023-2026-001',
        title: 'ALAS2023-2026-001: a title of ours',
        covers: ['CVE-2026-0001', 'CVE-2026-0002'],
        severities: [{ origin: 'amazon', severity: 'high' }],
        references: [
          'https://alas.aws.amazon.com/AL2023/ALAS2023-2026-001.html',
          'https://example.org/CVE-2026-0001',
          'https://example.org/CVE-2026-0002',
        ],
        affected: [
          fixed('2023', 'curl', '8.5.0-1.amzn2023.0.1'),
          fixed('2023', 'docs', '2:1-1'),
          fixed('2023', 'split', '1-1.x', { architectures: ['x86_64'] }),
          fixed('2023', 'split', '1-2.a', { architectures: ['aarch64'] }),
        ],
      },
      {
        ...bulletin,
        id: 'ALAS2-2026-7',
        title: 'ALAS2-2026-7: a title of ours',
        covers: [],
        severities: [{ origin: 'amazon', severity: 'medium' }],
        references: ['https://alas.aws.amazon.com/AL2/ALAS2-2026-7.html'],
        affected: [fixed('2', 'zlib', '1.2.7-19.amzn2', { architectures: ['x86_64'] })],
      },
      { kind: 'summary', records: 2, withdrawn: 0, newest: '2026-02-22T23:22:00Z', releases: ['amazon@2023', 'amazon@2'] },
    ]);
  });

  it('reads the extras that the catalogue names, each as a stream', async () => {
    const files = {
      'amazonlinux/2/extras-catalog.json': { topics: [{ n: 'docker' }, { n: '../etc' }] },
      'amazonlinux/2/extras/docker/updateinfo.xml': document(
        update('ALAS2DOCKER-2026-1', [package_('docker', '25.0', '1.amzn2', 'x86_64')], cves('CVE-2026-0003')),
      ),
    };
    const [advisory, summary] = (await parseFeed(amazonUpdateinfo, files)) as [{ affected: unknown }, unknown];
    expect(advisory.affected).toEqual([fixed('2', 'docker', '25.0-1.amzn2', { architectures: ['x86_64'], stream: 'extras:docker' })]);
    expect(summary).toEqual({ kind: 'summary', records: 1, withdrawn: 0, newest: '2026-02-22T23:22:00Z', releases: [] });
  });

  it('follows a list of mirrors to the index and to the bulletins, with their checksum', async () => {
    const base = `${mirrors}/al2023/core/guids/abc/x86_64`;
    const list = { 'amazonlinux/al2023/core/mirror.list': `${base}/\n` };
    const index = { path: 'amazonlinux/al2023/core/repomd.xml', upstream: `${base}/repodata/repomd.xml`, isOptional: true };
    expect(await inFeedFolder(list, (folder) => amazonUpdateinfo.linkedFiles?.(folder))).toEqual([index]);
    const repomd = `<?xml version="1.0"?><repomd><data type="primary"><location href="p"/></data><data type="updateinfo"><checksum type="sha256">${'a'.repeat(64)}</checksum><location href="repodata/updateinfo.xml.gz"/></data></repomd>`;
    expect(
      await inFeedFolder({ ...list, 'amazonlinux/al2023/core/repomd.xml': repomd }, (folder) => amazonUpdateinfo.linkedFiles?.(folder)),
    ).toEqual([
      index,
      {
        path: 'amazonlinux/al2023/core/updateinfo.xml.gz',
        upstream: `${base}/repodata/updateinfo.xml.gz`,
        sha256: 'a'.repeat(64),
        isOptional: true,
      },
    ]);
  });

  it.each<[string, string, string]>([
    ['a list without an address', 'amazonlinux/al2023/core/mirror.list', '<html>'],
    ['an index that is none', 'amazonlinux/2/core/repomd.xml', '<html'],
  ])('refuses %s', async (_name, path, content) => {
    const files = { 'amazonlinux/2/core/mirror.list': 'https://example.org/x', [path]: content };
    await expect(inFeedFolder(files, (folder) => amazonUpdateinfo.linkedFiles?.(folder))).rejects.toThrow(
      expect.objectContaining({ code: 'FEED_DAMAGED' }),
    );
  });

  const path = 'amazonlinux/2/core/updateinfo.xml';
  const one = update('ALAS2-1', [package_('a', '1', '1', 'x86_64')], cves('CVE-2026-0001'));
  it.each<[string, string, string]>([
    ['a web page [244]', '<!DOCTYPE html><html>', 'FEED_DAMAGED'],
    ['nothing', '', 'FEED_DAMAGED'],
    ['a file that is cut [240]', document(one, one).slice(0, -60), 'FEED_DAMAGED'],
    ['other elements [242]', '<updates><patch/></updates>', 'FEED_DAMAGED'],
    ['bulletins without packages [242]', document(update('ALAS2-1', []), update('ALAS2-2', [])), 'FEED_REFUSED'],
  ])('refuses %s', async (_name, text, code) =>
    expect(parseFeed(amazonUpdateinfo, { [path]: text })).rejects.toThrow(expect.objectContaining({ code })),
  );

  it('reports a bulletin that cannot be read and reads the rest [243]', async () => {
    const [issue] = await parseFeed(amazonUpdateinfo, { [path]: document(update('ALAS2-1', ['<package name="a"/>']), one) });
    expect(issue).toEqual({
      code: 'RECORD_INVALID',
      severity: 'warning',
      origin: 'amazon-updateinfo',
      message: 'ALAS2-1: a package has no name, version, release or architecture',
    });
  });
});
