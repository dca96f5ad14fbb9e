import { DecompressError } from '../decompress/decompressor.ts';
import { RawInflater } from '../decompress/raw-inflater.ts';
import { parseHeader, readZip64Sizes, type ZipHeader } from './zip-directory.ts';
import { ZipError } from './zip-error.ts';

/** A header of an entry as it stands before its content (APPNOTE.TXT 6.3.10, 4.3.7). */
export interface LocalHeader {
  readonly name: string;
  readonly method: number;
  /** Where the header begins in the archive. */
  readonly localOffset: number;
  /** Absent where they follow the content, in a data descriptor (4.3.9). */
  readonly sizes?: { readonly compressedBytes: number; readonly uncompressedBytes: number };
}

export interface WalkedContent {
  /** `chunk` is valid during the call only. May throw {@link ZipError} to end the walk. */
  write(chunk: Buffer): void;
  /** `problem` where the content is cut or damaged. */
  end(problem?: string): void;
}

/** How a walk ended: with the end record of the archive, or before it. `prefixBytes` are before the archive, so that offsets in its directory are so much too small. */
export type WalkEnd = { readonly isComplete: false } | { readonly isComplete: true; readonly prefixBytes: number };

export interface ZipVisitor {
  /** An entry goes by; `undefined` to pass over its content. */
  entry(header: LocalHeader): WalkedContent | undefined;
  /** A header of the central directory goes by: the archive has what is listed here, whatever else was between its entries. */
  listed(header: ZipHeader): void;
  /** Bytes that are inflated, also of entries that are passed over. May throw {@link ZipError} to end the walk. */
  inflated(bytes: number): void;
}

/**
 * Reads a zip archive from its first byte to its last as it streams by, in memory that does not depend on its size. Where a header is not where it should be, such as
 * behind the script of an executable jar, the walk goes on at the next header; whether that was one is known once the directory has passed.
 */
export class ZipWalker {
  readonly #visitor: ZipVisitor;
  #state: 'headers' | 'stored' | 'deflated' | 'descriptor' | 'done' = 'headers';
  /** Bytes of an unfinished header, and where they begin in the archive. */
  #pending: Buffer = nothing;
  #position = 0;
  #content: WalkedContent | undefined;
  #header: LocalHeader | undefined;
  #left = 0;
  #inflater: RawInflater | undefined;
  #compressedBytes = 0;
  #damaged = 0;
  /** Where the directory began that goes by, and where the archive says that it begins. */
  #directoryStart: number | undefined;
  #directoryOffset64: number | undefined;
  #prefixBytes: number | undefined;

  constructor(visitor: ZipVisitor) {
    this.#visitor = visitor;
  }

  /** Throws what the visitor throws. */
  write(chunk: Buffer): void {
    const window = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const start = this.#position;
    let at = 0;
    for (let isMore = true; isMore && at < window.length;) {
      const state = this.#state;
      const taken = this.#step(window.subarray(at), start + at);
      isMore = taken > 0 || this.#state !== state;
      at += taken;
    }
    this.#position = start + at;
    this.#pending = at === window.length ? nothing : Buffer.from(window.subarray(at));
  }

  end(): WalkEnd {
    const isCut = this.#state === 'stored' || this.#state === 'deflated';
    if (isCut) this.#finish('is truncated');
    this.close();
    return this.#prefixBytes === undefined || isCut ? { isComplete: false } : { isComplete: true, prefixBytes: this.#prefixBytes };
  }

  /** Releases what is used again; to be called where a walk ends by an error. */
  close(): void {
    if (this.#inflater !== undefined) spareInflaters.push(this.#inflater);
    this.#inflater = undefined;
    this.#state = 'done';
  }

  /** How many bytes of the window were used up. None: more are needed. */
  #step(window: Buffer, position: number): number {
    switch (this.#state) {
      case 'headers':
        return this.#readHeader(window, position);
      case 'stored':
        return this.#passStored(window);
      case 'deflated':
        return this.#inflate(window);
      case 'descriptor':
        return this.#passDescriptor(window);
      case 'done':
        return window.length;
    }
  }

  #readHeader(window: Buffer, position: number): number {
    const mark = findMark(window);
    if (mark > 0) return mark;
    if (window.length < 4) return 0;
    const signature = window.readUInt32LE(0);
    if (signature === localSignature) return this.#readLocal(window, position);
    return signature === directorySignature ? this.#readListed(window, position) : this.#readEnd(window, position);
  }

  /** 4.3.14 and 4.3.16. Behind it comes nothing, or another archive. */
  #readEnd(window: Buffer, position: number): number {
    const is64 = window.readUInt32LE(0) === end64Signature;
    if (window.length < (is64 ? 56 : 22)) return 0;
    if (is64) this.#directoryOffset64 = Number(window.readBigUInt64LE(48));
    else {
      const offset = window.readUInt32LE(16);
      const begins = offset === 0xffffffff ? (this.#directoryOffset64 ?? offset) : offset;
      this.#prefixBytes = Math.max(0, (this.#directoryStart ?? position) - begins);
    }
    return 4;
  }

  #readLocal(window: Buffer, position: number): number {
    if (window.length < 30) return 0;
    const nameEnd = 30 + window.readUInt16LE(26);
    const end = nameEnd + window.readUInt16LE(28);
    if (window.length < end) return 0;
    const header = parseLocal(window.subarray(0, end), nameEnd, position);
    if (header === undefined) return 4;
    this.#directoryStart = undefined;
    this.#header = header;
    const isEncrypted = (window.readUInt16LE(6) & 1) === 1;
    this.#content = this.#visitor.entry(header);
    if (isEncrypted || !(header.method === 0 || header.method === 8))
      this.#finish(isEncrypted ? 'is encrypted' : `uses compression method ${header.method}, which is not supported`);
    this.#begin(header);
    return end;
  }

  #begin({ method, sizes }: LocalHeader): void {
    const isInflated = method === 8 && (sizes === undefined || this.#content !== undefined);
    if (isInflated) {
      this.#inflater ??= spareInflaters.pop() ?? new RawInflater();
      this.#inflater.reset();
      this.#compressedBytes = 0;
      this.#state = 'deflated';
    } else if (sizes === undefined) {
      // Without its size, the end of a stored entry cannot be told from its content.
      this.#finish('is stored without its size');
    } else {
      this.#left = sizes.compressedBytes;
      this.#state = 'stored';
      if (this.#left === 0) this.#finish();
    }
  }

  /** Ends the entry; headers are next. */
  #finish(problem?: string): void {
    this.#state = 'headers';
    const content = this.#content;
    this.#content = undefined;
    content?.end(problem);
  }

  #passStored(window: Buffer): number {
    const taken = Math.min(this.#left, window.length);
    this.#content?.write(window.subarray(0, taken));
    this.#left -= taken;
    if (this.#left === 0) this.#finish();
    return taken;
  }

  #inflate(window: Buffer): number {
    const allowed = this.#header?.sizes === undefined ? window.length : this.#header.sizes.compressedBytes - this.#compressedBytes;
    const input = window.subarray(0, Math.max(0, Math.min(allowed, window.length)));
    const taken = this.#push(input);
    if (taken === undefined) {
      // How much was read is not known: the next header is searched for from here on, unless that happens too often.
      this.#damaged += 1;
      this.#finish('cannot be inflated');
      return this.#damaged > maxSearched ? input.length : 0;
    }
    this.#compressedBytes += taken;
    const isEnd = taken < input.length || this.#compressedBytes === this.#header?.sizes?.compressedBytes;
    if (isEnd) this.#endDeflated();
    return taken;
  }

  /** How many bytes belong to the entry; `undefined` where it is damaged. */
  #push(input: Buffer): number | undefined {
    try {
      return this.#inflater!.push(input, (bytes) => this.#takeInflated(bytes));
    } catch (error) {
      if (error instanceof DecompressError) return undefined;
      throw error;
    }
  }

  #takeInflated(bytes: Buffer): void {
    this.#visitor.inflated(bytes.length);
    this.#content?.write(bytes);
  }

  #endDeflated(): void {
    this.#finish();
    if (this.#header?.sizes === undefined) this.#state = 'descriptor';
  }

  /** 4.3.9: an optional signature, the CRC-32 and two sizes of 4 bytes, or of 8. An archive goes on behind it, so the longest fits in what follows. */
  #passDescriptor(window: Buffer): number {
    if (window.length < 24) return 0;
    this.#state = 'headers';
    const start = window.readUInt32LE(0) === descriptorSignature ? 4 : 0;
    for (const [bytes, value] of [
      [12, window.readUInt32LE(start + 4)],
      [20, Number(window.readBigUInt64LE(start + 4))],
    ] as const)
      if (value === this.#compressedBytes) return start + bytes;
    // The search for the next header passes over it.
    return 0 === start ? 0 : start;
  }

  #readListed(window: Buffer, position: number): number {
    if (window.length < 46) return 0;
    const end = 46 + window.readUInt16LE(28) + window.readUInt16LE(30) + window.readUInt16LE(32);
    if (window.length < end) return 0;
    this.#directoryStart ??= position;
    const header = tryParse(() => parseHeader(window.subarray(0, end), 0, 0));
    if (header !== undefined) this.#visitor.listed(header);
    return end;
  }
}

const nothing = Buffer.alloc(0);
/** Entries that cannot be inflated in which the next header is searched for; an archive made of such would be read many times. */
const maxSearched = 1_000;
/** Each has a window and a buffer; archives inside archives need one for each level. */
const spareInflaters: RawInflater[] = [];

const localSignature = 0x04034b50;
const directorySignature = 0x02014b50;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const descriptorSignature = 0x08074b50;
const signatures: ReadonlySet<number> = new Set([localSignature, directorySignature, endSignature, end64Signature]);

/** Where the next header may begin; what is before it belongs to none. */
function findMark(window: Buffer): number {
  for (let at = window.indexOf('PK', 0, 'latin1'); at !== -1; at = window.indexOf('PK', at + 1, 'latin1')) {
    if (at + 4 > window.length || signatures.has(window.readUInt32LE(at))) return at;
  }
  return Math.max(0, window.length - (window[window.length - 1] === 0x50 ? 1 : 0));
}

/** `undefined` for what cannot be a header. */
function parseLocal(header: Buffer, nameEnd: number, localOffset: number): LocalHeader | undefined {
  const sizes = tryParse(() => readLocalSizes(header, nameEnd));
  if (sizes === undefined) return undefined;
  const hasDescriptor = (header.readUInt16LE(6) & 8) !== 0;
  const isUnknown = hasDescriptor && sizes.compressedBytes === 0;
  const parsed = { name: header.toString('utf8', 30, nameEnd), method: header.readUInt16LE(8), localOffset };
  return isUnknown ? parsed : { ...parsed, sizes };
}

function readLocalSizes(header: Buffer, nameEnd: number): { compressedBytes: number; uncompressedBytes: number } {
  const sizes = { compressedBytes: header.readUInt32LE(18), uncompressedBytes: header.readUInt32LE(22), localOffset: 0 };
  const is64 = sizes.compressedBytes === 0xffffffff || sizes.uncompressedBytes === 0xffffffff;
  const { compressedBytes, uncompressedBytes } = is64 ? readZip64Sizes(header.subarray(nameEnd), sizes) : sizes;
  return { compressedBytes, uncompressedBytes };
}

function tryParse<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ZipError) return undefined;
    throw error;
  }
}
