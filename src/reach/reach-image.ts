import { normalizePath } from '../lib/path/normalize-path.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type ImageConfig } from '../model/image.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type Package } from '../model/package.ts';
import { type ImageReach, type PackageReach, type ReachState } from '../model/reach.ts';
import { Commands } from './command/commands.ts';
import { loaderSelectors } from './elf/loader-settings.ts';
import { sourceLanguages, type FileFact, type SourceLanguage } from './facts/file-fact.ts';
import { reachInspector } from './facts/reach-inspector.ts';
import { NodeFollower } from './node/node-follower.ts';
import { distributionSelectors } from './packages/distribution-files.ts';
import { judgePackages } from './packages/judge-packages.ts';
import { PythonFollower } from './python/python-follower.ts';
import { ElfFollower } from './system/elf-follower.ts';
import { SharedObjects } from './system/shared-objects.ts';
import { TextFollower } from './system/text-follower.ts';
import { Walk, type ReachedFile } from './walk/walk.ts';
import { makeWorld } from './walk/world.ts';

/** What layers must be read for, in addition to the packages. */
export const reachDemand: { readonly selectors: readonly FileSelector[]; readonly inspectors: readonly Inspector[] } = {
  selectors: [...loaderSelectors, ...distributionSelectors],
  inspectors: [reachInspector],
};

export interface ReachInput {
  readonly tree: FileTree;
  readonly config: ImageConfig;
  readonly packages: readonly Package[];
  /** Paths that a package's database says it owns; empty for those of languages. */
  readonly ownedPaths: (id: string) => Iterable<string>;
  /** In place of ENTRYPOINT and CMD. */
  readonly command?: readonly string[];
}

export interface Reach extends ImageReach {
  /** By package id. */
  readonly packages: ReadonlyMap<string, PackageReach>;
  /** Files by path, in the order of the paths. */
  readonly files: readonly Pick<ReachedFile, 'from' | 'how' | 'certainty' | 'entry'>[];
}

/** Languages whose imports are followed; code of the others is told as unknown. */
const followed: ReadonlySet<SourceLanguage> = new Set(['javascript', 'python']);

/** From the command of a container to what it can load. Nothing is run. */
export function reachImage(input: ReachInput): Reach {
  const { tree, config } = input;
  const command = input.command ?? [...config.entrypoint, ...config.cmd];
  const workingDirectory = normalizePath(config.workingDirectory ?? '');
  const walk = new Walk(makeWorld({ tree, environment: config.env, workingDirectory }));
  const blocked = new Map<SourceLanguage, string>();
  const commands = followAll(walk, command, blocked);
  const isFound = walk.files.size > 0;
  const everything = whyUnknown(command, isFound, walk, commands);
  if (everything !== undefined && command.length > 0) walk.noteNotFollowed(command[0] ?? '', everything);
  const packages = judgePackages({ ...input, walk, blocked, ...(everything === undefined ? {} : { everything }) });
  return {
    command,
    fileCount: walk.files.size,
    packageCounts: countStates(packages.values()),
    notFollowed: walk.notFollowed,
    packages,
    files: [...walk.files.values()].sort((a, b) => (a.entry.path < b.entry.path ? -1 : 1)),
  };
}

function followAll(walk: Walk, command: readonly string[], blocked: Map<SourceLanguage, string>): Commands {
  const commands = new Commands(walk);
  const objects = new SharedObjects(walk.world.tree);
  const elf = new ElfFollower(walk, commands, objects);
  const text = new TextFollower(walk, commands, objects);
  const node = new NodeFollower(walk, commands);
  const python = new PythonFollower(walk, commands);
  commands.add(...node.starters, ...python.starters);
  elf.onLibrary = (name, edge) => {
    if (/^libpython\d/.test(name)) python.startEmbedded(edge);
  };
  const follow = (file: ReachedFile, fact: FileFact): void => {
    if (fact.kind === 'elf') elf.follow(file, fact);
    else if (fact.kind === 'text') text.follow(file, fact);
    else if (fact.kind === 'source' && fact.language === 'javascript') node.follow(file, fact);
    else if (fact.kind === 'source' && fact.language === 'python') python.follow(file, fact);
    else if (fact.kind === 'source' && !blocked.has(fact.language)) {
      blocked.set(fact.language, file.entry.path);
      walk.noteNotFollowed(file.entry.path, `is ${titles[fact.language]}, whose imports are not followed yet`);
    }
  };
  commands.run({ words: command, folder: walk.world.workingDirectory, edge: { how: 'entrypoint', certainty: 'loaded' } });
  for (let file = walk.next(); file !== undefined; file = walk.next()) {
    const facts = walk.world.factsOf(file.entry);
    for (const fact of facts) follow(file, fact);
    if (facts.length === 0) noteRuntime(file, blocked);
  }
  return commands;
}

/** A runtime that loads code which is not followed. */
function noteRuntime({ entry }: ReachedFile, blocked: Map<SourceLanguage, string>): void {
  for (const language of sourceLanguages)
    if (!followed.has(language) && new RegExp(`/lib${language}`).test(entry.path)) blocked.set(language, entry.path);
}

const titles: Readonly<Record<SourceLanguage, string>> = {
  javascript: 'JavaScript',
  python: 'Python',
  ruby: 'Ruby',
  php: 'PHP',
  perl: 'Perl',
};

/** Why nothing can be ruled out; `undefined` where it can. */
function whyUnknown(command: readonly string[], isFound: boolean, walk: Walk, commands: Commands): string | undefined {
  if (command.length === 0) return 'the image has no ENTRYPOINT and no CMD';
  if (!isFound) return `the command ${command[0] ?? ''} is not in the image`;
  if (commands.isOpenEnded) return 'the command is an interactive shell or interpreter, which runs anything';
  if (walk.isCut) return 'the limit on files to follow was reached';
  return undefined;
}

function countStates(all: Iterable<PackageReach>): Readonly<Record<ReachState, number>> {
  const counts: Record<ReachState, number> = { loaded: 0, loadable: 0, 'not-referenced': 0, unknown: 0 };
  for (const { state } of all) counts[state]++;
  return counts;
}
