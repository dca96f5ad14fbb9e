import { derTags } from './der-tags.ts';

/** One element in DER (X.690, section 10); `contents` are joined. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), writeLength(content.length), content]);
}

export function writeSequence(...children: readonly Buffer[]): Buffer {
  return writeDer(derTags.sequence, ...children);
}

/** `magnitude` is unsigned and big-endian; zeros before it are dropped and a sign octet is added where it needs one. */
export function writeInteger(magnitude: Buffer): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const shortest = magnitude.subarray(start);
  const needsSign = shortest.length === 0 || shortest[0]! >= 0x80;
  return writeDer(derTags.integer, needsSign ? Buffer.alloc(1) : Buffer.alloc(0), shortest);
}

/** From dotted decimal with at least two arcs. */
export function writeObjectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return writeDer(derTags.objectIdentifier, Buffer.from([first * 40 + second, ...rest].flatMap(writeArc)));
}

/** A bit string of whole octets; `unusedBits` are those at its end that do not count. */
export function writeBitString(content: Buffer, unusedBits = 0): Buffer {
  return writeDer(derTags.bitString, Buffer.from([unusedBits]), content);
}

export function writeOctetString(content: Buffer): Buffer {
  return writeDer(derTags.octetString, content);
}

export function writeNull(): Buffer {
  return writeDer(derTags.null);
}

/** RFC 5280, section 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on, in seconds. */
export function writeTime(time: Date): Buffer {
  const digits = time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  const year = time.getUTCFullYear();
  const isShort = year >= 1950 && year < 2050;
  return writeDer(isShort ? derTags.utcTime : derTags.generalizedTime, Buffer.from(isShort ? digits.slice(2) : digits, 'latin1'));
}

function writeArc(arc: number): readonly number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(128 + (rest % 128));
  return octets;
}

function writeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets = length < 2 ** 8 ? 1 : length < 2 ** 16 ? 2 : length < 2 ** 24 ? 3 : 4;
  const bytes = Buffer.alloc(1 + octets, 0x80 + octets);
  bytes.writeUIntBE(length, 1, octets);
  return bytes;
}
