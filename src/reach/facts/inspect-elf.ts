import { Capture } from '../../lib/bytes/capture.ts';
import { type ElfBytes } from '../../lib/elf/elf-file.ts';
import { readElf, readElfImports } from '../../lib/elf/read-elf.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection } from '../../model/layer-index.ts';
import { ElfStrings, findModuleNames, findWords } from './elf-strings.ts';
import { type ElfFact, type GoFact } from './file-fact.ts';
import { GoFunctions } from './go-functions.ts';

/** Names and symbols are near the beginning, or at the end where a tool put them later; the dynamic section is near the end: bytes held of each. */
export const windowBytes = 8 * 1024 * 1024;
/** Larger programs are not searched for words. */
const maxWordBytes = 4 * 1024 * 1024;

/** Imports of programs that run others by name. */
const pythonFolder = /(?:^|\/)(?:site-packages|dist-packages|lib-dynload)\//;
const importing = /^PyImport_(?:Import|GetModule|AddModule)/;
const running = new Set(['execvp', 'execlp', 'execvpe', 'posix_spawnp', 'popen', 'system']);

/** Reads an ELF file as it streams by. */
export function inspectElf({ path, size }: FileEntry): Inspection {
  const head = new Capture(0, Math.min(size, windowBytes));
  const tailStart = Math.max(windowBytes, size - windowBytes);
  const tail = new Capture(tailStart, Math.max(0, size - tailStart));
  const strings = new ElfStrings();
  const goFunctions = new GoFunctions();
  let position = 0;
  return {
    write(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (!head.isFull) head.take(bytes, position);
      if (position + bytes.length > tailStart) tail.take(bytes, position);
      strings.write(bytes, false);
      goFunctions.write(bytes);
      position += bytes.length;
    },
    end() {
      const bytes = windowsOf(head, tail);
      const elf = readElf(bytes);
      if (elf === undefined) return [];
      const imports = size <= maxWordBytes || pythonFolder.test(path) ? readElfImports(bytes) : undefined;
      const known = new Set([...elf.needed, elf.soname]);
      const fact: ElfFact = {
        kind: 'elf',
        elf,
        libraries: [...strings.libraries].filter((name) => !known.has(name)),
        paths: [...strings.paths],
        ...(imports?.some((name) => importing.test(name)) === true ? { modules: findModuleNames(head.bytes) } : {}),
        words: size <= maxWordBytes && imports?.some((name) => running.has(name)) === true ? findWords(head.bytes) : [],
      };
      const names = goFunctions.end();
      const go: readonly GoFact[] = names === undefined ? [] : [{ kind: 'go', ...names }];
      return [fact, ...go];
    },
  };
}

function windowsOf(head: Capture, tail: Capture): ElfBytes {
  const [first, last] = [head.bytes, tail.bytes];
  return (offset, length) => {
    if (offset + length <= first.length) return first.subarray(offset, offset + length);
    if (first.length === tail.start && offset < first.length && offset + length <= first.length + last.length)
      return Buffer.concat([first, last]).subarray(offset, offset + length);
    const from = offset - tail.start;
    return from >= 0 && from + length <= last.length ? last.subarray(from, from + length) : undefined;
  };
}
