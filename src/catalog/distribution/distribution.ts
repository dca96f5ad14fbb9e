import { ecosystem } from '../../model/ecosystem.ts';
import { type SupportDates } from '../../model/ecosystem-row.ts';
import { type FileSelector } from '../../model/file-selector.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { describeDistribution } from '../../model/describe-distribution.ts';
import { findDistribution, type KnownDistribution, type StatedDistribution } from '../../model/distribution-release.ts';
import { legacyReleaseFiles, readReleaseSentence } from './legacy-release.ts';
import { readOsRelease } from './os-release.ts';
import { findUbuntuPro, ubuntuProStatus } from './ubuntu-pro.ts';

/** os-release(5), description: the file in /etc goes before the one in /usr/lib. Bottlerocket's images have it in a system root of their own. */
const osReleasePaths = [
  'etc/os-release',
  'usr/lib/os-release',
  'x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release',
  'aarch64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release',
];
const debianVersionPath = 'etc/debian_version';
const origin = 'distribution';

export const distributionSelectors: readonly FileSelector[] = [
  { paths: [...osReleasePaths, ...legacyReleaseFiles.map((file) => file.path)], maxBytes: limits.osReleaseBytes },
  ubuntuProStatus,
];

export interface DistributionResult {
  /** Absent when no release file says anything; whether that is an issue depends on what else is in the image. */
  readonly distribution?: DetectedDistribution;
  readonly issues: readonly Issue[];
}

/** Which distribution the file system says it is. An id without a row is reported too, with an issue; `now` decides about end of life. */
export function detectDistribution(tree: FileTree, now: Date): DistributionResult {
  const issues: Issue[] = [];
  const found = findOsRelease(tree, issues) ?? findLegacyRelease(tree);
  if (found === undefined) return { issues };
  const { distribution, known } = identify(tree, found);
  return { distribution, issues: [...issues, ...judge(distribution, known, now)] };
}

interface FoundRelease {
  readonly stated: StatedDistribution;
  readonly entry: TreeEntry;
}

function findOsRelease(tree: FileTree, issues: Issue[]): FoundRelease | undefined {
  const found = osReleasePaths
    .map((path) => readRelease(tree, path, (text) => readOsRelease(text) ?? readReleaseSentence(text)))
    .filter((release) => release !== undefined);
  const [first, second] = found;
  if (first !== undefined && second !== undefined && isOtherDistribution(first, second)) {
    const message = `${first.entry.path} says ${describe(first.stated)}, ${second.entry.path} says ${describe(second.stated)}; the first was used`;
    issues.push(makeIssue('DISTRIBUTION_CONFLICT', origin, message, { path: second.entry.path, layerIndex: second.entry.layerIndex }));
  }
  return first;
}

function isOtherDistribution(one: FoundRelease, other: FoundRelease): boolean {
  return one.stated.id !== other.stated.id || one.stated.versionId !== other.stated.versionId;
}

function describe(stated: StatedDistribution): string {
  return [stated.id, stated.versionId].filter((part) => part !== undefined).join(' ');
}

function findLegacyRelease(tree: FileTree): FoundRelease | undefined {
  for (const { path, read } of legacyReleaseFiles) {
    const found = readRelease(tree, path, read);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The content is only there when it was within its bound; the layer reader made the issue otherwise. */
function readRelease(tree: FileTree, path: string, read: (text: string) => StatedDistribution | undefined): FoundRelease | undefined {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  if (entry === undefined || content === undefined || content.length > limits.osReleaseBytes) return undefined;
  const stated = read(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'));
  return stated === undefined ? undefined : { stated, entry };
}

interface Identified {
  readonly distribution: DetectedDistribution;
  readonly known: KnownDistribution | undefined;
}

function identify(tree: FileTree, { stated, entry }: FoundRelease): Identified {
  const refined = refineDebian(tree, stated);
  const known = findDistribution(refined);
  const { release, support } = known ?? {};
  const pro = known?.ecosystem === 'ubuntu' ? findUbuntuPro(tree) : [];
  const lastDay = release === undefined ? undefined : lastDayOf(known, pro.includes('esm-infra'), release);
  const distribution = {
    ...describeDistribution(refined, known),
    ...(lastDay === undefined || support === undefined ? {} : { endOfLife: lastDay }),
    ...(pro.length === 0 ? {} : { subscriptions: pro }),
    path: entry.path,
  };
  return { distribution, known };
}

/** With a subscription the end of what it pays for. */
function lastDayOf(known: KnownDistribution | undefined, isPaid: boolean, release: string): string | undefined {
  const paid = isPaid && known !== undefined ? paidSupportOf(known)?.lastDays[release] : undefined;
  return paid ?? known?.support?.lastDays[release];
}

function paidSupportOf(known: KnownDistribution): (SupportDates & { readonly name: string }) | undefined {
  return ecosystem(known.ecosystem).distribution?.paidSupport;
}

/** Debian's os-release has no point release (`12`), its debian_version does (`12.5`), or the code name of what is not released yet. */
function refineDebian(tree: FileTree, stated: StatedDistribution): StatedDistribution {
  if (stated.id !== 'debian') return stated;
  const legacy = legacyReleaseFiles.find((file) => file.path === debianVersionPath);
  const version = legacy === undefined ? undefined : readRelease(tree, legacy.path, legacy.read)?.stated;
  if (version === undefined) return stated;
  if (stated.versionId === undefined) {
    const codename = [stated.codename, version.codename].filter((word) => word !== undefined).join(' ');
    return {
      ...stated,
      ...(version.versionId === undefined ? {} : { versionId: version.versionId }),
      ...(codename === '' ? {} : { codename }),
    };
  }
  return version.versionId?.startsWith(`${stated.versionId}.`) === true ? { ...stated, versionId: version.versionId } : stated;
}

function judge(distribution: DetectedDistribution, known: KnownDistribution | undefined, now: Date): readonly Issue[] {
  const name = distribution.prettyName ?? [distribution.id, distribution.versionId].filter((part) => part !== undefined).join(' ');
  const { path, release, endOfLife } = distribution;
  if (known === undefined)
    return [
      makeIssue('DISTRIBUTION_UNKNOWN', origin, `${name} (ID ${distribution.id}) is not a distribution with known advisories`, { path }),
    ];
  const row = ecosystem(known.ecosystem);
  if (release === undefined) {
    if (row.distribution?.release === 'rolling') return [];
    return [makeIssue('DISTRIBUTION_UNKNOWN', origin, `${name}: unknown release`, { path })];
  }
  const issues: Issue[] = [];
  if (known.derivative?.packages === 'changed') {
    const message = `the advisories of ${row.displayName} ${release} were used for ${name}, whose packages may differ`;
    issues.push(makeIssue('DISTRIBUTION_DERIVED', origin, message, { path }));
  }
  const today = now.toISOString().slice(0, 10);
  if (endOfLife !== undefined && today > endOfLife)
    issues.push(makeIssue('DISTRIBUTION_END_OF_LIFE', origin, describeEnd(name, known, { release, endOfLife, today }), { path }));
  return issues;
}

function describeEnd(
  name: string,
  known: KnownDistribution,
  { release, endOfLife, today }: { readonly release: string; readonly endOfLife: string; readonly today: string },
): string {
  const paid = paidSupportOf(known);
  const paidUntil = paid?.lastDays[release];
  if (paid !== undefined && paidUntil === endOfLife) return `${name} has had no security support by ${paid.name} since ${endOfLife}`;
  const offer = paid !== undefined && paidUntil !== undefined && today <= paidUntil ? ` (${paid.name} supports it until ${paidUntil})` : '';
  return `${name} has had no free security support since ${endOfLife}${offer}; newer flaws may have no advisory`;
}
