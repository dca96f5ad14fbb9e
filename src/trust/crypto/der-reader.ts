import { DerError } from './der-error.ts';
import { derTags } from './der-tags.ts';

/** One element of the Distinguished Encoding Rules (X.690, section 10). */
export interface DerElement {
  /** The identifier octet: class, constructed bit, tag number below 31. */
  readonly tag: number;
  readonly content: Buffer;
  /** With identifier and length. */
  readonly bytes: Buffer;
}

/** The one element that `bytes` are, with nothing after it. Throws {@link DerError}. */
export function readDer(bytes: Buffer, tag?: number): DerElement {
  const element = readElement(bytes, 0);
  if (element.bytes.length !== bytes.length) throw new DerError('has bytes after its end');
  return tag === undefined ? element : expectTag(element, tag);
}

/** The elements that a sequence or a set holds. */
export function readChildren(parent: DerElement): readonly DerElement[] {
  const children: DerElement[] = [];
  let at = 0;
  while (at < parent.content.length) {
    const child = readElement(parent.content, at);
    children.push(child);
    at += child.bytes.length;
  }
  return children;
}

/** The element itself when it is there and has the tag. */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element === undefined) throw new DerError(`ends where tag 0x${tag.toString(16)} belongs`);
  if (element.tag === tag) return element;
  throw new DerError(`has tag 0x${element.tag.toString(16)} where 0x${tag.toString(16)} belongs`);
}

/** Dotted decimal. */
export function readObjectIdentifier(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTags.objectIdentifier);
  if (content.length === 0 || content.length > 64 || content.at(-1)! >= 0x80) throw new DerError('has an unfinished object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [joined = 0n, ...rest] = arcs;
  const first = joined < 80n ? joined / 40n : 2n;
  return [first, joined - first * 40n, ...rest].join('.');
}

/** A positive integer's magnitude, without the sign octet. Zero, negative and padded ones are refused. */
export function readPositiveInteger(element: DerElement | undefined): Buffer {
  const { content } = expectTag(element, derTags.integer);
  const [first = 0x80, second = 0] = content;
  if (first >= 0x80 || (first === 0 && second < 0x80))
    throw new DerError('has an integer that is not positive or not in its shortest form');
  return first === 0 ? content.subarray(1) : content;
}

/** Content of a bit string whose bits fill its octets, as in keys and signatures. */
export function readBitString(element: DerElement | undefined): Buffer {
  const { content } = expectTag(element, derTags.bitString);
  if (content[0] !== 0) throw new DerError('has a bit string that does not end with an octet');
  return content.subarray(1);
}

function readElement(bytes: Buffer, start: number): DerElement {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new DerError('is cut short');
  if ((tag & 0x1f) === 0x1f) throw new DerError('has a tag number above 30');
  const { length, size } = first < 0x80 ? { length: first, size: 1 } : readLongLength(bytes, start + 1, first & 0x7f);
  const contentStart = start + 1 + size;
  const end = contentStart + length;
  if (end > bytes.length) throw new DerError('is cut short');
  return { tag, content: bytes.subarray(contentStart, end), bytes: bytes.subarray(start, end) };
}

/** X.690, section 10.1: definite, and in as few octets as can be. */
function readLongLength(bytes: Buffer, at: number, octets: number): { readonly length: number; readonly size: number } {
  if (octets < 1 || octets > 3) throw new DerError('has a length that is indefinite or beyond 16 MiB');
  if (at + octets >= bytes.length) throw new DerError('is cut short');
  const length = bytes.readUIntBE(at + 1, octets);
  if (length < 0x80 || length < 2 ** (8 * (octets - 1))) throw new DerError('has a length that is not in its shortest form');
  return { length, size: 1 + octets };
}
