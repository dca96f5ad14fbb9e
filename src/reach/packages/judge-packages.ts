import { parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type Package } from '../../model/package.ts';
import { type PackageReach } from '../../model/reach.ts';
import { type SourceLanguage } from '../facts/file-fact.ts';
import { type Walk } from '../walk/walk.ts';
import { distributionFiles } from './distribution-files.ts';

export interface JudgeInput {
  readonly tree: FileTree;
  readonly packages: readonly Package[];
  readonly ownedPaths: (id: string) => Iterable<string>;
  readonly walk: Walk;
  /** Languages of reached files that are not followed, with the file. */
  readonly blocked: ReadonlyMap<SourceLanguage, string>;
  /** Why nothing can be ruled out. */
  readonly everything?: string;
}

/** Ecosystems whose code is followed, by the first part of a purl: what of theirs is not reached is not referenced. */
const followedTypes = new Set(['npm', 'pypi', 'deb', 'apk', 'rpm', 'alpm', 'golang', 'cargo', 'generic']);
/** The location of these is their database, and no file of theirs. */
const systemTypes = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The state of each package: that of its surest file. */
export function judgePackages(input: JudgeInput): ReadonlyMap<string, PackageReach> {
  const { walk } = input;
  const folders = nodeFolders(input.packages);
  const byFolder = bestByFolder(walk, folders);
  return new Map(input.packages.map((one) => [one.id, judge(one, input, byFolder)] as const));
}

function judge(one: Package, input: JudgeInput, byFolder: ReadonlyMap<string, string>): PackageReach {
  const { walk, everything } = input;
  const type = /^pkg:([a-z]+)\//.exec(one.purl)?.[1] ?? '';
  const files = [...filesOf(one, type, input)];
  const best = type === 'npm' ? byFolder.get(parentPath(one.locations[0]?.path ?? '')) : surest(files, walk);
  if (best !== undefined) return { state: walk.files.get(best)?.certainty ?? 'loadable', steps: walk.stepsTo(best) };
  if (everything !== undefined) return { state: 'unknown', reason: everything };
  if (one.evidence === 'claimed' || one.evidence === 'declared' || one.evidence === 'orphan')
    return { state: 'unknown', reason: 'its files are not known' };
  if (!followedTypes.has(type)) return { state: 'unknown', reason: `packages of ${one.ecosystem} are not followed yet` };
  if (type === 'npm') return { state: 'not-referenced' };
  if (files.length === 0) return { state: 'unknown', reason: 'its files are not known' };
  return judgeUnreached(files, input);
}

function judgeUnreached(files: readonly string[], { tree, walk, blocked }: JudgeInput): PackageReach {
  let hasCode = false;
  for (const path of files) {
    const entry = tree.get(path);
    if (entry === undefined) continue;
    for (const fact of walk.world.factsOf(entry)) {
      if (fact.kind === 'source' && blocked.has(fact.language))
        return { state: 'unknown', reason: `it has ${fact.language} code, and /${blocked.get(fact.language) ?? ''} may load it` };
      if (fact.kind === 'elf' || fact.kind === 'source' || fact.kind === 'java' || /(?:^|\/)s?bin\//.test(path)) hasCode = true;
    }
  }
  return hasCode ? { state: 'not-referenced' } : { state: 'unknown', reason: 'it has data only, and what reads it is not known' };
}

function filesOf(one: Package, type: string, { tree, ownedPaths }: JudgeInput): Iterable<string> {
  if (type === 'npm') return [];
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

function nodeFolders(packages: readonly Package[]): ReadonlySet<string> {
  return new Set(packages.flatMap(({ purl, locations }) => (purl.startsWith('pkg:npm/') ? [parentPath(locations[0]?.path ?? '')] : [])));
}

/** By the folder of a manifest: the surest file whose nearest manifest that is. A manifest that is only read for its version is no use of the package. */
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
