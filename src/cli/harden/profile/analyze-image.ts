import { elfBytes, type ElfFile } from '../../../lib/elf/elf-file.ts';
import { readElf } from '../../../lib/elf/read-elf.ts';
import { findPrograms } from '../../../harden/syscalls/image-programs.ts';
import { findImageSyscalls, type ImageSyscalls } from '../../../harden/syscalls/image-syscalls.ts';
import { type AnalyzedArchitecture } from '../../../harden/seccomp/syscall-names.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Loading } from '../../../reach/elf/find-library.ts';
import { readLoaderSettings } from '../../../reach/elf/loader-settings.ts';
import { type OpenImageFiles } from '../../../scan/with-image-files.ts';

/** Which programs of an image, and for which machine. */
export interface AnalyzedCommand {
  readonly command: readonly string[];
  /** Covered as well. */
  readonly more: readonly string[];
  readonly architecture: AnalyzedArchitecture;
}

/** What was found, and of which programs. */
export interface AnalyzedImage extends ImageSyscalls {
  readonly programs: readonly string[];
}

/** Names lead to names: scripts to programs, programs to libraries, those to more. */
const mostRounds = 12;

/** The system calls of a command. Reads what is asked for until nothing is missing. Throws TARGET_UNREADABLE. */
export async function analyzeImage(files: OpenImageFiles, { command, more, architecture }: AnalyzedCommand): Promise<AnalyzedImage> {
  const contents = new Map<string, Uint8Array>();
  const asked = new Set<string>();
  const wanted = new Map<string, TreeEntry>();
  const elfs = new Map<string, ElfFile | undefined>();
  const contentOf = (entry: TreeEntry): Uint8Array | undefined => {
    const content = contents.get(entry.path);
    if (content === undefined && !asked.has(entry.path)) wanted.set(entry.path, entry);
    return content;
  };
  const elfAt = (entry: TreeEntry): ElfFile | undefined => {
    const content = contentOf(entry);
    if (content === undefined) return undefined;
    if (!elfs.has(entry.path)) elfs.set(entry.path, readElf(elfBytes(content)));
    return elfs.get(entry.path);
  };
  const tree = treeWith(files.tree, contentOf);
  const loading: Loading = { tree, settings: readLoaderSettings(files.tree, files.config.env), elfAt };
  const everyFile = lazily(() => executableFiles(files.tree));
  for (const entry of everyFile()) if (usualLibrary.test(entry.path)) wanted.set(entry.path, entry);
  for (let round = 0; round < mostRounds; round++) {
    const found = findPrograms([...command, ...more], files.config.env, loading);
    const programs = found.programs.filter((entry) => elfAt(entry) !== undefined);
    // A first round without content only asks.
    const result = wanted.size > 0 && round === 0 ? undefined : findImageSyscalls(programs, architecture, loading, contentOf, everyFile);
    const missing = [...wanted.values()].filter(({ path }) => !asked.has(path));
    if (missing.length === 0 && result !== undefined) {
      if (programs.length === 0) throw new PratiqueError('TARGET_UNREADABLE', `${files.name}: no program of ${JSON.stringify(command.join(' ').slice(0, 80))} is an ELF file for ${architecture}`, { hint: 'name one with --entrypoint' }); // prettier-ignore
      return { ...result, programs: programs.map(({ path }) => path) };
    }
    for (const { path } of missing) asked.add(path);
    for (const [path, content] of await files.read(missing)) contents.set(path, content);
    wanted.clear();
  }
  throw new PratiqueError('TARGET_UNREADABLE', `${files.name}: programs lead to programs more than ${mostRounds} times`);
} // prettier-ignore

/** Read in the first round, since almost every program needs them and a layer is read as a whole. */
const usualLibrary =
  /(?:^|\/)(?:ld-(?:linux|musl)[^/]*\.so[^/]*|lib(?:c|m|dl|pthread|rt|gcc_s|stdc\+\+|z|crypto|ssl|resolv|util|selinux|pcre2-8|tinfo|nss_\w+|atomic|crypt)[.-][^/]*so[^/]*|libc\.musl[^/]*)$/;

function executableFiles(tree: FileTree): readonly TreeEntry[] {
  const found: TreeEntry[] = [];
  for (const { children } of tree.directories())
    for (const entry of children?.values() ?? [])
      if (entry.type === 'file' && /\.so(?:[.\d]*)$|\.node$/.test(entry.path)) found.push(entry);
  return found;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The same tree with content that was read later. */
function treeWith(tree: FileTree, contentOf: (entry: TreeEntry) => Uint8Array | undefined): FileTree {
  return {
    layerCount: tree.layerCount,
    survey: (selectors) => tree.survey(selectors),
    find: (selector) => tree.find(selector),
    directories: () => tree.directories(),
    list: (directory) => tree.list(directory),
    get: (path) => tree.get(path),
    read: contentOf,
    versions: (path) => tree.versions(path),
    versionsBelow: (directory) => tree.versionsBelow(directory),
    facts: (inspectorId) => tree.facts(inspectorId),
    factVersions: (inspectorId, path) => tree.factVersions(inspectorId, path),
  };
}
