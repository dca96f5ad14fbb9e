import { limits } from '../../model/limits.ts';
import { DerError } from './der-error.ts';
import { derTags } from './der-tags.ts';
import { writeDer } from './der-writer.ts';

/**
 * Converts one element of BER (X.690, section 8) to the structure of DER: definite lengths in their shortest form, octet strings in one piece. Values
 * are copied, so that parts signed as DER do not change. For messages that may be sent in BER, such as CMS. Throws {@link DerError}.
 */
export function berToDer(bytes: Uint8Array): Buffer {
  const { der, end } = rewrite(Buffer.from(bytes), 0, bytes.length, 0);
  if (end !== bytes.length) throw new DerError('data follows the element');
  return der;
}

interface Rewritten {
  readonly tag: number;
  readonly der: Buffer;
  readonly content: Buffer;
  /** Where the element ends in the input. */
  readonly end: number;
}

const constructed = 0x20;

function rewrite(bytes: Buffer, start: number, limit: number, depth: number): Rewritten {
  if (depth > limits.asn1Depth) throw new DerError(`elements are nested deeper than ${limits.asn1Depth}`);
  const { tag, contentStart, length } = readHeader(bytes, start, limit);
  if (length !== undefined && contentStart + length > limit) throw truncated();
  if ((tag & constructed) === 0) {
    if (length === undefined) throw new DerError('a primitive element has an indefinite length');
    return whole(tag, bytes.subarray(contentStart, contentStart + length), contentStart + length);
  }
  const members: Rewritten[] = [];
  const end = length === undefined ? limit : contentStart + length;
  let at = contentStart;
  while (at < end && !(length === undefined && bytes[at] === 0)) {
    const member = rewrite(bytes, at, end, depth + 1);
    members.push(member);
    at = member.end;
  }
  // X.690, section 8.1.5: an indefinite length ends with two zero octets.
  const after = length === undefined ? at + 2 : at;
  if (length === undefined && (after > limit || bytes[at + 1] !== 0)) throw truncated();
  return joinMembers(tag, members, after);
}

/** Joins the parts of an octet string; members of other elements stay separate. */
function joinMembers(tag: number, members: readonly Rewritten[], end: number): Rewritten {
  const isString = tag === (derTags.octetString | constructed);
  if (!isString && (tag & 0xc0) === 0 && tag !== derTags.sequence && tag !== derTags.set)
    throw new DerError(`tag 0x${tag.toString(16)} is not supported`);
  if (!isString) return whole(tag, Buffer.concat(members.map(({ der }) => der)), end);
  if (members.some((member) => member.tag !== derTags.octetString)) throw new DerError('an octet string has parts of another type');
  return whole(derTags.octetString, Buffer.concat(members.map(({ content }) => content)), end);
}

function whole(tag: number, content: Buffer, end: number): Rewritten {
  return { tag, content, der: writeDer(tag, content), end };
}

/** `length` is `undefined` when it is indefinite. */
function readHeader(bytes: Buffer, start: number, limit: number) {
  if (start + 2 > limit) throw truncated();
  const [tag, first] = [bytes[start]!, bytes[start + 1]!];
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new DerError(`tag 0x${tag.toString(16)} is not supported`);
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const contentStart = start + 2 + octets;
  if (octets > 6) throw new DerError('a length has more than 6 octets');
  if (contentStart > limit) throw truncated();
  const length = first === 0x80 ? undefined : octets === 0 ? first : bytes.readUIntBE(start + 2, octets);
  return { tag, contentStart, length };
}

function truncated(): DerError {
  return new DerError('an element is truncated');
}
