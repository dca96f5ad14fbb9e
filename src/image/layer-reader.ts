import { detectCompression, magicBytes, makeDecompressor, type Compression } from '../lib/decompress/compression.ts';
import { DecompressError, type Decompressor } from '../lib/decompress/decompressor.ts';
import { type PooledGunzip } from '../lib/decompress/pooled-gunzip.ts';
import { TarParser } from '../lib/tar/tar-parser.ts';
import { digestAlgorithm, type Digest } from '../model/digest.ts';
import { type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type SelectorIndex } from '../model/selector-index.ts';
import { encodeLayerIndex, type GatheredLayer } from './layer-index-codec.ts';
import { EntryTableBuilder } from './entry-table.ts';
import { LayerDigests, type ComputedDigests, type LayerAlgorithms } from './layer-digests.ts';
import { LayerGatherer } from './layer-gatherer.ts';
import { layerTarLimits } from './tar-limits.ts';

export interface LayerReaderOptions {
  readonly selectors: SelectorIndex;
  readonly inspectors: readonly Inspector[];
  /** Each value is verified where it is given. */
  readonly expected: ExpectedLayer;
  /** Which digests are computed in addition to the expected one. */
  readonly algorithms?: LayerAlgorithms;
  /** Inflates a gzip layer on another thread; by default this thread inflates it. */
  readonly gunzip?: PooledGunzip;
}

export interface ExpectedLayer {
  readonly digest?: Digest;
  readonly size?: number;
  readonly mediaType?: string;
}

/**
 * Reads one layer that is pushed through it, once: hashing, decompression, tar and file contents in the same pass, in bounded
 * memory. zstd needs `prepareZstd()` to have been awaited. Invalid bytes become issues; it does not throw on them.
 */
export class LayerReader implements Disposable {
  readonly #options: LayerReaderOptions;
  readonly #gatherer: LayerGatherer;
  readonly #tar: TarParser;
  readonly #digests: LayerDigests;
  #head: Buffer = Buffer.alloc(0);
  #decompressor: Decompressor | PooledGunzip | undefined;
  #compressedBytes = 0;
  #uncompressedBytes = 0;
  /** Nothing more is inflated or parsed; what comes is still hashed. */
  #isStopped = false;

  constructor(options: LayerReaderOptions) {
    this.#options = options;
    this.#gatherer = new LayerGatherer(options.selectors, options.inspectors);
    this.#tar = new TarParser(this.#gatherer, layerTarLimits);
    const { digest } = options.expected;
    const algorithms = { ...options.algorithms, ...(digest === undefined ? {} : { blob: digestAlgorithm(digest) }) };
    this.#digests = new LayerDigests(algorithms);
  }

  /** `chunk` is not kept. With `gunzip`, it must not be changed nor more be pushed before the promise resolves; without, there is none. */
  push(chunk: Buffer): Promise<void> | undefined {
    const inflating = this.#isStopped ? undefined : this.#decompressor === undefined ? this.#pushHead(chunk) : this.#inflate(chunk);
    this.#digests.updateBlob(chunk);
    this.#compressedBytes += chunk.length;
    return inflating;
  }

  /** Releases what `end` would, for a reading that is abandoned. May be called after `end`. */
  [Symbol.dispose](): void {
    this.#decompressor?.close();
  }

  /** Returns the layer's index as bytes, for `decodeLayerIndex`. `problem` says why the bytes ended early, if they did. */
  end(problem?: string): Buffer {
    if (this.#decompressor === undefined && this.#head.length > 0) void this.#start();
    this.#finishContent(problem);
    const computed = this.#digests.finish(problem === undefined && !this.#isStopped);
    if (problem === undefined) this.#checkBlob(computed.digest);
    this.#gatherer.finish();
    return encodeLayerIndex(this.#gathered(computed));
  }

  #pushHead(chunk: Buffer): Promise<void> | undefined {
    this.#head = this.#head.length === 0 && chunk.length >= magicBytes ? chunk : Buffer.concat([this.#head, chunk]);
    return this.#head.length >= magicBytes ? this.#start() : undefined;
  }

  #start(): Promise<void> | undefined {
    const compression = detectCompression(this.#head);
    const { mediaType } = this.#options.expected;
    if (compression === 'xz' || compression === 'bzip2' || compression === 'lz4') {
      this.#stop('LAYER_NOT_FILESYSTEM', `compressed with ${compression}, which image layers may not be`);
      return undefined;
    }
    if (compression === 'none') this.#digests.setPlain();
    if (mediaType !== undefined && compressionOf(mediaType) !== compression)
      this.#gatherer.issue('LAYER_MEDIA_TYPE', `${mediaType} but ${compression === 'none' ? 'not compressed' : compression}`);
    const { gunzip } = this.#options;
    this.#decompressor = compression === 'gzip' && gunzip !== undefined ? gunzip : makeDecompressor(compression, limits);
    const head = this.#head;
    this.#head = Buffer.alloc(0);
    return this.#inflate(head);
  }

  #inflate(chunk: Buffer): Promise<void> | undefined {
    try {
      return this.#decompressor?.push(chunk, this.#take)?.catch((error: unknown) => this.#takeInflateError(error));
    } catch (error) {
      this.#takeInflateError(error);
      return undefined;
    }
  }

  readonly #take = (bytes: Buffer): void => {
    this.#digests.updateTar(bytes);
    this.#uncompressedBytes += bytes.length;
    if (this.#isStopped) return;
    this.#tar.push(bytes);
    if (this.#uncompressedBytes > limits.layerBytes) this.#stop('LAYER_LIMIT', `inflates to more than ${limits.layerBytes} bytes`);
  };

  #finishContent(problem: string | undefined): void {
    if (problem !== undefined) this.#stop('LAYER_UNREADABLE', problem);
    try {
      if (!this.#isStopped) this.#decompressor?.end(this.#take);
    } catch (error) {
      this.#takeInflateError(error);
    }
    this.#decompressor?.close();
    // A layer of no bytes is an empty layer; a failed stream has reported it.
    if (!this.#isStopped && this.#compressedBytes > 0) this.#tar.end();
  }

  #takeInflateError(error: unknown): void {
    if (!(error instanceof DecompressError)) throw error;
    this.#stop(error.isCut ? 'LAYER_TRUNCATED' : 'LAYER_UNREADABLE', error.message);
  }

  #stop(code: 'LAYER_LIMIT' | 'LAYER_UNREADABLE' | 'LAYER_TRUNCATED' | 'LAYER_NOT_FILESYSTEM', message: string): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#decompressor?.close();
    this.#tar.abandon();
    this.#gatherer.issue(code, message);
  }

  #checkBlob(digest: string | undefined): void {
    const { expected } = this.#options;
    if (expected.size !== undefined && expected.size !== this.#compressedBytes)
      this.#gatherer.issue('LAYER_SIZE_MISMATCH', `${this.#compressedBytes} bytes, but the descriptor says ${expected.size}`);
    if (expected.digest !== undefined && expected.digest !== digest)
      this.#gatherer.issue('LAYER_DIGEST_MISMATCH', `expected ${expected.digest}, got ${digest}`);
  }

  /** Unverified content is not reported as verified: of a blob whose digest does not match, or that did not arrive whole, only the issues remain. */
  #gathered(computed: ComputedDigests): GatheredLayer {
    const { table, whiteouts, opaqueDirectories, facts, issues, kept } = this.#gatherer;
    const { digest } = this.#options.expected;
    const sizes = { compressedBytes: this.#compressedBytes, uncompressedBytes: this.#uncompressedBytes, issues };
    if (digest === undefined || digest === computed.digest)
      return { ...computed, ...sizes, whiteouts, opaqueDirectories, facts, table, kept };
    const nothing = { whiteouts: [], opaqueDirectories: [], facts: [], table: new EntryTableBuilder(), kept: new Map() };
    return { digest: computed.digest!, ...sizes, ...nothing };
  }
}

/** Image-spec, layer.md; docker-archives have plain tars under Docker's gzip media type or none. */
function compressionOf(mediaType: string): Compression {
  if (mediaType.endsWith('gzip')) return 'gzip';
  return mediaType.endsWith('zstd') ? 'zstd' : 'none';
}
