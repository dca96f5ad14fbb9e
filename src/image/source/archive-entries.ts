import { type FileHandle } from 'node:fs/promises';
import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type TarEntry } from '../../lib/tar/tar-entry.ts';
import { blockBytes, isZeroBlock, parseTarHeader, type TarHeader } from '../../lib/tar/tar-header.ts';
import { flags, isMetadataFlag, TarMetadata } from '../../lib/tar/tar-metadata.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { archiveTarLimits } from '../tar-limits.ts';

/** Where an entry's bytes are, or what it points to. */
export type ArchiveEntry<Stored> = { readonly kind: 'file'; readonly stored: Stored } | { readonly kind: 'link'; readonly target: string };

export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

export interface ArchiveEntries {
  /** By normalised name; the last of duplicates counts, as it does for Docker. */
  readonly entries: ReadonlyMap<string, ArchiveEntry<FileRange>>;
  /** Where the archive stops before its end, when it does. */
  readonly flaw?: string;
}

/**
 * Lists an uncompressed archive by reading its headers only and seeking over what is between. Throws ARCHIVE_INVALID for what is
 * no tar, is damaged or sparse, and LIMIT_EXCEEDED.
 */
export async function readArchiveEntries(file: FileHandle, size: number, name: string, signal: AbortSignal): Promise<ArchiveEntries> {
  const entries = new Map<string, ArchiveEntry<FileRange>>();
  const metadata = new TarMetadata(archiveTarLimits);
  const blocks = new BlockReader(file, size);
  let at = 0;
  // An archive may lack its end mark, and the filling after its last entry.
  for (let count = 0; at < size; count++) {
    signal.throwIfAborted();
    const block = await blocks.at(at, blockBytes);
    if (block === undefined) return { entries, flaw: `it ends inside a header, after ${size} bytes` };
    if (isZeroBlock(block, 0)) return { entries };
    if (count >= limits.archiveEntries) throw new PratiqueError('LIMIT_EXCEEDED', `${name} has more than ${limits.archiveEntries} headers`);
    const header = parseTarHeader(block, 0);
    if (typeof header === 'string') throw damaged(name, at);
    at += blockBytes;
    const stored = isMetadataFlag(header.flag)
      ? await takeMetadata(header, at, blocks, metadata)
      : takeEntry(header, { entries, metadata, name, at, size });
    if (at + stored > size) return { entries, flaw: `it ends inside ${header.name.slice(0, 200)}, after ${size} bytes` };
    at += Math.ceil(stored / blockBytes) * blockBytes;
  }
  return { entries, flaw: 'it has no end-of-archive marker, and may be truncated' };
}

/** The name of the regular file that `name` means, following links inside the archive; `undefined` when there is none. */
export function resolveEntry<Stored>(entries: ReadonlyMap<string, ArchiveEntry<Stored>>, name: string): Stored | undefined {
  let key = name;
  for (let hops = 0; hops <= limits.linkHops; hops++) {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.kind === 'file') return entry.stored;
    key = entry.target;
  }
  return undefined;
}

/** What a link entry points to, as a name inside the archive: symlinks relative to their directory, hard links relative to the root. */
export function linkEntry(entry: TarEntry): { readonly kind: 'link'; readonly target: string } | undefined {
  const target = entry.linkTarget;
  if (target === undefined) return undefined;
  const isRelative = entry.type === 'symlink' && !target.startsWith('/');
  return { kind: 'link', target: isRelative ? normalizePath(`${parentPath(entry.path)}/${target}`) : normalizePath(target) };
}

async function takeMetadata(header: TarHeader, at: number, blocks: BlockReader, metadata: TarMetadata): Promise<number> {
  if (!metadata.mayTake(header.size)) return header.size;
  const content = await blocks.at(at, header.size);
  if (content !== undefined) metadata.take(header.flag, content);
  return header.size;
}

interface Listing {
  readonly entries: Map<string, ArchiveEntry<FileRange>>;
  readonly metadata: TarMetadata;
  readonly name: string;
  /** Where the entry's bytes start, and where the archive ends. */
  readonly at: number;
  readonly size: number;
}

/** Returns how many bytes are stored; of an entry that is cut, what is there can still be read. */
function takeEntry(header: TarHeader, { entries, metadata, name, at, size }: Listing): number {
  const isSparse = header.flag === flags.gnuSparse || [...metadata.records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  if (isSparse)
    throw new PratiqueError('ARCHIVE_INVALID', `${name}: ${header.name} is stored as a sparse file`, {
      hint: 'make the archive again without --sparse',
    });
  const made = metadata.apply(header);
  if (!('entry' in made)) return made.storedBytes;
  const { entry, storedBytes } = made;
  const length = Math.min(storedBytes, Math.max(size - at, 0));
  const added = entry.type === 'file' ? ({ kind: 'file', stored: { offset: at, length } } as const) : linkEntry(entry);
  if (added === undefined) entries.delete(entry.path);
  else entries.set(entry.path, added);
  return storedBytes;
}

function damaged(name: string, at: number): PratiqueError {
  const message = at === 0 ? `${name} is not a tar archive` : `${name} is damaged: no valid header ${at} bytes from its start`;
  return new PratiqueError('ARCHIVE_INVALID', message);
}

/** Reads ahead a little, so that neighbouring headers and small entries cost one read. */
class BlockReader {
  readonly #file: FileHandle;
  readonly #size: number;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** Exactly `length` bytes, valid until the next call; `undefined` when the file ends before. */
  async at(offset: number, length: number): Promise<Buffer | undefined> {
    if (offset + length > this.#size) return undefined;
    const skip = offset - this.#start;
    if (skip >= 0 && skip + length <= this.#window.length) return this.#window.subarray(skip, skip + length);
    const buffer = Buffer.allocUnsafe(Math.min(Math.max(length, 16 * 1024), this.#size - offset));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, offset);
    if (bytesRead < length) return undefined;
    this.#window = buffer.subarray(0, bytesRead);
    this.#start = offset;
    return this.#window.subarray(0, length);
  }
}
