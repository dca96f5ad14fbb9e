import { DerError } from './der-error.ts';

/** One element of the Distinguished Encoding Rules (ITU-T X.690, section 10). */
export interface DerElement {
  /** The identifier octet: class, constructed bit, tag number below 31. */
  readonly tag: number;
  readonly content: Buffer;
  /** The content with its identifier and length. */
  readonly bytes: Buffer;
}

/** Position of an element in a larger buffer, for walking a revocation list of a million entries without an object for each part. */
export interface DerHeader {
  readonly tag: number;
  readonly contentStart: number;
  readonly end: number;
}

/** Exactly one element with nothing after it. Throws {@link DerError}. */
export function readDer(bytes: Uint8Array, tag?: number): DerElement {
  const buffer = toBuffer(bytes);
  const element = readElement(buffer, 0);
  if (element.bytes.length !== buffer.length) throw new DerError('data follows the element');
  return tag === undefined ? element : expectTag(element, tag);
}

/** Consecutive elements up to the end of `bytes`. */
export function readElements(bytes: Uint8Array): DerElement[] {
  const buffer = toBuffer(bytes);
  const elements: DerElement[] = [];
  for (let at = 0; at < buffer.length;) {
    const element = readElement(buffer, at);
    elements.push(element);
    at += element.bytes.length;
  }
  return elements;
}

/** The elements inside a sequence, a set or an explicit tag. The tag must match. */
export function readMembers(element: DerElement | undefined, tag: number): DerElement[] {
  return readElements(expectTag(element, tag).content);
}

/** The optional members at the end of a sequence, in the order of `tags`; `undefined` for those that are absent. Refuses any other member. */
export function readOptional(members: readonly DerElement[], tags: readonly number[]): readonly (DerElement | undefined)[] {
  let at = 0;
  const found = tags.map((tag) => (members[at]?.tag === tag ? members[at++] : undefined));
  const extra = members[at];
  if (extra !== undefined) throw new DerError(`unexpected tag ${hex(extra.tag)}`);
  return found;
}

/** The element itself. Throws {@link DerError} when it is absent or has another tag. */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag === tag) return element;
  throw new DerError(`expected tag ${hex(tag)}, found ${element === undefined ? 'nothing' : hex(element.tag)}`);
}

/**
 * The header at `start` of an element that ends by `limit`. Tags of one octet; lengths that are definite, in their shortest form (X.690,
 * section 10.1) and of up to four octets.
 */
export function readHeader(bytes: Buffer, start: number, limit: number): DerHeader {
  if (start + 2 > limit) throw new DerError('an element is truncated');
  const [tag, first] = [bytes[start]!, bytes[start + 1]!];
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new DerError(`tag ${hex(tag)} is not supported`);
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || octets > 4) throw new DerError('a length is indefinite or has more than 4 octets');
  const contentStart = start + 2 + octets;
  if (contentStart > limit) throw new DerError('an element is truncated');
  const length = octets === 0 ? first : bytes.readUIntBE(start + 2, octets);
  if (octets > 0 && (length < 0x80 || length < 256 ** (octets - 1))) throw new DerError('a length is not in its shortest form');
  if (contentStart + length > limit) throw new DerError('an element is truncated');
  return { tag, contentStart, end: contentStart + length };
}

function readElement(buffer: Buffer, start: number): DerElement {
  const { tag, contentStart, end } = readHeader(buffer, start, buffer.length);
  return { tag, content: buffer.subarray(contentStart, end), bytes: buffer.subarray(start, end) };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function hex(tag: number): string {
  return `0x${tag.toString(16)}`;
}
