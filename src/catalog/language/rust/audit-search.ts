import { constants, inflateSync } from 'node:zlib';
import { limits } from '../../../model/limits.ts';
import { Capture } from '../../../lib/bytes/capture.ts';
import { readExecutableLayout } from '../../executable/read-layout.ts';

/**
 * Searches an ELF file for the list of crates that cargo-auditable puts into it, while its layer is read: zlib's form of JSON that begins with `{"packages":`, in the section `.dep-v0`. The section is not loaded into
 * memory, so it is behind the last part of the file that is; where, only the table at the end of the file says, so each place that may begin such a stream is tried.
 */
export class AuditSearch {
  readonly #head = new Capture(0, headBytes);
  /** Where the search begins; `undefined` until the headers were read, infinite where they could not be. */
  #from: number | undefined;
  #position = 0;
  /** The end of the last chunk, in which a stream may have begun. */
  #tail: Buffer = Buffer.alloc(0);
  #found: Capture | undefined;
  #tries = 0;

  write(chunk: Buffer): void {
    const start = this.#position;
    this.#position += chunk.length;
    if (this.#from !== undefined) {
      this.#search(chunk, start, false);
      return;
    }
    this.#head.take(chunk, start);
    if (!this.#head.isFull) return;
    this.#readHead();
    this.#search(chunk.subarray(headBytes - start), headBytes, false);
  }

  /** The JSON, or why it could not be read; `undefined` for a program without it. */
  end(): { readonly text: string } | { readonly problem: string } | undefined {
    if (this.#from === undefined) this.#readHead();
    // What was left for the next chunk.
    if (this.#found === undefined) this.#search(Buffer.alloc(0), this.#position, true);
    if (this.#found === undefined) return undefined;
    const text = inflate(this.#found.bytes, limits.rustAuditBytes);
    return text === undefined ? { problem: `its list of crates is damaged or longer than ${limits.rustAuditBytes} bytes` } : { text };
  }

  #readHead(): void {
    const head = this.#head.bytes;
    const segments = readExecutableLayout(head)?.segments ?? [];
    this.#from = segments.reduce((most, { offset, size }) => Math.max(most, offset + size), segments.length === 0 ? Infinity : 0);
    if (head.length > this.#from) this.#search(head, 0, false);
  }

  #search(chunk: Buffer, start: number, isEnd: boolean): void {
    if (start + chunk.length <= (this.#from ?? Infinity) && !isEnd) return;
    const window = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const windowStart = start - this.#tail.length;
    if (this.#found === undefined) this.#findStream(window, windowStart, isEnd);
    this.#found?.take(window, windowStart);
    this.#tail =
      this.#found === undefined && !isEnd ? Buffer.from(window.subarray(Math.max(0, window.length - probeBytes))) : Buffer.alloc(0);
  }

  #findStream(window: Buffer, windowStart: number, isEnd: boolean): void {
    const first = Math.max(0, (this.#from ?? Infinity) - windowStart);
    const last = isEnd ? window.length - 2 : window.length - probeBytes;
    for (
      let at = window.indexOf(0x78, first);
      at !== -1 && at < last && this.#tries < limits.rustAuditTries;
      at = window.indexOf(0x78, at + 1)
    ) {
      if (!isStreamStart(window, at)) continue;
      this.#tries += 1;
      if (inflate(window.subarray(at, at + probeBytes), limits.rustAuditBytes)?.startsWith('{"packages":') !== true) continue;
      this.#found = new Capture(windowStart + at, limits.rustAuditBytes);
      return;
    }
  }
}

/** The headers, with the table of what is loaded. */
export const headBytes = 4 * 1024;

/** Enough of a stream for the tables of its first block and the first words of the text. */
const probeBytes = 512;

/** RFC 1950: the second byte holds the level and makes the two a multiple of 31, without a dictionary; RFC 1951: a block of type 3 is none. */
function isStreamStart(bytes: Buffer, at: number): boolean {
  const flags = bytes[at + 1]!;
  return (0x7800 + flags) % 31 === 0 && (flags & 0x20) === 0 && (bytes[at + 2]! & 0b110) !== 0b110;
}

/** As far as it goes; what follows the stream is not looked at. */
function inflate(bytes: Buffer, maxOutputLength: number): string | undefined {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength }).toString('utf8');
  } catch {
    return undefined;
  }
}
