import { type TreeEntry } from '../../model/file-tree.ts';
import { findLibrary, type FoundLibrary, type LoadedElf, type Loading } from './find-library.ts';

/** A library that a program loads at its start, and why. */
export interface LoadedLibrary extends FoundLibrary {
  /** Path of the program or library that asked for it. */
  readonly by: string;
  /** As it asked: `libssl.so.3`. */
  readonly name: string;
  readonly how: 'needed' | 'interpreter' | 'preloaded';
}

export interface ElfClosure {
  /** By path after links; the programs themselves are not in it. */
  readonly libraries: ReadonlyMap<string, LoadedLibrary>;
  /** What is asked for and not in the image. */
  readonly missing: readonly { readonly by: string; readonly name: string }[];
  /** Files whose dynamic section could not be read: what they need is not known. */
  readonly unread: readonly string[];
}

/** Everything that the dynamic loader maps into a process before `main`. `program` may be a library that a program of the same architecture opens. */
export function elfClosure(program: TreeEntry, loading: Loading, loader?: LoadedElf): ElfClosure {
  const elf = loading.elfAt(program);
  const closure = { libraries: new Map<string, LoadedLibrary>(), missing: [] as { by: string; name: string }[], unread: [] as string[] };
  if (elf === undefined) return closure;
  const root: LoadedElf = { path: program.path, foundAt: program.path, elf, ...(loader === undefined ? {} : { loader }) };
  const queue: LoadedElf[] = [root];
  const asked = new Set<string>();
  const add = (name: string, from: LoadedElf, how: LoadedLibrary['how'], found: readonly FoundLibrary[]): void => {
    if (found.length === 0) closure.missing.push({ by: from.path, name });
    for (const one of found) {
      const { path } = one.entry;
      const library = loading.elfAt(one.entry);
      if (library === undefined || path === root.path || closure.libraries.has(path)) continue;
      closure.libraries.set(path, { ...one, by: from.path, name, how });
      queue.push({ path, foundAt: one.foundAt, elf: library, loader: from });
    }
  };
  if (loader === undefined) addStart(root, loading, add);
  for (const from of queue) {
    if (from.elf.isCut === true) closure.unread.push(from.path);
    for (const name of from.elf.needed) {
      // A name is searched once for a process, whoever asks.
      if (asked.has(name)) continue;
      asked.add(name);
      add(name, from, 'needed', findLibrary(name, from, loading));
    }
  }
  return closure;
}

/** The dynamic loader itself, and what it loads into every program. */
function addStart(
  root: LoadedElf,
  loading: Loading,
  add: (name: string, from: LoadedElf, how: LoadedLibrary['how'], found: readonly FoundLibrary[]) => void,
): void {
  const { interpreter, isDynamic } = root.elf;
  if (interpreter !== undefined) add(interpreter, root, 'interpreter', findLibrary(interpreter, root, loading));
  if (!isDynamic) return;
  for (const name of loading.settings.preloaded) {
    const found = findLibrary(name, root, loading);
    // A preloaded library that is not there is a warning of the loader and no more.
    if (found.length > 0) add(name, root, 'preloaded', found);
  }
}
