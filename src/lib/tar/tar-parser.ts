import { checkSparseMap, parseLeadingMap, parsePaxSegments, readGnuLogicalSize, readGnuSegments } from './sparse-map.ts';
import { SparseContent } from './sparse-content.ts';
import { type TarContent, type TarEntry, type TarFault, type TarHandler, type TarLimits } from './tar-entry.ts';
import { blockBytes, isZeroBlock, parseTarHeader, type TarHeader } from './tar-header.ts';
import { flags, isMetadataFlag, TarMetadata } from './tar-metadata.ts';

type State =
  | { readonly kind: 'header' }
  | { readonly kind: 'metadata'; readonly flag: number }
  | { readonly kind: 'content' }
  | { readonly kind: 'gnu-sparse'; readonly header: TarHeader; readonly logicalBytes: number; readonly segments: number[] }
  | { readonly kind: 'leading-map'; readonly entry: TarEntry; readonly logicalBytes: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' };

/**
 * Reads a tar archive that is pushed through it in chunks of any size, once, holding no more than one metadata header.
 * ustar, pax, GNU (long names, sparse 0.0, 0.1, 1.0 and old), star and V7; where readers disagree it does as Go's
 * archive/tar does, because that is what container runtimes extract with.
 */
export class TarParser {
  readonly #handler: TarHandler;
  readonly #limits: TarLimits;
  readonly #metadata: TarMetadata;
  readonly #block = Buffer.allocUnsafe(blockBytes);
  #blockFilled = 0;
  #state: State = header;
  /** Content or metadata bytes still to come, and the padding after them. */
  #remaining = 0;
  #padding = 0;
  #content: TarContent | undefined;
  #collected: Buffer[] = [];
  #entries = 0;
  #sawZeroBlock = false;
  #sawTrailing = false;
  #offset = 0;

  constructor(handler: TarHandler, limits: TarLimits) {
    this.#handler = handler;
    this.#limits = limits;
    this.#metadata = new TarMetadata(limits);
  }

  get entryCount(): number {
    return this.#entries;
  }

  /** Whether everything that matters has been read; what is pushed from now on is only counted. */
  get isDone(): boolean {
    return this.#state.kind === 'ended' || this.#state.kind === 'stopped';
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state.kind === 'stopped') return;
      if (this.#state.kind === 'ended') {
        this.#lookAtTrailing(chunk, at);
        return;
      }
      at = this.#remaining > 0 ? this.#pushBody(chunk, at) : this.#padding > 0 ? this.#pushPadding(chunk, at) : this.#pushBlock(chunk, at);
    }
  }

  /** No more bytes follow: an open entry is truncated. */
  end(): void {
    const isOpen = this.#remaining > 0 || this.#blockFilled > 0 || !['header', 'ended', 'stopped'].includes(this.#state.kind);
    this.#content?.end(false);
    this.#content = undefined;
    if (this.#state.kind === 'stopped' || !isOpen) return;
    if (this.#entries === 0 && this.#state.kind === 'header') this.#stop('not-a-tar', 'too short to be a tar archive');
    else this.#stop('truncated', `the archive ends inside a file, ${this.#offset} bytes from its start`);
  }

  /** Gives up: an open entry is truncated, and is not reported again. */
  abandon(): void {
    this.#state = { kind: 'stopped' };
    this.#remaining = 0;
    this.#content?.end(false);
    this.#content = undefined;
  }

  #pushBody(chunk: Buffer, at: number): number {
    const length = Math.min(this.#remaining, chunk.length - at);
    if (this.#state.kind === 'content') this.#content?.write(chunk.subarray(at, at + length));
    else this.#collected.push(Buffer.from(chunk.subarray(at, at + length)));
    this.#remaining -= length;
    this.#offset += length;
    if (this.#remaining === 0) this.#endBody();
    return at + length;
  }

  #pushPadding(chunk: Buffer, at: number): number {
    const length = Math.min(this.#padding, chunk.length - at);
    this.#padding -= length;
    this.#offset += length;
    return at + length;
  }

  #pushBlock(chunk: Buffer, at: number): number {
    if (this.#blockFilled === 0 && chunk.length - at >= blockBytes) {
      this.#offset += blockBytes;
      this.#readBlock(chunk, at);
      return at + blockBytes;
    }
    const length = Math.min(blockBytes - this.#blockFilled, chunk.length - at);
    chunk.copy(this.#block, this.#blockFilled, at, at + length);
    this.#blockFilled += length;
    this.#offset += length;
    if (this.#blockFilled === blockBytes) {
      this.#blockFilled = 0;
      this.#readBlock(this.#block, 0);
    }
    return at + length;
  }

  #readBlock(block: Buffer, at: number): void {
    if (this.#state.kind === 'gnu-sparse') this.#readSparseExtension(block, at, this.#state);
    else if (isZeroBlock(block, at)) this.#readZeroBlock();
    else if (this.#sawZeroBlock) this.#stop('header', 'a single zero block in the middle of the archive');
    else this.#readHeader(block, at);
  }

  #readZeroBlock(): void {
    if (this.#sawZeroBlock) this.#state = { kind: 'ended' };
    this.#sawZeroBlock = true;
  }

  #readHeader(block: Buffer, at: number): void {
    const parsed = parseTarHeader(block, at);
    if (typeof parsed === 'string') {
      if (this.#entries === 0)
        this.#stop(
          'not-a-tar',
          `not a tar archive: its first header has ${parsed === 'checksum' ? 'a wrong checksum' : 'an unreadable number'}`,
        );
      else
        this.#stop(
          'header',
          `a header with ${parsed === 'checksum' ? 'a wrong checksum' : 'an unreadable number'}, ${this.#offset - blockBytes} bytes from the start`,
        );
      return;
    }
    if (isMetadataFlag(parsed.flag)) this.#startMetadata(parsed);
    else if (parsed.flag === flags.gnuSparse && parsed.isGnu) this.#startGnuSparse(block, at, parsed);
    else this.#startEntry(parsed);
  }

  #startMetadata(parsed: TarHeader): void {
    this.#expect(parsed.size);
    const isWanted = this.#metadata.mayTake(parsed.size);
    this.#state = isWanted ? { kind: 'metadata', flag: parsed.flag } : { kind: 'content' };
    if (this.#remaining === 0) this.#endBody();
  }

  #startEntry(parsed: TarHeader, sparse?: { readonly logicalBytes: number; readonly segments: readonly number[] }): void {
    const records = this.#metadata.records;
    const made = this.#metadata.apply(parsed);
    this.#expect(made.storedBytes);
    this.#state = { kind: 'content' };
    if (!this.#countEntry()) return;
    if ('fault' in made) this.#handler.fault({ ...made.fault, path: made.fault.path ?? parsed.name });
    else {
      if (made.note !== undefined) this.#handler.fault(made.note);
      if (made.entry.type === 'other')
        this.#fault('type', `a type that runtimes refuse (${JSON.stringify(String.fromCharCode(parsed.flag))})`, made.entry.path);
      if (sparse !== undefined) this.#openSparse(made.entry, sparse.logicalBytes, sparse.segments, made.storedBytes);
      else if (isPaxSparse(records)) this.#startPaxSparse(made.entry, records, made.storedBytes);
      else this.#content = this.#handler.entry(made.entry);
    }
    if (this.#remaining === 0) this.#endBody();
  }

  #countEntry(): boolean {
    if (++this.#entries <= this.#limits.entries) return true;
    this.#stop('too-many-entries', `more than ${this.#limits.entries} files`);
    return false;
  }

  #startGnuSparse(block: Buffer, at: number, parsed: TarHeader): void {
    const logicalBytes = readGnuLogicalSize(block, at);
    const map = readGnuSegments(block, at, false);
    if (logicalBytes === undefined || map === undefined) this.#stop('header', 'an unreadable sparse map');
    else if (map.more) this.#state = { kind: 'gnu-sparse', header: parsed, logicalBytes, segments: map.segments };
    else this.#startEntry(parsed, { logicalBytes, segments: map.segments });
  }

  #readSparseExtension(block: Buffer, at: number, state: Extract<State, { kind: 'gnu-sparse' }>): void {
    const map = readGnuSegments(block, at, true);
    if (map === undefined || state.segments.length + map.segments.length > 2 * this.#limits.sparseSegments) {
      this.#stop('header', 'an unreadable sparse map');
      return;
    }
    state.segments.push(...map.segments);
    if (!map.more) this.#startEntry(state.header, { logicalBytes: state.logicalBytes, segments: state.segments });
  }

  #startPaxSparse(entry: TarEntry, records: ReadonlyMap<string, string>, storedBytes: number): void {
    const logicalBytes = Number(records.get('GNU.sparse.realsize') ?? records.get('GNU.sparse.size'));
    if (!Number.isSafeInteger(logicalBytes)) this.#fault('sparse', 'an unreadable sparse size', entry.path);
    else if (records.get('GNU.sparse.major') === '1') this.#state = { kind: 'leading-map', entry, logicalBytes };
    else this.#openSparse(entry, logicalBytes, parsePaxSegments(records), storedBytes);
    // The map of format 1.0 is read in whole blocks, from the front of the content.
    if (this.#state.kind === 'leading-map') this.#expectMapBlock(storedBytes);
  }

  #openSparse(entry: TarEntry, logicalBytes: number, segments: readonly number[] | undefined, storedBytes: number): void {
    const isBounded = segments !== undefined && segments.length <= 2 * this.#limits.sparseSegments;
    const map = isBounded ? checkSparseMap(segments, logicalBytes, storedBytes) : undefined;
    if (map === undefined) {
      this.#fault('sparse', 'a sparse map that does not fit its file', entry.path);
      return;
    }
    const content = this.#handler.entry({ ...entry, size: logicalBytes });
    this.#content = content === undefined ? undefined : new SparseContent(content, map);
  }

  #mapStored = 0;

  #expectMapBlock(stored: number): void {
    this.#mapStored = stored;
    this.#remaining = Math.min(stored, blockBytes);
  }

  #readLeadingMap(state: Extract<State, { kind: 'leading-map' }>): void {
    const bytes = Buffer.concat(this.#collected);
    const map = parseLeadingMap(bytes, this.#limits.sparseSegments);
    const isWanting = map === 'incomplete' && bytes.length < Math.min(this.#mapStored, this.#limits.metaBytes);
    if (isWanting) {
      this.#remaining = Math.min(blockBytes, this.#mapStored - bytes.length);
      return;
    }
    this.#collected = [];
    this.#state = { kind: 'content' };
    this.#remaining = this.#mapStored - bytes.length;
    if (typeof map === 'string') this.#fault('sparse', 'an unreadable sparse map', state.entry.path);
    else this.#openSparse(state.entry, state.logicalBytes, map.segments, this.#remaining);
    if (this.#remaining === 0) this.#endBody();
  }

  #endBody(): void {
    const state = this.#state;
    if (state.kind === 'leading-map') {
      this.#readLeadingMap(state);
      return;
    }
    if (state.kind === 'metadata') {
      const note = this.#metadata.take(state.flag, this.#collected.length === 1 ? this.#collected[0]! : Buffer.concat(this.#collected));
      this.#collected = [];
      if (note !== undefined) this.#handler.fault(note);
    }
    this.#content?.end(true);
    this.#content = undefined;
    if (state.kind !== 'stopped') this.#state = header;
  }

  #expect(size: number): void {
    this.#remaining = size;
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes;
  }

  #lookAtTrailing(chunk: Buffer, at: number): void {
    if (this.#sawTrailing) return;
    for (let i = at; i < chunk.length; i++) {
      if (chunk[i] === 0) continue;
      this.#sawTrailing = true;
      this.#handler.fault({ scope: 'note', kind: 'trailing', message: 'bytes follow the end of the archive; runtimes ignore them' });
      return;
    }
  }

  #fault(kind: TarFault['kind'], message: string, path: string): void {
    this.#handler.fault({ scope: 'entry', kind, message, path });
  }

  #stop(kind: TarFault['kind'], message: string): void {
    this.abandon();
    this.#handler.fault({ scope: 'archive', kind, message });
  }
}

const header: State = { kind: 'header' };

function isPaxSparse(records: ReadonlyMap<string, string>): boolean {
  return records.has('GNU.sparse.major') || records.has('GNU.sparse.size') || records.has('GNU.sparse.map');
}
