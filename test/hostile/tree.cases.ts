import { clean, noted, partial, tarLayer, type HostileCase, type Expected } from './hostile-case.ts';

const status = 'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\nArchitecture: amd64\n\n';
const bash: Expected = { issues: [], exitCode: 0, packages: ['bash 5.2-1'] };

/** Groups E and F: whiteouts, symlinks and hard links. */
export const treeCases: readonly HostileCase[] = [
  tarLayer(
    [104, 105],
    'marks in hostile order',
    [{ name: 'var/lib/dpkg/status', content: status }, { name: 'var/lib/dpkg/.wh.status' }, { name: 'var/lib/dpkg/.wh..wh..opq' }],
    bash,
  ),
  tarLayer(
    [106],
    'marks that name nothing',
    [{ name: '.wh.' }, { name: 'var/.wh..' }, { name: 'var/lib/.wh...' }],
    noted('ENTRY_AMBIGUOUS'),
  ),
  tarLayer(
    [108, 109, 110],
    'marks of what is absent, in every shape',
    [{ name: 'x/.wh.y' }, { name: '.wh.z', type: '2', link: 'q' }, { name: '.wh..wh.plnk', type: '5' }],
    clean,
  ),
  tarLayer([111], 'a device in overlay style', [{ name: 'var/lib/dpkg/other', type: '3' }], clean),
  tarLayer([112], 'an opaque root', [{ name: '.wh..wh..opq' }, { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' }], {
    issues: ['PACKAGE_DATABASE_REMOVED'],
    exitCode: 4,
    packages: [],
  }),
  tarLayer([114], 'the package database removed on top', [{ name: 'var/lib/dpkg/.wh.status' }, { name: 'var/lib/dpkg/.wh.info' }], {
    issues: ['PACKAGE_DATABASE_REMOVED'],
    exitCode: 4,
    packages: [],
  }),
  tarLayer(
    [116, 117, 118, 119, 127],
    'links in circles and out of the image',
    [
      { name: 'a', type: '2', link: 'b' },
      { name: 'b', type: '2', link: 'a' },
      { name: 's', type: '2', link: 's' },
      { name: 'e', type: '2', link: '../../../../etc/shadow' },
      { name: 'p', type: '2', link: '/proc/self/environ' },
    ],
    clean,
  ),
  tarLayer(
    [120],
    'a database that is found through a linked directory',
    [
      { name: 'data/lib/dpkg/status', content: status },
      { name: 'var', type: '2', link: 'data' },
    ],
    bash,
  ),
  tarLayer(
    [123],
    'a database that is a hard link',
    [
      { name: 'opt/hidden', content: status },
      { name: 'var/lib/dpkg/status', type: '1', link: 'opt/hidden' },
    ],
    bash,
  ),
  tarLayer(
    [123],
    'a database that is a symlink',
    [
      { name: 'opt/hidden', content: status },
      { name: 'var/lib/dpkg/status', type: '2', link: '/opt/hidden' },
    ],
    bash,
  ),
  tarLayer(
    [124],
    'hard links forward and to nothing',
    [
      { name: 'f', type: '1', link: 'later' },
      { name: 'later', content: 'x' },
      { name: 'g', type: '1', link: 'never' },
    ],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [125],
    'hard links to themselves, to directories and out of the image',
    [
      { name: 'd', type: '5' },
      { name: 's', type: '1', link: 's' },
      { name: 'h', type: '1', link: 'd' },
      { name: 'o', type: '1', link: '../../etc/shadow' },
    ],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [126],
    'a hard link whose file is replaced later',
    [
      { name: 'opt/hidden', content: status },
      { name: 'var/lib/dpkg/status', type: '1', link: 'opt/hidden' },
      { name: 'opt/hidden', content: status.replace('5.2-1', '5.2-9') },
    ],
    { issues: ['ENTRY_INVALID'], exitCode: 4, packages: ['bash 5.2-9'] },
  ),
  tarLayer(
    [130],
    'a link target of 70 kB',
    [
      { name: 'x', type: 'x', content: paxLink() },
      { name: 'l', type: '2', link: 'x' },
    ],
    partial('ENTRY_INVALID'),
  ),
];

function paxLink(): Buffer {
  const body = ` linkpath=${'t'.repeat(70_000)}\n`;
  return Buffer.from(`${body.length + 5}${body}`);
}
