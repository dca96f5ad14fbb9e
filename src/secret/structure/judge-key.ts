import { type StructureVerdict } from '../secret-rule.ts';

const encrypted: StructureVerdict = { is: 'valid', note: 'encrypted with a passphrase', severity: 'medium' };
const openSshMagic = 'openssh-key-v1\0';

/** Whether base64 under a label of RFC 7468 holds a key of that kind, and whether a passphrase protects it. */
export function judgeKey(label: string, base64: string, headers: string): StructureVerdict {
  if (label === 'ENCRYPTED' || headers.includes('ENCRYPTED')) return encrypted;
  // ASCII armour ends with a checksum of its own; RFC 9580, section 6.1.
  if (label === 'PGP') return { is: 'valid' };
  const bytes = Buffer.from(base64, 'base64');
  if (label === 'OPENSSH') {
    if (bytes.toString('latin1', 0, openSshMagic.length) !== openSshMagic) return damaged;
    const cipherLength = bytes.readUInt32BE(openSshMagic.length);
    const cipher = bytes.toString('latin1', openSshMagic.length + 4, openSshMagic.length + 4 + Math.min(cipherLength, 64));
    return cipher === 'none' ? { is: 'valid' } : encrypted;
  }
  return isDerSequence(bytes) ? { is: 'valid' } : damaged;
}

const damaged: StructureVerdict = { is: 'doubtful', note: 'its content is no key: it is made up or damaged' };

/** One element of ASN.1 that takes all bytes, as every key of PKCS #1, PKCS #8 and SEC 1 is. */
function isDerSequence(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes[0] !== 0x30) return false;
  const first = bytes[1]!;
  if (first < 0x80) return bytes.length === 2 + first;
  const lengthBytes = first & 0x7f;
  if (lengthBytes < 1 || lengthBytes > 3 || bytes.length < 2 + lengthBytes) return false;
  return bytes.length === 2 + lengthBytes + bytes.readUIntBE(2, lengthBytes);
}
