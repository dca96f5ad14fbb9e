import { JsonStreamError } from './json-stream-error.ts';
import { scanValue, startValue, type ValueText } from './scan-value.ts';

export interface JsonElement {
  /** The member's name; absent in an array. */
  readonly key?: string;
  /** The element's text, valid until the next one is requested. */
  readonly bytes: Buffer;
}

export interface JsonLimits {
  /** One element: bytes. */
  readonly maxElementBytes: number;
  /** Brackets inside brackets of one element. */
  readonly maxDepth: number;
}

/**
 * The values of one huge JSON object, or the elements of one huge array, without parsing them (RFC 8259): only brackets,
 * strings and commas are examined, so memory is bounded by one element. Throws {@link JsonStreamError} for what is cut,
 * not JSON, or past a limit; what is inside an element is checked by who parses it.
 */
export function* splitJson(chunks: Iterable<Buffer>, limits: JsonLimits): Generator<JsonElement> {
  const text = new ChunkedText(chunks, limits.maxElementBytes);
  skipByteOrderMark(text);
  const opening = text.nextToken();
  if (opening !== openBrace && opening !== openBracket) throw unexpected(text, 'an object or an array');
  text.at++;
  const closing = opening === openBrace ? closeBrace : closeBracket;
  if (text.nextToken() === closing) text.at++;
  else yield* splitElements(text, closing, limits);
  if (text.nextToken() !== endOfText) throw unexpected(text, 'the end');
}

/** The elements of the array that is one member of a huge object, the other members of which are skipped. Throws as {@link splitJson} does. */
export function* splitJsonMember(chunks: Iterable<Buffer>, member: string, limits: JsonLimits): Generator<JsonElement> {
  const text = new ChunkedText(chunks, limits.maxElementBytes);
  skipByteOrderMark(text);
  if (text.nextToken() !== openBrace) throw unexpected(text, 'an object');
  text.at++;
  for (let after = text.nextToken(); after !== closeBrace;) {
    const key = readKey(text, limits);
    if (key === member && text.nextToken() === openBracket) {
      text.at++;
      if (text.nextToken() === closeBracket) text.at++;
      else yield* splitElements(text, closeBracket, limits);
    } else readValue(text, limits);
    after = text.nextToken();
    if (after !== closeBrace && after !== comma) throw unexpected(text, 'a comma');
    if (after === comma) text.at++;
  }
  text.at++;
  if (text.nextToken() !== endOfText) throw unexpected(text, 'the end');
}

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const quote = 0x22;
const endOfText = -1;

function* splitElements(text: ChunkedText, closing: number, limits: JsonLimits): Generator<JsonElement> {
  for (;;) {
    const key = closing === closeBrace ? readKey(text, limits) : undefined;
    const start = text.nextToken();
    if (start === endOfText) throw unexpected(text, 'a value');
    const bytes = readValue(text, limits);
    yield key === undefined ? { bytes } : { key, bytes };
    const after = text.nextToken();
    if (after !== closing && after !== comma) throw unexpected(text, 'a comma');
    text.at++;
    if (after === closing) return;
  }
}

function readKey(text: ChunkedText, limits: JsonLimits): string {
  if (text.nextToken() !== quote) throw unexpected(text, 'a name');
  const bytes = readValue(text, limits);
  const key = parseString(bytes);
  if (key === undefined) throw unexpected(text, 'a name');
  if (text.nextToken() !== colon) throw unexpected(text, 'a colon');
  text.at++;
  return key;
}

function readValue(text: ChunkedText, limits: JsonLimits): Buffer {
  text.hold();
  const scan = startValue();
  for (;;) {
    const isWhole = scanValue(text, scan);
    if (scan.deepest > limits.maxDepth) throw new JsonStreamError(`nests deeper than ${limits.maxDepth} before byte ${text.position}`);
    if (isWhole) break;
    if (text.loadMore()) continue;
    if (scan.kind === 'scalar') break;
    throw unexpected(text, 'the rest of a value');
  }
  return text.release();
}

function parseString(bytes: Buffer): string | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function skipByteOrderMark(text: ChunkedText): void {
  if (text.nextToken() !== 0xef) return;
  for (let count = 0; count < 3; count++) {
    text.nextToken();
    text.at++;
  }
}

function unexpected(text: ChunkedText, wanted: string): JsonStreamError {
  return new JsonStreamError(
    text.isAtEnd
      ? `ends early at byte ${text.position}, where ${wanted} should be`
      : `has something else than ${wanted} at byte ${text.position}`,
  );
}

/** Chunks laid one behind another; what is held stays in memory until it is released. */
class ChunkedText implements ValueText {
  buffer: Buffer = Buffer.alloc(0);
  at = 0;
  isAtEnd = false;
  readonly #chunks: Iterator<Buffer>;
  readonly #maxHeldBytes: number;
  #heldFrom: number | undefined;
  #dropped = 0;

  constructor(chunks: Iterable<Buffer>, maxHeldBytes: number) {
    this.#chunks = chunks[Symbol.iterator]();
    this.#maxHeldBytes = maxHeldBytes;
  }

  get position(): number {
    return this.#dropped + this.at;
  }

  hold(): void {
    this.#heldFrom = this.at;
  }

  release(): Buffer {
    if (this.at - this.#heldFrom! > this.#maxHeldBytes) throw this.#tooLarge();
    const bytes = this.buffer.subarray(this.#heldFrom, this.at);
    this.#heldFrom = undefined;
    return bytes;
  }

  loadMore(): boolean {
    const next = this.#chunks.next();
    if (next.done === true) {
      this.isAtEnd = true;
      return false;
    }
    const from = this.#heldFrom ?? this.at;
    const held = this.buffer.length - from;
    if (held > this.#maxHeldBytes)
      throw new JsonStreamError(`has an element of more than ${this.#maxHeldBytes} bytes at byte ${this.position}`);
    this.buffer = held === 0 ? next.value : Buffer.concat([this.buffer.subarray(from), next.value]);
    this.at -= from;
    this.#dropped += from;
    if (this.#heldFrom !== undefined) this.#heldFrom = 0;
    return true;
  }

  #tooLarge(): JsonStreamError {
    return new JsonStreamError(`has an element of more than ${this.#maxHeldBytes} bytes before byte ${this.position}`);
  }

  /** The next byte that is not white space, without passing it; -1 at the end. */
  nextToken(): number {
    for (;;) {
      while (this.at < this.buffer.length) {
        const byte = this.buffer[this.at]!;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
        this.at++;
      }
      if (!this.loadMore()) return endOfText;
    }
  }
}
