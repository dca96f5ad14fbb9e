import { type StatedDistribution } from '../../model/distribution-release.ts';
import { parseOsRelease } from './os-release.ts';

/** A release file from before os-release(5), or beside it. */
export interface LegacyReleaseFile {
  readonly path: string;
  readonly read: (text: string) => StatedDistribution | undefined;
}

/** In the order in which they decide: Ubuntu has a debian_version too, and every Red Hat derivative a redhat-release. */
export const legacyReleaseFiles: readonly LegacyReleaseFile[] = [
  { path: 'etc/openwrt_release', read: readLsbRelease },
  { path: 'etc/lsb-release', read: readLsbRelease },
  { path: 'etc/alpine-release', read: (text) => versionOnly('alpine', text) },
  ...[
    'etc/oracle-release',
    'etc/rocky-release',
    'etc/almalinux-release',
    'etc/fedora-release',
    'usr/lib/fedora-release',
    'etc/centos-release',
    'etc/redhat-release',
    'etc/mageia-release',
    'etc/openEuler-release',
    'etc/gentoo-release',
    'etc/system-release',
    'usr/lib/system-release',
  ].map((path) => ({ path, read: readReleaseSentence })),
  { path: 'etc/system-release-cpe', read: readSystemCpe },
  { path: 'etc/photon-release', read: (text) => readNameAndVersion('photon', text) },
  { path: 'etc/azurelinux-release', read: (text) => readNameAndVersion('azurelinux', text) },
  { path: 'etc/mariner-release', read: (text) => readNameAndVersion('mariner', text) },
  { path: 'etc/SuSE-release', read: readSuseRelease },
  { path: 'etc/arch-release', read: () => ({ id: 'arch', prettyName: 'Arch Linux' }) },
  { path: 'etc/debian_version', read: readDebianVersion },
  { path: 'etc/issue', read: readIssue },
];

/** `CentOS release 6.9 (Final)`: a name, the word release, a version. `undefined` for any other text. */
export function readReleaseSentence(text: string): StatedDistribution | undefined {
  const sentence = firstLine(text);
  const at = sentence.indexOf(' release ');
  if (at <= 0) return undefined;
  const name = sentence.slice(0, at).toLowerCase();
  const version = /^\d+(?:\.\d+)*/.exec(sentence.slice(at + ' release '.length))?.[0];
  const known = sentenceNames.find(([prefix]) => name.startsWith(prefix));
  const id = known?.[1] ?? (/^[a-z0-9._-]+/.exec(name)?.[0] || 'linux');
  return { id, prettyName: sentence, ...(version === undefined ? {} : { versionId: version }) };
}

/** How those sentences begin, and the ID that the same distribution's os-release has. */
const sentenceNames: readonly (readonly [prefix: string, id: string])[] = [
  ['red hat enterprise linux', 'rhel'],
  ['oracle linux', 'ol'],
  ['enterprise linux enterprise linux', 'ol'],
  ['rocky linux', 'rocky'],
  ['almalinux', 'almalinux'],
  ['centos', 'centos'],
  ['scientific linux', 'scientific'],
  ['fedora', 'fedora'],
  ['amazon linux', 'amzn'],
  ['cloudlinux', 'cloudlinux'],
  ['gentoo', 'gentoo'],
];

/** A CPE name: `cpe:/o:centos:linux:6:GA`, `cpe:2.3:o:amazon:amazon_linux:2`. */
function readSystemCpe(text: string): StatedDistribution | undefined {
  const [vendor = '', product = '', version = ''] = firstLine(text)
    .replace(/^cpe:(?:\/|2\.3:)o:/, '')
    .split(':');
  const id = cpeVendors.get(vendor);
  if (id === undefined || product === '') return undefined;
  return { id, prettyName: `${vendor} ${product} ${version}`.trim(), ...(/^\d/.test(version) ? { versionId: version } : {}) };
}

/** Vendors in the dictionary of CPE names, https://nvd.nist.gov/products/cpe. */
const cpeVendors: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'almalinux'],
  ['amazon', 'amzn'],
  ['centos', 'centos'],
  ['fedoraproject', 'fedora'],
  ['oracle', 'ol'],
  ['redhat', 'rhel'],
  ['rocky', 'rocky'],
]);

/** `VMware Photon OS 4.0`, `CBL-Mariner 2.0.20230805`: a name, a version. */
function readNameAndVersion(id: string, text: string): StatedDistribution | undefined {
  const sentence = firstLine(text);
  const version = /\s(\d+(?:\.\d+)*)$/.exec(sentence)?.[1];
  return version === undefined ? undefined : { id, prettyName: sentence, versionId: version };
}

/** What a login prompt shows, which any image may change: only where it begins as a distribution's own does. */
function readIssue(text: string): StatedDistribution | undefined {
  const sentence = firstLine(text).replace(/^Welcome to /, '');
  const known = issueNames.find(([prefix]) => sentence.startsWith(`${prefix} `));
  const version = known === undefined ? undefined : /\s(\d+(?:\.\d+)*)/.exec(sentence)?.[1];
  return known === undefined || version === undefined ? readReleaseSentence(sentence) : { id: known[1], versionId: version };
}

const issueNames: readonly (readonly [prefix: string, id: string])[] = [
  ['Alpine Linux', 'alpine'],
  ['Debian GNU/Linux', 'debian'],
  ['Ubuntu', 'ubuntu'],
  ['openSUSE', 'opensuse'],
  ['Photon', 'photon'],
];

/** The Linux Standard Base's `DISTRIB_…` assignments; the distribution's own writing of its name is not its ID but for the case. */
function readLsbRelease(text: string): StatedDistribution | undefined {
  const values = parseOsRelease(text);
  const id = values.get('DISTRIB_ID')?.toLowerCase();
  if (id === undefined || !/^[a-z0-9._-]{1,64}$/.test(id)) return undefined;
  const [versionId, codename, prettyName] = ['RELEASE', 'CODENAME', 'DESCRIPTION'].map((key) => values.get(`DISTRIB_${key}`) || undefined);
  return {
    id,
    ...(versionId === undefined ? {} : { versionId }),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
  };
}

/** `12.5`, or `forky/sid` before a release. */
function readDebianVersion(text: string): StatedDistribution | undefined {
  const line = firstLine(text);
  return /^[a-z]/i.test(line) ? { id: 'debian', codename: line } : versionOnly('debian', text);
}

function readSuseRelease(text: string): StatedDistribution | undefined {
  const sentence = firstLine(text);
  const id = sentence.toLowerCase().startsWith('opensuse') ? 'opensuse' : 'sles';
  const values = parseOsRelease(text);
  const version = values.get('VERSION');
  const patch = values.get('PATCHLEVEL');
  if (version === undefined) return undefined;
  return { id, prettyName: sentence, versionId: patch === undefined || patch === '0' ? version : `${version}.${patch}` };
}

function versionOnly(id: string, text: string): StatedDistribution | undefined {
  const version = /^\d[\w.+~-]*/.exec(firstLine(text))?.[0];
  return version === undefined ? undefined : { id, versionId: version };
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end === -1 ? text : text.slice(0, end)).trim().slice(0, 256);
}
