import { isElf } from '../../lib/elf/elf-file.ts';
import { lastSegment } from '../../lib/path/normalize-path.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { elfClosure } from '../../reach/elf/elf-closure.ts';
import { findLibrary, type Loading } from '../../reach/elf/find-library.ts';
import { type AnalyzedArchitecture, syscallName } from '../seccomp/syscall-names.ts';
import { type CodeFile, readCodeFile } from './code-file.ts';
import { CodeGraph, type CodePlace } from './code-graph.ts';
import { findNumbers } from './find-numbers.ts';
import { textsOf } from './texts-of.ts';
import { cLibraryPlugins, dockerDefaultNames, interpreterLibraries, isCLibrary, widenedSets } from './widened-sets.ts';

/** System calls that the programs of an image can make. */
export interface ImageSyscalls {
  readonly names: ReadonlySet<string>;
  /** Paths of programs and libraries that were analyzed. */
  readonly files: readonly string[];
  /** Where a set stands for what the code does not show. */
  readonly widened: readonly Widened[];
  /** What the profile rests on, a sentence each. */
  readonly notes: readonly string[];
  /** Libraries that a program asks for and the image does not have. */
  readonly missing: readonly string[];
  /** Files whose content must be read first. */
  readonly unread: readonly string[];
}

export interface Widened {
  readonly set: 'identity' | 'docker-default';
  readonly where: string;
}

const spawning = ['execve', 'execv', 'execvp', 'execvpe', 'execl', 'execle', 'execlp', 'posix_spawn', 'posix_spawnp', 'system', 'popen', 'fexecve'] as const; // prettier-ignore

/** Each program with the libraries that it loads, and those that they open by name. `contentOf` is empty for what is not read yet. */
export function findImageSyscalls(
  programs: readonly TreeEntry[],
  architecture: AnalyzedArchitecture,
  loading: Loading,
  contentOf: (entry: TreeEntry) => Uint8Array | undefined,
  everyFile: () => readonly TreeEntry[],
): ImageSyscalls {
  const found = { names: new Set<string>(), files: new Set<string>(), notes: new Set<string>(), missing: new Set<string>(), unread: new Set<string>() };
  const widened = new Map<string, Widened>();
  const known = new Map<string, CodeFile | undefined>();
  const read = (entry: TreeEntry): CodeFile | undefined => {
    if (known.has(entry.path)) return known.get(entry.path);
    const content = contentOf(entry);
    if (content === undefined) found.unread.add(entry.path);
    else known.set(entry.path, isElf(content) ? readCodeFile(entry.path, Buffer.from(content.buffer, content.byteOffset, content.length)) : undefined);
    return known.get(entry.path);
  };
  const queue = [...programs];
  for (const program of queue) {
    const process = openProcess(program, loading, read, everyFile, found);
    if (found.unread.size > 0) continue;
    for (const { path } of process.files) found.files.add(path);
    for (const entry of process.starts) if (queue.length < mostPrograms && !queue.some(({ path }) => path === entry.path)) queue.push(entry);
    const { numbers, unknown } = findNumbers(process.graph);
    for (const number of numbers) {
      const name = syscallName(architecture, number);
      if (name !== undefined) found.names.add(name);
    }
    for (const { file, address, functionName } of unknown) {
      const isIdentity = isCLibrary.test(file.soname) || isGo(file) || process.files.length === 1;
      const set = isIdentity ? ('identity' as const) : ('docker-default' as const);
      for (const name of isIdentity ? widenedSets.identity : dockerDefaultNames(architecture)) found.names.add(name);
      const where = `${file.path}${functionName === undefined ? '' : ` (${functionName})`} at 0x${address.toString(16)}`;
      widened.set(where, { set, where });
    }
  }
  return {
    names: found.names,
    files: [...found.files],
    widened: [...widened.values()],
    notes: [...found.notes],
    missing: [...found.missing],
    unread: [...found.unread],
  };
} // prettier-ignore

/** Programs that are analyzed, those that programs name among them. */
const mostPrograms = 24;

interface Process {
  /** Programs that it names by their path, where it can start any. */
  readonly starts: readonly TreeEntry[];
  readonly files: readonly CodeFile[];
  readonly graph: CodeGraph;
}

/** A program, what its loader maps, and what they open later, until nothing is new. */
function openProcess(
  program: TreeEntry,
  loading: Loading,
  read: (entry: TreeEntry) => CodeFile | undefined,
  everyFile: () => readonly TreeEntry[],
  found: { readonly notes: Set<string>; readonly missing: Set<string>; readonly unread: Set<string> },
): Process {
  const entries = new Map<string, TreeEntry>([[program.path, program]]);
  const opened = new Set<string>();
  const add = (entry: TreeEntry, isOpened: boolean): void => {
    if (isOpened) opened.add(entry.path);
    entries.set(entry.path, entry);
    const closure = elfClosure(entry, loading);
    for (const { by, name } of closure.missing) found.missing.add(`${name} (wanted by /${by})`);
    for (const library of closure.libraries.values()) entries.set(library.entry.path, library.entry);
  };
  add(program, false);
  const base = lastSegment(program.path);
  const rows = interpreterLibraries.filter(({ program: name }) => name.test(base));
  for (const { library, what } of rows) {
    const ofInterpreter = everyFile().filter(({ path }) => library.test(path));
    found.notes.add(`/${program.path} may load ${what}: ${ofInterpreter.length === 0 ? 'the image has none' : `${ofInterpreter.length} in the image are covered, and none that is added later`}`); // prettier-ignore
    for (const entry of ofInterpreter) add(entry, true);
  }
  for (let round = 0; ; round++) {
    const files = [...entries.values()].flatMap((entry) => read(entry) ?? []);
    const graph = new CodeGraph(files);
    if (found.unread.size > 0) return { files, graph, starts: [] };
    const later = opensByName(files, program, loading, everyFile).filter(({ path }) => !entries.has(path));
    if (later.length > 0 && round < 4) {
      for (const entry of later) add(entry, true);
      continue;
    }
    graph.reach(rootsOf(files, program.path, opened));
    addNamedFunctions(graph, files);
    return { files, graph, starts: tellSpawning(graph, files, program, loading, found.notes) };
  }
} // prettier-ignore

/** The program and its loader begin at their entry, and what is opened may be asked for any function by name. */
function rootsOf(files: readonly CodeFile[], program: string, opened: ReadonlySet<string>): readonly CodePlace[] {
  return files.flatMap((file) => {
    const isStart =
      file.path === program || /^ld(?:-linux.*|-musl.*|64)?[-.].*so/.test(lastSegment(file.path)) || isCLibrary.test(file.soname);
    const named = opened.has(file.path) ? [...file.exports.values()].flat() : [];
    return [...(isStart ? [file.entry] : []), ...named, ...file.initial].map((address) => ({ file, address }));
  });
}

/** What a file opens with dlopen: names in its data, plugins of the C library. */
function opensByName(
  files: readonly CodeFile[],
  program: TreeEntry,
  loading: Loading,
  everyFile: () => readonly TreeEntry[],
): readonly TreeEntry[] {
  const elf = loading.elfAt(program);
  if (elf === undefined || !files.some(({ soname }) => isCLibrary.test(soname))) return [];
  const from = { path: program.path, foundAt: program.path, elf };
  const plugins = everyFile().filter((entry) => cLibraryPlugins.test(entry.path) && loading.elfAt(entry)?.architecture === elf.architecture); // prettier-ignore
  const named = files
    .filter((file) => !isCLibrary.test(file.soname) && [...file.slots.values()].some((name) => name === 'dlopen' || name === 'dlmopen'))
    .flatMap((file) =>
      [...textsOf(file)].filter((text) => /^[\w.+-]+\.so(?:\.[\d.]+)?$/.test(text) || /^\/[\w./+-]+\.so(?:\.[\d.]+)?$/.test(text)),
    )
    .flatMap((name) => findLibrary(name, from, loading).map(({ entry }) => entry));
  return [...plugins, ...named];
}

/** Functions that dlsym may be asked for: every text that is the name of one. */
function addNamedFunctions(graph: CodeGraph, files: readonly CodeFile[]): void {
  for (const file of files) {
    if (isCLibrary.test(file.soname) || ![...file.slots.values()].some((name) => name === 'dlsym' || name === 'dlvsym')) continue;
    for (const text of textsOf(file)) if (graph.hasName(text)) graph.reachName(text);
  }
  graph.reach([]);
}

/** What a program may start: the programs that its data name by path. Says that others are not covered. */
function tellSpawning(graph: CodeGraph, files: readonly CodeFile[], program: TreeEntry, { tree, elfAt }: Loading, notes: Set<string>): readonly TreeEntry[] {
  const own = files.filter(({ soname }) => !isCLibrary.test(soname));
  const spawns = spawning.filter((name) => graph.usedNames.has(name) && own.some(({ slots }) => [...slots.values()].includes(name)));
  const self = files.find(({ path }) => path === program.path);
  if (self === undefined || (spawns.length === 0 && !own.some(isGo))) return [];
  const named = [...textsOf(self), '/bin/sh'].flatMap((text) => {
    const entry = /^\/(?:usr\/)?(?:local\/)?(?:s?bin|libexec)\/[\w./+-]+$/.test(text) ? tree.get(text.slice(1)) : undefined;
    return entry?.type === 'file' && (entry.mode & 0o111) !== 0 && entry.path !== program.path && elfAt(entry) !== undefined ? [entry] : [];
  });
  const names = [...new Set(named.map(({ path }) => `/${path}`))];
  const covered = names.length === 0 ? '' : `; ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}, which it names, ${names.length === 1 ? 'is' : 'are'} covered`;
  notes.add(`/${program.path} can start other programs (${spawns.length > 0 ? spawns.slice(0, 3).join(', ') : 'Go'})${covered}; for others give --program`);
  return named;
} // prettier-ignore

/** The mark of Go's build information; cmd/go/internal/version. */
function isGo({ bytes }: CodeFile): boolean {
  return bytes.includes(goMark);
}
const goMark = Buffer.from('\u00ff Go buildinf:', 'latin1');
