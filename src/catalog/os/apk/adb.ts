import { inflateRawSync } from 'node:zlib';
import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { limits } from '../../../model/limits.ts';

/** The bytes are no readable ADB file; the message says why. */
export class AdbError extends Error {
  override readonly name = 'AdbError';
}

/** A value of an ADB file. Nothing is read before it is asked for; what is damaged throws {@link AdbError} then. */
export interface AdbValue {
  /** Member of an object, counted from 1, or `undefined` where it is absent. */
  member(index: number): AdbValue | undefined;
  items(): Iterable<AdbValue>;
  text(): string;
  bytes(): Buffer;
}

/**
 * apk's binary format: apk-v3(5), adb.h and adb.c of apk-tools 3. A magic, a schema, then blocks; the first block holds values that refer to each other by offsets.
 * `maxBytes` bounds what a compressed file inflates to.
 */
export function openAdb(file: Buffer, maxBytes: number): { readonly schema: string; readonly root: AdbValue } {
  const bytes = inflate(file, maxBytes);
  if (bytes.length < 12) throw new AdbError('is cut');
  const { type, start, end } = readBlock(bytes, 8);
  if (type !== adbBlock) throw new AdbError('does not begin with a block of values');
  const data = bytes.subarray(start, end);
  if (data.length < 8) throw new AdbError('is cut');
  const database = new Adb(data);
  return { schema: bytes.toString('latin1', 4, 8).replaceAll('\0', ''), root: database.value(data.readUInt32LE(4)) };
}

export function isAdb(bytes: Buffer): boolean {
  return bytes.length >= 4 && ['ADB.', 'ADBd', 'ADBc'].includes(bytes.toString('latin1', 0, 4));
}

/** `ADBd` and, with a byte for the method and one for its level, `ADBc`; what they hold begins with the magic of a plain file. */
function inflate(file: Buffer, maxBytes: number): Buffer {
  const magic = file.toString('latin1', 0, 4);
  if (magic === 'ADB.') return file;
  const method = magic === 'ADBc' ? file[4] : deflate;
  if (method === stored) return file.subarray(6);
  if (method !== deflate) throw new AdbError(`is compressed by method ${String(method)}, which is not supported`);
  const inflated = inflateDeflated(file.subarray(magic === 'ADBc' ? 6 : 4), maxBytes);
  if (inflated.toString('latin1', 0, 4) !== 'ADB.') throw new AdbError('holds no ADB file');
  return inflated;
}

function inflateDeflated(bytes: Buffer, maxBytes: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    throw new AdbError('is compressed and damaged, or inflates to too much');
  }
}

const stored = 0;
const deflate = 1;
const adbBlock = 0;
const extendedBlock = 3;

/** Two bits for the type, thirty for the size with this header; blocks of more have both in sixteen bytes. */
function readBlock(bytes: Buffer, at: number): { readonly type: number; readonly start: number; readonly end: number } {
  const word = bytes.readUInt32LE(at);
  const isExtended = word >>> 30 === extendedBlock;
  if (isExtended && bytes.length < at + 16) throw new AdbError('is cut');
  const size = isExtended ? Number(bytes.readBigUInt64LE(at + 8)) : word & 0x3fffffff;
  const start = at + (isExtended ? 16 : 4);
  const end = at + size;
  if (end < start || end > bytes.length) throw new AdbError('is cut');
  return { type: isExtended ? word & 0x3fffffff : word >>> 30, start, end };
}

const blob8 = 0x8;
const blob16 = 0x9;
const blob32 = 0xa;
const arrayType = 0xd;
const objectType = 0xe;

/** Values of one block. Equal lists are stored once, and a small file could refer to one a million times, so that the number of values read is bounded. */
class Adb {
  readonly #data: Buffer;
  #unread: number = limits.adbValues;

  constructor(data: Buffer) {
    this.#data = data;
  }

  value(word: number): AdbValue {
    const type = word >>> 28;
    const offset = word & 0x0fffffff;
    return {
      member: (index) => {
        const words = this.#words(type, offset, objectType);
        const found = index < words ? this.#word(offset + 4 * index) : 0;
        return found === 0 ? undefined : this.value(found);
      },
      items: () => this.#items(type, offset),
      text: () => decodeBytes(this.#bytes(type, offset)),
      bytes: () => this.#bytes(type, offset),
    };
  }

  *#items(type: number, offset: number): Iterable<AdbValue> {
    const words = this.#words(type, offset, arrayType);
    this.#unread -= words;
    if (this.#unread < 0) throw new AdbError(`has more than ${limits.adbValues} values`);
    for (let index = 1; index < words; index++) yield this.value(this.#word(offset + 4 * index));
  }

  /** The first word is their number, itself included. */
  #words(type: number, offset: number, wanted: number): number {
    if (type !== wanted) throw new AdbError('has a value of another kind than its schema says');
    const count = this.#word(offset);
    if (count < 1 || offset + 4 * count > this.#data.length) throw new AdbError('has a list that ends behind the file');
    return count;
  }

  #word(at: number): number {
    if (at + 4 > this.#data.length) throw new AdbError('has a value behind its end');
    return this.#data.readUInt32LE(at);
  }

  #bytes(type: number, offset: number): Buffer {
    const width = type === blob8 ? 1 : type === blob16 ? 2 : type === blob32 ? 4 : 0;
    if (width === 0) throw new AdbError('has a value of another kind than its schema says');
    if (offset + width > this.#data.length) throw new AdbError('has a text behind its end');
    const start = offset + width;
    const end = start + this.#data.readUIntLE(offset, width);
    if (end > this.#data.length) throw new AdbError('has a text that ends behind the file');
    return this.#data.subarray(start, end);
  }
}
