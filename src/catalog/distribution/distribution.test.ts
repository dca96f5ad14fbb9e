import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
      'ol 9.1 - - DISTRIBUTION_UNKNOWN',
    ],
    [
      'suse',
      { 'etc/SuSE-release': 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n' },
      'sles 11.4 - - DISTRIBUTION_UNKNOWN',
    ],
    [
      'ubuntu, legacy',
      { 'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\n', 'etc/debian_version': 'squeeze/sid' },
      'ubuntu 24.04 ubuntu 24.04',
    ],
  ])('%s', (_name, layer, expected) => {
    expect(line(layer)).toBe(expected);
  });

  it('reads up to the bound and not over it', () => {
    const head = 'ID=alpine\nVERSION_ID=3.22\n#';
    expect(line({ 'etc/os-release': head.padEnd(limits.osReleaseBytes, 'x') })).toBe('alpine 3.22 alpine 3.22');
    expect(line({ 'etc/os-release': head.padEnd(limits.osReleaseBytes + 1, 'x') })).toBe('none');
  });
});

const cases = join(import.meta.dirname, '../../../../shared/cases/os-release');

/** Where the other project means something else. */
const exceptions: Readonly<Record<string, Partial<Record<'id' | 'prettyName' | 'version' | 'versionId', string | undefined>> | 'none'>> = {
  // Read out of the busybox executable, which is not a release file.
  'syft-TestIdentifyRelease-busybox': 'none',
  // The folder is named Ubuntu 11, its file is Debian 11's.
  'claircore-ubuntu-dist-11': { id: 'debian' },
  // Claircore puts the name and the variant together itself.
  'claircore-osrelease-Silverblue': { prettyName: 'Fedora 30.20191008.1 (Workstation Edition)' },
  // Snyk's own names for ID=ol, and for Debian before a release.
  'snyk-oraclelinux_6_9': { id: 'ol' },
  'snyk-oraclelinux_7_5': { id: 'ol' },
  'snyk-debian_unstable': { version: undefined },
};

describe.skipIf(!existsSync(cases))('cases by others', () => {
  it.each(existsSync(cases) ? readdirSync(cases).filter((name) => !name.endsWith('.md')) : [])('%s', (name) => {
    const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')).os;
    const { distribution } = detect(readMemoryLayer(join(cases, name, 'rootfs')));
    const exception = exceptions[name];
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
