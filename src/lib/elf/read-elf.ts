import { readDynamicSection, tag, type DynamicSection } from './dynamic-section.ts';
import { type ElfBytes, type ElfFile } from './elf-file.ts';

/** Bound on a hostile file: names that one file needs. */
const maxNeeded = 10_000;

/** What the dynamic loader would read of a file; `undefined` for what is no ELF file. */
export function readElf(bytes: ElfBytes): ElfFile | undefined {
  const section = readDynamicSection(bytes);
  if (section === undefined) return undefined;
  const names = (key: number): readonly (string | undefined)[] => (section.tags?.get(key) ?? []).slice(0, maxNeeded).map(section.nameAt);
  const needed = names(tag.needed);
  const paths = (key: number): readonly string[] => names(key).flatMap((name) => (name ?? '').split(':').filter((path) => path !== ''));
  const [soname] = names(tag.soname);
  const isCut = section.tags === undefined || needed.includes(undefined);
  return {
    architecture: section.architecture,
    ...(section.interpreter === undefined ? {} : { interpreter: section.interpreter }),
    ...(soname === undefined ? {} : { soname }),
    needed: needed.filter((name) => name !== undefined),
    rpath: paths(tag.rpath),
    runpath: paths(tag.runpath),
    isDynamic: section.isDynamic,
    ...(isCut ? { isCut } : {}),
  };
}

/** Names of functions and variables that it takes from other libraries; `undefined` where its symbols are not at hand. */
export function readElfImports(bytes: ElfBytes): readonly string[] | undefined {
  const section = readDynamicSection(bytes);
  if (section?.tags === undefined) return undefined;
  const address = section.tags.get(tag.symbolTable)?.[0];
  if (address === undefined) return [];
  const start = section.offsetOf(address);
  const entryBytes = section.is64 ? 24 : 16;
  const count = countSymbols(bytes, section, address, entryBytes);
  const table = start === undefined || count === undefined ? undefined : bytes(start, count * entryBytes);
  if (table === undefined) return undefined;
  const u32 = (at: number): number => (section.isLittleEndian ? table.readUInt32LE(at) : table.readUInt32BE(at));
  const sectionAt = section.is64 ? 6 : 14;
  const names: string[] = [];
  for (let at = entryBytes; at + entryBytes <= table.length; at += entryBytes) {
    // Section 0: defined elsewhere.
    if (table[at + sectionAt] !== 0 || table[at + sectionAt + 1] !== 0) continue;
    const name = section.nameAt(u32(at));
    if (name !== undefined && name !== '') names.push(name);
  }
  return names;
}

const maxSymbols = 1_000_000;

/**
 * The dynamic section does not say how many symbols there are. A hash table does; without the old one, the string table follows the
 * symbols in what linkers write, and GNU's hash table begins after the imported ones.
 */
function countSymbols(bytes: ElfBytes, section: DynamicSection, symbols: number, entryBytes: number): number | undefined {
  const wordAt = (key: number, index: number): number | undefined => {
    const address = section.tags?.get(key)?.[0];
    const offset = address === undefined ? undefined : section.offsetOf(address);
    const word = offset === undefined ? undefined : bytes(offset + 4 * index, 4);
    return section.isLittleEndian ? word?.readUInt32LE(0) : word?.readUInt32BE(0);
  };
  const hashed = wordAt(tag.hash, 1);
  if (hashed !== undefined) return Math.min(hashed, maxSymbols);
  const strings = section.tags?.get(tag.stringTable)?.[0] ?? 0;
  const between = Math.floor((strings - symbols) / entryBytes);
  if (between > 0 && between <= maxSymbols) return between;
  return wordAt(tag.gnuHash, 1);
}
