import { type TarContent, type TarEntry, type TarFault, type TarHandler } from '../../lib/tar/tar-entry.ts';
import { type LayerDemand } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { makeLayerReader } from '../layer-task.ts';
import { linkEntry, type ArchiveEntry } from './archive-entries.ts';

/** What is kept of one entry of a compressed archive. */
export type GatheredEntry =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** For `decodeLayerIndex`. */
  | { readonly kind: 'layer'; readonly encodedIndex: Buffer };

/** Takes the entries of an archive as it streams by: small ones and documents are held, everything else is read as a layer. */
export class ArchiveGatherer implements TarHandler {
  /** By normalised name; the last of duplicates counts, as it does for Docker. */
  readonly entries = new Map<string, ArchiveEntry<GatheredEntry>>();
  flaw: string | undefined;
  readonly #name: string;
  readonly #demand: LayerDemand;
  #heldBytes = 0;

  constructor(name: string, demand: LayerDemand) {
    this.#name = name;
    this.#demand = demand;
  }

  entry(entry: TarEntry): TarContent | undefined {
    if (entry.type === 'file') return this.#openFile(entry);
    const link = linkEntry(entry);
    if (link === undefined) this.entries.delete(entry.path);
    else this.entries.set(entry.path, link);
    return undefined;
  }

  fault(fault: TarFault): void {
    if (fault.kind === 'truncated') this.flaw = fault.message;
    else if (fault.kind === 'too-many-entries') throw new PratiqueError('LIMIT_EXCEEDED', `${this.#name} has ${fault.message}`);
    else if (fault.scope === 'archive') throw new PratiqueError('ARCHIVE_INVALID', `${this.#name} is damaged inside: ${fault.message}`);
  }

  #openFile(entry: TarEntry): TarContent | undefined {
    if (entry.size === 0) {
      this.#set(entry, { kind: 'bytes', bytes: Buffer.alloc(0) });
      return undefined;
    }
    if (entry.size <= limits.archiveSmallEntryBytes) return this.#hold(entry);
    return this.#decideByContent(entry);
  }

  #decideByContent(entry: TarEntry): TarContent {
    let chosen: TarContent | undefined;
    return {
      write: (chunk) => {
        chosen ??= entry.size <= limits.documentBytes && isJsonStart(chunk) ? this.#hold(entry) : this.#readLayer(entry);
        chosen.write(chunk);
      },
      end: (isComplete) => chosen?.end(isComplete),
    };
  }

  #hold(entry: TarEntry): TarContent {
    this.#heldBytes += entry.size;
    if (this.#heldBytes > limits.archiveHeldBytes)
      throw new PratiqueError('LIMIT_EXCEEDED', `${this.#name} has more than ${limits.archiveHeldBytes} bytes of small files`);
    const bytes = Buffer.alloc(entry.size);
    let at = 0;
    return {
      write: (chunk) => {
        at += chunk.copy(bytes, at);
      },
      end: () => this.#set(entry, { kind: 'bytes', bytes: bytes.subarray(0, at) }),
    };
  }

  #readLayer(entry: TarEntry): TarContent {
    // The documents that name this layer may come later. Both digests are computed; a layout says in the blob's name by which algorithm.
    const blob = entry.path.startsWith('blobs/sha512/') ? 'sha512' : 'sha256';
    const { selectors, inspectors } = this.#demand;
    const reader = makeLayerReader({ selectors, expected: {}, algorithms: { blob, tar: 'sha256' } }, inspectors);
    return {
      write: (chunk) => void reader.push(chunk),
      end: (isComplete) =>
        this.#set(entry, { kind: 'layer', encodedIndex: isComplete ? reader.end() : reader.end('the archive ends inside this layer') }),
    };
  }

  #set(entry: TarEntry, stored: GatheredEntry): void {
    this.entries.set(entry.path, { kind: 'file', stored });
  }
}

/** A layer never starts like this: it is a tar, gzip or zstd. */
function isJsonStart(chunk: Buffer): boolean {
  let at = 0;
  while (at < chunk.length && (chunk[at] === 0x20 || (chunk[at]! >= 0x09 && chunk[at]! <= 0x0d))) at++;
  return chunk[at] === 0x7b || chunk[at] === 0x5b;
}
