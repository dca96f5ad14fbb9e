import { makeDecompressor } from '../../lib/decompress/compression.ts';
import { DecompressError, type Decompressor } from '../../lib/decompress/decompressor.ts';
import { prepareZstd } from '../../lib/decompress/zstd.ts';
import { TarParser } from '../../lib/tar/tar-parser.ts';
import { type LayerDemand } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { archiveTarLimits } from '../tar-limits.ts';
import { ArchiveGatherer } from './archive-gatherer.ts';
import { archiveHeadBytes, detectArchive } from './archive-head.ts';
import { GatheredArchive } from './gathered-archive.ts';
import { type ImageFiles } from './image-files.ts';

/** An archive that is read once, from front to back. */
export interface ArchiveStream {
  /** How a person names it. */
  readonly name: string;
  /** Each is consumed before the next is requested. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes that will come, where that is known. */
  readonly total?: number;
}

/**
 * Reads an archive, compressed or not, in one pass: what may be a layer is read as it streams by, what is small is held, since the
 * documents that connect them may be anywhere. Throws TARGET_UNKNOWN, ARCHIVE_INVALID, LIMIT_EXCEEDED and what `chunks` throws.
 */
export async function gatherArchive(stream: ArchiveStream, demand: LayerDemand, runtime: Runtime): Promise<ImageFiles> {
  await prepareZstd();
  const gatherer = new ArchiveGatherer(stream.name, demand);
  const pass = new ArchivePass(stream.name, gatherer);
  const { name, total } = stream;
  const event = { id: name, label: 'archive', unit: 'bytes' as const, ...(total === undefined ? {} : { total }) };
  try {
    for await (const chunk of stream.chunks) {
      runtime.signal.throwIfAborted();
      pass.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      runtime.progress({ ...event, done: pass.readBytes });
      if (pass.hasEnough) break;
    }
    return new GatheredArchive(name, demand, gatherer.entries, pass.finish() ?? gatherer.flaw);
  } finally {
    pass.close();
    runtime.progress({ ...event, done: pass.readBytes, finished: true });
  }
}

/** Takes the bytes of an archive as they come. */
class ArchivePass {
  readBytes = 0;
  readonly #name: string;
  readonly #tar: TarParser;
  #head: Buffer = Buffer.alloc(0);
  #decompressor: Decompressor | undefined;
  #inflatedBytes = 0;
  #trailingBytes = 0;
  /** Where the compressed bytes stop before their end. */
  #flaw: string | undefined;

  constructor(name: string, gatherer: ArchiveGatherer) {
    this.#name = name;
    this.#tar = new TarParser(gatherer, archiveTarLimits);
  }

  /** After the end mark, a little more is read and dropped: the writer of a pipe may still be writing the last block. */
  get hasEnough(): boolean {
    return this.#trailingBytes > limits.archiveTrailingBytes;
  }

  push(chunk: Buffer): void {
    this.readBytes += chunk.length;
    if (this.#tar.isDone || this.#flaw !== undefined) this.#trailingBytes += chunk.length;
    else if (this.#decompressor !== undefined) this.#inflate(chunk);
    else {
      this.#head = Buffer.concat([this.#head, chunk]);
      if (this.#head.length >= archiveHeadBytes) this.#start();
    }
  }

  /** How the archive stops before its end, when it does and the tar inside does not say it. */
  finish(): string | undefined {
    if (this.#decompressor === undefined) this.#start();
    if (!this.#tar.isDone && this.#flaw === undefined) this.#guard(() => this.#decompressor?.end(this.#take));
    this.#tar.end();
    return this.#flaw ?? (this.#tar.isDone ? undefined : 'it has no end-of-archive marker, and may be truncated');
  }

  close(): void {
    this.#decompressor?.close();
  }

  #start(): void {
    this.#decompressor = makeDecompressor(detectArchive(this.#head, this.#name), limits);
    this.#inflate(this.#head);
    this.#head = Buffer.alloc(0);
  }

  #inflate(chunk: Buffer): void {
    this.#guard(() => this.#decompressor?.push(chunk, this.#take));
  }

  #guard(inflate: () => void): void {
    try {
      inflate();
    } catch (error) {
      if (!(error instanceof DecompressError)) throw error;
      if (!error.isCut) throw new PratiqueError('ARCHIVE_INVALID', `${this.#name} is damaged: ${error.message}`, { cause: error });
      this.#flaw = `its compressed data ends after ${this.readBytes} bytes`;
    }
  }

  readonly #take = (bytes: Buffer): void => {
    this.#inflatedBytes += bytes.length;
    if (this.#inflatedBytes > limits.imageBytes)
      throw new PratiqueError('LIMIT_EXCEEDED', `${this.#name} inflates to more than ${limits.imageBytes} bytes`);
    this.#tar.push(bytes);
  };
}
