import { lastSegment, normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type ElfFile } from '../../lib/elf/elf-file.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type LoaderSettings } from './loader-settings.ts';

/** A program or library in a process, with what loaded it. */
export interface LoadedElf {
  /** After links. */
  readonly path: string;
  /** As it was found: links on the way are not followed. */
  readonly foundAt: string;
  readonly elf: ElfFile;
  /** Absent for the program itself. */
  readonly loader?: LoadedElf;
}

export interface Loading {
  readonly tree: FileTree;
  readonly settings: LoaderSettings;
  /** `undefined` for what is no ELF file. */
  readonly elfAt: (entry: TreeEntry) => ElfFile | undefined;
}

export interface FoundLibrary {
  readonly entry: TreeEntry;
  readonly foundAt: string;
}

/**
 * Where the dynamic loader finds a library that `from` asks for; ld.so(8). More than one where the processor decides (glibc-hwcaps), none
 * where there is none.
 */
export function findLibrary(name: string, from: LoadedElf, loading: Loading): readonly FoundLibrary[] {
  const expanded = expandTokens(name, from);
  if (name.includes('/')) return expanded.flatMap((path) => fileAt(path, from, loading));
  const isMusl = programOf(from).elf.interpreter?.includes('ld-musl') === true;
  for (const folder of isMusl ? muslFolders(from, loading.settings) : glibcFolders(from, loading.settings)) {
    const found = variants.flatMap((variant) => inFolder(`${folder}${variant}`, name, from, loading));
    const ofProcessors = processorFolders(folder, loading.tree).flatMap((path) => fileAt(`${path}/${name}`, from, loading));
    if (found.length > 0 || ofProcessors.length > 0) return [...ofProcessors, ...found.slice(0, 1)];
  }
  return [];
}

/** Older glibc looks into these before the folder itself. */
const variants = ['', '/tls', '/x86_64', '/haswell', '/sse2'];

function inFolder(folder: string, name: string, from: LoadedElf, loading: Loading): readonly FoundLibrary[] {
  return fileAt(`${folder}/${name}`, from, loading);
}

/** A library of another architecture is passed over. */
function fileAt(path: string, from: LoadedElf, { tree, elfAt }: Loading): readonly FoundLibrary[] {
  const foundAt = normalizePath(path);
  const entry = tree.get(foundAt);
  if (entry?.type !== 'file') return [];
  return elfAt(entry)?.architecture === from.elf.architecture ? [{ entry, foundAt }] : [];
}

function processorFolders(folder: string, tree: FileTree): readonly string[] {
  return [...tree.list(`${folder}/glibc-hwcaps`).keys()].map((level) => `${folder}/glibc-hwcaps/${level}`);
}

function programOf(from: LoadedElf): LoadedElf {
  let program = from;
  while (program.loader !== undefined) program = program.loader;
  return program;
}

/** RPATH of the library and of all that loaded it, unless it has a RUNPATH; LD_LIBRARY_PATH; RUNPATH; ld.so.cache; the loader's own. */
function* glibcFolders(from: LoadedElf, { libraryPath, configured }: LoaderSettings): Iterable<string> {
  if (from.elf.runpath.length === 0)
    for (let one: LoadedElf | undefined = from; one !== undefined; one = one.loader)
      if (one.elf.runpath.length === 0) yield* expandAll(one.elf.rpath, one);
  yield* libraryPath;
  yield* expandAll(from.elf.runpath, from);
  yield* configured;
  yield* defaultFolders(from.elf);
}

/** musl treats RPATH and RUNPATH alike, those of all loaders included: ldso/dynlink.c, load_library. */
function* muslFolders(from: LoadedElf, { libraryPath, ofMusl }: LoaderSettings): Iterable<string> {
  yield* libraryPath;
  for (let one: LoadedElf | undefined = from; one !== undefined; one = one.loader)
    yield* expandAll([...one.elf.rpath, ...one.elf.runpath], one);
  yield* ofMusl;
}

/** What glibc is built with: Debian's multiarch folders, and `lib64` elsewhere. */
function defaultFolders({ architecture }: ElfFile): readonly string[] {
  const triplets = tripletsByArchitecture.get(architecture) ?? [];
  const multiarch = triplets.flatMap((triplet) => [`lib/${triplet}`, `usr/lib/${triplet}`]);
  const plain = architecture.startsWith('64') ? ['lib64', 'usr/lib64', 'lib', 'usr/lib'] : ['lib', 'usr/lib', 'lib32', 'usr/lib32'];
  return [...multiarch, ...plain];
}

/** By class, byte order and `e_machine`. */
const tripletsByArchitecture: ReadonlyMap<string, readonly string[]> = new Map([
  ['64le-62', ['x86_64-linux-gnu']],
  ['32le-62', ['x86_64-linux-gnux32']],
  ['32le-3', ['i386-linux-gnu', 'i686-linux-gnu']],
  ['64le-183', ['aarch64-linux-gnu']],
  ['32le-40', ['arm-linux-gnueabihf', 'arm-linux-gnueabi']],
  ['64le-243', ['riscv64-linux-gnu']],
  ['64le-21', ['powerpc64le-linux-gnu']],
  ['64be-22', ['s390x-linux-gnu']],
  ['64le-8', ['mips64el-linux-gnuabi64']],
  ['64le-258', ['loongarch64-linux-gnu']],
]);

function expandAll(paths: readonly string[], from: LoadedElf): readonly string[] {
  return paths.flatMap((path) => expandTokens(path, from)).filter((path) => path.startsWith('/'));
}

/** `$ORIGIN` is the folder of the file, with and without links followed; `$LIB` and `$PLATFORM` are the loader's own. */
function expandTokens(path: string, { path: real, foundAt, elf }: LoadedElf): readonly string[] {
  if (!path.includes('$')) return [path];
  const origins = [...new Set([parentPath(real), parentPath(foundAt)])];
  const libraries = ['lib', 'lib64', ...(tripletsByArchitecture.get(elf.architecture) ?? []).map((triplet) => `lib/${triplet}`)];
  return origins.flatMap((origin) =>
    libraries.slice(0, /\$\{?LIB\b/.test(path) ? undefined : 1).map((library) =>
      path
        .replace(/\$(?:ORIGIN\b|\{ORIGIN\})/g, `/${origin}`)
        .replace(/\$(?:LIB\b|\{LIB\})/g, library)
        .replace(/\$(?:PLATFORM\b|\{PLATFORM\})/g, lastSegment(libraries.at(-1) ?? '').split('-')[0]!),
    ),
  );
}
