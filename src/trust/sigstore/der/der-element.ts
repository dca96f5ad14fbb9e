import { DerError } from '../../crypto/der-error.ts';

/** One element of DER (ITU-T X.690, section 8.1): its identifier octet, its content and the bytes of both with the length between. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly encoded: Buffer;
}

/** The context-specific tag `[number]`, of a constructed or a primitive element. */
export function contextTag(number: number, form: 'constructed' | 'primitive'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

/** Exactly one element, and nothing after it. Throws {@link DerError}. */
export function readDer(bytes: Uint8Array, tag?: number): DerElement {
  const [element, ...rest] = readDerElements(bytes);
  if (element === undefined || rest.length > 0)
    throw new DerError(`there are ${element === undefined ? 0 : rest.length + 1} elements, not one`);
  if (tag !== undefined && element.tag !== tag) throw wrongTag(element, tag);
  return element;
}

/**
 * The consecutive elements in `bytes`. Nothing but the shortest encoding of a length is taken (X.690, section 10.1). It stands
 * beside the reader of `crypto/`, whose errors go on from the name of a key and which takes tags that nothing here has.
 */
export function readDerElements(bytes: Uint8Array): readonly DerElement[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const elements: DerElement[] = [];
  for (let at = 0; at < buffer.length;) {
    const element = readElement(buffer, at);
    elements.push(element);
    at += element.encoded.length;
  }
  return elements;
}

/** What a constructed element holds, after its tag was checked. */
export function readMembers(element: DerElement | undefined, tag: number): readonly DerElement[] {
  return readDerElements(contentOf(element, tag));
}

/** The content of an element that has to be there and to have that tag. */
export function contentOf(element: DerElement | undefined, tag: number): Buffer {
  if (element === undefined) throw new DerError(`an element with tag 0x${tag.toString(16)} is missing`);
  if (element.tag !== tag) throw wrongTag(element, tag);
  return element.content;
}

function readElement(buffer: Buffer, start: number): DerElement {
  const [tag, first] = [buffer[start], buffer[start + 1]];
  if (tag === undefined || first === undefined) throw new DerError('an element is cut');
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new DerError(`tag 0x${tag.toString(16)} is not known`);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new DerError('a length is indefinite or too long');
  const contentStart = start + 2 + lengthBytes;
  if (contentStart > buffer.length) throw new DerError('a length is cut');
  const length = lengthBytes === 0 ? first : buffer.readUIntBE(start + 2, lengthBytes);
  if (lengthBytes > 0 && (length < 0x80 || length < 256 ** (lengthBytes - 1))) throw new DerError('a length is not in its shortest form');
  const end = contentStart + length;
  if (end > buffer.length) throw new DerError('an element is longer than what holds it');
  return { tag, content: buffer.subarray(contentStart, end), encoded: buffer.subarray(start, end) };
}

function wrongTag(element: DerElement, tag: number): DerError {
  return new DerError(`an element has tag 0x${element.tag.toString(16)}, not 0x${tag.toString(16)}`);
}
