import { describe, expect, it } from 'vitest';
import { makePackage, type Situation, tellMatch } from '../../test/support/match-fixtures.ts';
import { type IdentityCandidate } from '../model/package.ts';

interface Row extends Situation {
  readonly name: string;
  /** All of it: a finding or an issue that is not here fails. */
  readonly expected: readonly string[];
}

const openssl = makePackage('debian@12/libssl3 3.0.11-1', { source: 'openssl 3.0.11-1' });
const lodash = makePackage('npm/lodash 4.17.20');
const owner = makePackage('debian@12/node-lodash 4.17.21+dfsg-1', { source: 'node-lodash 4.17.21+dfsg-1' });
const owned = makePackage('npm/lodash 4.17.20', { ownedBy: owner.id, path: 'usr/share/nodejs/lodash/package.json' });
const redhatOwner = makePackage('redhat@9/python3-urllib3 1.26.5-3.el9', { source: 'python-urllib3 1.26.5-3.el9' });
const exploited = { knownExploited: { addedOn: '2024-01-01', isRansomware: false } };

const versions: readonly Row[] = [
  { name: 'inside', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, fix-now'] },
  { name: 'at the fix', packages: [makePackage('npm/lodash 4.17.21')], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: [] },
  { name: 'before the introduction', packages: [makePackage('npm/lodash 3.0.0')], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', ranges: [{ introduced: '4.0.0', fixed: '4.17.21' }] }], expected: [] },
  { name: 'last affected is inside, and names no fix', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', ranges: [{ introduced: '0', lastAffected: '4.17.20' }], state: 'unknown' }], expected: ['CVE-2021-0001 lodash 4.17.20: unknown, unknown by none, no-fix-yet'] },
  { name: 'after the last affected', packages: [makePackage('npm/lodash 4.17.21')], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', ranges: [{ introduced: '0', lastAffected: '4.17.20' }] }], expected: [] },
  { name: 'an exact version', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', versions: ['4.17.20'] }], expected: ['CVE-2021-0001 lodash 4.17.20: no-fix-yet, unknown by none, no-fix-yet'] },
  { name: 'another exact version', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', versions: ['4.17.19'] }], expected: [] },
  { name: 'a distribution’s list of versions does not widen its ranges', packages: [makePackage('debian@12/zlib 1.3-1')], facts: [{ on: 'debian@12/zlib', id: 'CVE-2023-0001', fixed: '1.2-1', versions: ['1.3-1'] }], expected: [] },
  { name: 'no ranges and no versions is every version', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001' }], expected: ['CVE-2021-0001 lodash 4.17.20: no-fix-yet, unknown by none, no-fix-yet'] },
  { name: 'several intervals: the fix is on the installed line', packages: [makePackage('npm/next 13.4.0')], facts: [{ on: 'npm/next', id: 'CVE-2024-0001', ranges: [{ introduced: '12.0.0', fixed: '12.3.5' }, { introduced: '13.0.0', fixed: '13.5.9' }, { introduced: '14.0.0', fixed: '14.2.25' }] }], expected: ['CVE-2024-0001 next 13.4.0: fixed 13.5.9, unknown by none, fix-now'] },
  { name: 'several intervals: between them is not affected', packages: [makePackage('npm/next 12.3.5')], facts: [{ on: 'npm/next', id: 'CVE-2024-0001', ranges: [{ introduced: '12.0.0', fixed: '12.3.5' }, { introduced: '13.0.0', fixed: '13.5.9' }] }], expected: [] },
  { name: 'several records rows for one package: any that holds counts', packages: [makePackage('npm/next 14.0.0')], facts: [{ on: 'npm/next', id: 'GHSA-1', aliases: ['CVE-2024-0001'], ranges: [{ introduced: '13.0.0', fixed: '13.5.9' }] }, { on: 'npm/next', id: 'GHSA-1', aliases: ['CVE-2024-0001'], ranges: [{ introduced: '14.0.0', fixed: '14.2.25' }] }], expected: ['CVE-2024-0001 next 14.0.0: fixed 14.2.25, unknown by none, fix-now, aka GHSA-1, says GHSA-1'] },
  { name: 'an upgrade that fixes one flaw must not open another', packages: [makePackage('npm/next 12.1.0')], facts: [{ on: 'npm/next', id: 'CVE-2024-0001', ranges: [{ introduced: '12.0.0', fixed: '13.1.0' }] }, { on: 'npm/next', id: 'CVE-2024-0002', ranges: [{ introduced: '13.0.0', fixed: '13.5.9' }] }], expected: ['CVE-2024-0001 next 12.1.0: fixed 13.1.0, unknown by none, fix-now, upgrade 13.5.9'] },
  { name: 'a package without a version against listed versions is undecided', packages: [makePackage('npm/evil')], facts: [{ on: 'npm/evil', id: 'MAL-2025-1', versions: ['1.0.0'], isMalware: true }], expected: ['VERSION_UNREADABLE: evil has no version: MAL-2025-1 could not be compared'] },
  { name: 'an unreadable version against listed versions is undecided', packages: [makePackage('npm/evil latest')], facts: [{ on: 'npm/evil', id: 'MAL-2025-1', versions: ['1.0.0'], isMalware: true }], expected: ['VERSION_UNREADABLE: evil has version latest, which is not a valid semver version: MAL-2025-1 could not be compared'] },
  { name: 'an unreadable version is an issue, once', packages: [makePackage('npm/odd not-a-version')], facts: [{ on: 'npm/odd', id: 'CVE-2021-0001', fixed: '2.0.0' }, { on: 'npm/odd', id: 'CVE-2021-0002', fixed: '3.0.0' }], expected: ['VERSION_UNREADABLE: odd has version not-a-version, which is not a valid semver version: CVE-2021-0001 could not be compared, and 1 more'] },
  { name: 'no version is an issue', packages: [makePackage('npm/odd')], facts: [{ on: 'npm/odd', id: 'CVE-2021-0001', fixed: '2.0.0' }], expected: ['VERSION_UNREADABLE: odd has no version: CVE-2021-0001 could not be compared'] },
  { name: 'no version is undecided, also where every version is affected', packages: [makePackage('npm/odd')], facts: [{ on: 'npm/odd', id: 'CVE-2021-0001', fixed: '' }], expected: ['VERSION_UNREADABLE: odd has no version: CVE-2021-0001 could not be compared'] },
  { name: 'no version is undecided where a record names no versions at all', packages: [makePackage('npm/odd')], facts: [{ on: 'npm/odd', id: 'CVE-2021-0001', ranges: [] }], expected: ['VERSION_UNREADABLE: odd has no version: CVE-2021-0001 could not be compared'] },
  { name: 'malware in every version needs no version', packages: [makePackage('npm/evil')], facts: [{ on: 'npm/evil', id: 'MAL-2025-1', fixed: '', isMalware: true }], expected: ['MAL-2025-1 evil -: no-fix-yet, critical by osv, fix-now'] },
  { name: 'malware in some versions is undecided without one', packages: [makePackage('npm/evil')], facts: [{ on: 'npm/evil', id: 'MAL-2025-1', versions: ['1.0.0'], isMalware: true }], expected: ['VERSION_UNREADABLE: evil has no version: MAL-2025-1 could not be compared'] },
  { name: 'an unreadable bound is an issue', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', ranges: [{ introduced: '0', fixed: 'soon' }] }], expected: ['RANGE_UNREADABLE: CVE-2021-0001 names [0, soon) for lodash, which could not be compared with 4.17.20'] },
  { name: 'an unreadable version of metadata without code is nobody’s concern', packages: [makePackage('npm/odd x', { evidence: 'orphan' })], facts: [{ on: 'npm/odd', id: 'CVE-2021-0001', fixed: '2.0.0' }], expected: [] },
]; // prettier-ignore

const distributions: readonly Row[] = [
  { name: 'advisories name the source', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '3.0.13-1' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DEBIAN-CVE-2023-0001'] },
  { name: 'a rebuilt binary has the version of its source', packages: [makePackage('debian@12/libx 2.0-1+b3', { source: 'x 2.0-1' })], facts: [{ on: 'debian@12/x', id: 'CVE-2023-0001', fixed: '2.0-1+b1' }], expected: ['CVE-2023-0001 libx 2.0-1+b3: fixed 2.0-1+b1, unknown by none, fix-now'] },
  { name: 'a rebuilt binary of a fixed source', packages: [makePackage('debian@12/libx 1.9-9+b3', { source: 'x 2.0-1' })], facts: [{ on: 'debian@12/x', id: 'CVE-2023-0001', fixed: '2.0-1' }], expected: [] },
  { name: 'an epoch wins over numbers', packages: [makePackage('debian@12/vim 2:9.0-1')], facts: [{ on: 'debian@12/vim', id: 'CVE-2023-0001', fixed: '1:99.0-1' }], expected: [] },
  { name: 'no epoch is epoch 0', packages: [makePackage('debian@12/vim 9.0-1')], facts: [{ on: 'debian@12/vim', id: 'CVE-2023-0001', fixed: '1:1.0-1' }], expected: ['CVE-2023-0001 vim 9.0-1: fixed 1:1.0-1, unknown by none, fix-now'] },
  { name: 'security updates of a stable release', packages: [makePackage('debian@12/curl 7.88.1-10+deb12u4')], facts: [{ on: 'debian@12/curl', id: 'CVE-2023-0001', fixed: '7.88.1-10+deb12u5' }, { on: 'debian@12/curl', id: 'CVE-2023-0002', fixed: '7.88.1-10+deb12u4' }], expected: ['CVE-2023-0001 curl 7.88.1-10+deb12u4: fixed 7.88.1-10+deb12u5, unknown by none, fix-now'] },
  { name: 'binaries of one source are findings of their own', packages: [openssl, makePackage('debian@12/openssl 3.0.11-1')], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now', 'CVE-2023-0001 openssl 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now'] },
  { name: 'another release is another question', packages: [makePackage('debian@11/openssl 1.1.1-1')], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1' }], expected: [] },
  { name: 'not affected: a negative fact', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', status: 'not-affected' }], expected: [] },
  { name: 'a negative fact of the tracker silences OSV', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '' }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', status: 'not-affected' }], expected: [] },
  { name: 'Alpine’s version 0 silences OSV', packages: [makePackage('alpine@3.20/busybox 1.36.1-r2')], facts: [{ on: 'alpine@3.20/busybox', id: 'ALPINE-CVE-2023-0001', fixed: '1.36.1-r9' }, { on: 'alpine@3.20/busybox', id: 'CVE-2023-0001', source: 'alpine-secdb', status: 'not-affected' }], expected: [] },
  { name: 'the tracker’s fix wins over OSV’s', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '9', rated: ['nvd:high:CVSS:3.1/x'] }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', fixed: '3.0.13-1', own: 'debian:unknown' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, high by nvd, fix-now, says CVE-2023-0001 DEBIAN-CVE-2023-0001'] },
  { name: 'the tracker says fixed, OSV says open', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '' }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', fixed: '3.0.11-1' }], expected: [] },
  { name: 'OSV speaks where the tracker has no record', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '' }, { on: 'debian@12/openssl', id: 'CVE-2023-0002', source: 'debian-tracker', fixed: '3.0.1-1' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: no-fix-yet, unknown by none, no-fix-yet, says DEBIAN-CVE-2023-0001'] },
  { name: 'the secdb wins over OSV’s Alpine', packages: [makePackage('alpine@3.20/busybox 1.36.1-r2')], facts: [{ on: 'alpine@3.20/busybox', id: 'ALPINE-CVE-2023-0001', fixed: '1.36.1-r9' }, { on: 'alpine@3.20/busybox', id: 'CVE-2023-0001', source: 'alpine-secdb', fixed: '1.36.1-r2' }], expected: [] },
  { name: 'an unreadable record with authority leaves OSV to speak', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '3.0.13-1' }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', fixed: '?!' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DEBIAN-CVE-2023-0001'] },
  { name: 'an unreadable record with authority is an issue when OSV says no', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '3.0.1-1' }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', fixed: '?!' }], expected: ['RANGE_UNREADABLE: CVE-2023-0001 names [0, ?!) for libssl3, which could not be compared with 3.0.11-1'] },
  { name: 'an unreadable record without authority is no issue', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '?!' }, { on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', fixed: '3.0.1-1' }], expected: [] },
  { name: 'still investigated is no answer, and is said', packages: [openssl, makePackage('debian@12/openssl 3.0.11-1')], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', status: 'under-investigation' }], expected: ['FLAW_UNDER_INVESTIGATION: 1 flaw is under investigation per debian-tracker: CVE-2023-0001 (libssl3)'] },
  { name: 'many that are investigated are counted', packages: [openssl], facts: [1, 2, 3, 4, 5, 6, 7].map((number) => ({ on: 'debian@12/openssl', id: `CVE-2023-000${number}`, source: 'debian-tracker', status: 'under-investigation' as const })), expected: ['FLAW_UNDER_INVESTIGATION: 7 flaws are under investigation per debian-tracker: CVE-2023-0001 (libssl3), CVE-2023-0002 (libssl3), CVE-2023-0003 (libssl3), CVE-2023-0004 (libssl3), CVE-2023-0005 (libssl3) and 2 more'] },
  { name: 'what another publisher has decided is not investigated', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', source: 'debian-tracker', status: 'under-investigation' }, { on: 'debian@12/openssl', id: 'DEBIAN-CVE-2023-0001', fixed: '3.0.10-1' }], expected: [] },
  { name: 'a bulletin is a finding for each CVE', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DSA-5103-1', covers: ['CVE-2022-0778', 'CVE-2022-0779'], fixed: '3.0.13-1' }], expected: ['CVE-2022-0778 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DSA-5103-1', 'CVE-2022-0779 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DSA-5103-1'] },
  { name: 'a bulletin is redundant where the CVE’s own record answers', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DSA-5103-1', covers: ['CVE-2022-0778', 'CVE-2022-0779'], fixed: '3.0.13-1' }, { on: 'debian@12/openssl', id: 'DEBIAN-CVE-2022-0779', fixed: '3.0.11-1' }], expected: ['CVE-2022-0778 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DSA-5103-1'] },
  { name: 'a bulletin speaks where the CVE’s own record cannot be read', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DSA-5103-1', covers: ['CVE-2022-0778'], fixed: '3.0.13-1' }, { on: 'debian@12/openssl', id: 'DEBIAN-CVE-2022-0778', fixed: '?!' }], expected: ['CVE-2022-0778 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, says DSA-5103-1'] },
  { name: 'a bulletin about no CVE is a finding itself', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'DSA-1-1', fixed: '3.0.13-1' }], expected: ['DSA-1-1 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now'] },
  { name: 'two bulletins for one CVE: the later fix', packages: [makePackage('almalinux@9/curl 7.76.1-10.el9')], facts: [{ on: 'almalinux@9/curl', id: 'ALSA-1', covers: ['CVE-2023-0001'], fixed: '7.76.1-12.el9' }, { on: 'almalinux@9/curl', id: 'ALSA-2', covers: ['CVE-2023-0001'], fixed: '7.76.1-14.el9' }], expected: ['CVE-2023-0001 curl 7.76.1-10.el9: fixed 7.76.1-14.el9, unknown by none, fix-now, says ALSA-1 ALSA-2'] },
  { name: 'another architecture', packages: [makePackage('rocky@9/curl 1-1.el9', { architecture: 'x86_64' })], facts: [{ on: 'rocky@9/curl', id: 'CVE-2023-0001', fixed: '2-1.el9', architectures: ['aarch64'] }], expected: [] },
  { name: 'the same architecture', packages: [makePackage('rocky@9/curl 1-1.el9', { architecture: 'x86_64' })], facts: [{ on: 'rocky@9/curl', id: 'CVE-2023-0001', fixed: '2-1.el9', architectures: ['x86_64'] }], expected: ['CVE-2023-0001 curl 1-1.el9: fixed 2-1.el9, unknown by none, fix-now'] },
]; // prettier-ignore

const pro = {
  id: 'ubuntu',
  ecosystem: 'ubuntu',
  release: '20.04',
  endOfLife: '2030-04-02',
  subscriptions: ['esm-infra'],
  path: 'etc/os-release',
} as const;

const streams: readonly Row[] = [
  { name: 'a plain stream', packages: [makePackage('redhat@9/curl 7.76.1-10.el9')], facts: [{ on: 'redhat@9/curl', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '7.76.1-14.el9', stream: 'enterprise_linux:9::baseos' }], expected: ['CVE-2023-0001 curl 7.76.1-10.el9: fixed 7.76.1-14.el9, unknown by none, fix-now, says RHSA-1'] },
  { name: 'extended update support is another build', packages: [makePackage('redhat@9/curl 7.76.1-14.el9')], facts: [{ on: 'redhat@9/curl', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '7.76.1-19.el9_2.4', stream: 'rhel_eus:9.2::baseos' }, { on: 'redhat@9/curl', id: 'RHSA-2', covers: ['CVE-2023-0002'], fixed: '7.76.1-19.el9_2.4', stream: 'rhel_aus:9.2::baseos' }, { on: 'redhat@9/curl', id: 'RHSA-3', covers: ['CVE-2023-0003'], fixed: '7.76.1-19.el9_0', stream: 'rhel_e4s:9.0::appstream' }], expected: [] },
  { name: 'the same module stream', packages: [makePackage('redhat@8/nodejs 18.1.0-1.module+el8.8.0+1+aa', { module: 'nodejs:18' })], facts: [{ on: 'redhat@8/nodejs', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '18.2.0-1.module+el8.8.0+2+bb', module: 'nodejs:18' }], expected: ['CVE-2023-0001 nodejs 18.1.0-1.module+el8.8.0+1+aa: fixed 18.2.0-1.module+el8.8.0+2+bb, unknown by none, fix-now, says RHSA-1'] },
  { name: 'another module stream', packages: [makePackage('redhat@8/nodejs 18.2.0-1.module+el8.8.0+1+aa', { module: 'nodejs:18:8080:63b' })], facts: [{ on: 'redhat@8/nodejs', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '20.1.0-1.module+el8.8.0+2+bb', module: 'nodejs:20' }], expected: [] },
  { name: 'a module of which the record does not name the stream is not let go', packages: [makePackage('almalinux@8/nodejs 18.2.0-1.module_el8.8.0+1+aa', { module: 'nodejs:18' })], facts: [{ on: 'almalinux@8/nodejs', id: 'ALSA-1', covers: ['CVE-2023-0001'], fixed: '18.9.0-1.module_el8.8.0+2+bb' }], expected: ['CVE-2023-0001 nodejs 18.2.0-1.module_el8.8.0+1+aa: fixed 18.9.0-1.module_el8.8.0+2+bb, unknown by none, fix-now, says ALSA-1'] },
  { name: 'a plain build is of no module', packages: [makePackage('redhat@8/ruby 2.5.9-1.el8')], facts: [{ on: 'redhat@8/ruby', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '3.1.2-1.module+el8.8.0+2+bb' }], expected: [] },
  { name: 'a modular build is not the plain one', packages: [makePackage('redhat@8/ruby 2.5.9-1.module+el8.8.0+2+bb', { module: 'ruby:2.5' })], facts: [{ on: 'redhat@8/ruby', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '3.1.2-1.el8' }], expected: [] },
  { name: 'a modular build whose stream is not known is not let go', packages: [makePackage('redhat@8/ruby 2.5.9-1.module+el8.8.0+2+bb')], facts: [{ on: 'redhat@8/ruby', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '2.5.9-2.module+el8.8.0+9+bb', module: 'ruby:2.5' }], expected: ['CVE-2023-0001 ruby 2.5.9-1.module+el8.8.0+2+bb: fixed 2.5.9-2.module+el8.8.0+9+bb, unknown by none, fix-now, says RHSA-1'] },
  { name: 'a fix for another major release', packages: [makePackage('redhat@9/curl 7.76.1-14.el9')], facts: [{ on: 'redhat@9/curl', id: 'RHSA-1', covers: ['CVE-2023-0001'], fixed: '8.0.0-1.el10' }], expected: [] },
  { name: 'a fix of the installed branch decides before those of later ones', packages: [makePackage('redhat@9/curl 7.76.1-23.el9_2.4')], facts: [{ on: 'redhat@9/curl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '7.76.1-23.el9_2.4' }, { on: 'redhat@9/curl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '7.76.1-26.el9_3.2' }], expected: [] },
  { name: 'without a fix of the installed branch a later one decides', packages: [makePackage('redhat@9/curl 7.76.1-23.el9_2.4')], facts: [{ on: 'redhat@9/curl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '7.76.1-19.el9_1.2' }, { on: 'redhat@9/curl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '7.76.1-26.el9_3.2' }], expected: ['CVE-2023-0001 curl 7.76.1-23.el9_2.4: fixed 7.76.1-26.el9_3.2, unknown by none, fix-now'] },
  { name: 'a record of the source package', packages: [makePackage('redhat@9/libcurl 7.76.1-14.el9', { source: 'curl 7.76.1-14.el9' })], facts: [{ on: 'redhat@9/curl.src', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '', state: 'deferred', own: 'redhat:low' }], expected: ['CVE-2023-0001 libcurl 7.76.1-14.el9: deferred, low by redhat, no-fix-yet'] },
  { name: 'a record of the source beside one of the binary package is one finding', packages: [makePackage('redhat@9/libcurl 7.76.1-14.el9', { source: 'curl 7.76.1-14.el9' })], facts: [{ on: 'redhat@9/libcurl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '7.76.1-19.el9' }, { on: 'redhat@9/curl.src', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '', state: 'deferred' }], expected: ['CVE-2023-0001 libcurl 7.76.1-14.el9: fixed 7.76.1-19.el9, unknown by none, fix-now'] },
  { name: 'a build for Ksplice is compared with those of Ksplice', packages: [makePackage('oracle@7/glibc 2:2.17-307.ksplice1.el7')], facts: [{ on: 'oracle@7/glibc', id: 'ELSA-1', covers: ['CVE-2023-0001'], fixed: '2.17-317.el7' }, { on: 'oracle@7/glibc', id: 'ELSA-2', covers: ['CVE-2023-0002'], fixed: '2:2.17-317.ksplice1.el7' }], expected: ['CVE-2023-0002 glibc 2:2.17-307.ksplice1.el7: fixed 2:2.17-317.ksplice1.el7, unknown by none, fix-now, says ELSA-2'] },
  { name: 'a plain build is not compared with a certified one', packages: [makePackage('oracle@7/openssl 1:1.0.2k-21.el7')], facts: [{ on: 'oracle@7/openssl', id: 'ELSA-1', covers: ['CVE-2023-0001'], fixed: '10:1.0.2k-21.0.3.el7_9_fips' }], expected: [] },
  { name: 'a package of the plain repository is not compared with extras of another major version', packages: [makePackage('amazon@2/ruby 2.0.0.648-36.amzn2')], facts: [{ on: 'amazon@2/ruby', id: 'ALAS2-1', covers: ['CVE-2023-0001'], fixed: '2.0.0.648-33.amzn2' }, { on: 'amazon@2/ruby', id: 'ALAS2RUBY3.0-1', covers: ['CVE-2023-0001'], fixed: '3.0.4-142.amzn2', stream: 'extras:ruby3.0' }], expected: [] },
  { name: 'a package of an extras repository', packages: [makePackage('amazon@2/docker 20.10.17-1.amzn2')], facts: [{ on: 'amazon@2/docker', id: 'ALAS2DOCKER-1', covers: ['CVE-2023-0001'], fixed: '25.0.3-1.amzn2', stream: 'extras:docker' }], expected: ['CVE-2023-0001 docker 20.10.17-1.amzn2: fixed 25.0.3-1.amzn2, unknown by none, fix-now, says ALAS2DOCKER-1'] },
  { name: 'a fix that needs long-term support is shown as such', packages: [makePackage('suse@15.3/curl 7.66.0-1')], facts: [{ on: 'suse@15.3/curl', id: 'SUSE-SU-1', covers: ['CVE-2023-0001'], fixed: '7.66.0-4', stream: 'ltss' }, { on: 'suse@15.3/curl', id: 'SUSE-SU-2', covers: ['CVE-2023-0002'], fixed: '7.66.0-2' }, { on: 'suse@15.3/curl', id: 'SUSE-SU-3', covers: ['CVE-2023-0002'], fixed: '7.66.0-3', stream: 'ltss' }], expected: ['CVE-2023-0001 curl 7.66.0-1: fixed 7.66.0-4, unknown by none, wont-fix, in ltss, says SUSE-SU-1', 'CVE-2023-0002 curl 7.66.0-1: fixed 7.66.0-2, unknown by none, fix-now, upgrade 7.66.0-4, says SUSE-SU-2 SUSE-SU-3'] },
  { name: 'an open fact has no build', packages: [makePackage('redhat@9/curl 7.76.1-14.el9')], facts: [{ on: 'redhat@9/curl', id: 'CVE-2023-0001', source: 'redhat-vex', fixed: '', state: 'wont-fix', own: 'redhat:low' }], expected: ['CVE-2023-0001 curl 7.76.1-14.el9: wont-fix, low by redhat, wont-fix'] },
  { name: 'Ubuntu Pro has the only fix', packages: [makePackage('ubuntu@20.04/vim 2:8.1-1')], now: '2025-01-01', facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '2:8.1-1+esm1', stream: 'pro' }], expected: ['CVE-2023-0001 vim 2:8.1-1: fixed 2:8.1-1+esm1, unknown by none, wont-fix, in pro, says UBUNTU-CVE-2023-0001'] },
  { name: 'Ubuntu Pro has the only fix, and the image has Ubuntu Pro', packages: [makePackage('ubuntu@20.04/vim 2:8.1-1')], now: '2026-01-01', distribution: pro, facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '2:8.1-1+esm1', stream: 'pro' }], expected: ['CVE-2023-0001 vim 2:8.1-1: fixed 2:8.1-1+esm1, unknown by none, fix-now, says UBUNTU-CVE-2023-0001'] },
  { name: 'past the end of free support no fix is to come', packages: [makePackage('ubuntu@20.04/vim 2:8.1-1')], now: '2026-01-01', facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '' }], expected: ['CVE-2023-0001 vim 2:8.1-1: end-of-life, unknown by none, wont-fix, says UBUNTU-CVE-2023-0001'] },
  { name: 'with Ubuntu Pro there is support', packages: [makePackage('ubuntu@20.04/vim 2:8.1-1')], now: '2026-01-01', distribution: pro, facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '' }], expected: ['CVE-2023-0001 vim 2:8.1-1: no-fix-yet, unknown by none, no-fix-yet, says UBUNTU-CVE-2023-0001'] },
  { name: 'the plain record decides for a plain build', packages: [makePackage('ubuntu@20.04/vim 2:8.1-2')], facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '2:8.1-9+esm1', stream: 'pro' }, { on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '2:8.1-2' }], expected: [] },
  { name: 'FIPS builds are another matter', packages: [makePackage('ubuntu@20.04/openssl 1.1.1-1')], facts: [{ on: 'ubuntu@20.04/openssl', id: 'UBUNTU-CVE-2023-0001', fixed: '1.1.1-9.fips.2', stream: 'pro-fips' }, { on: 'ubuntu@20.04/openssl', id: 'UBUNTU-CVE-2023-0001', fixed: '1.1.1-1' }], expected: [] },
  { name: 'the Pro record decides for a Pro build', packages: [makePackage('ubuntu@20.04/vim 2:8.1-1+esm1')], facts: [{ on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '2:8.1-1+esm1', stream: 'pro' }, { on: 'ubuntu@20.04/vim', id: 'UBUNTU-CVE-2023-0001', fixed: '' }], expected: [] },
]; // prettier-ignore

const aliases: readonly Row[] = [
  { name: 'two publishers of one CVE', packages: [makePackage('pypi/jinja2 3.1.2')], facts: [{ on: 'pypi/jinja2', id: 'PYSEC-1', aliases: ['CVE-2024-0001', 'GHSA-1'], fixed: '3.1.3' }, { on: 'pypi/jinja2', id: 'GHSA-1', aliases: ['CVE-2024-0001', 'PYSEC-1'], fixed: '3.1.3', rated: ['ghsa:medium'] }], expected: ['CVE-2024-0001 jinja2 3.1.2: fixed 3.1.3, medium by ghsa, fix-now, aka GHSA-1 PYSEC-1, says GHSA-1 PYSEC-1'] },
  { name: 'without a CVE: the other’s id, and the fixes agree', packages: [makePackage('cargo/smallvec 0.6.0')], facts: [{ on: 'cargo/smallvec', id: 'RUSTSEC-1', aliases: ['GHSA-1'], fixed: '0.6.3' }, { on: 'cargo/smallvec', id: 'GHSA-1', fixed: '0.6.3' }], expected: ['RUSTSEC-1 smallvec 0.6.0: fixed 0.6.3, unknown by none, fix-now, aka GHSA-1, says GHSA-1 RUSTSEC-1'] },
  { name: 'without a CVE: the other’s id, but another fix', packages: [makePackage('cargo/smallvec 0.6.0')], facts: [{ on: 'cargo/smallvec', id: 'RUSTSEC-1', aliases: ['GHSA-1'], fixed: '0.6.3' }, { on: 'cargo/smallvec', id: 'GHSA-1', fixed: '0.6.14' }], expected: ['GHSA-1 smallvec 0.6.0: fixed 0.6.14, unknown by none, fix-now', 'RUSTSEC-1 smallvec 0.6.0: fixed 0.6.3, unknown by none, fix-now, upgrade 0.6.14'] },
  { name: 'joined to the one that has a CVE', packages: [makePackage('npm/ws 7.0.0')], facts: [{ on: 'npm/ws', id: 'GHSA-1', fixed: '7.4.6' }, { on: 'npm/ws', id: 'SNYK-1', aliases: ['CVE-2021-0001', 'GHSA-1'], fixed: '7.4.6' }], expected: ['CVE-2021-0001 ws 7.0.0: fixed 7.4.6, unknown by none, fix-now, aka GHSA-1 SNYK-1, says GHSA-1 SNYK-1'] },
  { name: 'the transitive alias trap: two flaws stay two', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'GHSA-r5fr-rjxr-66jc', aliases: ['CVE-2021-23337', 'CVE-2026-4800', 'GHSA-35jh-r3h4-6jhm'], published: '2026-04-01T23:51:12Z', ranges: [{ introduced: '4.0.0', fixed: '4.18.0' }] }, { on: 'npm/lodash', id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], published: '2021-05-06T16:05:51Z', fixed: '4.17.21', rated: ['ghsa:high'] }], expected: ['CVE-2021-23337 lodash 4.17.20: fixed 4.17.21, high by ghsa, fix-now, upgrade 4.18.0, aka GHSA-35jh-r3h4-6jhm, says GHSA-35jh-r3h4-6jhm', 'CVE-2026-4800 lodash 4.17.20: fixed 4.18.0, unknown by none, fix-now, aka GHSA-r5fr-rjxr-66jc, says GHSA-r5fr-rjxr-66jc'] },
  { name: 'the transitive alias trap: the older flaw is fixed', packages: [makePackage('npm/lodash 4.17.21')], facts: [{ on: 'npm/lodash', id: 'GHSA-r5fr-rjxr-66jc', aliases: ['CVE-2021-23337', 'CVE-2026-4800', 'GHSA-35jh-r3h4-6jhm'], published: '2026-04-01T23:51:12Z', ranges: [{ introduced: '4.0.0', fixed: '4.18.0' }] }, { on: 'npm/lodash', id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], published: '2021-05-06T16:05:51Z', fixed: '4.17.21' }], expected: ['CVE-2026-4800 lodash 4.17.21: fixed 4.18.0, unknown by none, fix-now, aka GHSA-r5fr-rjxr-66jc, says GHSA-r5fr-rjxr-66jc'] },
  { name: 'a withdrawn record is not in the store, so there is nothing to say', packages: [lodash], facts: [], expected: [] },
  { name: 'a malicious package is critical and needs no fix to be acted on', packages: [makePackage('npm/evil 1.0.0')], facts: [{ on: 'npm/evil', id: 'MAL-2024-1', isMalware: true, versions: ['1.0.0'], rated: ['osv:low'] }], expected: ['MAL-2024-1 evil 1.0.0: no-fix-yet, critical by osv, fix-now'] },
]; // prettier-ignore

const foreignNode = makePackage('debian@12/nodejs 18.19.1-1nodesource1', { source: 'nodejs 18.19.1-1nodesource1', supplier: 'NodeSource' });
const bundledTar = makePackage('npm/tar 6.1.0', {
  ownedBy: foreignNode.id,
  path: 'usr/lib/node_modules/npm/node_modules/tar/package.json',
});
const notFromDebian = 'THIRD_PARTY_PACKAGES: 1 package is not from Debian, so its advisories may not apply: nodejs (NodeSource)';
const thirdParties: readonly Row[] = [
  {
    name: 'a record that matches another publisher’s build is reported with lower confidence',
    packages: [foreignNode],
    facts: [{ on: 'debian@12/nodejs', id: 'CVE-2024-0001', fixed: '18.20.4+dfsg-1~deb12u1', own: 'debian:high' }],
    expected: [
      'CVE-2024-0001 nodejs 18.19.1-1nodesource1: fixed 18.20.4+dfsg-1~deb12u1, high by debian, fix-now, lower confidence',
      notFromDebian,
    ],
  },
  // Debian fixed 18.19.0 with the patch of 18.20.2: a higher number of another build proves nothing.
  {
    name: 'a fix in the distribution’s build does not make another publisher’s build clean',
    packages: [foreignNode],
    facts: [{ on: 'debian@12/nodejs', id: 'CVE-2024-0001', fixed: '18.19.0+dfsg-6~deb12u2' }],
    expected: [notFromDebian],
  },
  {
    name: 'no record is about it',
    packages: [
      makePackage('debian@12/docker-ce 5:27.0.3-1~debian.12~bookworm', { supplier: 'Docker' }),
      makePackage('debian@12/docker-ce-cli 5:27.0.3-1~debian.12~bookworm', { supplier: 'Docker' }),
      makePackage('debian@12/acme 1', { supplier: 'unknown' }),
    ],
    facts: [],
    expected: [
      'ADVISORIES_MISSING: no advisories for 3 packages that are not from Debian: docker-ce, docker-ce-cli (Docker), acme (unknown publisher)',
    ],
  },
  {
    name: 'records about another module are not about it',
    packages: [makePackage('rocky@9/nodejs 2:18.20.4-1nodesource', { supplier: 'NodeSource' })],
    facts: [{ on: 'rocky@9/nodejs', id: 'CVE-2024-0001', module: 'nodejs:18', fixed: '1:18.20.4-1.module+el9.4.0+1' }],
    expected: ['ADVISORIES_MISSING: no advisories for 1 package that is not from Rocky Linux: nodejs (NodeSource)'],
  },
  {
    name: 'an epoch of its own is higher than every fix',
    packages: [makePackage('rocky@9/nodejs 2:18.20.4-1nodesource', { supplier: 'NodeSource' })],
    facts: [{ on: 'rocky@9/nodejs', id: 'CVE-2024-0001', fixed: '1:18.21.0-1.el9' }],
    expected: ['THIRD_PARTY_PACKAGES: 1 package is not from Rocky Linux, so its advisories may not apply: nodejs (NodeSource)'],
  },
  {
    name: 'without advisories for the release nothing more is said',
    packages: [foreignNode],
    uncovered: ['debian@12'],
    facts: [],
    expected: ['ADVISORIES_MISSING: no advisories for Debian 12: 1 package not scanned'],
  },
  {
    name: 'the built-in list lacks most records, so that none says nothing',
    packages: [foreignNode],
    isStarter: true,
    facts: [],
    expected: [notFromDebian],
  },
  { name: 'one whose files are missing asks nothing', packages: [{ ...foreignNode, evidence: 'orphan' }], facts: [], expected: [] },
  {
    name: 'the distribution does not speak for files that another publisher’s package owns',
    packages: [foreignNode, bundledTar],
    facts: [
      { on: 'npm/tar', id: 'CVE-2021-0001', fixed: '6.1.2' },
      { on: 'debian@12/nodejs', id: 'CVE-2021-0001', fixed: '1' },
    ],
    expected: ['CVE-2021-0001 tar 6.1.0: fixed 6.1.2, unknown by none, fix-now', notFromDebian],
  },
  {
    name: 'many publishers are named, and many of their packages counted',
    packages: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => makePackage(`debian@12/${name} 1`, { supplier: 'Acme' })),
    facts: [],
    expected: ['ADVISORIES_MISSING: no advisories for 6 packages that are not from Debian: a, b, c, d and 2 more (Acme)'],
  },
];

const ownership: readonly Row[] = [
  { name: 'the distribution’s record speaks for its files', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'DEBIAN-CVE-2021-0001', fixed: '4.17.21+dfsg-2', own: 'debian:low' }], expected: ['CVE-2021-0001 node-lodash 4.17.21+dfsg-1: fixed 4.17.21+dfsg-2, low by debian, fix-now, says DEBIAN-CVE-2021-0001'] },
  { name: 'the distribution’s fix was backported', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'DEBIAN-CVE-2021-0001', fixed: '4.17.21+dfsg-1' }], expected: [] },
  { name: 'the distribution says not affected', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'CVE-2021-0001', source: 'debian-tracker', status: 'not-affected' }], expected: [] },
  { name: 'the distribution is still looking', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'CVE-2021-0001', source: 'debian-tracker', status: 'under-investigation' }], expected: ['FLAW_UNDER_INVESTIGATION: 1 flaw is under investigation per debian-tracker: CVE-2021-0001 (node-lodash)'] },
  { name: 'a bulletin of the distribution is a record', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'DSA-1', covers: ['CVE-2021-0001'], fixed: '4.17.21+dfsg-1' }], expected: [] },
  { name: 'the distribution is silent', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'DEBIAN-CVE-2021-0002', fixed: '1' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.99, unknown by none, fix-now, aka GHSA-1, says GHSA-1, distro-silent'] },
  { name: 'silence about a newer flaw is not hidden by a record of the older', packages: [owner, owned], facts: [{ on: 'npm/lodash', id: 'GHSA-2', aliases: ['CVE-2021-0001', 'CVE-2026-0001', 'GHSA-1'], published: '2026-01-01T00:00:00Z', fixed: '4.18.0' }, { on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.21', published: '2021-01-01T00:00:00Z' }, { on: 'debian@12/node-lodash', id: 'CVE-2021-0001', source: 'debian-tracker', fixed: '1' }], expected: ['CVE-2026-0001 lodash 4.17.20: fixed 4.18.0, unknown by none, fix-now, aka GHSA-2, says GHSA-2, distro-silent'] },
  { name: 'nobody asked the distribution, so it is not silent', packages: [owner, owned], uncovered: ['debian@12'], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.99' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.99, unknown by none, fix-now', 'ADVISORIES_MISSING: no advisories for Debian 12: 1 package not scanned'] },
  { name: 'an owned copy and one of the application’s own', packages: [owner, owned, lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'CVE-2021-0001', fixed: '1' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.99, unknown by none, fix-now'] },
  { name: 'an owner that is not in the report owns nothing', packages: [owned], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.99' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.99, unknown by none, fix-now'] },
  { name: 'a record of the owner’s source package is the distribution’s voice too', packages: [redhatOwner, makePackage('pypi/urllib3 1.26.5', { ownedBy: redhatOwner.id })], facts: [{ on: 'pypi/urllib3', id: 'CVE-2023-43804', fixed: '1.26.17' }, { on: 'redhat@9/python-urllib3.src', id: 'CVE-2023-43804', source: 'redhat-vex', status: 'not-affected' }], expected: [] },
  { name: 'what an owned package cannot compare, the distribution has answered', packages: [owner, makePackage('npm/lodash odd', { ownedBy: owner.id })], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.99' }, { on: 'debian@12/node-lodash', id: 'CVE-2021-0001', fixed: '1' }], expected: [] },
]; // prettier-ignore

const copies: readonly Row[] = [
  { name: 'copies are one finding', packages: [lodash, makePackage('npm/lodash 4.17.20', { path: 'app/node_modules/a/node_modules/lodash/package.json' })], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, fix-now, 2 copies'] },
  { name: 'another version is another finding', packages: [lodash, makePackage('npm/lodash 3.10.1')], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, fix-now', 'CVE-2021-0001 lodash 3.10.1: fixed 4.17.21, unknown by none, fix-now'] },
  { name: 'a claimed copy is corroborated by the real one', packages: [makePackage('npm/lodash 4.17.20', { evidence: 'claimed', path: 'app/package-lock.json' }), lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, fix-now, 2 copies'] },
  { name: 'only claimed asks nothing', packages: [makePackage('npm/lodash 4.17.20', { evidence: 'claimed' })], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], enrichments: { 'CVE-2021-0001': exploited }, expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, not-applicable'] },
  { name: 'metadata without code asks nothing', packages: [makePackage('npm/lodash 4.17.20', { evidence: 'orphan' })], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, not-applicable'] },
  { name: 'the base brought it', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1' }], baseLayerCount: 1, expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, unknown by none, fix-now, base'] },
  { name: 'the image’s own instruction brought it', packages: [makePackage('npm/lodash 4.17.20', { layerIndex: 1 })], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21' }], baseLayerCount: 1, expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, unknown by none, fix-now, own'] },
]; // prettier-ignore

const lanes: readonly Row[] = [
  { name: 'known exploited without a fix', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '' }], enrichments: { 'CVE-2023-0001': exploited }, expected: ['CVE-2023-0001 libssl3 3.0.11-1: no-fix-yet, unknown by none, fix-now'] },
  { name: 'known exploited, and the vendor will not fix it', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '', state: 'wont-fix' }], enrichments: { 'CVE-2023-0001': exploited }, expected: ['CVE-2023-0001 libssl3 3.0.11-1: wont-fix, unknown by none, fix-now'] },
  { name: 'the vendor will not fix it', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '', state: 'wont-fix' }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: wont-fix, unknown by none, wont-fix'] },
  { name: 'a release past its end of life gets no more fixes', packages: [makePackage('debian@10/openssl 1.1.1-1')], facts: [{ on: 'debian@10/openssl', id: 'CVE-2023-0001', fixed: '' }], expected: ['CVE-2023-0001 openssl 1.1.1-1: end-of-life, unknown by none, wont-fix'] },
  { name: 'a release past its end of life keeps the fixes it got', packages: [makePackage('debian@10/openssl 1.1.1-1')], facts: [{ on: 'debian@10/openssl', id: 'CVE-2023-0001', fixed: '1.1.1-2' }], expected: ['CVE-2023-0001 openssl 1.1.1-1: fixed 1.1.1-2, unknown by none, fix-now'] },
  { name: 'kernel headers do not run', packages: [makePackage('debian@12/linux-libc-dev 6.1.1-1', { source: 'linux 6.1.1-1' })], facts: [{ on: 'debian@12/linux', id: 'CVE-2023-0001', fixed: '6.1.2-1' }], expected: ['CVE-2023-0001 linux-libc-dev 6.1.1-1: fixed 6.1.2-1, unknown by none, not-applicable'] },
  { name: 'kernel headers do not run, exploited or not', packages: [makePackage('alpine@3.20/linux-headers 6.6-r0')], facts: [{ on: 'alpine@3.20/linux-headers', id: 'CVE-2024-0001', fixed: '6.7-r0' }], enrichments: { 'CVE-2024-0001': exploited }, expected: ['CVE-2024-0001 linux-headers 6.6-r0: fixed 6.7-r0, unknown by none, not-applicable'] },
  { name: 'the distribution’s severity wins for its packages', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1', own: 'debian:negligible', rated: ['nvd:critical:CVSS:3.1/x'] }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, negligible by debian, fix-now'] },
  { name: 'where the distribution has none, NVD’s rating wins over higher ones', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1', own: 'debian:unknown', rated: ['redhat:critical', 'nvd:low:CVSS:3.1/x', 'cna:high'] }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, low by nvd, fix-now'] },
  { name: 'without NVD the numbering authority’s', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1', rated: ['redhat:critical', 'cna:medium'] }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, medium by cna, fix-now'] },
  { name: 'without either the highest of the others', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1', rated: ['suse:medium', 'redhat:critical', 'ghsa:low'] }], expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, critical by redhat, fix-now'] },
  { name: 'the CVE’s own rating where no record has one', packages: [makePackage('alpine@3.22/openssl 3.0.0-r0')], facts: [{ on: 'alpine@3.22/openssl', id: 'CVE-2023-0001', fixed: '3.0.1-r0' }], enrichments: { 'CVE-2023-0001': { severities: [{ origin: 'nvd', severity: 'high', score: 7.5 }, { origin: 'ubuntu', severity: 'critical' }] } }, expected: ['CVE-2023-0001 openssl 3.0.0-r0: fixed 3.0.1-r0, high by nvd, fix-now'] },
  { name: 'the CVE’s own rating says nothing against a record’s', packages: [openssl], facts: [{ on: 'debian@12/openssl', id: 'CVE-2023-0001', fixed: '3.0.13-1', own: 'debian:low' }], enrichments: { 'CVE-2023-0001': { severities: [{ origin: 'nvd', severity: 'critical' }] } }, expected: ['CVE-2023-0001 libssl3 3.0.11-1: fixed 3.0.13-1, low by debian, fix-now'] },
  { name: 'for a language package GitHub’s rating wins over vectors', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21', rated: ['nvd:critical:CVSS:3.1/x', 'osv:low:CVSS:4.0/y', 'ghsa:high'] }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, high by ghsa, fix-now'] },
  { name: 'a vector wins over NVD', packages: [lodash], facts: [{ on: 'npm/lodash', id: 'CVE-2021-0001', fixed: '4.17.21', rated: ['nvd:critical:CVSS:3.1/x', 'osv:low:CVSS:4.0/y', 'other:medium'] }], expected: ['CVE-2021-0001 lodash 4.17.20: fixed 4.17.21, low by osv, fix-now'] },
  { name: 'an alias’ record has the severity', packages: [makePackage('go/x 1.0.0')], facts: [{ on: 'go/x', id: 'GO-1', aliases: ['CVE-2024-0001'], fixed: '1.1.0' }, { on: 'go/x', id: 'GHSA-1', aliases: ['CVE-2024-0001'], fixed: '1.0.0', rated: ['ghsa:critical'] }], expected: ['CVE-2024-0001 x 1.0.0: fixed 1.1.0, critical by ghsa, fix-now, aka GHSA-1 GO-1, says GO-1'] },
]; // prettier-ignore

const coverage: readonly Row[] = [
  { name: 'no advisories for a release: once, with the count', packages: [makePackage('alpine@3.24/a 1-r0'), makePackage('alpine@3.24/b 1-r0'), makePackage('npm/x 1.0.0')], uncovered: ['alpine@3.24'], facts: [], expected: ['ADVISORIES_MISSING: no advisories for Alpine 3.24: 2 packages not scanned'] },
  { name: 'stray advisories for a release that no source tracks', packages: [makePackage('debian@14/openssl 1.0.0-1'), makePackage('debian@14/curl 1-1')], mentioned: ['debian@14'], facts: [{ on: 'debian@14/curl', id: 'DEBIAN-CVE-2026-0001', fixed: '2-1' }], expected: ['CVE-2026-0001 curl 1-1: fixed 2-1, unknown by none, fix-now, says DEBIAN-CVE-2026-0001', 'ADVISORIES_MISSING: too few advisories for Debian 14, which no source tracks: 2 packages not fully scanned'] },
  { name: 'no release is known', packages: [makePackage('debian/a 1-1')], uncovered: ['debian'], facts: [], expected: ['ADVISORIES_MISSING: no advisories for Debian of an unknown release: 1 package not scanned'] },
  { name: 'a rolling distribution has no release', packages: [makePackage('wolfi/a 1-r0')], uncovered: ['wolfi'], facts: [], expected: ['ADVISORIES_MISSING: no advisories for Wolfi: 1 package not scanned'] },
  { name: 'what is not there does not need advisories', packages: [makePackage('npm/x 1.0.0', { evidence: 'orphan' })], uncovered: ['npm'], facts: [], expected: [] },
  { name: 'what a package of the distribution owns, it speaks for', packages: [owner, makePackage('cran/x 1.0', { ownedBy: owner.id })], uncovered: ['cran'], facts: [], expected: [] },
  { name: 'a tag of an action that moves is no version', packages: [makePackage('github/acme/Do/sub v4')], facts: [{ on: 'github/acme/do', id: 'GHSA-1', fixed: '4.1.3' }], expected: ['VERSION_UNREADABLE: acme/Do/sub is used by the tag v4, which moves: GHSA-1 could not be compared'] },
  { name: 'a version of an action is one', packages: [makePackage('github/acme/Do v4.1.0')], facts: [{ on: 'github/acme/do', id: 'GHSA-1', fixed: '4.1.3' }], expected: ['GHSA-1 acme/Do v4.1.0: fixed 4.1.3, unknown by none, fix-now'] },
  { name: 'no packages', packages: [], facts: [], expected: [] },
]; // prettier-ignore

const suggested = (...names: readonly string[]): readonly IdentityCandidate[] =>
  names.map((name) => ({ by: 'content', name, version: '1.0' }));
const guessed = makePackage('maven/chain 1.0', {
  path: 'lib/chain-1.0.jar',
  candidates: suggested('org.acme:chain', 'org.acme.chain:chain', 'chain:chain'),
});
const isGuessed =
  'ARTIFACT_GROUP_UNKNOWN: archives without a Maven group were matched under the names that their content suggests: lib/chain-1.0.jar';
const guessedNames: readonly Row[] = [
  { name: 'an advisory of a suggested name is reported with lower confidence', packages: [guessed], facts: [{ on: 'maven/org.acme:chain', id: 'CVE-2024-0001', fixed: '1.1' }], expected: ['CVE-2024-0001 chain 1.0: fixed 1.1, unknown by none, fix-now, lower confidence', isGuessed] },
  { name: 'the same flaw under two names is one', packages: [guessed], facts: [{ on: 'maven/chain:chain', id: 'CVE-2024-0001', fixed: '1.1' }, { on: 'maven/org.acme:chain', id: 'CVE-2024-0001', fixed: '1.1' }], expected: ['CVE-2024-0001 chain 1.0: fixed 1.1, unknown by none, fix-now, lower confidence', isGuessed] },
  { name: 'nobody else’s artifact of that name', packages: [guessed], facts: [{ on: 'maven/com.other:chain', id: 'CVE-2024-0001', fixed: '1.1' }], expected: [isGuessed] },
  { name: 'other answers about a name that is proved are no question', packages: [makePackage('maven/a:chain 1.0', { candidates: [{ by: 'file name', name: 'b:chain' }] })], facts: [{ on: 'maven/b:chain', id: 'CVE-2024-0001', fixed: '1.1' }], expected: [] },
  { name: 'what a distribution owns is its own to judge', packages: [owner, { ...guessed, ownedBy: owner.id }], facts: [], expected: [] },
  { name: 'archives are counted', packages: [guessed, { ...guessed, id: 'pkg:maven/chain@1.0 a', locations: [{ path: 'a', layerIndex: 0 }] }], facts: [], expected: ['ARTIFACT_GROUP_UNKNOWN: archives without a Maven group were matched under the names that their content suggests: a, and 1 more'] },
]; // prettier-ignore

const tables = { guessedNames, versions, distributions, streams, aliases, ownership, thirdParties, copies, lanes, coverage };

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    expect(tellMatch(row)).toEqual(row.expected);
  });
});
