import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import { BasicOCSPResponse, type CertID, type Extension, OCSPResponse, RelativeDistinguishedNames } from 'pkijs';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { childrenOf, parseAsn1 } from '../certificate/parse-asn1.ts';
import { type RevocationStatus, revocationReasons } from './revocation-status.ts';

/** The answer of an OCSP server about one certificate, taken apart; nothing of it is verified. RFC 6960, section 4.2. */
export interface OcspAnswer {
  readonly response: BasicOCSPResponse;
  readonly responder: { readonly kind: 'name' | 'key hash'; readonly value: Uint8Array };
  readonly nonce?: Uint8Array;
  readonly status: RevocationStatus | { readonly kind: 'unknown' };
  /** When the certificate became invalid, where the answer says so. */
  readonly invalidAt?: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const nonceIdentifier = '1.3.6.1.5.5.7.48.1.2';
const invalidityDate = '2.5.29.24';

/** Throws a plain Error for anything but a successful answer that speaks of the certificate exactly once. */
export function parseOcspResponse(bytes: Uint8Array, certificate: NotationCertificate, issuer: NotationCertificate): OcspAnswer {
  const outer = new OCSPResponse({ schema: parseAsn1(bytes) });
  const code = outer.responseStatus.valueBlock.valueDec;
  if (code !== 0) throw new Error(`it says ${statusNames[code] ?? `status ${code}`}`);
  if (outer.responseBytes?.responseType !== basicResponse) throw new Error('it is not a basic response');
  const response = new BasicOCSPResponse({ schema: parseAsn1(new Uint8Array(outer.responseBytes.response.getValue())) });
  const { responses, responseExtensions = [] } = response.tbsResponseData;
  refuseCritical(responseExtensions, [nonceIdentifier]);
  const [single, ...others] = responses.filter(({ certID }) => isAbout(certID, certificate, issuer));
  if (single === undefined || others.length > 0) throw new Error('it does not speak of this certificate exactly once');
  refuseCritical(single.singleExtensions ?? [], [invalidityDate]);
  const nonce = responseExtensions.find(({ extnID }) => extnID === nonceIdentifier);
  const invalidAt = readInvalidityDate(single.singleExtensions ?? []);
  return {
    response,
    responder: readResponder(response.tbsResponseData.responderID),
    ...(nonce === undefined ? {} : { nonce: readNonce(nonce) }),
    status: readStatus(single.certStatus),
    ...(invalidAt === undefined ? {} : { invalidAt }),
    thisUpdate: single.thisUpdate,
    ...(single.nextUpdate === undefined ? {} : { nextUpdate: single.nextUpdate }),
  };
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

const certIdHashes: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

function isAbout(certId: CertID, certificate: NotationCertificate, issuer: NotationCertificate): boolean {
  const hash = certIdHashes.get(certId.hashAlgorithm.algorithmId);
  if (hash === undefined) return false;
  const isHash = (value: asn1js.OctetString, bytes: Uint8Array): boolean =>
    createHash(hash).update(bytes).digest().equals(new Uint8Array(value.getValue()));
  return (
    Buffer.compare(certId.serialNumber.valueBlock.valueHexView, certificate.serialNumber) === 0 &&
    isHash(certId.issuerNameHash, issuer.subjectDer) &&
    isHash(certId.issuerKeyHash, issuer.publicKeyBits)
  );
}

/** CertStatus: [0] good, [1] revoked with a date and perhaps [0] a reason, [2] unknown. */
function readStatus(status: unknown): OcspAnswer['status'] {
  if (!(status instanceof asn1js.BaseBlock) || status.idBlock.tagClass !== 3) throw new Error('its status cannot be read');
  const { tagNumber } = status.idBlock;
  if (tagNumber === 0) return { kind: 'good' };
  if (tagNumber === 2) return { kind: 'unknown' };
  if (tagNumber !== 1) throw new Error('its status cannot be read');
  const [time, reason] = childrenOf(status as asn1js.BaseBlock);
  if (!(time instanceof asn1js.GeneralizedTime)) throw new Error('it says revoked, and not when');
  const [enumerated] = reason === undefined ? [] : childrenOf(reason);
  const code = enumerated instanceof asn1js.Enumerated ? enumerated.valueBlock.valueDec : 0;
  return { kind: 'revoked', at: time.toDate(), reason: revocationReasons[code] ?? 'unspecified' };
}

function readResponder(responder: unknown): OcspAnswer['responder'] {
  if (responder instanceof RelativeDistinguishedNames) return { kind: 'name', value: new Uint8Array(responder.valueBeforeDecode) };
  if (responder instanceof asn1js.OctetString) return { kind: 'key hash', value: new Uint8Array(responder.getValue()) };
  throw new Error('it does not say who answers');
}

/** An OCTET STRING in the extension's; some responders leave the inner one out. */
function readNonce({ extnValue }: Extension): Uint8Array {
  const value = new Uint8Array(extnValue.getValue());
  try {
    const inner = parseAsn1(value);
    if (inner instanceof asn1js.OctetString) return new Uint8Array(inner.getValue());
  } catch {
    return value;
  }
  return value;
}

function readInvalidityDate(extensions: readonly Extension[]): Date | undefined {
  const extension = extensions.find(({ extnID }) => extnID === invalidityDate);
  if (extension === undefined) return undefined;
  const time = parseAsn1(new Uint8Array(extension.extnValue.getValue()));
  if (time instanceof asn1js.GeneralizedTime) return time.toDate();
  throw new Error('its invalidity date cannot be read');
}

function refuseCritical(extensions: readonly Extension[], known: readonly string[]): void {
  const other = extensions.find(({ critical, extnID }) => critical && !known.includes(extnID));
  if (other !== undefined) throw new Error(`the critical extension ${other.extnID} is not understood`);
}
