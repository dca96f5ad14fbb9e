import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type Package } from '../../model/package.ts';
import { type NotFollowed, type PackageReach } from '../../model/reach.ts';
import { readDepsJson } from '../dotnet/deps-json.ts';
import { type ReachLanguage } from '../facts/file-fact.ts';
import { type JavaFollower } from '../java/java-follower.ts';
import { type Walk } from '../walk/walk.ts';
import { distributionFiles } from './distribution-files.ts';
import { packageFolders } from './package-folder.ts';

export interface JudgeInput {
  readonly tree: FileTree;
  readonly packages: readonly Package[];
  readonly ownedPaths: (id: string) => Iterable<string>;
  readonly walk: Walk;
  readonly java: JavaFollower;
  /** Why nothing can be ruled out. */
  readonly everything?: string;
}

/** Ecosystems whose code is followed, by the first part of a purl, with the language of their packages: what of theirs is not reached is not referenced. */
const languages: ReadonlyMap<string, ReachLanguage | undefined> = new Map([
  ['npm', 'javascript'],
  ['pypi', 'python'],
  ['gem', 'ruby'],
  ['composer', 'php'],
  ['maven', 'java'],
  ['nuget', 'dotnet'],
  ...['deb', 'apk', 'rpm', 'alpm', 'golang', 'cargo', 'generic'].map((type) => [type, undefined] as const),
]);
/** The location of these is their database, and no file of theirs. */
const systemTypes = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The state of each package: that of its surest file. */
export function judgePackages(input: JudgeInput): ReadonlyMap<string, PackageReach> {
  const { walk, packages, tree } = input;
  const foldersOf = packageFolders(tree);
  const folders = new Map(packages.map((one) => [one.id, foldersOf(one, typeOf(one))] as const));
  const byFolder = bestByFolder(walk, new Set([...folders.values()].flat()));
  return new Map(packages.map((one) => [one.id, judge(one, input, folders.get(one.id) ?? [], byFolder)] as const));
}

function typeOf({ purl }: Package): string {
  return /^pkg:([a-z]+)\//.exec(purl)?.[1] ?? '';
}

function judge(one: Package, input: JudgeInput, folders: readonly string[], byFolder: ReadonlyMap<string, string>): PackageReach {
  const { walk, everything } = input;
  const type = typeOf(one);
  const ofJava = type === 'maven' ? input.java.judge(one.locations[0]?.path ?? '') : undefined;
  if (ofJava !== undefined && (ofJava.steps !== undefined || everything === undefined)) return orUnknown(ofJava, 'java', walk);
  const files = folders.length > 0 ? [] : [...filesOf(one, type, input)];
  const best = folders.length > 0 ? surest(folders.flatMap((folder) => byFolder.get(folder) ?? []), walk) : surest(files, walk);
  if (best !== undefined) return { state: walk.files.get(best)?.certainty ?? 'loadable', steps: walk.stepsTo(best) };
  if (everything !== undefined) return { state: 'unknown', reason: everything };
  if (one.evidence === 'claimed' || one.evidence === 'declared' || one.evidence === 'orphan')
    return { state: 'unknown', reason: 'its files are not known' };
  if (!languages.has(type)) return { state: 'unknown', reason: `packages of ${one.ecosystem} are not followed yet` };
  const language = languages.get(type);
  if (files.length === 0 && folders.length === 0) return { state: 'unknown', reason: 'its files are not known' };
  if (language !== undefined) return orUnknown({ state: 'not-referenced' }, language, walk);
  return judgeUnreached(files, input);
} // prettier-ignore

/** Nothing of a language is ruled out where loaded code of it decides at run time what it loads. */
function orUnknown(found: PackageReach, language: ReachLanguage, { open }: Walk): PackageReach {
  const why = open.get(language);
  return found.state !== 'not-referenced' || why === undefined ? found : { state: 'unknown', reason: reasonOf(why) };
}

function reasonOf({ path, reason }: NotFollowed): string {
  return `/${path} ${reason}`;
}

function judgeUnreached(files: readonly string[], { tree, walk }: JudgeInput): PackageReach {
  let hasCode = false;
  for (const path of files) {
    const entry = tree.get(path);
    if (entry === undefined) continue;
    for (const fact of walk.world.factsOf(entry)) {
      const language = fact.kind === 'source' ? fact.language : fact.kind === 'java' ? 'java' : undefined;
      const why = language === undefined ? undefined : walk.open.get(language);
      if (why !== undefined) return { state: 'unknown', reason: `it has ${language ?? ''} code, and ${reasonOf(why)}` };
      if (fact.kind !== 'text' || /(?:^|\/)s?bin\//.test(path)) hasCode = true;
    }
    if (/\.dll$/i.test(path)) hasCode = true;
  }
  return hasCode ? { state: 'not-referenced' } : { state: 'unknown', reason: 'it has data only, and what reads it is not known' };
}

function filesOf(one: Package, type: string, { tree, ownedPaths }: JudgeInput): Iterable<string> {
  if (type === 'npm' || type === 'gem' || type === 'composer') return [];
  if (type === 'nuget') return assembliesOf(one, tree);
  if (type === 'pypi') return distributionFiles(one.locations[0]?.path ?? '', tree);
  const owned = ownedPaths(one.id);
  return systemTypes.has(type) ? owned : [...owned, ...one.locations.map(({ path }) => path.split('!/', 1)[0]!)];
}

/** Links that are crossed count for the package that has them. */
function surest(files: readonly string[], walk: Walk): string | undefined {
  let best: string | undefined;
  for (const path of files) {
    const real = walk.files.has(path) ? path : (walk.links.get(path) ?? walk.world.tree.get(path)?.path ?? path);
    const found = walk.files.get(real);
    if (found === undefined) continue;
    if (found.certainty === 'loaded') return real;
    best ??= real;
  }
  return best;
}

function assembliesOf({ name, version = '', locations }: Package, tree: FileTree): readonly string[] {
  const path = locations[0]?.path ?? '';
  return path.endsWith('.deps.json') ? (readDepsJson(path, tree)?.get(`${name}/${version}`.toLowerCase()) ?? []) : [];
}

/** By the folder of a package: the surest file whose nearest folder of a package that is. A manifest that is only read for its version is no use of the package. */
function bestByFolder(walk: Walk, folders: ReadonlySet<string>): ReadonlyMap<string, string> {
  const best = new Map<string, string>();
  for (const { entry, certainty } of walk.files.values()) {
    if (isManifest(entry)) continue;
    for (let folder = parentPath(entry.path); folder !== ''; folder = parentPath(folder)) {
      if (!folders.has(folder)) continue;
      const known = best.get(folder);
      if (known === undefined || (certainty === 'loaded' && walk.files.get(known)?.certainty !== 'loaded')) best.set(folder, entry.path);
      break;
    }
  }
  return best;
}

function isManifest({ path }: TreeEntry): boolean {
  return path.endsWith('/package.json');
}
