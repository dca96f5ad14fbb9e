import { createHash } from 'node:crypto';
import { type Algorithm, hashIds, readAlgorithm } from '../../x509/algorithm.ts';
import { DerError } from '../../x509/der-error.ts';
import { type DerElement, expectTag, readDer, readMembers, readOptional } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { readBitString, readGeneralizedTime, readInteger, readObjectIdentifier, readSmallInteger } from '../../x509/der-values.ts';
import { type Extension, type Extensions, findUnknownCritical, readExtensions } from '../../x509/extension.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { ocspNonceId, sha1Id } from './ocsp-request.ts';
import { type RevocationStatus, revocationReasons } from './revocation-status.ts';

/** An OCSP server's answer about one certificate, parsed and not verified. RFC 6960, section 4.2. */
export interface OcspAnswer {
  /** ResponseData, the part that is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Buffer;
  /** DER of the certificates that came with it. */
  readonly certificates: readonly Buffer[];
  readonly responder: { readonly kind: 'name' | 'key hash'; readonly value: Buffer };
  readonly nonce?: Buffer;
  readonly status: RevocationStatus | { readonly kind: 'unknown' };
  /** When the certificate became invalid, where the answer says so. */
  readonly invalidAt?: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const invalidityDate = '2.5.29.24';
const [first, second, third] = [0, 1, 2].map((number) => contextTag(number, 'constructed')) as [number, number, number];

/** Throws a plain Error for anything but a successful answer that covers the certificate exactly once. */
export function parseOcspResponse(bytes: Uint8Array, certificate: NotationCertificate, issuer: NotationCertificate): OcspAnswer {
  const [data, algorithm, signature, ...optional] = readMembers(readDer(readBasicResponse(bytes)), derTags.sequence);
  const [holder] = readOptional(optional, [first]);
  const fields = readMembers(data, derTags.sequence);
  // The version is the first one, and left out.
  if (fields[0]?.tag === first) fields.shift();
  const [responder, producedAt, responses, ...more] = fields;
  readGeneralizedTime(producedAt);
  const [extensionsHolder] = readOptional(more, [second]);
  const extensions = readHeldExtensions(extensionsHolder, [ocspNonceId]);
  const nonce = extensions.get(ocspNonceId);
  return {
    signed: data!.bytes,
    signatureAlgorithm: readAlgorithm(algorithm),
    signature: readBitString(signature),
    certificates: holder === undefined ? [] : readMembers(readDer(holder.content), derTags.sequence).map(({ bytes: der }) => der),
    responder: readResponder(responder),
    ...(nonce === undefined ? {} : { nonce: readNonce(nonce) }),
    ...readSingle(readMembers(responses, derTags.sequence), certificate, issuer),
  };
}

function readBasicResponse(bytes: Uint8Array): Buffer {
  const [status, ...optional] = readMembers(readDer(bytes), derTags.sequence);
  const code = readSmallInteger(status, derTags.enumerated);
  if (code !== 0) throw new Error(`the server reported ${statusNames[code] ?? `status ${code}`}`);
  const [holder] = readOptional(optional, [first]);
  const [type, response] = holder === undefined ? [] : readMembers(readDer(holder.content), derTags.sequence);
  if (type === undefined || readObjectIdentifier(type) !== basicResponse) throw new Error('it is not a basic response');
  return expectTag(response, derTags.octetString).content;
}

/** OCSPResponseStatus; RFC 6960, section 4.2.1. */
const statusNames: readonly (string | undefined)[] = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
];

/** SingleResponse. */
function readSingle(
  responses: readonly DerElement[],
  certificate: NotationCertificate,
  issuer: NotationCertificate,
): Pick<OcspAnswer, 'status' | 'invalidAt' | 'thisUpdate' | 'nextUpdate'> {
  const parts = responses.map((response) => readMembers(response, derTags.sequence));
  const [single, ...others] = parts.filter(([certId]) => isAbout(certId, certificate, issuer));
  if (single === undefined || others.length > 0) throw new Error('it does not cover this certificate exactly once');
  const [, status, thisUpdate, ...optional] = single;
  const [nextUpdate, extensionsHolder] = readOptional(optional, [first, second]);
  const invalidity = readHeldExtensions(extensionsHolder, [invalidityDate]).get(invalidityDate);
  return {
    status: readStatus(status),
    thisUpdate: readGeneralizedTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readGeneralizedTime(readDer(nextUpdate.content)) }),
    ...(invalidity === undefined ? {} : { invalidAt: readGeneralizedTime(readDer(invalidity.value)) }),
  };
}

const certIdHashes: ReadonlyMap<string, string> = new Map([
  [sha1Id, 'sha1'],
  ...Object.entries(hashIds).map(([name, id]) => [id, name] as const),
]);

function isAbout(certId: DerElement | undefined, certificate: NotationCertificate, issuer: NotationCertificate): boolean {
  const [algorithm, nameHash, keyHash, serialNumber] = readMembers(certId, derTags.sequence);
  const hash = certIdHashes.get(readAlgorithm(algorithm).id);
  if (hash === undefined) return false;
  const isHash = (value: DerElement | undefined, bytes: Buffer): boolean =>
    createHash(hash).update(bytes).digest().equals(expectTag(value, derTags.octetString).content);
  return (
    readInteger(serialNumber).equals(certificate.serialNumber) &&
    isHash(nameHash, issuer.subjectDer) &&
    isHash(keyHash, issuer.publicKeyBits)
  );
}

/** CertStatus: [0] good, [1] revoked with a date and perhaps [0] a reason, [2] unknown. */
function readStatus(status: DerElement | undefined): OcspAnswer['status'] {
  if (status?.tag === contextTag(0, 'primitive')) return { kind: 'good' };
  if (status?.tag === contextTag(2, 'primitive')) return { kind: 'unknown' };
  const [time, ...optional] = readMembers(status, second);
  const [reason] = readOptional(optional, [first]);
  const code = reason === undefined ? 0 : readSmallInteger(readDer(reason.content), derTags.enumerated);
  return { kind: 'revoked', at: readGeneralizedTime(time), reason: revocationReasons[code] ?? 'unspecified' };
}

/** ResponderID: [1] a name, [2] a hash of the key. */
function readResponder(responder: DerElement | undefined): OcspAnswer['responder'] {
  if (responder?.tag === second) return { kind: 'name', value: readDer(responder.content, derTags.sequence).bytes };
  return { kind: 'key hash', value: readDer(expectTag(responder, third).content, derTags.octetString).content };
}

/** An OCTET STRING inside the extension's; some responders omit the inner one. */
function readNonce({ value }: Extension): Buffer {
  try {
    return readDer(value, derTags.octetString).content;
  } catch (error) {
    if (error instanceof DerError) return value;
    throw error;
  }
}

/** Reads the extensions inside an explicit tag; an absent tag has none. */
function readHeldExtensions(holder: DerElement | undefined, known: readonly string[]): Extensions {
  const extensions = readExtensions(holder === undefined ? [] : readMembers(readDer(holder.content), derTags.sequence));
  const unknown = findUnknownCritical(extensions, new Set(known));
  if (unknown !== undefined) throw new Error(`the critical extension ${unknown} is not supported`);
  return extensions;
}
