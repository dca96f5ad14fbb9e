import { type FileEntry } from '../../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../../model/layer-index.ts';
import { limits } from '../../../model/limits.ts';
import { isExecutable } from '../../executable/read-layout.ts';
import { BuildInfoSearch } from './build-info-search.ts';

/** Finds the build information that Go's linker writes since Go 1.13; cmd/link/internal/ld/data.go and debug/buildinfo. */
export const goBuildInfo: Inspector = {
  id: 'go-build-info',
  version: 1,
  // The linker's smallest programs have half a megabyte, but nothing keeps others from writing smaller ones.
  minFileBytes: 512,
  maxStateBytes: 12 * limits.goBuildInfoBytes,
  wants: (_entry: FileEntry, head: Uint8Array) => isExecutable(head),
  open(): Inspection {
    const search = new BuildInfoSearch();
    return {
      write: (chunk) => search.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
      end(isComplete) {
        const found = search.end(isComplete);
        return found === undefined ? [] : [found];
      },
    };
  },
};
