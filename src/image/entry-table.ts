import { encodeBytes, decodeBytes } from '../lib/bytes/decode-bytes.ts';
import { type FileEntry, type FileType } from '../model/file-entry.ts';

/**
 * File entries in rows of numbers beside one text: 32 bytes each and their names. A layer may have millions; as objects
 * they would not fit, and as one buffer they travel between threads and to the cache without being copied.
 */
export class EntryTable implements Iterable<FileEntry> {
  readonly length: number;
  readonly #rows: Uint32Array;
  readonly #bytes: Buffer;
  /** The whole text when it is ASCII and not too long: names are then slices of one string. */
  readonly #text: string | undefined;

  private constructor(rows: Uint32Array, bytes: Buffer, isAsciiText: boolean) {
    this.length = rows.length / rowNumbers;
    this.#rows = rows;
    this.#bytes = bytes;
    this.#text = isAsciiText && bytes.length <= sharedTextBytes ? bytes.toString('latin1') : undefined;
  }

  /** The bytes that {@link EntryTableBuilder.encode} made; they are not copied when they start at a multiple of four. Throws RangeError when they are too short. */
  static decode(bytes: Buffer): EntryTable {
    const length = bytes.readUInt32LE(0);
    const textBytes = bytes.readUInt32LE(4);
    const rowBytes = length * rowNumbers * 4;
    if (headBytes + rowBytes + textBytes !== bytes.length) throw new RangeError('an entry table with a wrong length');
    const rowStart = bytes.byteOffset + headBytes;
    const isAligned = rowStart % 4 === 0;
    const rows = isAligned
      ? new Uint32Array(bytes.buffer, rowStart, length * rowNumbers)
      : new Uint32Array(Uint8Array.prototype.slice.call(bytes, headBytes, headBytes + rowBytes).buffer);
    return new EntryTable(rows, bytes.subarray(headBytes + rowBytes), bytes.readUInt32LE(8) === 1);
  }

  /** Checks what {@link decode} and {@link get} take as it is, of bytes that another machine made. Throws RangeError. */
  static checkRows(bytes: Buffer, maxEntries: number): void {
    const length = bytes.readUInt32LE(0);
    const textBytes = bytes.readUInt32LE(4);
    if (length > maxEntries) throw new RangeError(`more than ${maxEntries} entries`);
    if (headBytes + length * rowNumbers * 4 + textBytes !== bytes.length) throw new RangeError('an entry table with a wrong length');
    for (let at = headBytes; at < headBytes + length * rowNumbers * 4; at += rowNumbers * 4) {
      const end = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 8);
      const type = bytes.readUInt32LE(at + 12) >>> 16;
      const size = bytes.readUInt32LE(at + 20);
      if (end > textBytes || type >= fileTypes.length || size >= 2 ** 21) throw new RangeError('an entry that points nowhere');
    }
  }

  *[Symbol.iterator](): Iterator<FileEntry> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  /** `index` counts from 0 in archive order. */
  get(index: number): FileEntry {
    const rows = this.#rows;
    const at = index * rowNumbers;
    const start = rows[at]!;
    const pathEnd = start + rows[at + 1]!;
    const linkLength = rows[at + 2]!;
    const typeAndMode = rows[at + 3]!;
    const nameStart = Math.max(this.#bytes.lastIndexOf(slash, pathEnd - 1) + 1, start);
    const base = {
      path: this.#slice(start, pathEnd),
      // Decoded for itself: a slice of the path would keep the whole path in memory for as long as the name is.
      name: this.#slice(nameStart, pathEnd),
      type: fileTypes[typeAndMode >>> 16]!,
      size: rows[at + 4]! + rows[at + 5]! * 2 ** 32,
      mode: typeAndMode & 0o7777,
      userId: rows[at + 6]!,
      groupId: rows[at + 7]!,
    };
    return linkLength === 0 ? base : { ...base, linkTarget: this.#slice(pathEnd, pathEnd + linkLength) };
  }

  #slice(start: number, end: number): string {
    return this.#text === undefined ? decodeBytes(this.#bytes, start, end) : this.#text.slice(start, end);
  }
}

const fileTypes: readonly FileType[] = ['file', 'directory', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo', 'other'];
const typeNumbers: ReadonlyMap<FileType, number> = new Map(fileTypes.map((type, number) => [type, number]));

/** Number of entries, bytes of text, whether it is ASCII. */
const headBytes = 12;
/** Start of its text, length of its path and of its link target, type and mode, size low and high, user, group. */
const rowNumbers = 8;
const maxId = 0xffff_ffff;
/** Above this a second copy of the text would cost more memory than it saves time. */
const sharedTextBytes = 16 * 1024 * 1024;
const slash = 0x2f;

/** Collects entries in pages, so that growing copies little. */
export class EntryTableBuilder {
  #count = 0;
  #textBytes = 0;
  #isAscii = true;
  readonly #rows = new Rows();
  readonly #text = new Pages();

  get length(): number {
    return this.#count;
  }

  /** Returns the entry's index. User and group ids over 32 bits are clamped. */
  add(entry: FileEntry): number {
    const pathLength = this.#writeText(entry.path);
    const linkLength = entry.linkTarget === undefined ? 0 : this.#writeText(entry.linkTarget);
    const at = this.#rows.take();
    const { page } = this.#rows;
    page[at] = this.#textBytes;
    page[at + 1] = pathLength;
    page[at + 2] = linkLength;
    page[at + 3] = (typeNumbers.get(entry.type)! << 16) | entry.mode;
    page[at + 4] = entry.size % 2 ** 32;
    page[at + 5] = Math.floor(entry.size / 2 ** 32);
    page[at + 6] = Math.min(Math.max(entry.userId, 0), maxId);
    page[at + 7] = Math.min(Math.max(entry.groupId, 0), maxId);
    this.#textBytes += pathLength + linkLength;
    return this.#count++;
  }

  /** In pieces that follow each other. To be called once: the builder is empty afterwards. */
  encode(): readonly Buffer[] {
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(this.#count, 0);
    head.writeUInt32LE(this.#textBytes, 4);
    head.writeUInt32LE(this.#isAscii ? 1 : 0, 8);
    return [head, ...this.#rows.release(), ...this.#text.release()];
  }

  #writeText(text: string): number {
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    const { page, at } = this.#text.reserve(text.length * 3);
    const isPlain = isAscii(text);
    if (!isPlain) this.#isAscii = false;
    const written = isPlain ? page.write(text, at, 'latin1') : encodeBytes(text).copy(page, at);
    this.#text.take(written);
    return written;
  }
}

const pageBytes = 1024 * 1024;

/** Rows of numbers in pages; little-endian, as every machine is that Node runs on. */
class Rows {
  /** The page that is being filled. */
  page = new Uint32Array(512 * rowNumbers);
  #full: Buffer[] = [];
  #filled = 0;

  /** Room for one row: where it begins in the page. */
  take(): number {
    if (this.#filled === this.page.length) {
      this.#full.push(bytesOf(this.page));
      this.page = new Uint32Array(pageBytes / 4);
      this.#filled = 0;
    }
    const at = this.#filled;
    this.#filled += rowNumbers;
    return at;
  }

  /** All rows, which it lets go of. */
  release(): readonly Buffer[] {
    const pages = [...this.#full, bytesOf(this.page.subarray(0, this.#filled))];
    this.#full = [];
    this.page = new Uint32Array(0);
    this.#filled = 0;
    return pages;
  }
}

function bytesOf(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

class Pages {
  #full: Buffer[] = [];
  #page: Buffer = Buffer.allocUnsafeSlow(16 * 1024);
  #filled = 0;

  /** Room for so many bytes, which {@link take} then claims. */
  reserve(bytes: number): { readonly page: Buffer; readonly at: number } {
    if (this.#filled + bytes > this.#page.length) this.#turn(bytes);
    return { page: this.#page, at: this.#filled };
  }

  take(bytes: number): { readonly page: Buffer; readonly at: number } {
    const place = this.reserve(bytes);
    this.#filled += bytes;
    return place;
  }

  /** All pages, which it lets go of: they are copied next, and may be a hundred megabytes. */
  release(): readonly Buffer[] {
    const pages = [...this.#full, this.#page.subarray(0, this.#filled)];
    this.#full = [];
    this.#page = Buffer.alloc(0);
    this.#filled = 0;
    return pages;
  }

  #turn(bytes: number): void {
    this.#full.push(this.#page.subarray(0, this.#filled));
    this.#page = Buffer.allocUnsafeSlow(Math.max(pageBytes, bytes));
    this.#filled = 0;
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) >= 0x80) return false;
  }
  return true;
}
