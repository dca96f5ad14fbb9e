import { DecompressError } from './decompressor.ts';

/** Bits of a bzip2 stream, the highest of each byte first. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** At most 24 bits. */
  read(count: number): number {
    while (this.#count < count) {
      if (this.#at >= this.#bytes.length) throw new DecompressError('the bzip2 stream ends early', true);
      this.#bits = ((this.#bits << 8) | this.#bytes[this.#at++]!) & 0x7fffffff;
      this.#count += 8;
    }
    this.#count -= count;
    const value = (this.#bits >>> this.#count) & ((1 << count) - 1);
    this.#bits &= (1 << this.#count) - 1;
    return value;
  }

  alignToByte(): void {
    this.#count = 0;
    this.#bits = 0;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }
}

const blockMagic = 0x314159;
const endMagic = 0x177245;
const symbolsOfGroup = 50;
const longestCode = 20;

/**
 * A bzip2 file, block by block (at most 900 kB of text before its runs are spelt out); all streams of a file, as bzip2 itself reads them. Each block's
 * checksum is verified before it is given out. Throws {@link DecompressError}.
 */
export function* bunzip2(bytes: Uint8Array): Generator<Buffer> {
  const input = new BitReader(bytes);
  do {
    if (input.read(8) !== 0x42 || input.read(8) !== 0x5a || input.read(8) !== 0x68) throw new DecompressError('is not bzip2');
    const level = input.read(8) - 0x30;
    if (level < 1 || level > 9) throw new DecompressError('has an unknown bzip2 block size');
    for (;;) {
      const magic = [input.read(24), input.read(24)];
      if (magic[0] === endMagic) break;
      if (magic[0] !== blockMagic) throw new DecompressError('has a damaged bzip2 block');
      yield readBlock(input, level * 100_000);
    }
    input.read(16);
    input.read(16);
    input.alignToByte();
  } while (!input.isAtEnd);
}

function readBlock(input: BitReader, maxBytes: number): Buffer {
  const checksum = ((input.read(16) << 16) | input.read(16)) >>> 0;
  if (input.read(1) !== 0) throw new DecompressError('has a randomised bzip2 block, which bzip2 no longer writes');
  const origin = input.read(24);
  const transformed = readSymbols(input, maxBytes);
  if (origin >= transformed.length) throw new DecompressError('has a damaged bzip2 block');
  const block = spellRuns(undoTransform(transformed, origin));
  if (checksumOf(block) !== checksum) throw new DecompressError('has a bzip2 block with a wrong checksum');
  return block;
}

/** The alphabet, then which table codes which group of 50 symbols, then the tables, then the symbols: runs of the first, or places in a move-to-front list. */
function readSymbols(input: BitReader, maxBytes: number): Uint8Array {
  const alphabet = readAlphabet(input);
  const selectors = readSelectors(input);
  const tables = Array.from({ length: selectors.tables }, () => readTable(input, alphabet.length + 2));
  const end = alphabet.length + 1;
  const output = new Uint8Array(maxBytes);
  let length = 0;
  let run = 0;
  let runUnit = 1;
  for (let symbols = 0; ; symbols++) {
    const table = tables[selectors.list[Math.floor(symbols / symbolsOfGroup)] ?? -1];
    if (table === undefined) throw new DecompressError('has a damaged bzip2 block');
    const symbol = readSymbol(input, table);
    if (symbol <= 1) {
      run += runUnit << symbol;
      runUnit <<= 1;
      if (run > maxBytes) throw new DecompressError('has a bzip2 block that is too long');
      continue;
    }
    if (length + run > maxBytes || (symbol !== end && length + run === maxBytes))
      throw new DecompressError('has a bzip2 block that is too long');
    output.fill(alphabet[0]!, length, length + run);
    length += run;
    run = 0;
    runUnit = 1;
    if (symbol === end) return output.subarray(0, length);
    const [byte = 0] = alphabet.splice(symbol - 1, 1);
    alphabet.unshift(byte);
    output[length++] = byte;
  }
}

function readAlphabet(input: BitReader): number[] {
  const rows = input.read(16);
  const alphabet: number[] = [];
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const used = input.read(16);
    for (let column = 0; column < 16; column++) if ((used & (0x8000 >> column)) !== 0) alphabet.push(row * 16 + column);
  }
  if (alphabet.length === 0) throw new DecompressError('has a bzip2 block without bytes');
  return alphabet;
}

function readSelectors(input: BitReader): { readonly tables: number; readonly list: readonly number[] } {
  const tables = input.read(3);
  const count = input.read(15);
  if (tables < 2 || tables > 6 || count === 0) throw new DecompressError('has a damaged bzip2 block');
  const order = Array.from({ length: tables }, (_, index) => index);
  const list = Array.from({ length: count }, () => {
    let place = 0;
    while (input.read(1) === 1) if (++place >= tables) throw new DecompressError('has a damaged bzip2 block');
    const [table = 0] = order.splice(place, 1);
    order.unshift(table);
    return table;
  });
  return { tables, list };
}

/** A canonical Huffman code: by length, the highest code, the first code's place, and the symbols in order. */
interface CodeTable {
  readonly limits: Int32Array;
  readonly offsets: Int32Array;
  readonly symbols: Uint16Array;
}

function readTable(input: BitReader, size: number): CodeTable {
  const lengths = new Uint8Array(size);
  let length = input.read(5);
  for (let symbol = 0; symbol < size; symbol++) {
    for (;;) {
      if (length < 1 || length > longestCode) throw new DecompressError('has a damaged bzip2 block');
      if (input.read(1) === 0) break;
      length += input.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const limits = new Int32Array(longestCode + 1).fill(-1);
  const offsets = new Int32Array(longestCode + 1);
  const symbols = new Uint16Array(size);
  let code = 0;
  let placed = 0;
  for (let bits = 1; bits <= longestCode; bits++) {
    offsets[bits] = placed - code;
    for (let symbol = 0; symbol < size; symbol++) {
      if (lengths[symbol] !== bits) continue;
      symbols[placed++] = symbol;
      limits[bits] = code++;
    }
    code <<= 1;
  }
  return { limits, offsets, symbols };
}

function readSymbol(input: BitReader, { limits, offsets, symbols }: CodeTable): number {
  let code = 0;
  for (let bits = 1; bits <= longestCode; bits++) {
    code = (code << 1) | input.read(1);
    if (code > limits[bits]!) continue;
    const symbol = symbols[code + offsets[bits]!];
    if (symbol !== undefined) return symbol;
  }
  throw new DecompressError('has a damaged bzip2 block');
}

/** Undoes the Burrows–Wheeler transform. */
function undoTransform(transformed: Uint8Array, origin: number): Uint8Array {
  const starts = new Int32Array(256);
  for (const byte of transformed) starts[byte]!++;
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = starts[byte]!;
    starts[byte] = sum;
    sum += count;
  }
  const next = new Int32Array(transformed.length);
  for (let at = 0; at < transformed.length; at++) next[starts[transformed[at]!]!++] = at;
  const text = new Uint8Array(transformed.length);
  let at = next[origin]!;
  for (let place = 0; place < text.length; place++) {
    text[place] = transformed[at]!;
    at = next[at]!;
  }
  return text;
}

/** Four equal bytes are followed by how many more of them there are. */
function spellRuns(text: Uint8Array): Buffer {
  let length = 0;
  for (let pass = 0; pass < 2; pass++) {
    const output = pass === 0 ? undefined : Buffer.allocUnsafe(length);
    length = 0;
    let equal = 0;
    for (let at = 0; at < text.length; at++) {
      const byte = text[at]!;
      if (equal === 4) {
        output?.fill(text[at - 1]!, length, length + byte);
        length += byte;
        equal = 0;
        continue;
      }
      equal = at > 0 && equal > 0 && byte === text[at - 1] ? equal + 1 : 1;
      if (output !== undefined) output[length] = byte;
      length++;
    }
    if (output !== undefined) return output;
  }
  return Buffer.alloc(0);
}

const checksumTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

function checksumOf(bytes: Uint8Array): number {
  let checksum = -1;
  for (const byte of bytes) checksum = (checksum << 8) ^ checksumTable[((checksum >>> 24) ^ byte) & 0xff]!;
  return ~checksum >>> 0;
}
