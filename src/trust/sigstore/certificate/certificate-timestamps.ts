import { createHash } from 'node:crypto';
import { type Certificate } from '../../x509/certificate.ts';
import { DerError } from '../../x509/der-error.ts';
import { readDer, readMembers } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { writeDer, writeSequence } from '../../x509/der-writer.ts';
import { extensionIds } from '../../x509/extension.ts';
import { isSignatureBy } from '../key/verification-key.ts';
import { isWithin, type TransparencyLog } from '../trusted-root/trusted-root.ts';

/** A log's promise to publish a certificate (RFC 6962, section 3.2). */
interface SignedCertificateTimestamp {
  readonly logId: Buffer;
  readonly time: Date;
  readonly timestamp: Buffer;
  readonly extensions: Buffer;
  readonly signature: Buffer;
}

/**
 * The certificate logs with a valid timestamp in the certificate, each once. The issuer must be the one in the verified path, because two
 * authorities may share a name. Timestamps by unknown logs are ignored. Throws {@link DerError} for unreadable lists.
 */
export function findCertificateLogs(
  certificate: Certificate,
  issuer: Certificate,
  logs: readonly TransparencyLog[],
): ReadonlySet<TransparencyLog> {
  const extension = certificate.extensions.get(extensionIds.signedCertificateTimestamps);
  if (extension === undefined) return new Set();
  const list = readDer(extension.value, derTags.octetString).content;
  const entry = preCertificate(certificate, issuer);
  const found = new Set<TransparencyLog>();
  for (const stamp of readList(list)) {
    const message = signedPart(stamp, entry);
    const log = logs.find(
      ({ id, key, validFor }) => id.equals(stamp.logId) && isWithin(validFor, stamp.time) && isSignatureBy(key, message, stamp.signature),
    );
    if (log !== undefined) found.add(log);
  }
  return found;
}

/** RFC 6962, section 3.2: PreCert is the hash of the issuer's key, and TBSCertificate without the timestamps. */
function preCertificate(certificate: Certificate, issuer: Certificate): Buffer {
  const parts = readMembers(readDer(certificate.signed), derTags.sequence);
  const holderTag = contextTag(3, 'constructed');
  const kept = [...certificate.extensions].filter(([id]) => id !== extensionIds.signedCertificateTimestamps);
  const extensions = writeSequence(...kept.map(([, { bytes }]) => bytes));
  const signed = writeSequence(...parts.map((part) => (part.tag === holderTag ? writeDer(holderTag, extensions) : part.bytes)));
  const issuerKeyHash = createHash('sha256').update(issuer.publicKeyInfo).digest();
  return Buffer.concat([issuerKeyHash, uint(signed.length, 3), signed]);
}

/** digitally-signed struct: version 1, certificate_timestamp, time, precert_entry, PreCert, extensions. */
function signedPart(stamp: SignedCertificateTimestamp, entry: Buffer): Buffer {
  const head = Buffer.from([0, 0]);
  return Buffer.concat([head, stamp.timestamp, uint(1, 2), entry, uint(stamp.extensions.length, 2), stamp.extensions]);
}

function readList(bytes: Buffer): readonly SignedCertificateTimestamp[] {
  const [list, rest] = takeVector(bytes);
  if (rest.length > 0) throw new DerError('the list of certificate timestamps is longer than it says');
  const stamps: SignedCertificateTimestamp[] = [];
  for (let left = list; left.length > 0;) {
    const [one, others] = takeVector(left);
    stamps.push(readStamp(one));
    left = others;
  }
  return stamps;
}

/** version(1) logID(32) timestamp(8) extensions<0..2^16-1> hash(1) signature(1) signature<0..2^16-1>. */
function readStamp(bytes: Buffer): SignedCertificateTimestamp {
  if (bytes.length < 43 || bytes[0] !== 0) throw new DerError('a certificate timestamp is cut or not of version 1');
  const timestamp = bytes.subarray(33, 41);
  const [extensions, rest] = takeVector(bytes.subarray(41));
  // SHA-256 with RSA or ECDSA are the two that RFC 6962, section 2.1.4 allows.
  if (rest[0] !== 4 || (rest[1] !== 1 && rest[1] !== 3)) throw new DerError('a certificate timestamp has a signature of another kind');
  const [signature, extra] = takeVector(rest.subarray(2));
  if (extra.length > 0) throw new DerError('a certificate timestamp is longer than it says');
  return { logId: bytes.subarray(1, 33), time: new Date(Number(timestamp.readBigUInt64BE())), timestamp, extensions, signature };
}

/** A vector with a length of two bytes (RFC 8446, section 3.4), and what comes after it. */
function takeVector(bytes: Buffer): readonly [Buffer, Buffer] {
  const end = bytes.length < 2 ? Number.POSITIVE_INFINITY : 2 + bytes.readUInt16BE(0);
  if (end > bytes.length) throw new DerError('a certificate timestamp is cut');
  return [bytes.subarray(2, end), bytes.subarray(end)];
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
