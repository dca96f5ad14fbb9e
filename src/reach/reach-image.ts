import { lastSegment, normalizePath } from '../lib/path/normalize-path.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type ImageConfig } from '../model/image.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type Package } from '../model/package.ts';
import { type ImageReach, type PackageReach, type ReachState } from '../model/reach.ts';
import { Commands } from './command/commands.ts';
import { loaderSelectors } from './elf/loader-settings.ts';
import { type FileFact, type ReachLanguage, type SourceFact, type SourceLanguage } from './facts/file-fact.ts';
import { type GoNames } from './facts/go-functions.ts';
import { reachInspector } from './facts/reach-inspector.ts';
import { DotnetFollower } from './dotnet/dotnet-follower.ts';
import { JavaFollower } from './java/java-follower.ts';
import { NodeFollower } from './node/node-follower.ts';
import { distributionSelectors } from './packages/distribution-files.ts';
import { judgePackages } from './packages/judge-packages.ts';
import { PerlFollower } from './perl/perl-follower.ts';
import { PhpFollower } from './php/php-follower.ts';
import { PythonFollower } from './python/python-follower.ts';
import { RubyFollower } from './ruby/ruby-follower.ts';
import { ElfFollower } from './system/elf-follower.ts';
import { SharedObjects } from './system/shared-objects.ts';
import { TextFollower } from './system/text-follower.ts';
import { Walk, type Edge, type ReachedFile } from './walk/walk.ts';
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
  /** By package id: names of functions of the programs in Go that it is part of; absent where those of some program are not known. */
  readonly goNames: ReadonlyMap<string, readonly GoNames[]>;
  /** Files by path, in the order of the paths. */
  readonly files: readonly Pick<ReachedFile, 'from' | 'how' | 'certainty' | 'entry'>[];
}

/** From the command of a container to what it can load. Nothing is run. */
export function reachImage(input: ReachInput): Reach {
  const { tree, config } = input;
  const command = input.command ?? [...config.entrypoint, ...config.cmd];
  const workingDirectory = normalizePath(config.workingDirectory ?? '');
  const walk = new Walk(makeWorld({ tree, environment: config.env, workingDirectory }));
  const { commands, java } = followAll(walk, command, input.packages);
  const everything = whyUnknown(command, walk, commands);
  if (everything !== undefined && command.length > 0) walk.noteNotFollowed(command[0] ?? '', everything);
  const packages = judgePackages({ ...input, walk, java, ...(everything === undefined ? {} : { everything }) });
  return {
    command,
    fileCount: walk.files.size,
    packageCounts: countStates(packages.values()),
    notFollowed: walk.notFollowed,
    packages,
    goNames: readGoNames(input, walk),
    files: [...walk.files.values()].sort((a, b) => (a.entry.path < b.entry.path ? -1 : 1)),
  };
}

function followAll(
  walk: Walk,
  command: readonly string[],
  packages: readonly Package[],
): { readonly commands: Commands; readonly java: JavaFollower } {
  const commands = new Commands(walk);
  const objects = new SharedObjects(walk.world.tree);
  const elf = new ElfFollower(walk, commands, objects);
  const text = new TextFollower(walk, commands, objects);
  const node = new NodeFollower(walk, commands);
  const python = new PythonFollower(walk, commands, packages);
  const perl = new PerlFollower(walk, commands);
  const ruby = new RubyFollower(walk, commands);
  const php = new PhpFollower(walk, commands);
  const java = new JavaFollower(walk);
  const dotnet = new DotnetFollower(walk);
  const sources = { javascript: node, python, perl, ruby, php };
  for (const { starters } of [...Object.values(sources), java, dotnet]) commands.add(...starters);
  const embedded: readonly { readonly library: RegExp; readonly start: (edge: Edge) => void }[] = [
    { library: /^libpython\d/, start: (edge) => python.startEmbedded(edge) },
    { library: /^libperl\b/, start: (edge) => perl.startEmbedded(edge) },
    { library: /^libruby\b/, start: (edge) => ruby.startEmbedded(edge) },
    { library: /^libphp|^mod_php/, start: (edge) => php.startServer(edge) },
  ];
  elf.onLibrary = (name, edge) => {
    for (const one of embedded) if (one.library.test(name)) one.start(edge);
  };
  const follow = (file: ReachedFile, fact: FileFact): void => {
    if (fact.kind === 'elf') {
      elf.follow(file, fact);
      python.followModule(file, fact);
      dotnet.followProgram(file);
    } else if (fact.kind === 'text') text.follow(file, fact);
    else if (fact.kind === 'java') java.follow(file);
    else if (fact.kind === 'go') return;
    else {
      if (fact.language !== 'javascript' && fact.language !== 'php')
        walk.followedWith.set(file.entry.path, sources[fact.language].folderCount);
      sources[fact.language].follow(file, fact);
    }
  };
  commands.run({ words: command, folder: walk.world.workingDirectory, edge: { how: 'entrypoint', certainty: 'loaded' } });
  do {
    for (let file = walk.next(); file !== undefined; file = walk.next())
      for (const fact of walk.world.factsOf(file.entry)) follow(file, fact);
  } while (followAgain(walk, { python, perl, ruby }));
  leaveRuntimesOpen(walk, { java: java.isStarted, dotnet: dotnet.isStarted });
  return { commands, java };
}

interface SearchingFollower {
  /** Folders in which modules are found; 0 before an interpreter was started. */
  readonly folderCount: number;
  follow(file: ReachedFile, fact: SourceFact): void;
}

/** Files that were followed before some folder of modules was known are followed once more. Whether there were any. */
function followAgain(walk: Walk, followers: Readonly<Partial<Record<SourceLanguage, SearchingFollower>>>): boolean {
  let isMore = false;
  for (const file of [...walk.files.values()])
    for (const fact of walk.world.factsOf(file.entry)) {
      const follower = fact.kind === 'source' ? followers[fact.language] : undefined;
      if (fact.kind !== 'source' || follower === undefined) continue;
      if (follower.folderCount === 0) walk.leaveOpen(fact.language, file.entry.path, 'is a script whose interpreter is not known');
      else if (walk.followedWith.get(file.entry.path) !== follower.folderCount) {
        isMore = true;
        walk.followedWith.set(file.entry.path, follower.folderCount);
        follower.follow(file, fact);
      }
    }
  return isMore;
}

/** Runtimes that are loaded by a program that is none of theirs: what they run is not known, unless code of their language was reached. */
const runtimes: readonly { readonly library: RegExp; readonly language: ReachLanguage }[] = [
  { library: /^libjvm\.so/, language: 'java' },
  { library: /^lib(?:coreclr|hostpolicy|mono[\w.-]*)\.so/, language: 'dotnet' },
  { library: /^libpython\d/, language: 'python' },
  { library: /^libperl\b/, language: 'perl' },
  { library: /^libruby\b/, language: 'ruby' },
  { library: /^libphp|^mod_php/, language: 'php' },
  { library: /^libnode\.so/, language: 'javascript' },
];
/** The library of a language; what else is reached is code of an application. */
const ownLibrary = /(?:^|\/)(?:python\d[\d.]*|perl\d?|perl-base|ruby|jvm|dotnet|site-packages|dist-packages)\//;

function leaveRuntimesOpen(walk: Walk, started: { readonly java: boolean; readonly dotnet: boolean }): void {
  const run = new Set<ReachLanguage>([...(started.java ? ['java' as const] : []), ...(started.dotnet ? ['dotnet' as const] : [])]);
  for (const { entry } of walk.files.values())
    for (const fact of walk.world.factsOf(entry)) if (fact.kind === 'source' && !ownLibrary.test(entry.path)) run.add(fact.language);
  for (const { entry } of walk.files.values())
    for (const { library, language } of runtimes)
      if (!run.has(language) && library.test(lastSegment(entry.path)))
        walk.leaveOpen(language, entry.path, 'is loaded, and what it runs is not known');
}

/** Why nothing can be ruled out; `undefined` where it can. */
function whyUnknown(command: readonly string[], walk: Walk, commands: Commands): string | undefined {
  if (command.length === 0) return 'the image has no ENTRYPOINT and no CMD';
  if (walk.files.size === 0) return `the command ${command[0] ?? ''} is not in the image`;
  if (commands.isOpenEnded) return 'the command is an interactive shell or interpreter, which runs anything';
  if (commands.undecided !== undefined) return `${commands.undecided} runs a command that is decided at run time`;
  for (const { entry, from } of walk.files.values())
    if (from === undefined && walk.world.factsOf(entry).length === 0)
      return `the command /${entry.path} is neither a program nor a script that can be read`;
  if (walk.isCut) return 'the limit on files to follow was reached';
  return undefined;
}

function readGoNames({ packages, tree }: ReachInput, { world }: Walk): Reach['goNames'] {
  const all = new Map<string, readonly GoNames[]>();
  for (const { id, purl, locations } of packages) {
    if (!purl.startsWith('pkg:golang/')) continue;
    const programs = locations.map(({ path }) => {
      const entry = tree.get(path);
      return entry === undefined ? undefined : world.factsOf(entry).find((fact) => fact.kind === 'go');
    });
    const known = programs.filter((fact) => fact !== undefined);
    if (known.length > 0 && known.length === programs.length) all.set(id, known);
  }
  return all;
}

function countStates(all: Iterable<PackageReach>): Readonly<Record<ReachState, number>> {
  const counts: Record<ReachState, number> = { loaded: 0, loadable: 0, 'not-referenced': 0, unknown: 0 };
  for (const { state } of all) counts[state]++;
  return counts;
}
