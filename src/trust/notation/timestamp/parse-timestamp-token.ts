import * as asn1js from 'asn1js';
import { type AlgorithmIdentifier, Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, type SignerInfo, TSTInfo } from 'pkijs';
import { limits } from '../../../model/limits.ts';
import { childrenOf, parseAsn1 } from '../certificate/parse-asn1.ts';
import { hashesByIdentifier, type HashName } from '../certificate/verify-asn1-signature.ts';

/** An RFC 3161 token taken apart; nothing of it is verified. */
export interface TimestampToken {
  readonly content: Uint8Array;
  readonly info: TSTInfo;
  /** Hash and value of the message that was stamped. */
  readonly imprint: { readonly hash: HashName; readonly value: Uint8Array };
  readonly signer: TimestampSigner;
  /** DER of the certificates that came with it, in no order. */
  readonly certificates: readonly Uint8Array[];
}

export interface TimestampSigner {
  readonly identifier: SignerIdentifier;
  readonly digest: HashName;
  /** DER of the signed attributes as a SET, which is what the signature is over; RFC 5652, section 5.4. */
  readonly attributesDer: Uint8Array;
  readonly messageDigest: Uint8Array;
  /** Of signing-certificate-v2, or -v1 with its SHA-1; RFC 5816, RFC 2634. */
  readonly certificateHash: { readonly hash: HashName | 'sha1'; readonly value: Uint8Array };
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

export type SignerIdentifier =
  | { readonly kind: 'issuer and serial'; readonly issuerDer: Uint8Array; readonly serialNumber: Uint8Array }
  | { readonly kind: 'key identifier'; readonly value: Uint8Array };

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** RFC 3161, section 2.4.2; RFC 5652, section 5. Throws a plain Error that says what is wrong. */
export function parseTimestampToken(bytes: Uint8Array): TimestampToken {
  if (bytes.length > limits.timestampTokenBytes)
    throw new Error(`it is ${bytes.length} bytes long, more than ${limits.timestampTokenBytes}`);
  const contentInfo = new ContentInfo({ schema: parseAsn1(bytes) });
  if (contentInfo.contentType !== oids.signedData) throw new Error('it is not CMS signed data');
  const signedData = new SignedData({ schema: contentInfo.content as asn1js.BaseBlock });
  const { eContentType, eContent } = signedData.encapContentInfo;
  if (eContentType !== oids.timestampInfo || eContent === undefined) throw new Error('its content is not a TSTInfo');
  const content = new Uint8Array(eContent.getValue());
  const info = new TSTInfo({ schema: parseAsn1(content) });
  const [signer, ...others] = signedData.signerInfos;
  // RFC 3161: no signatures other than that of the authority.
  if (signer === undefined || others.length > 0) throw new Error(`it has ${signedData.signerInfos.length} signers, not one`);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  return {
    content,
    info,
    imprint: { hash: readHash(hashAlgorithm), value: new Uint8Array(hashedMessage.getValue()) },
    signer: readSigner(signer),
    certificates: readCertificates(signedData),
  };
}

function readSigner(signer: SignerInfo): TimestampSigner {
  if (signer.signedAttrs === undefined) throw new Error('it has no signed attributes');
  const attributes = readAttributes(signer.signedAttrs.attributes);
  const contentType = attributes.get(oids.contentType);
  if (!(contentType instanceof asn1js.ObjectIdentifier) || contentType.getValue() !== oids.timestampInfo)
    throw new Error('its signed content type is not that of a TSTInfo');
  const messageDigest = attributes.get(oids.messageDigest);
  if (!(messageDigest instanceof asn1js.OctetString)) throw new Error('it has no signed message digest');
  return {
    identifier: readIdentifier(signer.sid),
    digest: readHash(signer.digestAlgorithm),
    attributesDer: new Uint8Array(signer.signedAttrs.encodedValue),
    messageDigest: new Uint8Array(messageDigest.getValue()),
    certificateHash: readCertificateHash(attributes),
    signatureAlgorithm: signer.signatureAlgorithm,
    signature: new Uint8Array(signer.signature.getValue()),
  };
}

/** Each once, with one value; RFC 5652, section 11. */
function readAttributes(
  attributes: readonly { readonly type: string; readonly values: readonly unknown[] }[],
): ReadonlyMap<string, asn1js.BaseBlock> {
  const found = new Map<string, asn1js.BaseBlock>();
  const wanted: readonly string[] = Object.values(oids);
  for (const { type, values } of attributes) {
    if (!wanted.includes(type)) continue;
    const [value] = values;
    if (found.has(type) || values.length !== 1 || !isBlock(value))
      throw new Error(`its signed attribute ${type} is not there exactly once`);
    found.set(type, value);
  }
  return found;
}

function isBlock(value: unknown): value is asn1js.BaseBlock {
  return value instanceof asn1js.BaseBlock;
}

/** The first certificate of the attribute is the signer's; RFC 5035, sections 3 and 4. The default hash of version 2 is SHA-256. */
function readCertificateHash(attributes: ReadonlyMap<string, asn1js.BaseBlock>): TimestampSigner['certificateHash'] {
  const second = attributes.get(oids.signingCertificateV2);
  const attribute = second ?? attributes.get(oids.signingCertificate);
  if (attribute === undefined) throw new Error('it does not say by which certificate it is signed (signing-certificate)');
  const [first, next] = childrenOf(childrenOf(childrenOf(attribute)[0])[0]);
  const hasAlgorithm = second !== undefined && first instanceof asn1js.Sequence;
  const value = hasAlgorithm ? next : first;
  if (!(value instanceof asn1js.OctetString)) throw new Error('its signing-certificate attribute cannot be read');
  return {
    hash: hasAlgorithm ? readHashSequence(first) : second === undefined ? 'sha1' : 'sha256',
    value: new Uint8Array(value.getValue()),
  };
}

function readHashSequence(sequence: asn1js.Sequence): HashName {
  const [identifier] = sequence.valueBlock.value;
  const hash = identifier instanceof asn1js.ObjectIdentifier ? hashesByIdentifier.get(identifier.getValue()) : undefined;
  if (hash === undefined) throw new Error('it names its certificate by a hash that is not allowed');
  return hash;
}

function readHash({ algorithmId }: AlgorithmIdentifier): HashName {
  const hash = hashesByIdentifier.get(algorithmId);
  if (hash === undefined) throw new Error(`the hash ${algorithmId} is not allowed`);
  return hash;
}

function readIdentifier(identifier: unknown): SignerIdentifier {
  if (identifier instanceof IssuerAndSerialNumber)
    return {
      kind: 'issuer and serial',
      issuerDer: new Uint8Array(identifier.issuer.valueBeforeDecode),
      serialNumber: identifier.serialNumber.valueBlock.valueHexView,
    };
  if (identifier instanceof asn1js.OctetString) return { kind: 'key identifier', value: new Uint8Array(identifier.getValue()) };
  if (identifier instanceof asn1js.Primitive) return { kind: 'key identifier', value: identifier.valueBlock.valueHexView };
  throw new Error('it does not say who signed it');
}

/** What is written again is DER; where the original was not, its signature will not verify. */
function readCertificates({ certificates = [] }: SignedData): readonly Uint8Array[] {
  if (certificates.length > limits.notationCertificates)
    throw new Error(`it has ${certificates.length} certificates, more than ${limits.notationCertificates}`);
  return certificates.filter((item) => item instanceof Certificate).map((item) => new Uint8Array(item.toSchema(false).toBER()));
}
