import { type FileEntry } from '../../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../../model/layer-index.ts';
import { limits } from '../../../model/limits.ts';
import { ArchiveBudget } from './archive-budget.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { isArchiveName } from './archive-names.ts';
import { openArchive } from './archive-stream.ts';

/** Reads Java archives and the archives inside them; the fact about a file is the list of all of them (docs/adr/0053-java-archives.md). */
export const javaArchive: Inspector = {
  id: 'java-archive',
  version: 2,
  // A manifest with its headers and the directory takes more.
  minFileBytes: 128,
  maxStateBytes: 2 * limits.jarHeldBytes,
  wants: (entry: FileEntry) => isArchiveName(entry.path),
  open(entry: FileEntry): Inspection {
    const facts: ArchiveFact[] = [];
    const archive = openArchive([], entry.size, new ArchiveBudget(entry.size), facts);
    return {
      write: (chunk) => archive.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
      end(isComplete) {
        archive.end(isComplete ? undefined : 'is truncated');
        return [facts.sort(byPlace)];
      },
    };
  },
};

/** An archive comes before those inside it. */
function byPlace(a: ArchiveFact, b: ArchiveFact): number {
  const order = a.inside.length - b.inside.length;
  return order === 0 ? (a.inside.join('!/') < b.inside.join('!/') ? -1 : 1) : order;
}
