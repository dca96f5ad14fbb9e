import { detectCompression, magicBytes, makeDecompressor, type Compression } from '../lib/decompress/compression.ts';
import { DecompressError, type Decompressor } from '../lib/decompress/decompressor.ts';
import { type Gunzip } from '../lib/decompress/gunzip.ts';
import { LocalHashes, type Hashes } from '../lib/hash/hashes.ts';
import { TarParser } from '../lib/tar/tar-parser.ts';
import { digestAlgorithm, type Digest, type DigestAlgorithm } from '../model/digest.ts';
import { type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type SelectorIndex } from '../model/selector-index.ts';
import { encodeLayerIndex, type GatheredLayer } from './layer-index-codec.ts';
import { EntryTableBuilder } from './entry-table.ts';
import { LayerGatherer } from './layer-gatherer.ts';
import { layerTarLimits } from './tar-limits.ts';

export interface LayerReaderOptions {
  readonly selectors: SelectorIndex;
  readonly inspectors: readonly Inspector[];
  /** What the manifest and the configuration say; each is checked where it is given. */
  readonly expected: ExpectedLayer;
  /** Who computes the digests, given their algorithms; by default this thread does. */
  readonly makeHashes?: (algorithms: readonly DigestAlgorithm[]) => Hashes;
  /** What inflates a layer of gzip; by default one that nobody helps. */
  readonly gunzip?: Gunzip;
}

export interface ExpectedLayer {
  readonly digest?: Digest;
  readonly size?: number;
  readonly diffId?: Digest;
  readonly mediaType?: string;
}

/**
 * Reads one layer that is pushed through it, once: digest, decompression, diffID, tar and file contents in the same pass,
 * in bounded memory. zstd needs `prepareZstd()` to have been awaited. Never throws on what the bytes are: that becomes an issue.
 */
export class LayerReader implements Disposable {
  readonly #options: LayerReaderOptions;
  readonly #gatherer: LayerGatherer;
  readonly #tar: TarParser;
  readonly #algorithms: readonly [blob: DigestAlgorithm, tar: DigestAlgorithm];
  readonly #hashes: Hashes;
  /** The blob is the tar, and one digest says both. */
  #isPlain = false;
  #head: Buffer = Buffer.alloc(0);
  #decompressor: Decompressor | undefined;
  #compressedBytes = 0;
  #uncompressedBytes = 0;
  /** Nothing more is inflated or parsed; what comes is still hashed. */
  #isStopped = false;

  constructor(options: LayerReaderOptions) {
    this.#options = options;
    this.#gatherer = new LayerGatherer(options.selectors, options.inspectors);
    this.#tar = new TarParser(this.#gatherer, layerTarLimits);
    const { digest, diffId } = options.expected;
    this.#algorithms = [
      digest === undefined ? 'sha256' : digestAlgorithm(digest),
      diffId === undefined ? 'sha256' : digestAlgorithm(diffId),
    ];
    this.#hashes = (options.makeHashes ?? makeLocalHashes)(this.#algorithms);
  }

  /** `chunk` is not kept. */
  push(chunk: Buffer): void {
    this.pass(chunk);
    this.inflate(chunk);
  }

  /** The first half of `push`, for what somebody else inflates: bytes of the blob, for its digest. */
  pass(chunk: Buffer): void {
    this.#hashes.update(blobStream, chunk);
    this.#compressedBytes += chunk.length;
  }

  /** The other half. */
  inflate(chunk: Buffer): void {
    if (this.#isStopped) return;
    if (this.#decompressor !== undefined) this.#inflate(chunk);
    else this.#pushHead(chunk);
  }

  /** Takes what a gunzip that was given hands over, which is only valid during the call. */
  get sink(): (inflated: Buffer) => void {
    return this.#take;
  }

  /** Nothing more is inflated or looked at: it was too much, or damaged. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Releases what `end` would have; for a reading that is given up. May be called after it. */
  [Symbol.dispose](): void {
    this.#decompressor?.close();
    this.#hashes.close();
  }

  /** The layer's index as bytes, for `decodeLayerIndex`. `problem` says why the bytes ended early, when they did. */
  end(problem?: string): Buffer {
    if (this.#decompressor === undefined && this.#head.length > 0) this.#start();
    this.#finishContent(problem);
    const [blobHex, tarHex] = this.#hashes.digests();
    const digest = `${this.#algorithms[0]}:${blobHex!}`;
    const diffId = this.#isPlain ? digest : `${this.#algorithms[1]}:${tarHex!}`;
    if (problem === undefined) this.#checkDigests(digest, diffId);
    this.#gatherer.finish();
    return encodeLayerIndex(this.#gathered(digest, diffId));
  }

  #pushHead(chunk: Buffer): void {
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.length >= magicBytes) this.#start();
  }

  #start(): void {
    const compression = detectCompression(this.#head);
    const { mediaType } = this.#options.expected;
    if (compression === 'xz' || compression === 'bzip2' || compression === 'lz4') {
      this.#stop('LAYER_NOT_FILESYSTEM', `compressed with ${compression}, which image layers may not be`);
      return;
    }
    this.#isPlain = compression === 'none' && this.#algorithms[0] === this.#algorithms[1];
    if (mediaType !== undefined && compressionOf(mediaType) !== compression)
      this.#gatherer.issue('LAYER_MEDIA_TYPE', `${mediaType} but ${compression === 'none' ? 'not compressed' : compression}`);
    const { gunzip } = this.#options;
    this.#decompressor = compression === 'gzip' && gunzip !== undefined ? gunzip : makeDecompressor(compression, limits);
    this.#inflate(this.#head);
    this.#head = Buffer.alloc(0);
  }

  #inflate(chunk: Buffer): void {
    try {
      this.#decompressor?.push(chunk, this.#take);
    } catch (error) {
      this.#takeInflateError(error);
    }
  }

  readonly #take = (bytes: Buffer): void => {
    if (!this.#isPlain) this.#hashes.update(tarStream, bytes);
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
    // A layer of no bytes is an empty layer; a stream that failed has said so.
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

  #checkDigests(digest: string, diffId: string): void {
    const { expected } = this.#options;
    if (expected.size !== undefined && expected.size !== this.#compressedBytes)
      this.#gatherer.issue('LAYER_SIZE_MISMATCH', `${this.#compressedBytes} bytes, the descriptor says ${expected.size}`);
    if (expected.digest !== undefined && expected.digest !== digest)
      this.#gatherer.issue('LAYER_DIGEST_MISMATCH', `expected ${expected.digest}, got ${digest}`);
    else if (expected.diffId !== undefined && expected.diffId !== diffId && !this.#isStopped)
      this.#gatherer.issue('LAYER_DIFF_ID_MISMATCH', `the configuration says ${expected.diffId}, got ${diffId}`);
  }

  /** Nothing unverified is reported as verified: of a blob with a wrong digest, or one that did not arrive whole, only the issue remains. */
  #gathered(digest: string, diffId: string): GatheredLayer {
    const { table, whiteouts, opaqueDirectories, facts, issues, kept } = this.#gatherer;
    const isForged = this.#options.expected.digest !== undefined && this.#options.expected.digest !== digest;
    const sizes = { compressedBytes: this.#compressedBytes, uncompressedBytes: this.#uncompressedBytes, issues };
    if (isForged)
      return { digest, ...sizes, whiteouts: [], opaqueDirectories: [], facts: [], table: new EntryTableBuilder(), kept: new Map() };
    return { digest, diffId, ...sizes, whiteouts, opaqueDirectories, facts, table, kept };
  }
}

const blobStream = 0;
const tarStream = 1;

function makeLocalHashes(algorithms: readonly DigestAlgorithm[]): Hashes {
  return new LocalHashes(algorithms);
}

/** Image-spec, layer.md; docker-archives have plain tars under Docker's gzip media type or none. */
function compressionOf(mediaType: string): Compression {
  if (mediaType.endsWith('gzip')) return 'gzip';
  return mediaType.endsWith('zstd') ? 'zstd' : 'none';
}
