import { isBuildTool } from '../../check/image/rules/build-tools.ts';
import { packageCaches } from '../../check/image/rules/package-cache.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type Finding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Removable, type RemovableKind, type SlimPlan, type Undecided } from './removable.ts';

/** As `reach` answers it; `unknown` counts as loaded. */
export type ReachLabel = 'loaded' | 'loadable' | 'not-referenced' | 'unknown';

export interface SlimInput {
  readonly tree: FileTree;
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  /** `LANG` and `LC_ALL` of the image: their translations stay. */
  readonly languages: readonly string[];
  /** What the user wants to keep. */
  readonly isKept?: (path: string) => boolean;
  /** Absent where nothing is known of what is loaded. */
  readonly reach?: { readonly file: (path: string) => ReachLabel; readonly package: (id: string) => ReachLabel };
  /** Files that a package brought, where its manager says so. */
  readonly filesOf?: (id: string) => readonly string[];
}

interface Place {
  readonly kind: RemovableKind;
  readonly name: string;
  readonly pattern: RegExp;
  /** Of a Dockerfile; made from the files where it is absent. */
  readonly command?: string;
}

/** Licences stay: many ask that their text goes with the program. */
const places: readonly Place[] = [
  { kind: 'docs', name: 'manual pages', pattern: /^usr\/(?:local\/)?share\/man\/./, command: 'rm -rf /usr/share/man/* /usr/local/share/man/*' },
  { kind: 'docs', name: 'info pages', pattern: /^usr\/(?:local\/)?share\/info\/./, command: 'rm -rf /usr/share/info/* /usr/local/share/info/*' },
  { kind: 'docs', name: 'documentation of packages', pattern: /^usr\/(?:local\/)?share\/(?:doc|gtk-doc|doc-base)\/(?!(?:.*\/)?(?:copyright|licen[cs]e|notice|copying)[^/]*$)./i, command: "find /usr/share/doc /usr/share/doc-base -type f ! -iname 'copyright*' ! -iname 'licen[cs]e*' ! -iname 'notice*' ! -iname 'copying*' -delete" },
  { kind: 'docs', name: 'lint data of packages', pattern: /^usr\/share\/(?:lintian|linda|bug)\/./, command: 'rm -rf /usr/share/lintian /usr/share/linda /usr/share/bug' },
  { kind: 'cache', name: 'logs of the build', pattern: /^var\/log\/(?:apt|dpkg|alternatives|bootstrap|dnf|yum|installer)[^/]*(?:\/.*|\.log.*)?$/, command: 'rm -rf /var/log/apt /var/log/*.log' },
  { kind: 'cache', name: 'copies that debconf and dpkg keep', pattern: /^var\/(?:cache\/debconf\/[^/]+-old|lib\/dpkg\/[a-z]+-old)$/, command: 'rm -f /var/cache/debconf/*-old /var/lib/dpkg/*-old' },
]; // prettier-ignore

const localePattern = /^usr\/(?:local\/)?share\/(?:locale|i18n\/locales)\/([^/]+)/;
const managers =
  /^(?:apt|apt-utils|aptitude|libapt-pkg[\d.]+t?\d*|apk-tools|dnf|dnf5|yum|microdnf|tdnf|zypper|npm|pip|corepack|yarn|gem|rubygems-update|composer)$/;

/**
 * What can go. Caches, documentation and translations go by their place, unless something loads them. Build tools, package managers and other files go
 * only where it is known that nothing refers to them; without that knowledge they are undecided, and never removed.
 */
export function planSlimming(input: SlimInput): SlimPlan {
  const { tree, reach } = input;
  const groups = new Map<string, Group>();
  let bytes = 0;
  for (const { children } of tree.directories())
    for (const entry of children?.values() ?? []) {
      if (entry.type !== 'file') continue;
      bytes += entry.size;
      const place = placeOf(entry.path, input.languages);
      if (place === undefined) continue;
      const group = groups.get(place.name) ?? { place, entries: [], isPartial: false };
      groups.set(place.name, group);
      if (isLoaded(reach?.file(entry.path)) || input.isKept?.(entry.path) === true) {
        group.isPartial = true;
        continue;
      }
      group.entries.push(entry);
    }
  const byPlace = [...groups.values()].filter(({ entries }) => entries.length > 0).map((group) => toRemovable(group, input));
  const byPackage = packageGroups(input);
  const removable = [...byPlace, ...byPackage.removable].filter((each) => each.bytes > 0).sort((a, b) => b.bytes - a.bytes);
  return {
    removable,
    undecided: byPackage.undecided,
    bytes,
    removedBytes: sizeOf(removable, tree),
    removedFindings: removable.reduce((sum, { findings }) => sum + findings, 0),
    knowsReach: reach !== undefined,
  };
}

interface Group {
  readonly place: Place;
  readonly entries: TreeEntry[];
  /** Some files of the place stay, so that its command would remove too much. */
  isPartial: boolean;
}

function placeOf(path: string, languages: readonly string[]): Place | undefined {
  const cache = packageCaches.find(({ pattern }) => pattern.test(path));
  if (cache !== undefined) return { kind: 'cache', ...cache };
  const locale = localePattern.exec(path)?.[1];
  if (locale !== undefined) return isKept(locale, languages) ? undefined : locales;
  return places.find(({ pattern }) => pattern.test(path));
}

const locales: Place = {
  kind: 'locales',
  name: 'translations',
  pattern: localePattern,
  command: "find /usr/share/locale -mindepth 1 -maxdepth 1 ! -name locale.alias ! -name 'en*' -exec rm -rf {} +",
};

/** `de_AT.UTF-8` keeps `de` and `de_AT`; English and the list of aliases stay. */
function isKept(locale: string, languages: readonly string[]): boolean {
  const base = locale.replace(/[.@].*$/, '');
  return locale === 'locale.alias' || /^(?:en|C|POSIX)(?:_|$)/.test(base) || languages.some((each) => each.startsWith(base));
}

/** Removes the content of the directory that all files are in; of several homes each. Names come from the image: one that a shell could act on is left out. */
function commandFor(files: readonly string[]): string {
  const folders = files.map((path) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  const shared = first.slice(0, Math.min(...folders.map((parts) => sharedLength(first, parts))));
  const roots = shared.length >= 2 ? [shared] : distinctFolders(folders.map((parts) => parts.slice(0, 4)));
  const plain = roots.map((parts) => parts.join('/')).filter((folder) => /^[\w.+@/-]+$/.test(folder));
  return plain.length === 0 ? '' : `rm -rf ${plain.slice(0, 20).map((folder) => `/${folder}/*`).join(' ')}`;
} // prettier-ignore

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? a.length : at;
}

function distinctFolders(folders: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(folders.map((parts) => [parts.join('/'), parts])).values()];
}

function isLoaded(label: ReachLabel | undefined): boolean {
  return label === 'loaded' || label === 'loadable';
}

function toRemovable({ place: { kind, name, command }, entries, isPartial }: Group, { findings }: SlimInput): Removable {
  const files = entries.map(({ path }) => path).sort();
  const gone = new Set(files);
  const found = findings.filter(({ locations }) => locations.length > 0 && locations.every(({ path }) => gone.has(path)));
  const line = isPartial ? '' : (command ?? commandFor(files));
  return { kind, name, command: line, files, bytes: total(entries), findings: new Set(found.map(keyOf)).size, layers: layersOf(entries) };
}

function total(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

function layersOf(entries: readonly TreeEntry[]): readonly number[] {
  return [...new Set(entries.map(({ layerIndex }) => layerIndex))].sort((a, b) => a - b);
}

function keyOf(finding: Finding): string {
  return finding.kind === 'vulnerability' ? `${finding.id} ${finding.packageId}` : finding.fingerprint;
}

/** Packages by what they are for: tools that build, tools that install, and the rest. */
function packageGroups(input: SlimInput): { readonly removable: readonly Removable[]; readonly undecided: readonly Undecided[] } {
  const { packages, reach, tree, findings } = input;
  const kinds: readonly (readonly [RemovableKind, (found: Package) => boolean])[] = [
    ['build-tools', isBuildTool],
    ['package-manager', ({ name }) => managers.test(name)],
    ['not-referenced', ({ purl }) => reach !== undefined && ofLanguages.test(purl)],
  ];
  const taken = new Set<string>();
  const removable: Removable[] = [];
  const undecided: Undecided[] = [];
  for (const [kind, isOf] of kinds) {
    const chosen = packages.filter((found) => !taken.has(found.id) && isOf(found));
    const gone = chosen.filter(({ id }) => reach?.package(id) === 'not-referenced');
    for (const { id } of kind === 'not-referenced' ? gone : chosen) taken.add(id);
    if (gone.length > 0) removable.push(packageRemovable(kind, gone, input));
    const rest = kind === 'not-referenced' ? [] : chosen.filter(({ id }) => !gone.some((each) => each.id === id) && !isLoaded(reach?.package(id)));
    if (rest.length === 0) continue;
    const entries = rest.flatMap(({ id }) => entriesOf(id, input.filesOf, tree));
    const reason = reach === undefined ? 'it is not known what the entrypoint loads' : 'nothing shows that it is not loaded';
    undecided.push({ kind, name: namesOf(rest), bytes: total(entries), findings: countOf(rest, findings), reason });
  }
  const ofSystem = packages.filter(({ id, purl }) => !taken.has(id) && !ofLanguages.test(purl) && reach?.package(id) === 'not-referenced');
  if (ofSystem.length > 0) {
    const bytes = total(ofSystem.flatMap(({ id }) => entriesOf(id, input.filesOf, tree)));
    const reason = 'the entrypoint does not reach them; health checks, hooks and shells may';
    undecided.push({ kind: 'not-referenced', name: namesOf(ofSystem), bytes, findings: countOf(ofSystem, findings), reason });
  }
  return { removable, undecided };
} // prettier-ignore

function packageRemovable(kind: RemovableKind, gone: readonly Package[], { filesOf, tree, findings, reach }: SlimInput): Removable {
  const entries = gone.flatMap(({ id }) => entriesOf(id, filesOf, tree)).filter(({ path }) => reach?.file(path) === 'not-referenced');
  return {
    kind,
    name: namesOf(gone),
    files: entries.map(({ path }) => path).sort(),
    bytes: total(entries),
    findings: countOf(gone, findings),
    layers: layersOf(entries),
    command: removeCommand(gone),
  };
}

function entriesOf(id: string, filesOf: SlimInput['filesOf'], tree: FileTree): readonly TreeEntry[] {
  return (filesOf?.(id) ?? []).flatMap((path) => {
    const entry = tree.get(path);
    return entry?.type === 'file' ? [entry] : [];
  });
}

function countOf(packages: readonly Package[], findings: readonly Finding[]): number {
  const ids = new Set(packages.map(({ id }) => id));
  return new Set(findings.filter(({ packageId }) => packageId !== undefined && ids.has(packageId)).map(keyOf)).size;
}

/** Packages that are files of their own. Those of the distribution are left to its package manager: health checks, hooks and shells use them, too. */
const ofLanguages = /^pkg:(?:npm|pypi|gem)\//;

const mostNames = 4;

function namesOf(packages: readonly Package[]): string {
  const names = [...new Set(packages.map(({ name }) => name))].sort();
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}

/** By the manager that installed them; empty where some are packages of languages, which go file by file. */
function removeCommand(packages: readonly Package[]): string {
  const names = (type: string): string => [...new Set(packages.filter(({ purl }) => purl.startsWith(`pkg:${type}/`)).map(({ name }) => name))].filter(isPlainName).sort().join(' ');
  const commands = [
    ['deb', (list: string) => `apt-get purge -y --auto-remove ${list}`],
    ['apk', (list: string) => `apk del ${list}`],
    ['rpm', (list: string) => `rpm -e --nodeps ${list}`],
  ] as const;
  if (packages.some(({ purl }) => ofLanguages.test(purl))) return '';
  return commands.flatMap(([type, make]) => (names(type) === '' ? [] : [make(names(type))])).join(' && ');
} // prettier-ignore

/** Names come from the image; only what is a name goes into a command. */
function isPlainName(name: string): boolean {
  return /^[@\w][\w.+/@-]*$/.test(name);
}

/** A file that two groups have counts once. */
function sizeOf(removable: readonly Removable[], tree: FileTree): number {
  const paths = new Set(removable.flatMap(({ files }) => files));
  let bytes = 0;
  for (const path of paths) bytes += tree.get(path)?.size ?? 0;
  return bytes;
}
