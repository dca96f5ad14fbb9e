import { lastSegment } from '../../lib/path/normalize-path.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../model/layer-index.ts';
import { isExecutable } from '../executable/read-layout.ts';
import { type Program } from './program.ts';
import { ProgramSearch } from './program-search.ts';
import { programs } from './programs.ts';

/** Finds the versions of known programs and libraries in their own files. */
export const programVersions: Inspector = {
  id: 'program-version',
  version: 1,
  minFileBytes: 128,
  maxStateBytes: 64 * 1024,
  wants: (entry, head) => programsOf(entry).some(({ isScript }) => isExecutable(head) || (isScript === true && isScriptStart(head))),
  open(entry): Inspection {
    const searches = programsOf(entry).map((program) => new ProgramSearch(program, nameOf(entry)));
    return {
      write(chunk) {
        const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        for (const search of searches) search.write(bytes);
      },
      end: () => searches.map((search) => search.end()).filter((found) => found !== undefined),
    };
  },
};

const isScriptStart = (head: Uint8Array): boolean => head[0] === 0x23 && head[1] === 0x21;

/** One expression for the many names that are none of these. */
const anyName = new RegExp(programs.map(({ files }) => files.source).join('|'));

function programsOf(entry: FileEntry): readonly Program[] {
  const name = nameOf(entry);
  return anyName.test(name) ? programs.filter(({ files }) => files.test(name)) : [];
}

function nameOf({ name, path }: FileEntry): string {
  return name ?? lastSegment(path);
}
