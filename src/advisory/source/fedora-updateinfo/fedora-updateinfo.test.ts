import { expect, it } from 'vitest';
import { inFeedFolder, parseFeed } from '../../../../test/support/parse-feed.ts';
import { fedoraUpdateinfo } from './fedora-updateinfo.ts';

const file = 'fedora/updates/44/updateinfo.xml';
const update = (
  type: string,
  id: string,
  more: string,
): string => `<update from="updates@fedoraproject.org" status="stable" type="${type}" version="2.0"><id>${id}</id>
<title>curl-8.5.0-1.fc44</title><issued date="2026-02-03 02:24:34"/><severity>Moderate</severity><description>Fixes a leak.</description>${more}
<pkglist><collection short="F44"><name>Fedora 44</name><package name="curl" version="8.5.0" release="1.fc44" epoch="0" arch="x86_64" src="x"><filename>f</filename></package>
<package name="curl" version="8.5.0" release="1.fc44" epoch="0" arch="aarch64" src="x"><filename>f</filename></package></collection></pkglist></update>`;
const bug =
  '<references><reference href="https://bugzilla.redhat.com/show_bug.cgi?id=1" id="1" type="bugzilla" title="CVE-2026-0001 curl: leak [fedora-44]"/></references>';

it('reads security updates, whose CVEs are in the titles of bugs', async () => {
  const text = `<?xml version="1.0"?><updates>${update('security', 'FEDORA-2026-aa', bug)}${update('bugfix', 'FEDORA-2026-bb', '')}</updates>`;
  expect(await parseFeed(fedoraUpdateinfo, { [file]: text })).toEqual([
    {
      id: 'FEDORA-2026-aa',
      sourceId: 'fedora-updateinfo',
      aliases: [],
      covers: ['CVE-2026-0001'],
      title: 'curl-8.5.0-1.fc44',
      description: 'Fixes a leak.',
      published: '2026-02-03T02:24:34Z',
      modified: '2026-02-03T02:24:34Z',
      severities: [{ origin: 'fedora', severity: 'medium' }],
      references: ['https://bodhi.fedoraproject.org/updates/FEDORA-2026-aa', 'https://bugzilla.redhat.com/show_bug.cgi?id=1'],
      affected: [
        {
          ecosystem: 'fedora',
          release: '44',
          name: 'curl',
          status: 'affected',
          ranges: [{ introduced: '0', fixed: '8.5.0-1.fc44' }],
          versions: [],
          fixState: 'fixed',
        },
      ],
    },
    { kind: 'summary', records: 2, withdrawn: 0, newest: '2026-02-03T02:24:34Z', releases: ['fedora@44'] },
  ]);
});

it('links the bulletins of a release that was asked for', async () => {
  const repomd = '<repomd><data type="updateinfo"><location href="repodata/1-updateinfo.xml.zst"/></data></repomd>';
  const linked = await inFeedFolder({ 'fedora/updates/44/repomd.xml': repomd }, (folder) => fedoraUpdateinfo.linkedFiles?.(folder));
  expect(linked?.at(-1)).toEqual({
    path: 'fedora/updates/44/updateinfo.xml.zst',
    upstream: 'https://dl.fedoraproject.org/pub/fedora/linux/updates/44/Everything/x86_64/repodata/1-updateinfo.xml.zst',
    isOptional: true,
  });
});
