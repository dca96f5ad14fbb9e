import { DerError } from '../../crypto/der-error.ts';
import { derTags } from '../../crypto/der-tags.ts';
import { writeDer } from '../../crypto/der-writer.ts';
import { contentOf, contextTag, type DerElement, readDer, readDerElements, readMembers } from '../der/der-element.ts';
import { readInteger, readObjectIdentifier, readSmallInteger, readTime } from '../der/der-values.ts';
import { type SigningCertificateId, readSignedAttributes } from './read-signed-attributes.ts';

export type TimestampHash = 'sha256' | 'sha384' | 'sha512';

/** A time-stamp token (RFC 3161, section 2.4.2; RFC 5652, section 5) with one signer. Not verified yet. */
export interface Timestamp {
  readonly time: Date;
  readonly imprint: { readonly hash: TimestampHash; readonly digest: Buffer };
  /** TSTInfo as DER, and what the signer says is its digest. */
  readonly content: Buffer;
  readonly contentDigest: Buffer;
  readonly signer: { readonly issuer: Buffer; readonly serialNumber: Buffer };
  readonly signingCertificate: SigningCertificateId;
  readonly hash: TimestampHash;
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
  /** Signed attributes as the SET that is signed. */
  readonly signed: Buffer;
  /** DER of certificates that came along. */
  readonly certificates: readonly Buffer[];
}

const ids = { signedData: '1.2.840.113549.1.7.2', timestampInfo: '1.2.840.113549.1.9.16.1.4' };

/** NIST, Computer Security Objects Register: SHA-2. Anything weaker is not a hash here. */
const hashes: ReadonlyMap<string, TimestampHash> = new Map<string, TimestampHash>([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** Reads a TimeStampResp in DER that was granted. Throws {@link DerError}. */
export function readTimestamp(der: Uint8Array): Timestamp {
  const [statusInfo, token, ...extra] = readMembers(readDer(der), derTags.sequence);
  const [status, ...words] = readMembers(statusInfo, derTags.sequence);
  // RFC 3161, section 2.4.2: 0 is granted, 1 granted with modifications; what else is said belongs to failures.
  if (readSmallInteger(status) > 1 || words.length > 0) throw new DerError('the timestamp was not granted');
  if (extra.length > 0) throw new DerError('there is more than a timestamp');
  const [type, holder, ...more] = readMembers(token, derTags.sequence);
  if (readObjectIdentifier(type) !== ids.signedData || more.length > 0) throw new DerError('the token is not signed data');
  return readSignedData(readDer(contentOf(holder, contextTag(0, 'constructed')), derTags.sequence));
}

function readSignedData(element: DerElement): Timestamp {
  const [version, algorithms, encapsulated, ...rest] = readMembers(element, derTags.sequence);
  if (readSmallInteger(version) !== 3) throw new DerError('the signed data is not of version 3');
  const certificates = rest.length > 1 ? readDerElements(contentOf(rest[0], contextTag(0, 'constructed'))) : [];
  const signers = readMembers(rest.at(-1), derTags.set);
  if (rest.length > 2 || signers.length !== 1) throw new DerError('the timestamp has revocation lists, or not one signer');
  const content = readContent(encapsulated);
  const [signer] = signers;
  const info = readSignerInfo(signer);
  // RFC 5652, section 5.1: the digest algorithms are those of the signers.
  if (readMembers(algorithms, derTags.set).some((algorithm) => readHash(algorithm) !== info.hash))
    throw new DerError('the signed data names another hash than its signer');
  return { ...readInfo(content), ...info, content, certificates: certificates.map(({ encoded }) => encoded) };
}

function readContent(encapsulated: DerElement | undefined): Buffer {
  const [type, holder, ...extra] = readMembers(encapsulated, derTags.sequence);
  if (readObjectIdentifier(type) !== ids.timestampInfo || extra.length > 0) throw new DerError('the signed data is not a timestamp');
  return readDer(contentOf(holder, contextTag(0, 'constructed')), derTags.octetString).content;
}

/** TSTInfo: what follows the time (accuracy, ordering, nonce, name, extensions) is signed too, but decides nothing. */
function readInfo(content: Buffer): Pick<Timestamp, 'time' | 'imprint'> {
  const [version, policy, imprint, serial, time] = readMembers(readDer(content), derTags.sequence);
  if (readSmallInteger(version) !== 1) throw new DerError('the timestamp is not of version 1');
  readObjectIdentifier(policy);
  readInteger(serial);
  if (time?.tag !== derTags.generalizedTime) throw new DerError('the timestamp has no time');
  const [algorithm, digest] = readMembers(imprint, derTags.sequence);
  return { time: readTime(time), imprint: { hash: readHash(algorithm), digest: contentOf(digest, derTags.octetString) } };
}

function readSignerInfo(element: DerElement | undefined): Omit<Timestamp, 'time' | 'imprint' | 'content' | 'certificates'> {
  const [version, signer, digestAlgorithm, attributes, signatureAlgorithm, signature, ...unsigned] = readMembers(element, derTags.sequence);
  if (readSmallInteger(version) !== 1) throw new DerError('the signer is not named by issuer and serial number');
  const [issuer, serialNumber] = readMembers(signer, derTags.sequence);
  if (issuer === undefined || unsigned.length > 1) throw new DerError('the signer is not named');
  const list = contentOf(attributes, contextTag(0, 'constructed'));
  return {
    signer: { issuer: issuer.encoded, serialNumber: readInteger(serialNumber) },
    hash: readHash(digestAlgorithm),
    ...readSignedAttributes(list, ids.timestampInfo),
    // RFC 5652, section 5.4: signed is the SET OF, not the tag that it travels under.
    signed: writeDer(derTags.set, list),
    signatureAlgorithm: readObjectIdentifier(readMembers(signatureAlgorithm, derTags.sequence)[0]),
    signature: contentOf(signature, derTags.octetString),
  };
}

/** AlgorithmIdentifier without parameters, or with NULL (RFC 5754, section 2). */
function readHash(element: DerElement | undefined): TimestampHash {
  const [id, parameters] = readMembers(element, derTags.sequence);
  const hash = hashes.get(readObjectIdentifier(id));
  if (hash === undefined || (parameters !== undefined && !parameters.encoded.equals(Buffer.from([5, 0]))))
    throw new DerError('the timestamp uses a hash that is not SHA-2');
  return hash;
}
