import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesRoot } from '../../../test/cases/case-suite.ts';
import { releaseFiles } from '../../../test/cases/documents.ts';
import { describeCases } from '../../../test/support/describe-cases.ts';
import { makeMemoryTree, readMemoryLayer, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { limits } from '../../model/limits.ts';
import { detectDistribution, type DistributionResult } from './distribution.ts';

const now = new Date('2026-11-20T00:00:00Z');

function detect(layer: MemoryLayer): DistributionResult {
  return detectDistribution(makeMemoryTree(layer), now);
}

/** id, versionId, ecosystem, release, then issue codes. */
function line(layer: MemoryLayer): string {
  const { distribution: found, issues } = detect(layer);
  const said = found === undefined ? ['none'] : [found.id, found.versionId ?? '-', found.ecosystem ?? '-', found.release ?? '-'];
  return [...said, ...issues.map((issue) => issue.code)].join(' ');
}

describe('detectDistribution', () => {
  it.each<[name: string, layer: MemoryLayer, expected: string]>([
    ['nothing', {}, 'none'],
    ['alpine', { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.22.3\n' }, 'alpine 3.22.3 alpine 3.22'],
    ['alpine edge', { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.24_alpha20260127\n' }, 'alpine 3.24_alpha20260127 alpine edge'],
    ['alpine, legacy', { 'etc/alpine-release': '3.22.1\n' }, 'alpine 3.22.1 alpine 3.22'],
    ['debian', { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'etc/debian_version': '12.5\n' }, 'debian 12.5 debian 12'],
    [
      'debian, other debian_version',
      { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'etc/debian_version': '13.1\n' },
      'debian 12 debian 12',
    ],
    ['debian sid by code name', { 'etc/os-release': 'ID=debian\nVERSION_CODENAME=forky\n' }, 'debian - debian 14'],
    ['debian by debian_version alone', { 'etc/os-release': 'ID=debian\n', 'etc/debian_version': '12.5\n' }, 'debian 12.5 debian 12'],
    ['debian sid by debian_version', { 'etc/os-release': 'ID=debian\n', 'etc/debian_version': 'forky/sid\n' }, 'debian - debian 14'],
    ['debian sid of an unheard-of name', { 'etc/debian_version': 'duke/sid\n' }, 'debian - debian sid'],
    ['debian of no release', { 'etc/os-release': 'ID=debian\n' }, 'debian - debian - DISTRIBUTION_UNKNOWN'],
    ['ubuntu', { 'etc/os-release': "ID=ubuntu\nVERSION_ID='24.04'\n" }, 'ubuntu 24.04 ubuntu 24.04'],
    ['rolling', { 'etc/os-release': 'ID=wolfi\nVERSION_ID="20230201"\n' }, 'wolfi 20230201 wolfi -'],
    ['end of life', { 'etc/os-release': 'ID=debian\nVERSION_ID=9\n' }, 'debian 9 debian 9 DISTRIBUTION_END_OF_LIFE'],
    ['a release from the future', { 'etc/os-release': 'ID=alpine\nVERSION_ID=9.9.9\n' }, 'alpine 9.9.9 alpine 9.9'],
    ['a derivative', { 'etc/os-release': 'ID=mydebian\nID_LIKE=debian\nVERSION_ID=12\n' }, 'mydebian 12 - - DISTRIBUTION_UNKNOWN'],
    ['usr/lib', { 'usr/lib/os-release': 'ID=rhel\nVERSION_ID="9.4"\n' }, 'rhel 9.4 redhat 9'],
    [
      'a symlink',
      { 'etc/os-release': { link: '../usr/lib/os-release' }, 'usr/lib/os-release': 'ID=rocky\nVERSION_ID=9.3' },
      'rocky 9.3 rocky 9',
    ],
    [
      'two that differ',
      { 'etc/os-release': 'ID=debian\nVERSION_ID=12', 'usr/lib/os-release': 'ID=ubuntu\nVERSION_ID=24.04' },
      'debian 12 debian 12 DISTRIBUTION_CONFLICT',
    ],
    ['unbalanced quotes', { 'etc/os-release': 'NAME=x\nID="debian\nVERSION_ID=12\n' }, 'linux 12 - - DISTRIBUTION_UNKNOWN'],
    ['a path as ID', { 'etc/os-release': 'ID="../../x"\n' }, 'linux - - - DISTRIBUTION_UNKNOWN'],
    ['a newline in ID', { 'etc/os-release': 'NAME=x\nID="deb\nian"\n' }, 'linux - - - DISTRIBUTION_UNKNOWN'],
    ['CRLF', { 'etc/os-release': 'ID=debian\r\nVERSION_ID="13"\r\n' }, 'debian 13 debian 13'],
    ['spaces, comments, escapes', { 'etc/os-release': '# ID=no\n  ID = alpine \nVERSION_ID="3\\.22.1"\n' }, 'alpine 3.22.1 alpine 3.22'],
    ['binary', { 'etc/os-release': '\0\u0001\uffff=\n=' }, 'none'],
    [
      'redhat',
      { 'etc/redhat-release': 'Red Hat Enterprise Linux Server release 7.3 (Maipo)\n' },
      'rhel 7.3 redhat 7 DISTRIBUTION_END_OF_LIFE',
    ],
    [
      'oracle before redhat',
      { 'etc/redhat-release': 'Red Hat Enterprise Linux release 9.1', 'etc/oracle-release': 'Oracle Linux Server release 9.1' },
      'ol 9.1 oracle 9',
    ],
    [
      'suse',
      { 'etc/SuSE-release': 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n' },
      'sles 11.4 suse 11.4 DISTRIBUTION_END_OF_LIFE',
    ],
    [
      'ubuntu, legacy',
      { 'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\n', 'etc/debian_version': 'squeeze/sid' },
      'ubuntu 24.04 ubuntu 24.04',
    ],
  ])('%s', (_name, layer, expected) => {
    expect(line(layer)).toBe(expected);
  });

  const osRelease = (id: string, versionId: string, more = ''): MemoryLayer => ({
    'etc/os-release': `ID="${id}"\n${versionId === '' ? '' : `VERSION_ID="${versionId}"\n`}${more}`,
  });
  it.each<[layer: MemoryLayer, expected: string]>([
    [osRelease('amzn', '2023'), 'amzn 2023 amazon 2023'],
    [osRelease('amzn', '2'), 'amzn 2 amazon 2 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('amzn', '2018.03'), 'amzn 2018.03 amazon 2018 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('ol', '8.10'), 'ol 8.10 oracle 8'],
    [osRelease('rocky', '9.5'), 'rocky 9.5 rocky 9'],
    [osRelease('almalinux', '10.1'), 'almalinux 10.1 almalinux 10'],
    [osRelease('centos', '7', 'NAME="CentOS Linux"\n'), 'centos 7 redhat 7 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('centos', '8', 'NAME="CentOS Linux"\n'), 'centos 8 redhat 8 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('centos', '9', 'NAME="CentOS Stream"\n'), 'centos 9 redhat 9 DISTRIBUTION_DERIVED'],
    [osRelease('scientific', '7.9'), 'scientific 7.9 redhat 7 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('rhcos', '4.16', 'RHEL_VERSION=9.4\n'), 'rhcos 4.16 redhat 9'],
    [osRelease('rhcos', '4.16'), 'rhcos 4.16 redhat - DISTRIBUTION_UNKNOWN'],
    [osRelease('rhel', '10.0'), 'rhel 10.0 redhat 10'],
    [osRelease('fedora', '44', 'VARIANT_ID=coreos\n'), 'fedora 44 fedora 44'],
    [osRelease('fedora', '40'), 'fedora 40 fedora 40 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('sles', '15.7'), 'sles 15.7 suse 15.7'],
    [osRelease('sles', '15'), 'sles 15 suse 15 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('sl-micro', '6.1'), 'sl-micro 6.1 suse-micro 6.1'],
    [osRelease('opensuse-leap', '16.0'), 'opensuse-leap 16.0 opensuse 16.0'],
    [osRelease('opensuse-tumbleweed', '20261101'), 'opensuse-tumbleweed 20261101 opensuse-tumbleweed -'],
    [osRelease('opensuse-microos', '20261101'), 'opensuse-microos 20261101 opensuse-tumbleweed -'],
    [osRelease('photon', '5.0'), 'photon 5.0 photon 5.0'],
    [osRelease('mariner', '2.0.20240301'), 'mariner 2.0.20240301 mariner 2.0 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('azurelinux', '3.0'), 'azurelinux 3.0 azurelinux 3'],
    [osRelease('openEuler', '24.03'), 'openeuler 24.03 openeuler 24.03'],
    [osRelease('mageia', '10'), 'mageia 10 mageia 10'],
    [osRelease('bottlerocket', '1.20.0'), 'bottlerocket 1.20.0 bottlerocket -'],
    [
      { 'x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release': 'ID=bottlerocket\nVERSION_ID=1.20.0\n' },
      'bottlerocket 1.20.0 bottlerocket -',
    ],
    [osRelease('chainguard', '20230214'), 'chainguard 20230214 chainguard -'],
    [osRelease('minimos', '20250101'), 'minimos 20250101 minimos -'],
    [osRelease('echo', '1'), 'echo 1 echo -'],
    [osRelease('postmarketos', 'v25.12'), 'postmarketos v25.12 alpine 3.23'],
    [osRelease('postmarketos', 'edge'), 'postmarketos edge alpine edge'],
    [osRelease('postmarketos', 'v99.06'), 'postmarketos v99.06 alpine - DISTRIBUTION_UNKNOWN'],
    [osRelease('arch', ''), 'arch - arch -'],
    [osRelease('gentoo', '2.17'), 'gentoo 2.17 gentoo -'],
    [osRelease('openwrt', '24.10.0'), 'openwrt 24.10.0 openwrt 24.10 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('raspbian', '13'), 'raspbian 13 debian 13 DISTRIBUTION_DERIVED'],
    [osRelease('devuan', '6'), 'devuan 6 debian 13 DISTRIBUTION_DERIVED'],
    [osRelease('linuxmint', '22.1', 'UBUNTU_CODENAME=noble\n'), 'linuxmint 22.1 ubuntu 24.04'],
    [osRelease('linuxmint', '7', 'NAME="LMDE"\nDEBIAN_CODENAME=trixie\n'), 'linuxmint 7 debian 13'],
    [osRelease('pop', '24.04', 'UBUNTU_CODENAME=noble\n'), 'pop 24.04 ubuntu 24.04'],
    [osRelease('pop', '24.04'), 'pop 24.04 ubuntu - DISTRIBUTION_UNKNOWN'],
    [osRelease('kali', '2026.3'), 'kali 2026.3 kali -'],
    [osRelease('ubuntu', '25.10'), 'ubuntu 25.10 ubuntu 25.10 DISTRIBUTION_END_OF_LIFE'],
    [osRelease('clear-linux-os', '41000'), 'clear-linux-os 41000 - - DISTRIBUTION_UNKNOWN'],
  ])('knows %j', (layer, expected) => {
    expect(line(layer)).toBe(expected);
  });

  it.each<[path: string, text: string, expected: string]>([
    ['etc/fedora-release', 'Fedora release 44 (Forty Four)\n', 'fedora 44 fedora 44'],
    ['usr/lib/fedora-release', 'Fedora release 44 (Forty Four)\n', 'fedora 44 fedora 44'],
    ['etc/rocky-release', 'Rocky Linux release 9.5 (Blue Onyx)\n', 'rocky 9.5 rocky 9'],
    ['etc/almalinux-release', 'AlmaLinux release 9.5 (Teal Serval)\n', 'almalinux 9.5 almalinux 9'],
    ['etc/centos-release', 'CentOS Stream release 9\n', 'centos 9 redhat 9 DISTRIBUTION_DERIVED'],
    ['etc/system-release', 'Amazon Linux release 2023.6.20250203 (Amazon Linux)\n', 'amzn 2023.6.20250203 amazon 2023'],
    ['etc/system-release-cpe', 'cpe:2.3:o:amazon:amazon_linux:2023\n', 'amzn 2023 amazon 2023'],
    ['etc/system-release-cpe', 'cpe:/o:redhat:enterprise_linux:9.4:ga:server\n', 'rhel 9.4 redhat 9'],
    ['etc/system-release-cpe', 'cpe:/o:example:linux:1\n', 'none'],
    ['etc/system-release-cpe', 'release 5\n', 'none'],
    ['etc/photon-release', 'VMware Photon OS 5.0\nPHOTON_BUILD_NUMBER=dde71ec57\n', 'photon 5.0 photon 5.0'],
    ['etc/azurelinux-release', 'AZURELINUX 3.0\n', 'azurelinux 3.0 azurelinux 3'],
    ['etc/mageia-release', 'Mageia release 10 (Official) for x86_64\n', 'mageia 10 mageia 10'],
    ['etc/openEuler-release', 'openEuler release 24.03 (LTS)\n', 'openeuler 24.03 openeuler 24.03'],
    ['etc/gentoo-release', 'Gentoo Base System release 2.17\n', 'gentoo 2.17 gentoo -'],
    ['etc/arch-release', '', 'arch - arch -'],
    ['etc/openwrt_release', "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.0'\n", 'openwrt 24.10.0 openwrt 24.10 DISTRIBUTION_END_OF_LIFE'],
    ['etc/debian_version', '13.1\n', 'debian 13.1 debian 13'],
    ['etc/issue', 'Welcome to Alpine Linux 3.23\nKernel \\r on an \\m (\\l)\n', 'alpine 3.23 alpine 3.23'],
    ['etc/issue', 'Debian GNU/Linux 13 \\n \\l\n', 'debian 13 debian 13'],
    ['etc/issue', 'Authorized users only. 24 hours surveillance.\n', 'none'],
  ])('knows a system by %s alone: %j', (path, text, expected) => {
    expect(line({ [path]: text })).toBe(expected);
  });

  it('says until when there is security support, and by whom', () => {
    const pro = (status: string): MemoryLayer => ({
      ...osRelease('ubuntu', '20.04'),
      'var/lib/ubuntu-advantage/status.json': JSON.stringify({
        services: [{ name: 'esm-infra', status }, { name: 'fips-updates', status }, { name: 'livepatch', status: 'n/a' }, null],
      }),
    });
    const of = (layer: MemoryLayer, day: string): readonly unknown[] => {
      const { distribution, issues } = detectDistribution(makeMemoryTree(layer), new Date(day));
      return [distribution?.endOfLife, distribution?.subscriptions, ...issues.map(({ message }) => message)];
    };
    const free =
      'ubuntu 20.04 has had no free security support since 2025-05-31 (Ubuntu Pro supports it until 2030-04-02); newer flaws may have no advisory';
    expect(of(pro('disabled'), '2026-01-01')).toEqual(['2025-05-31', undefined, free]);
    expect(of(pro('enabled'), '2026-01-01')).toEqual(['2030-04-02', ['esm-infra', 'fips-updates']]);
    expect(of(pro('enabled'), '2031-01-01')).toEqual([
      '2030-04-02',
      ['esm-infra', 'fips-updates'],
      'ubuntu 20.04 has had no security support by Ubuntu Pro since 2030-04-02',
    ]);
    expect(of({ ...osRelease('ubuntu', '24.04'), 'var/lib/ubuntu-advantage/status.json': '{"services":' }, '2026-01-01')).toEqual([
      '2029-05-31',
      undefined,
    ]);
  });

  it('names the base of a derivative whose packages may differ', () => {
    const { issues } = detect(osRelease('centos', '10', 'NAME="CentOS Stream"\nPRETTY_NAME="CentOS Stream 10 (Coughlan)"\n'));
    expect(issues).toEqual([
      {
        code: 'DISTRIBUTION_DERIVED',
        severity: 'warning',
        origin: 'distribution',
        message: 'the advisories of Red Hat Enterprise Linux 10 were used for CentOS Stream 10 (Coughlan), whose packages may differ',
        path: 'etc/os-release',
      },
    ]);
  });

  it('reads up to the bound and not over it', () => {
    const head = 'ID=alpine\nVERSION_ID=3.22\n#';
    expect(line({ 'etc/os-release': head.padEnd(limits.osReleaseBytes, 'x') })).toBe('alpine 3.22 alpine 3.22');
    expect(line({ 'etc/os-release': head.padEnd(limits.osReleaseBytes + 1, 'x') })).toBe('none');
  });
});

const cases = join(casesRoot, 'os-release');

describeCases(releaseFiles, () => {
  it.each(existsSync(cases) ? readdirSync(cases).filter((name) => !name.endsWith('.md')) : [])('%s', (name) => {
    const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')).os;
    const { distribution } = detect(readMemoryLayer(join(cases, name, 'rootfs')));
    const exception = releaseFiles.exceptions[name]?.expected;
    if (expected === null || exception === 'none') {
      expect(distribution).toBeUndefined();
      return;
    }
    const wanted = { ...expected, ...exception };
    expect(distribution?.id).toBe(wanted.id);
    if (wanted.prettyName) expect(distribution?.prettyName).toBe(wanted.prettyName);
    if (wanted.versionId !== undefined) expect(distribution?.versionId).toBe(wanted.versionId);
    if (wanted.version !== undefined)
      expect([distribution?.release, distribution?.versionId?.split('.')[0], distribution?.versionId]).toContain(wanted.version);
  });
});
