import { limits } from '../../model/limits.ts';
import { type Algorithm, type HashName, readAlgorithm, readHash } from './algorithm.ts';
import { berToDer } from './ber-to-der.ts';
import { DerError } from './der-error.ts';
import { type DerElement, expectTag, readDer, readElements, readMembers, readOptional } from './der-reader.ts';
import { contextTag, derTags } from './der-tags.ts';
import { readBoolean, readGeneralizedTime, readInteger, readObjectIdentifier, readSmallInteger } from './der-values.ts';
import { writeDer } from './der-writer.ts';
import { findUnknownCritical, readExtensions } from './extension.ts';
import { readSignedAttributes, type SignedAttributes } from './signed-attributes.ts';
import { type TimestampRules } from './timestamp-rules.ts';

/** A timestamp token with one signer (RFC 3161, section 2.4.2; RFC 5652, section 5). Nothing of it is verified. */
export interface TimestampToken extends TimestampInfo {
  /** The TSTInfo in DER. */
  readonly content: Buffer;
  readonly signer: TimestampSigner;
  /** DER of the certificates that came with it, in no order. */
  readonly certificates: readonly Buffer[];
}

export interface TimestampInfo {
  readonly policy: string;
  readonly imprint: { readonly hash: HashName; readonly digest: Buffer };
  readonly time: Date;
  /** How far the time may be off, rounded up. */
  readonly accuracyMs?: number;
  readonly nonce?: Buffer;
}

export interface TimestampSigner extends SignedAttributes {
  readonly identifier: SignerIdentifier;
  readonly hash: HashName;
  /** The signed attributes as the SET that is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Buffer;
}

export type SignerIdentifier =
  | { readonly kind: 'issuer and serial'; readonly issuerDer: Buffer; readonly serialNumber: Buffer }
  | { readonly kind: 'key identifier'; readonly value: Buffer };

const ids = { signedData: '1.2.840.113549.1.7.2', timestampInfo: '1.2.840.113549.1.9.16.1.4' };
const [first, second] = [contextTag(0, 'constructed'), contextTag(1, 'constructed')];

/** Reads a ContentInfo with a token. Throws {@link DerError}. */
export function readTimestampToken(bytes: Uint8Array, rules: TimestampRules): TimestampToken {
  if (bytes.length > limits.timestampTokenBytes) throw new DerError(`${bytes.length} bytes are more than ${limits.timestampTokenBytes}`);
  const der = rules.encoding === 'BER' ? berToDer(bytes) : bytes;
  const [type, holder, ...more] = readMembers(readDer(der), derTags.sequence);
  if (readObjectIdentifier(type) !== ids.signedData || more.length > 0) throw new DerError('the token is not CMS signed data');
  const [version, algorithms, encapsulated, ...optional] = readMembers(readDer(expectTag(holder, first).content), derTags.sequence);
  const [certificates, revocationLists, signers] = readOptional(optional, [first, second, derTags.set]);
  const [signer, ...others] = readMembers(signers, derTags.set);
  // RFC 3161, section 2.4.2: the authority's signature is the only one.
  if (others.length > 0) throw new DerError(`the token has ${others.length + 1} signers`);
  const content = readContent(encapsulated);
  const token = { ...readInfo(content), content, signer: readSigner(signer, rules), certificates: readCertificates(certificates, rules) };
  if (rules.surplus === 'ignored') return token;
  if (readSmallInteger(version) !== 3) throw new DerError('the signed data is not of version 3');
  if (revocationLists !== undefined) throw new DerError('the token has revocation lists');
  // RFC 5652, section 5.1: the digest algorithms are those of the signers.
  if (readMembers(algorithms, derTags.set).some((algorithm) => readHash(algorithm) !== token.signer.hash))
    throw new DerError('the signed data names another hash than its signer');
  return token;
}

function readContent(encapsulated: DerElement | undefined): Buffer {
  const [type, holder, ...extra] = readMembers(encapsulated, derTags.sequence);
  if (readObjectIdentifier(type) !== ids.timestampInfo || extra.length > 0) throw new DerError('the signed data is not a timestamp');
  return readDer(expectTag(holder, first).content, derTags.octetString).content;
}

/** TSTInfo. */
function readInfo(content: Buffer): TimestampInfo {
  const [version, policy, imprint, serial, time, ...optional] = readMembers(readDer(content), derTags.sequence);
  if (readSmallInteger(version) !== 1) throw new DerError('the timestamp is not of version 1');
  readInteger(serial);
  const [algorithm, digest, ...extra] = readMembers(imprint, derTags.sequence);
  if (extra.length > 0) throw new DerError('the imprint has more than a hash and a digest');
  const tags = [derTags.sequence, derTags.boolean, derTags.integer, first, second];
  const [accuracy, ordering, nonce, , extensions] = readOptional(optional, tags);
  if (ordering !== undefined) readBoolean(ordering);
  const unknown = findUnknownCritical(readExtensions(extensions === undefined ? [] : readElements(extensions.content)), new Set());
  if (unknown !== undefined) throw new DerError(`critical extension ${unknown} is not supported`);
  return {
    policy: readObjectIdentifier(policy),
    imprint: { hash: readHash(algorithm), digest: expectTag(digest, derTags.octetString).content },
    time: readGeneralizedTime(time, 'fraction'),
    ...(accuracy === undefined ? {} : { accuracyMs: readAccuracyMs(accuracy) }),
    ...(nonce === undefined ? {} : { nonce: readInteger(nonce) }),
  };
}

function readAccuracyMs(accuracy: DerElement): number {
  const [millisTag, microsTag] = [contextTag(0, 'primitive'), contextTag(1, 'primitive')];
  const fields = readOptional(readMembers(accuracy, derTags.sequence), [derTags.integer, millisTag, microsTag]);
  const [seconds = 0, millis = 0, micros = 0] = fields.map((field) => field && readSmallInteger(field, field.tag));
  return seconds * 1_000 + millis + Math.ceil(micros / 1_000);
}

function readSigner(element: DerElement | undefined, rules: TimestampRules): TimestampSigner {
  const [version, name, digestAlgorithm, attributes, signatureAlgorithm, signature, ...unsigned] = readMembers(element, derTags.sequence);
  readOptional(unsigned, [second]);
  const list = expectTag(attributes, first).content;
  const identifier = readIdentifier(name);
  // RFC 5652, section 5.3: version 1 means issuer and serial number.
  if (rules.surplus === 'refused' && (identifier.kind !== 'issuer and serial' || readSmallInteger(version) !== 1))
    throw new DerError('the signer is not named by issuer and serial number');
  return {
    identifier,
    hash: readHash(digestAlgorithm),
    ...readSignedAttributes(list, ids.timestampInfo, rules),
    // RFC 5652, section 5.4: the signature covers the SET OF, not the implicit tag.
    signed: writeDer(derTags.set, list),
    signatureAlgorithm: readAlgorithm(signatureAlgorithm),
    signature: expectTag(signature, derTags.octetString).content,
  };
}

function readIdentifier(name: DerElement | undefined): SignerIdentifier {
  if (name?.tag === contextTag(0, 'primitive')) return { kind: 'key identifier', value: name.content };
  const [issuer, serialNumber] = readMembers(name, derTags.sequence);
  return { kind: 'issuer and serial', issuerDer: expectTag(issuer, derTags.sequence).bytes, serialNumber: readInteger(serialNumber) };
}

/** Certificates that are not X.509 have tags of their own (RFC 5652, section 10.2.2). */
function readCertificates(element: DerElement | undefined, { surplus }: TimestampRules): readonly Buffer[] {
  const all = element === undefined ? [] : readElements(element.content);
  if (all.length > limits.timestampCertificates)
    throw new DerError(`the token has ${all.length} certificates, more than ${limits.timestampCertificates}`);
  const certificates = surplus === 'ignored' ? all.filter(({ tag }) => tag === derTags.sequence) : all;
  return certificates.map((certificate) => expectTag(certificate, derTags.sequence).bytes);
}
