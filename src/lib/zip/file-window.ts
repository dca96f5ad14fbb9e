import { fstatSync, readSync } from 'node:fs';
import { ZipError } from './zip-error.ts';
import { type ZipSource } from './zip-source.ts';

const forwardBytes = 4 * 1024 * 1024;
const backwardBytes = 64 * 1024;

/** Positioned reads of an open file through one buffer, so that entries that lie one after another cost few system calls. */
export class FileWindow implements ZipSource {
  readonly size: number;
  readonly #descriptor: number;
  #buffer = Buffer.alloc(0);
  #start = 0;

  /** The descriptor stays the caller's to close. */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.size = fstatSync(descriptor).size;
  }

  /** Valid until the next read. Throws {@link ZipError} past the end of the file. */
  read(offset: number, length: number): Buffer {
    if (!(offset >= 0) || !(length >= 0) || offset + length > this.size) {
      throw new ZipError(`ends early: ${length} bytes wanted at ${offset} of ${this.size}`);
    }
    const isInside = offset >= this.#start && offset + length <= this.#start + this.#buffer.length;
    if (!isInside) this.#load(offset, length);
    return this.#buffer.subarray(offset - this.#start, offset - this.#start + length);
  }

  /** Archives are written front to back; one that is read in another order must not cost a large read for each entry. */
  #load(offset: number, length: number): void {
    const ahead = offset >= this.#start ? forwardBytes : backwardBytes;
    const wanted = Math.min(Math.max(length, ahead), this.size - offset);
    const buffer = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const count = readSync(this.#descriptor, buffer, filled, wanted - filled, offset + filled);
      if (count === 0) throw new ZipError(`ends early: ${wanted} bytes wanted at ${offset}`);
      filled += count;
    }
    this.#buffer = buffer;
    this.#start = offset;
  }
}
