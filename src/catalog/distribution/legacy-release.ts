import { type StatedDistribution } from './distribution-release.ts';
import { parseOsRelease } from './os-release.ts';

/** A release file from before os-release(5), or beside it. */
export interface LegacyReleaseFile {
  readonly path: string;
  readonly read: (text: string) => StatedDistribution | undefined;
}

/** In the order in which they decide: Ubuntu has a debian_version too, and every Red Hat derivative a redhat-release. */
export const legacyReleaseFiles: readonly LegacyReleaseFile[] = [
  { path: 'etc/lsb-release', read: readLsbRelease },
  { path: 'etc/alpine-release', read: (text) => versionOnly('alpine', text) },
  { path: 'etc/oracle-release', read: readReleaseSentence },
  { path: 'etc/centos-release', read: readReleaseSentence },
  { path: 'etc/redhat-release', read: readReleaseSentence },
  { path: 'etc/system-release', read: readReleaseSentence },
  { path: 'etc/SuSE-release', read: readSuseRelease },
  { path: 'etc/debian_version', read: readDebianVersion },
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
