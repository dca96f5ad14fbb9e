import { lastSegment, normalizePath } from '../../lib/path/normalize-path.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { type Edge, type Walk } from '../walk/walk.ts';
import { readShell, type ScriptCommand } from '../shell/read-shell.ts';
import { unwrap } from './wrappers.ts';

/** A command line that something runs, and where. */
export interface Invocation {
  readonly words: readonly string[];
  /** Without a leading slash. */
  readonly folder: string;
  readonly edge: Edge;
}

/** What starts when a program of one name is run with arguments: an interpreter with its script, a supervisor with its services. */
export interface Starter {
  /** Name of the program, without a version. */
  readonly names: readonly string[];
  /** `program` is the file, `path` where it was found before links. */
  start(words: readonly string[], at: Started): void;
}

export interface Started {
  readonly program: TreeEntry;
  readonly path: string;
  readonly folder: string;
  readonly edge: Edge;
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'rbash']);
const maxDepth = 24;

/** Follows command lines to what they start. */
export class Commands {
  readonly #walk: Walk;
  readonly #starters = new Map<string, Starter>();
  readonly #seen = new Set<string>();
  /** What an interactive shell or interpreter would run is anything. */
  isOpenEnded = false;
  /** A script that always runs a command of which nothing is known. */
  undecided: string | undefined;
  #depth = 0;

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  add(...starters: readonly Starter[]): void {
    for (const starter of starters) for (const name of starter.names) this.#starters.set(name, starter);
  }

  /** Whether its program is in the image. */
  run({ words, folder, edge }: Invocation): boolean {
    const [word = '', ...rest] = words;
    const key = JSON.stringify([words, folder, edge.certainty]);
    if (word === '' || this.#seen.has(key) || this.#depth >= maxDepth) return word !== '';
    this.#seen.add(key);
    this.#depth++;
    try {
      return this.#run(word, rest, folder, edge);
    } finally {
      this.#depth--;
    }
  }

  /** Where a shell finds a program; builtins and functions are nowhere. */
  locate(word: string, folder: string): string | undefined {
    const { tree } = this.#walk.world;
    const isProgram = (path: string): boolean => tree.get(path)?.type === 'file';
    if (word.includes('/')) {
      const path = inFolder(word, folder);
      return isProgram(path) ? path : undefined;
    }
    const path = this.#walk.world.variable('PATH') ?? defaultPath;
    return path
      .split(':')
      .map((one) => normalizePath(`${one}/${word}`))
      .find(isProgram);
  }

  /** A script, with the arguments it was given. */
  runScript(text: string, given: readonly string[], folder: string, edge: Edge): void {
    const environment = (name: string): readonly string[] => {
      const value = this.#walk.world.variable(name);
      return value === undefined ? [] : [value];
    };
    for (const command of readShell(text, given, environment)) this.#runScripted(command, given, folder, edge);
  }

  #run(word: string, rest: readonly string[], folder: string, edge: Edge): boolean {
    const path = this.locate(word, folder);
    const name = programName(path ?? word);
    const program = path === undefined ? undefined : this.#walk.reach(path, edge);
    const from = program?.path ?? edge.from;
    const inner = unwrap(programName(word), rest) ?? unwrap(name, rest);
    if (inner !== undefined)
      this.run({ words: inner, folder, edge: { ...edge, ...(from === undefined ? {} : { from }), how: `runs ${inner[0] ?? ''}` } });
    if (program === undefined || path === undefined) return inner !== undefined;
    const next: Edge = { from: program.path, how: 'runs', certainty: edge.certainty };
    this.#reachArguments(rest, folder, next);
    this.#runShebang(program, path, rest, folder, next);
    if (shells.has(programName(word)) || shells.has(name)) this.#runShell(rest, folder, next);
    const starter = this.#starters.get(programName(word)) ?? this.#starters.get(name);
    starter?.start(rest, { program, path, folder, edge: next });
    return true;
  }

  #runShebang(program: TreeEntry, path: string, rest: readonly string[], folder: string, edge: Edge): void {
    const shebang = this.#walk.world.factsOf(program).map((fact) => (fact.kind === 'source' ? fact.shebang : fact.kind === 'text' ? shebangOf(fact.text) : undefined)).find((line) => line !== undefined); // prettier-ignore
    if (shebang === undefined) return;
    const words = shebang.split(/\s+/);
    this.run({ words: [...words, `/${path}`, ...rest], folder, edge: { ...edge, how: `its interpreter ${words.join(' ')}` } });
  }

  #runShell(words: readonly string[], folder: string, edge: Edge): void {
    const at = words.findIndex((word) => !word.startsWith('-') || /^-[a-zA-Z]*c$/.test(word));
    const word = words[at];
    if (word === undefined) {
      if (edge.certainty === 'loaded' && this.#depth <= 2) this.isOpenEnded = true;
      return;
    }
    if (word.startsWith('-')) {
      this.runScript(words[at + 1] ?? '', words.slice(at + 3), folder, edge);
      return;
    }
    const path = word.includes('/') ? inFolder(word, folder) : (this.locate(`./${word}`, folder) ?? this.locate(word, folder) ?? '');
    const script = this.#walk.reach(path, { ...edge, how: `runs ${word}` });
    if (script === undefined) return;
    for (const fact of this.#walk.world.factsOf(script))
      if (fact.kind === 'text') this.runScript(fact.text, words.slice(at + 1), folder, { ...edge, from: script.path });
  }

  #runScripted(command: ScriptCommand, given: readonly string[], folder: string, edge: Edge): void {
    const certainty = command.isConditional ? 'loadable' : edge.certainty;
    const how = (name: string): string => `runs ${name}`;
    if (command.runsArguments) this.run({ words: given, folder, edge: { ...edge, how: how(given.join(' ')) } });
    for (const program of command.programs)
      this.run({ words: [program, ...command.words], folder, edge: { ...edge, how: how(program), certainty } });
    for (const word of command.words) {
      if (sourcing.has(command.programs[0] ?? '') || word.includes('/'))
        this.#walk.reach(inFolder(word, folder), { ...edge, how: `names ${word}`, certainty });
    }
    for (const prefix of command.prefixes)
      this.reachFolder(prefix.slice(0, prefix.lastIndexOf('/')), { ...edge, how: `names ${prefix}…`, certainty: 'loadable' });
    const folders = command.words.filter(
      (word) => word.startsWith('/') && this.#walk.world.tree.get(normalizePath(word.replace(/\/?\*.*$/, '')))?.type === 'directory',
    );
    for (const word of folders) this.reachFolder(word.replace(/\/?\*.*$/, ''), { ...edge, how: `names ${word}`, certainty: 'loadable' });
    if (command.programs.length === 0 && !command.runsArguments && edge.from !== undefined) {
      if (certainty === 'loaded' && this.#walk.files.get(edge.from)?.certainty === 'loaded') this.undecided ??= `/${edge.from}`;
      this.#walk.noteNotFollowed(edge.from, `runs ${command.text}, which is decided at run time`);
    }
  }

  /** Scripts of a folder that is run as a whole, such as /docker-entrypoint.d. Common folders say nothing. */
  reachFolder(folder: string, edge: Edge): void {
    const path = normalizePath(folder);
    if (path.split('/').length < 2 && !/^(?:docker-entrypoint|app|srv|etc\/)/.test(path)) return;
    if (commonFolder.test(path)) return;
    for (const entry of this.#walk.world.tree.list(path).values()) if (entry.type !== 'directory') this.#walk.reach(entry.path, edge);
  }

  #reachArguments(words: readonly string[], folder: string, edge: Edge): void {
    for (const word of words) {
      const value = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word;
      if (value.length > 1 && value.length < 4096 && /[./]/.test(value) && !value.includes(' '))
        this.#walk.reach(inFolder(value, folder), { ...edge, how: `is given ${word}` });
    }
  }
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const sourcing = new Set(['.', 'source']);
const commonFolder =
  /^(?:usr\/)?(?:local\/)?(?:s?bin|lib(?:64)?|share|etc|var|opt)?$|^(?:var|usr)\/[^/]+$|^etc$|^(?:proc|sys|dev|run|tmp|root|home)(?:\/|$)/;

function inFolder(word: string, folder: string): string {
  return normalizePath(word.startsWith('/') ? word : `${folder}/${word}`);
}

/** `python` of `/usr/bin/python3.11`. */
export function programName(word: string): string {
  const name = lastSegment(word);
  return wordsWithDigits.has(name) ? name : name.replace(/-?\d[\d.]*[a-z]?$/, '') || name;
}

const wordsWithDigits = new Set(['s6', 'pm2']);

function shebangOf(text: string): string | undefined {
  return /^#!([^\n]{1,200})/.exec(text)?.[1]?.trim();
}
