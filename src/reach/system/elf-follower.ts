import { lastSegment } from '../../lib/path/normalize-path.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { type Commands } from '../command/commands.ts';
import { elfClosure } from '../elf/elf-closure.ts';
import { findLibrary, type Loading } from '../elf/find-library.ts';
import { readLoaderSettings } from '../elf/loader-settings.ts';
import { type ElfFact } from '../facts/file-fact.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { reachNamed } from './named-folder.ts';
import { type SharedObjects } from './shared-objects.ts';

/** A library that reads folders or loads more libraries, whose names it puts together. */
interface Plugins {
  readonly library: RegExp;
  readonly folders: readonly string[];
  readonly how: string;
}

const plugins: readonly Plugins[] = [
  { library: /^libpam\.so/, folders: ['etc/pam.d', 'usr/lib/pam.d', 'etc/security'], how: 'PAM reads' },
  { library: /^libc\.so\.6$|^libc-2/, folders: ['usr/lib/locale'], how: 'glibc reads' },
];

/** Services of nsswitch.conf(5) where the file does not say. */
const usualServices = ['files', 'dns', 'compat', 'myhostname', 'resolve'];

/** Follows programs and libraries: what the dynamic loader maps, what they may open by dlopen(3), and the files and programs that they name. */
export class ElfFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #objects: SharedObjects;
  readonly #loading: Loading;
  /** Called with each library that is loaded. */
  onLibrary: (name: string, edge: Edge) => void = () => undefined;

  constructor(walk: Walk, commands: Commands, objects: SharedObjects) {
    this.#walk = walk;
    this.#commands = commands;
    this.#objects = objects;
    const { tree, environment } = walk.world;
    this.#loading = { tree, settings: readLoaderSettings(tree, environment), elfAt: (entry) => elfOf(walk, entry)?.elf };
  }

  follow({ entry, certainty }: ReachedFile, fact: ElfFact): void {
    const from = entry.path;
    const closure = elfClosure(entry, this.#loading);
    for (const { foundAt, by, name, how } of closure.libraries.values())
      this.#walk.reach(foundAt, {
        from: by,
        how: how === 'needed' ? `needs ${name}` : how === 'interpreter' ? 'its dynamic loader' : `preloads ${name}`,
        certainty,
      });
    for (const path of closure.unread) this.#walk.noteNotFollowed(path, 'its dynamic section could not be read');
    const edge: Edge = { from, how: '', certainty: 'loadable' };
    for (const name of fact.libraries) this.#open(name, entry, fact, edge);
    for (const path of fact.paths) reachNamed(path, this.#walk, { ...edge, how: `names ${path}` });
    for (const word of fact.words)
      if (this.#commands.locate(word, '') !== undefined)
        this.#commands.run({ words: [word], folder: '', edge: { ...edge, how: `may run ${word}` } });
    const name = lastSegment(from);
    for (const { library, folders, how } of plugins)
      if (library.test(name)) for (const folder of folders) reachNamed(folder, this.#walk, { ...edge, how: `${how} /${folder}` });
    if (/^libc\.so\.6$|^libc-2/.test(name)) this.#reachServices(entry, fact, edge);
    this.onLibrary(name, { ...edge, certainty });
  }

  #open(name: string, entry: TreeEntry, fact: ElfFact, edge: Edge): void {
    const found = findLibrary(name, { path: entry.path, foundAt: entry.path, elf: fact.elf }, this.#loading);
    for (const { foundAt } of found) this.#walk.reach(foundAt, { ...edge, how: `may open ${name}` });
    if (found.length === 0) for (const path of this.#objects.named(name)) this.#walk.reach(path, { ...edge, how: `may open ${name}` });
  }

  #reachServices(entry: TreeEntry, fact: ElfFact, edge: Edge): void {
    const settings = this.#walk.reach('etc/nsswitch.conf', { ...edge, how: 'names /etc/nsswitch.conf' });
    const facts = settings === undefined ? [] : this.#walk.world.factsOf(settings);
    const words = facts.flatMap((one) => (one.kind === 'text' ? (one.text.replace(/#.*/g, '').match(/\b[a-z]\w*\b(?!:)/g) ?? []) : []));
    for (const service of new Set(words.length === 0 ? usualServices : words))
      this.#open(`libnss_${service}.so.2`, entry, fact, { ...edge });
  }
}

function elfOf(walk: Walk, entry: TreeEntry): ElfFact | undefined {
  return walk.world.factsOf(entry).find((fact) => fact.kind === 'elf');
}
