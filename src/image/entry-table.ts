import { decodeBytes, encodeBytes } from '../lib/bytes/decode-bytes.ts';
import { type FileEntry, type FileType } from '../model/file-entry.ts';

/**
 * File entries in columns: about 20 bytes each beside their names. A layer may have millions; as objects they would not
 * fit, and as one buffer they travel between threads and to the cache without being copied.
 */
export class EntryTable implements Iterable<FileEntry> {
  readonly length: number;
  readonly #columns: Columns;

  private constructor(length: number, columns: Columns) {
    this.length = length;
    this.#columns = columns;
  }

  /** The bytes that {@link EntryTableBuilder.encode} made; they are not copied. Throws RangeError when they are too short. */
  static decode(bytes: Buffer): EntryTable {
    const length = bytes.readUInt32LE(0);
    const textBytes = bytes.readUInt32LE(4);
    if (headBytes + length * rowBytes + textBytes !== bytes.length) throw new RangeError('an entry table of another length than it says');
    return new EntryTable(length, {
      rows: bytes.subarray(headBytes, headBytes + length * rowBytes),
      text: bytes.subarray(headBytes + length * rowBytes),
    });
  }

  *[Symbol.iterator](): Iterator<FileEntry> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  /** `index` counts from 0 in archive order. */
  get(index: number): FileEntry {
    const { rows, text } = this.#columns;
    const at = index * rowBytes;
    const start = rows.readUInt32LE(at);
    const pathLength = rows.readUInt32LE(at + 4);
    const linkLength = rows.readUInt32LE(at + 8);
    const typeAndMode = rows.readUInt16LE(at + 12);
    const path = decodeBytes(text, start, start + pathLength);
    const base = {
      path,
      type: fileTypes[typeAndMode >> 12]!,
      size: rows.readUIntLE(at + 14, 6) + rows.readUInt8(at + 20) * 2 ** 48,
      mode: typeAndMode & 0o7777,
      userId: rows.readUInt32LE(at + 21),
      groupId: rows.readUInt32LE(at + 25),
    };
    return linkLength === 0 ? base : { ...base, linkTarget: decodeBytes(text, start + pathLength, start + pathLength + linkLength) };
  }
}

interface Columns {
  readonly rows: Buffer;
  readonly text: Buffer;
}

const fileTypes: readonly FileType[] = ['file', 'directory', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo', 'other'];
const typeNumbers: ReadonlyMap<FileType, number> = new Map(fileTypes.map((type, number) => [type, number]));

const headBytes = 8;
/** Start of its text 4, length of its path 4 and of its link target 4, type and mode 2, size 7, user 4, group 4. */
const rowBytes = 29;
const maxId = 0xffff_ffff;

/** Collects entries in pages, so that growing copies little. */
export class EntryTableBuilder {
  #count = 0;
  #textBytes = 0;
  readonly #rows = new Pages();
  readonly #text = new Pages();

  get length(): number {
    return this.#count;
  }

  /** Answers the entry's index. User and group ids over 32 bits are clamped. */
  add(entry: FileEntry): number {
    const pathLength = this.#text.writeText(entry.path);
    const linkLength = entry.linkTarget === undefined ? 0 : this.#text.writeText(entry.linkTarget);
    const { page, at } = this.#rows.take(rowBytes);
    page.writeUInt32LE(this.#textBytes, at);
    page.writeUInt32LE(pathLength, at + 4);
    page.writeUInt32LE(linkLength, at + 8);
    page.writeUInt16LE((typeNumbers.get(entry.type)! << 12) | entry.mode, at + 12);
    page.writeUIntLE(entry.size % 2 ** 48, at + 14, 6);
    page.writeUInt8(Math.floor(entry.size / 2 ** 48), at + 20);
    page.writeUInt32LE(Math.min(Math.max(entry.userId, 0), maxId), at + 21);
    page.writeUInt32LE(Math.min(Math.max(entry.groupId, 0), maxId), at + 25);
    this.#textBytes += pathLength + linkLength;
    return this.#count++;
  }

  /** In pieces that follow each other. */
  encode(): readonly Buffer[] {
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(this.#count, 0);
    head.writeUInt32LE(this.#textBytes, 4);
    return [head, ...this.#rows.used(), ...this.#text.used()];
  }
}

const pageBytes = 1024 * 1024;

class Pages {
  readonly #full: Buffer[] = [];
  #page: Buffer = Buffer.allocUnsafeSlow(16 * 1024);
  #filled = 0;

  take(bytes: number): { readonly page: Buffer; readonly at: number } {
    if (this.#filled + bytes > this.#page.length) this.#turn(bytes);
    const at = this.#filled;
    this.#filled += bytes;
    return { page: this.#page, at };
  }

  /** Answers how many bytes the text took. */
  writeText(text: string): number {
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    if (this.#filled + text.length * 3 > this.#page.length) this.#turn(text.length * 3);
    const written = isAscii(text) ? this.#page.write(text, this.#filled, 'latin1') : encodeBytes(text).copy(this.#page, this.#filled);
    this.#filled += written;
    return written;
  }

  used(): readonly Buffer[] {
    return [...this.#full, this.#page.subarray(0, this.#filled)];
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
