import { closeSync, constants, openSync, readSync } from 'node:fs';
import { hostPath } from '../lib/path/host-path.ts';

export interface FilePart {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** A layer that is a part of a file. */
export class LayerFile implements Disposable {
  readonly part: FilePart;
  readonly length: number;
  readonly #offset: number;
  readonly #descriptor: number;

  constructor(part: FilePart) {
    this.part = part;
    this.#descriptor = openSync(hostPath(part.path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    this.#offset = part.offset;
    this.length = part.length;
  }

  /** The bytes from a place of the layer on, as many as fit: fewer only where the layer or the file ends. */
  readInto(buffer: Buffer, at: number): Buffer {
    const wanted = Math.min(buffer.length, this.length - at);
    let filled = 0;
    while (filled < wanted) {
      const read = readSync(this.#descriptor, buffer, filled, wanted - filled, this.#offset + at + filled);
      if (read === 0) break;
      filled += read;
    }
    return buffer.subarray(0, filled);
  }

  read(at: number, bytes: number): Buffer {
    return this.readInto(Buffer.allocUnsafeSlow(Math.min(bytes, this.length - at)), at);
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}
