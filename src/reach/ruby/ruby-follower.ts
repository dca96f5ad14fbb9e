import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Commands, type Started, type Starter } from '../command/commands.ts';
import { type SourceFact } from '../facts/file-fact.ts';
import { readSource } from '../facts/reach-inspector.ts';
import { filesBelow } from '../walk/files-below.ts';
import { isCommonFolder } from '../system/named-folder.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { RubyGems, type RubyGem } from './ruby-gems.ts';

/** Features that the interpreter loads before any script. */
const startFeatures = ['rubygems', 'did_you_mean', 'error_highlight', 'syntax_suggest', 'syntax_suggest/core_ext', 'monitor', 'rbconfig', 'enc/encdb', 'enc/trans/transdb', 'bundled_gems', 'unicode_normalize/normalize']; // prettier-ignore
const libraryFolder = /(?:^|\/)(?:gems|vendor_ruby|site_ruby|ruby\/\d[\d.]*)\//;
/** Not loaded but by those who build or test a gem. */
const developmentFolders = new Set(['spec', 'test', 'tests', 'features', 'benchmark', 'benchmarks', 'examples', 'node_modules']);

/**
 * Follows Ruby: features over the gems and the library. Gems load their own parts in many ways (autoload, Zeitwerk, computed names), so of one that
 * is reached every file may be loaded.
 */
export class RubyFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #gems: RubyGems;
  readonly #wholes = new Set<string>();

  constructor(walk: Walk, commands: Commands) {
    this.#walk = walk;
    this.#commands = commands;
    this.#gems = new RubyGems(walk.world);
  }

  get folderCount(): number {
    return this.#gems.folderCount;
  }

  get starters(): readonly Starter[] {
    return [
      { names: ['ruby', 'jruby', 'truffleruby'], start: (words, at) => this.#start(words, at) },
      { names: ['puma', 'rackup', 'unicorn', 'thin', 'falcon', 'rails', 'rake', 'sidekiq', 'passenger', 'iodine', 'bundle'], start: (_, at) => this.#startApplication(at.folder, at.edge) },
    ]; // prettier-ignore
  }

  startEmbedded(edge: Edge): void {
    this.#startInterpreter('usr/bin/ruby', edge);
  }

  follow({ entry, certainty }: ReachedFile, fact: SourceFact): void {
    const from = entry.path;
    const loaded: Edge = { from, how: '', certainty };
    const loadable: Edge = { ...loaded, certainty: 'loadable' };
    const isApplication = !libraryFolder.test(from);
    if (fact.isCut === true) this.#walk.leaveOpen('ruby', from, 'is too long to be read');
    if (fact.isOpen === true) this.#walk.leaveOpen('ruby', from, 'requires a computed name');
    for (const name of fact.always) this.#require(name, from, loaded);
    for (const name of fact.maybe) this.#require(name, from, loadable);
    for (const name of fact.names) this.#requireNamed(name, from, fact.runs === true, loadable);
    for (const path of fact.paths) this.#walk.reach(path, { ...loadable, how: `names ${path}` });
    const gem = this.#gems.ownerOf(from);
    if (gem !== undefined) this.#reachGem(gem, loadable);
    else if (fact.isDynamic === true || fact.findsPlugins === true) this.#reachBeside(from, loadable);
    if (isApplication && fact.findsPlugins === true) this.#reachGemfile(from, loadable);
  }

  #require(name: string, from: string, edge: Edge): void {
    const how = `requires ${name}`;
    if (/^\.{0,2}\//.test(name)) {
      const path = normalizePath(name.startsWith('/') ? name : `${parentPath(from)}/${name}`);
      for (const suffix of ['', '.rb', '.so']) this.#walk.reach(path + suffix, { ...edge, how });
      return;
    }
    for (const file of this.#gems.resolve(name)) this.#walk.reach(file, { ...edge, how });
    if (!libraryFolder.test(from)) for (const folder of [parentPath(from), `${this.#walk.world.workingDirectory}/lib`]) this.#walk.reach(normalizePath(`${folder}/${name}.rb`), { ...edge, how });
  } // prettier-ignore

  /** A literal may name a gem, a feature, a file or a program. */
  #requireNamed(name: string, from: string, runs: boolean, edge: Edge): void {
    const how = `names ${name}`;
    for (const gem of this.#gems.named(name)) this.#enterGem(gem, { ...edge, how });
    for (const file of this.#gems.resolve(name)) this.#walk.reach(file, { ...edge, how });
    if (/[./]/.test(name)) for (const suffix of ['', '.rb']) this.#walk.reach(normalizePath(`${parentPath(from)}/${name}${suffix}`), { ...edge, how });
    if (runs && !name.includes('/') && this.#commands.locate(name, '') !== undefined)
      this.#commands.run({ words: [name], folder: '', edge: { ...edge, how: `may run ${name}` } });
  } // prettier-ignore

  /** What Bundler requires when it is asked to: a gem under its name, or with its dashes as folders. */
  #enterGem(gem: RubyGem, edge: Edge): void {
    for (const feature of [gem.name, gem.name.replaceAll('-', '/')])
      for (const folder of gem.requirePaths) this.#walk.reach(`${folder}/${feature}.rb`, edge);
    for (const folder of ['exe', 'bin']) this.#walk.reach(`${gem.folder}/${folder}/${gem.name}`, edge);
    this.#reachGem(gem, edge);
  }

  #reachGem(gem: RubyGem, edge: Edge): void {
    if (this.#wholes.has(gem.folder)) return;
    this.#wholes.add(gem.folder);
    for (const folder of [gem.folder, gem.extensions]) this.#reachCode(folder, { ...edge, how: `is a part of the gem ${gem.name}` });
  }

  /** `x.rb` that loads by computed names loads what is in `x/`. An application loads what is in its own folder. */
  #reachBeside(from: string, edge: Edge): void {
    const isLibrary = libraryFolder.test(from);
    const folder = isLibrary ? from.replace(/\.rb$/, '') : parentPath(from);
    if (!isCommonFolder(folder)) this.#reachCode(folder, { ...edge, how: 'may be loaded by a computed name' });
  }

  #reachCode(folder: string, edge: Edge): void {
    if (folder === '' || this.#wholes.has(`${folder}/`)) return;
    this.#wholes.add(`${folder}/`);
    const files = filesBelow(folder, this.#walk.world.tree, (name) => developmentFolders.has(name) || name === 'vendor' && !libraryFolder.test(`${folder}/`)); // prettier-ignore
    if (files === undefined) this.#walk.leaveOpen('ruby', folder, 'has too many files that may be loaded');
    for (const file of files ?? []) if (/\.(?:rb|so|ru|rake)$/.test(file)) this.#walk.reach(file, edge);
  }

  /** Every gem that the Gemfile beside a file, or above it, names. */
  #reachGemfile(from: string, edge: Edge): void {
    const { world } = this.#walk;
    const { tree, workingDirectory } = world;
    const given = world.variable('BUNDLE_GEMFILE');
    const folders = [parentPath(from), parentPath(parentPath(from)), workingDirectory];
    const paths = [...(given === undefined ? [] : [normalizePath(given)]), ...folders.flatMap((folder) => ['Gemfile', 'gems.rb'].map((name) => normalizePath(`${folder}/${name}`)))]; // prettier-ignore
    for (const path of paths) {
      const entry = tree.get(path);
      for (const fact of entry === undefined ? [] : world.factsOf(entry)) {
        this.#walk.reach(path, { ...edge, how: 'reads the Gemfile' });
        const names = fact.kind === 'text' ? [...fact.text.matchAll(/^[^#\n]*\bgem[ (]+["']([\w.-]{1,100})["']/gm)].map(([, name]) => name!) : fact.kind === 'source' ? fact.names : []; // prettier-ignore
        for (const name of names) for (const gem of this.#gems.named(name)) this.#enterGem(gem, { from: path, how: `names ${name}`, certainty: 'loadable' });
      }
    } // prettier-ignore
  }

  #startInterpreter(path: string, edge: Edge): void {
    this.#gems.addInterpreter(path);
    for (const name of startFeatures)
      for (const file of this.#gems.resolve(name)) this.#walk.reach(file, { ...edge, how: `requires ${name} at its start` });
    for (const folder of (this.#walk.world.variable('RUBYLIB') ?? '').split(':')) if (folder !== '') this.#gems.addFolder(normalizePath(folder));
    for (const [, name] of (this.#walk.world.variable('RUBYOPT') ?? '').matchAll(/-r\s*([\w/.-]+)/g)) this.#require(name!, '', edge);
    for (const folder of ['rubygems', 'bundler', 'did_you_mean', 'error_highlight', 'syntax_suggest', 'unicode_normalize', 'enc'])
      for (const file of this.#gems.resolve(folder === 'enc' ? 'enc/encdb' : folder)) this.#reachCode(folder === 'enc' ? parentPath(file) : file.replace(/\.rb$/, ''), { ...edge, certainty: 'loadable', how: 'is a part of Ruby that loads itself' });
  } // prettier-ignore

  #start(words: readonly string[], { program, path, folder, edge }: Started): void {
    this.#startInterpreter(path, edge);
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      if (word === '-e') {
        this.follow({ ...edge, entry: program }, readSource('ruby', words[at + 1] ?? '', 'app/-e'));
        return;
      }
      if (word === '-I') this.#gems.addFolder(normalizePath(`${folder}/${words[++at] ?? ''}`));
      else if (word === '-r') this.#require(words[++at] ?? '', `${folder}/-`, edge);
      else if (/^-r./.test(word)) this.#require(word.slice(2), `${folder}/-`, edge);
      else if (word === '-S') this.#commands.run({ words: words.slice(at + 1), folder, edge: { ...edge, how: `runs ${words[at + 1] ?? ''}` } });
      else if (/^-[CEWKx]$/.test(word)) at++;
      else if (!word.startsWith('-')) {
        const script = this.#walk.reach(normalizePath(word.startsWith('/') ? word : `${folder}/${word}`), { ...edge, how: `runs ${word}` });
        if (script !== undefined && !this.#walk.world.factsOf(script).some((fact) => fact.kind === 'source'))
          this.#walk.leaveOpen('ruby', script.path, 'is run by Ruby and is no source that can be read');
        if (script !== undefined) this.#gems.addFolder(normalizePath(`${parentPath(script.path)}/../lib`));
        // A program of a gem is found by RubyGems, which its script asks.
        if (script !== undefined && /(?:^|\/)s?bin\//.test(script.path)) this.#startApplication(folder, edge);
        return;
      }
    }
    if (words.length === 0 && edge.certainty === 'loaded') this.#commands.isOpenEnded = true;
  } // prettier-ignore

  /** Servers and tasks find the application in the working directory. */
  #startApplication(folder: string, edge: Edge): void {
    const { tree } = this.#walk.world;
    const marks = ['config.ru', 'Gemfile', 'Rakefile', 'config/environment.rb', 'config/application.rb'];
    if (folder === '' || isCommonFolder(folder) || !marks.some((name) => tree.get(`${folder}/${name}`) !== undefined)) return;
    this.#reachCode(folder, { ...edge, certainty: 'loadable', how: 'may be found in the working directory' });
    for (const mark of marks) this.#walk.reach(`${folder}/${mark}`, { ...edge, certainty: 'loadable', how: 'may be found in the working directory' });
    this.#reachGemfile(`${folder}/config.ru`, { ...edge, certainty: 'loadable' });
  } // prettier-ignore
}
