import { DecompressError, type Decompressor } from './decompressor.ts';
import { type ZstdExports } from './zstd-module.ts';

let zstd: ZstdExports | undefined;

/** Loads the decoder (about 5 ms), which few images need; must have been awaited before {@link makeZstd}. */
export async function prepareZstd(): Promise<void> {
  if (zstd !== undefined) return;
  const { loadZstdModule } = await import('./zstd-module.ts');
  zstd = await loadZstdModule();
}

/** RFC 8878, all frames of a file. Frames that ask for a window over 128 MiB are refused, as the reference tool does by default. */
export function makeZstd(): Decompressor {
  if (zstd === undefined) throw new Error('prepareZstd() was not awaited');
  return new Zstd(zstd);
}

const pieceBytes = 128 * 1024;
/** struct { void* buffer; size_t size; size_t position } of 32-bit numbers, twice. */
const structBytes = 12;

class Zstd implements Decompressor {
  readonly #zstd: ZstdExports;
  #context: number;
  readonly #structs: number;
  readonly #input: number;
  readonly #output: number;
  /** What the last call answered: 0 between frames. */
  #wanted = 0;

  constructor(exports: ZstdExports) {
    this.#zstd = exports;
    this.#context = exports.ZSTD_createDCtx();
    this.#structs = exports.malloc(2 * structBytes);
    this.#input = exports.malloc(pieceBytes);
    this.#output = exports.malloc(pieceBytes);
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    for (let at = 0; at < chunk.length; at += pieceBytes) this.#pushPiece(chunk.subarray(at, at + pieceBytes), sink);
  }

  end(sink: (bytes: Buffer) => void): void {
    if (this.#wanted !== 0) this.#pushPiece(Buffer.alloc(0), sink);
    if (this.#wanted !== 0) throw new DecompressError('the zstd stream ends early', true);
  }

  close(): void {
    if (this.#context === 0) return;
    this.#zstd.ZSTD_freeDCtx(this.#context);
    for (const pointer of [this.#structs, this.#input, this.#output]) this.#zstd.free(pointer);
    this.#context = 0;
  }

  #pushPiece(piece: Buffer, sink: (bytes: Buffer) => void): void {
    new Uint8Array(this.#zstd.memory.buffer).set(piece, this.#input);
    let position = 0;
    for (;;) {
      // The memory may have grown, and with it moved, in every call.
      const before = new DataView(this.#zstd.memory.buffer, this.#structs, 2 * structBytes);
      [this.#output, pieceBytes, 0, this.#input, piece.length, position].forEach((value, i) => before.setUint32(i * 4, value, true));
      const answer = this.#zstd.ZSTD_decompressStream(this.#context, this.#structs, this.#structs + structBytes);
      if (answer < 0)
        throw new DecompressError(`the zstd stream is damaged or exceeds a limit: ${errorNames.get(-answer) ?? `error ${-answer}`}`);
      this.#wanted = answer;
      const after = new DataView(this.#zstd.memory.buffer, this.#structs, 2 * structBytes);
      const produced = after.getUint32(8, true);
      const taken = after.getUint32(20, true) - position;
      position += taken;
      if (produced > 0) sink(Buffer.from(this.#zstd.memory.buffer, this.#output, produced));
      // A full output may hide more; no input and no output means that it waits.
      if (produced < pieceBytes && (position === piece.length || taken === 0)) return;
    }
  }
}

/** zstd_errors.h */
const errorNames: ReadonlyMap<number, string> = new Map([
  [10, 'unknown frame prefix'],
  [12, 'unsupported version'],
  [14, 'unsupported frame parameter'],
  [16, 'window larger than 128 MiB'],
  [20, 'corruption detected'],
  [22, 'wrong checksum'],
  [30, 'damaged dictionary'],
  [32, 'needs a dictionary'],
  [64, 'out of memory'],
  [72, 'wrong source size'],
]);
