import { SpareBuffers } from '../../../lib/bytes/spare-buffers.ts';
import { limits } from '../../../model/limits.ts';
import { Capture } from '../../../lib/bytes/capture.ts';
import { type ExecutableLayout, type Segment } from '../../executable/executable-layout.ts';
import { layoutBytes, readExecutableLayout } from '../../executable/read-layout.ts';
import { BuildInfoPointers } from './build-info-pointers.ts';
import { type GoBuildInfo } from './build-info.ts';
import { readInlineBuildInfo } from './inline-build-info.ts';

/**
 * Searches an executable for Go's build information while its layer is read. It is at a multiple of 16 in a part of the file that is writable in memory: as two
 * texts since Go 1.18, as two pointers before, whose texts lie in the parts before it.
 */
export class BuildInfoSearch {
  #head: Buffer | undefined;
  #headLength = 0;
  #layout: ExecutableLayout | undefined;
  #isStarted = false;
  /** Position in the file of what comes next, and the bytes before it that a mark may have begun in. */
  #position = 0;
  #tail: Buffer = Buffer.alloc(0);
  #found: Capture | undefined;
  #pointers: BuildInfoPointers | undefined;
  #result: GoBuildInfo | undefined;
  #problem: string | undefined;

  write(chunk: Buffer): void {
    const taken = this.#isStarted ? 0 : this.#takeHead(chunk);
    if (taken < chunk.length) this.#search(chunk.subarray(taken));
  }

  /** Answers how many bytes belong to the head. */
  #takeHead(chunk: Buffer): number {
    this.#head ??= heads.take();
    const taken = chunk.copy(this.#head, this.#headLength);
    this.#headLength += taken;
    if (this.#headLength === layoutBytes) this.#start();
    return taken;
  }

  /** `undefined` for an executable that is not Go's. */
  end(isComplete: boolean): GoBuildInfo | undefined {
    if (!this.#isStarted) this.#start();
    const cut = isComplete ? {} : { problem: 'the file is truncated' };
    if (this.#result !== undefined) return this.#result;
    if (this.#pointers?.isFound === true) return { ...this.#pointers.resolve(), ...cut };
    if (this.#problem !== undefined || this.#found !== undefined)
      return { problem: this.#problem ?? 'its build information is truncated', ...cut };
    return this.#layout?.isGo === 'yes' ? { problem: 'it has no build information', ...cut } : undefined;
  }

  #start(): void {
    this.#isStarted = true;
    const buffer = this.#head ?? heads.take();
    const head = buffer.subarray(0, this.#headLength);
    this.#layout = readExecutableLayout(head);
    if (this.#layout !== undefined && this.#layout.isGo !== 'unknown') this.#pointers = new BuildInfoPointers(this.#layout);
    this.#search(head);
    this.#head = undefined;
    heads.give(buffer);
  }

  #search(chunk: Buffer): void {
    if (this.#result !== undefined) return;
    const start = this.#position - this.#tail.length;
    const end = this.#position + chunk.length;
    this.#position = end;
    if (this.#found === undefined && this.#pointers === undefined && !this.#isData(start, end)) {
      this.#tail = Buffer.alloc(0);
      return;
    }
    const window = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    this.#pointers?.take(window, start);
    if (this.#found === undefined && this.#isData(start, end)) this.#findMark(window, start);
    this.#readFound(window, start);
    this.#tail = Buffer.from(window.subarray(Math.max(0, window.length - tailBytes)));
  }

  /** Without readable headers everything may be. */
  #isData(start: number, end: number): boolean {
    return this.#layout === undefined || this.#layout.segments.some((segment) => isDataOf(segment, start, end));
  }

  #findMark(window: Buffer, start: number): void {
    for (let at = window.indexOf(mark); at !== -1; at = window.indexOf(mark, at + 1)) {
      if ((start + at) % alignment !== 0 || !this.#isData(start + at, start + at + mark.length)) continue;
      this.#found = new Capture(start + at, headerBytes);
      return;
    }
  }

  #readFound(window: Buffer, start: number): void {
    const found = this.#found;
    if (found === undefined || this.#pointers?.isFound === true) return;
    found.take(window, start);
    // The lengths of the two texts are learned one after the other.
    for (let isMore = true; isMore && found.isFull;) {
      const isInline = (found.bytes[15]! & inlineFlag) !== 0;
      isMore = isInline && this.#readInline(found);
      if (isInline) found.take(window, start);
      else this.#followPointers(found.bytes, window, start);
    }
  }

  #followPointers(header: Buffer, window: Buffer, start: number): void {
    if (this.#pointers === undefined) {
      this.#giveUp('it was built by Go 1.17 or older and has no mark of it at its beginning');
      return;
    }
    this.#pointers.follow(header);
    this.#pointers.take(window, start);
  }

  /** Whether more bytes are to come. */
  #readInline(found: Capture): boolean {
    const read = readInlineBuildInfo(found.bytes);
    if (typeof read !== 'number') this.#result = read;
    else if (read > limits.goBuildInfoBytes) this.#giveUp(`its build information is longer than ${limits.goBuildInfoBytes} bytes`);
    else found.extend(read);
    return typeof read === 'number' && read <= limits.goBuildInfoBytes;
  }

  /** Another mark may follow. */
  #giveUp(problem: string): void {
    this.#problem = problem;
    this.#found = undefined;
  }
}

/** There are hundreds of executables, and the garbage collector frees such buffers late. */
const heads = new SpareBuffers(layoutBytes);

const mark = Buffer.from('\xff Go buildinf:', 'latin1');
const alignment = 16;
/** Mark, size of a pointer and flags; then 16 bytes of pointers or of nothing. */
const headerBytes = 32;
const inlineFlag = 2;
/** Longer than any mark that is looked for, less one, and than a version. */
const tailBytes = 63;

function isDataOf({ offset, size, isWritable }: Segment, start: number, end: number): boolean {
  return isWritable && start < offset + size && end > offset;
}
