import { type FileEntry } from '../../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../../model/layer-index.ts';
import { limits } from '../../../model/limits.ts';
import { AuditSearch, headBytes } from './audit-search.ts';
import { readAuditData } from './read-audit-data.ts';

/** Finds the crates that a Rust program was built from: github.com/rust-secure-code/cargo-auditable, "Linking auditable data". */
export const rustAuditData: Inspector = {
  id: 'rust-audit-data',
  version: 1,
  minFileBytes: 512,
  maxStateBytes: headBytes + 4 * limits.rustAuditBytes,
  wants: (_entry: FileEntry, head: Uint8Array) => head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46,
  open(): Inspection {
    const search = new AuditSearch();
    return {
      write: (chunk) => search.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
      end() {
        const found = search.end();
        return found === undefined ? [] : ['text' in found ? readAuditData(found.text) : found];
      },
    };
  },
};
