import { Buffer } from 'node:buffer';

/** A value of an ADB file before it is written: a text, bytes, a list, or an object by the places of its members. */
export type AdbLiteral = string | Buffer | readonly AdbLiteral[] | { readonly [place: number]: AdbLiteral };

/** A file of apk 3 as adb.c writes it, in one block; what is the same object here is stored once. */
export function adbFile(schema: string, root: AdbLiteral): Buffer {
  const data = new AdbData();
  const value = data.write(root);
  const values = data.take();
  values.writeUInt32LE(value, 4);
  const header = Buffer.from(`ADB.${schema.padEnd(4, '\0')}`, 'latin1');
  const block = Buffer.alloc(4);
  block.writeUInt32LE(values.length + 4, 0);
  return Buffer.concat([header, block, values]);
}

class AdbData {
  // Version, compatibility, two bytes reserved, and the root.
  readonly #pieces: Buffer[] = [Buffer.alloc(8)];
  #length = 8;
  readonly #known = new Map<AdbLiteral, number>();

  take(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  write(value: AdbLiteral): number {
    const known = this.#known.get(value) ?? this.#write(value);
    this.#known.set(value, known);
    return known;
  }

  #write(value: AdbLiteral): number {
    if (typeof value === 'string') return this.#bytes(Buffer.from(value));
    if (Buffer.isBuffer(value)) return this.#bytes(value);
    if (isList(value))
      return this.#words(
        0xd,
        value.map((item) => this.write(item)),
      );
    const last = Math.max(0, ...Object.keys(value).map(Number));
    const words = Array.from({ length: last }, (_, at) => (value[at + 1] === undefined ? 0 : this.write(value[at + 1]!)));
    return this.#words(0xe, words);
  }

  #bytes(bytes: Buffer): number {
    const isShort = bytes.length < 256;
    const head = Buffer.alloc(isShort ? 1 : 2);
    head.writeUIntLE(bytes.length, 0, head.length);
    return tagged(isShort ? 0x8 : 0x9, this.#append(Buffer.concat([head, bytes])));
  }

  #words(type: number, words: readonly number[]): number {
    const bytes = Buffer.alloc(4 * (words.length + 1));
    [words.length + 1, ...words].forEach((word, at) => bytes.writeUInt32LE(word, 4 * at));
    return tagged(type, this.#append(bytes));
  }

  #append(bytes: Buffer): number {
    const offset = Math.ceil(this.#length / 4) * 4;
    this.#pieces.push(Buffer.alloc(offset - this.#length), bytes);
    this.#length = offset + bytes.length;
    return offset;
  }
}

function isList(value: AdbLiteral): value is readonly AdbLiteral[] {
  return Array.isArray(value);
}

function tagged(type: number, offset: number): number {
  return ((type << 28) | offset) >>> 0;
}
