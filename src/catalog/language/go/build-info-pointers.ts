import { limits } from '../../../model/limits.ts';
import { makeByteReader } from '../../../lib/bytes/byte-reader.ts';
import { Capture } from '../../../lib/bytes/capture.ts';
import { fileOffsetOf, type ExecutableLayout } from '../../executable/executable-layout.ts';
import { type GoBuildInfo } from './build-info.ts';
import { frameEnd, frameStart, unframe } from './module-frame.ts';

/**
 * The form of Go 1.13 to 1.17: pointers to two string variables, which point to texts. The texts have gone by when the pointers come, so
 * everything that looks like one is held: versions by how they begin, the module list by its frame.
 */
export class BuildInfoPointers {
  readonly #layout: ExecutableLayout;
  readonly #versions: Capture[] = [];
  readonly #lists: Capture[] = [];
  /** The writable parts, as far as they may be held. */
  #data: readonly Capture[];
  #variables: readonly (Capture | undefined)[] | undefined;
  #header: Buffer = Buffer.alloc(0);

  constructor(layout: ExecutableLayout) {
    this.#layout = layout;
    let room = mostDataBytes;
    this.#data = layout.segments.flatMap(({ offset, size, isWritable }) => {
      const held = isWritable ? Math.min(size, room) : 0;
      room -= held;
      return held === 0 ? [] : [new Capture(offset, held)];
    });
  }

  get isFound(): boolean {
    return this.#variables !== undefined;
  }

  /** A window overlaps the one before by more than a mark has bytes. */
  take(window: Buffer, start: number): void {
    for (const variable of this.#variables ?? []) variable?.take(window, start);
    if (this.isFound) return;
    this.#hold(window, start, this.#versions, versionTexts);
    this.#hold(window, start, this.#lists, moduleLists);
    for (const text of [...this.#versions, ...this.#lists, ...this.#data]) text.take(window, start);
  }

  /** `header` is the mark, the size of a pointer, flags and two pointers. */
  follow(header: Buffer): void {
    this.#header = header;
    const pointerBytes = this.#pointerBytes;
    this.#variables = [0, 1].map((index) => {
      const offset = this.#offsetAt(header, 16 + index * pointerBytes);
      const variable = offset === undefined ? undefined : new Capture(offset, 2 * pointerBytes);
      // Other linkers put the variables in front of the pointers to them.
      for (const data of this.#data) variable?.take(data.bytes, data.start);
      return variable;
    });
    this.#data = [];
  }

  /** To be asked when all has gone by. */
  resolve(): GoBuildInfo {
    const [version, list] = this.#variables ?? [];
    const goVersion = this.#textOf(version, this.#versions)?.toString('latin1');
    // A list that the linker left to the loader to point to has no pointer in the file; its frame identifies it.
    const framed = this.#textOf(list, this.#lists) ?? (this.#lists.length === 1 ? this.#lists[0]?.bytes : undefined);
    const modules = framed === undefined ? undefined : unframe(throughFrameEnd(framed));
    return {
      ...(goVersion === undefined ? { problem: 'its Go version is unknown' } : { goVersion }),
      ...(modules === undefined ? {} : { modules }),
    };
  }

  get #pointerBytes(): number {
    return this.#header[14] === 4 ? 4 : 8;
  }

  /** Position in the file of what the pointer at `at` points to. */
  #offsetAt(bytes: Buffer, at: number): number | undefined {
    const reader = makeByteReader(bytes, (this.#header[15]! & bigEndianFlag) === 0);
    try {
      return fileOffsetOf(this.#layout, reader.word(at, this.#pointerBytes));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Of the texts that were held, the one that a string variable points to. */
  #textOf(variable: Capture | undefined, texts: readonly Capture[]): Buffer | undefined {
    if (variable?.isFull !== true) return undefined;
    const offset = this.#offsetAt(variable.bytes, 0);
    const reader = makeByteReader(variable.bytes, (this.#header[15]! & bigEndianFlag) === 0);
    const length = this.#pointerBytes === 4 ? reader.u32(4) : reader.u64(8);
    const text = texts.find(({ start }) => start === offset)?.bytes;
    return text === undefined || text.length < length ? undefined : text.subarray(0, length);
  }

  #hold(window: Buffer, start: number, held: Capture[], { mark, mostTexts, mostBytes, isOne }: HeldTexts): void {
    const last = held.at(-1)?.start ?? -1;
    for (let at = window.indexOf(mark); at !== -1 && held.length < mostTexts; at = window.indexOf(mark, at + mark.length)) {
      if (start + at > last && isOne(window, at)) held.push(new Capture(start + at, mostBytes));
    }
  }
}

const bigEndianFlag = 1;
const mostDataBytes = 4 * 1024 * 1024;

/** What is held of the read-only parts. */
interface HeldTexts {
  readonly mark: Buffer;
  readonly mostTexts: number;
  readonly mostBytes: number;
  /** Whether the text at `at`, where the mark is, is one; a mark at the very end of a window is seen again in the next. */
  readonly isOne: (window: Buffer, at: number) => boolean;
}

/** 64 bytes are longer than any version with its experiments. */
const versionTexts: HeldTexts = {
  mark: Buffer.from('go1.'),
  mostTexts: 4_096,
  mostBytes: 64,
  isOne: (window, at) => isDigit(window[at + 4]),
};
const moduleLists: HeldTexts = { mark: frameStart, mostTexts: 4, mostBytes: limits.goBuildInfoBytes, isOne: () => true };

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function throughFrameEnd(bytes: Buffer): Buffer {
  const end = bytes.indexOf(frameEnd);
  return end === -1 ? bytes : bytes.subarray(0, end + frameEnd.length);
}
