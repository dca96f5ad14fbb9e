import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { hostPath } from '../../lib/path/host-path.ts';
import { type LayerContent } from '../../model/image.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readArchiveEntries, resolveEntry, type ArchiveEntries, type FileRange } from './archive-entries.ts';
import { insideName, tooLarge, type ImageFiles } from './image-files.ts';

/** Opens an uncompressed archive; `path` has no links in it. Layers stay where they are in the archive. */
export async function openTarArchive(path: string, name: string, runtime: Runtime): Promise<ImageFiles> {
  const file = await open(hostPath(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = await file.stat();
    return new TarArchive(file, path, name, await readArchiveEntries(file, size, name, runtime.signal));
  } catch (error) {
    await file.close();
    throw error;
  }
}

class TarArchive implements ImageFiles {
  readonly name: string;
  readonly flaw?: string;
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #entries: ArchiveEntries['entries'];

  constructor(file: FileHandle, path: string, name: string, listed: ArchiveEntries) {
    this.#file = file;
    this.#path = path;
    this.name = name;
    this.#entries = listed.entries;
    if (listed.flaw !== undefined) this.flaw = listed.flaw;
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(this.#find(name) !== undefined);
  }

  async read(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const range = this.#find(name);
    if (range === undefined) return undefined;
    if (range.length > maxBytes) throw tooLarge(this.name, name, range.length, maxBytes);
    const bytes = Buffer.alloc(range.length);
    const { bytesRead } = await this.#file.read(bytes, 0, range.length, range.offset);
    return bytes.subarray(0, bytesRead);
  }

  content(name: string): Promise<LayerContent | undefined> {
    const range = this.#find(name);
    return Promise.resolve(range === undefined ? undefined : { kind: 'file', path: this.#path, ...range });
  }

  #find(name: string): FileRange | undefined {
    const key = insideName(name);
    return key === undefined ? undefined : resolveEntry(this.#entries, key);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}
