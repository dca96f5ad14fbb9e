import { createHash, randomBytes } from 'node:crypto';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { isIssuedBy, isValidAt } from '../../x509/certificate-path.ts';
import { purposes } from '../../x509/certificate-usage.ts';
import { extensionIds } from '../../x509/extension.ts';
import { isSignature } from '../../x509/signature.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { checkRevocationList } from './check-revocation-list.ts';
import { encodeOcspRequest } from './ocsp-request.ts';
import { type OcspAnswer, parseOcspResponse } from './ocsp-response.ts';
import { parsePlace, RevocationUnavailable } from './revocation-fetcher.ts';
import { clockSkewMs, type RevocationQuestion, type RevocationStatus } from './revocation-status.ts';

/**
 * trust-store-trust-policy.md, revocation checking with OCSP: the servers of the certificate in their order, until one gives a valid answer.
 * Throws RevocationUnavailable when none does, or when the server does not know the certificate.
 */
export async function checkOcsp(question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const faults: string[] = [];
  for (const place of question.certificate.ocspPlaces.slice(0, limits.revocationPlaces)) {
    try {
      return await askServer(place, question, runtime);
    } catch (cause) {
      if (!(cause instanceof RevocationUnavailable)) throw cause;
      faults.push(cause.message);
    }
  }
  throw new RevocationUnavailable(faults.length === 0 ? 'the certificate names no OCSP server' : faults.join('; '));
}

async function askServer(place: string, question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const { certificate, issuer, fetcher, usedAt } = question;
  const url = parsePlace(place);
  const nonce = randomBytes(32);
  const ocspRequest = encodeOcspRequest(certificate, issuer, nonce);
  const bytes = await fetcher.fetch({ url, ocspRequest, maxBytes: limits.ocspResponseBytes, timeoutMs: limits.ocspTimeoutMs }, runtime);
  const { answer, responder } = verifyAnswer(bytes, nonce, question, url.host);
  await checkResponder(responder, question, runtime);
  if (answer.status.kind === 'unknown') throw new RevocationUnavailable(`${url.host} does not know the certificate`);
  const { invalidAt, status } = answer;
  const wasGood = status.kind === 'revoked' && invalidAt !== undefined && usedAt !== undefined && usedAt.getTime() < invalidAt.getTime();
  return wasGood ? { kind: 'good' } : status;
}

function verifyAnswer(
  bytes: Uint8Array,
  nonce: Buffer,
  { certificate, issuer, now }: RevocationQuestion,
  host: string,
): { readonly answer: OcspAnswer; readonly responder: NotationCertificate } {
  try {
    const answer = parseOcspResponse(bytes, certificate, issuer);
    const responder = findResponder(answer, issuer, now);
    const { signatureAlgorithm, signature, signed } = answer;
    if (!isSignature(responder.publicKey, signatureAlgorithm, signed, signature)) throw new Error('its signature does not match');
    assertFresh(answer, nonce, now);
    return { answer, responder };
  } catch (cause) {
    throw new RevocationUnavailable(`the OCSP response from ${host} is not valid: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** RFC 6960, section 4.2.2.2: the issuer itself, or a certificate that the issuer made for id-kp-OCSPSigning. */
function findResponder({ certificates, responder }: OcspAnswer, issuer: NotationCertificate, now: Date): NotationCertificate {
  if (isNamed(responder, issuer)) return issuer;
  for (const der of certificates.slice(0, limits.notationCertificates)) {
    const candidate = parseCertificate(der, 'responder');
    if (isNamed(responder, candidate) && mayAnswer(candidate, issuer, now)) return candidate;
  }
  throw new Error('its signer is not the issuer, nor authorized by the issuer');
}

function isNamed({ kind, value }: OcspAnswer['responder'], certificate: NotationCertificate): boolean {
  const own = kind === 'name' ? certificate.subjectDer : createHash('sha1').update(certificate.publicKeyBits).digest();
  return own.equals(value);
}

function mayAnswer(candidate: NotationCertificate, issuer: NotationCertificate, now: Date): boolean {
  const maySign = candidate.keyUsage?.has('digitalSignature') !== false;
  const isForOcsp = candidate.purposes?.includes(purposes.ocspSigning) === true;
  return isValidAt(candidate, now) && maySign && isForOcsp && isIssuedBy(candidate, issuer);
}

/**
 * RFC 6960, section 4.2.2.1. A returned nonce must be ours. Responders that prepare their answers in advance send none (RFC 9654,
 * section 2.1); then the answer must state when it expires.
 */
function assertFresh({ nonce, thisUpdate, nextUpdate }: OcspAnswer, ours: Buffer, now: Date): void {
  if (nonce?.equals(ours) === false) throw new Error('it answers another request (the nonce differs)');
  if (nonce === undefined && nextUpdate === undefined) throw new Error('it does not state when it expires');
  if (thisUpdate.getTime() > now.getTime() + clockSkewMs) throw new Error(`it is dated ${thisUpdate.toISOString()}, in the future`);
  if (nextUpdate !== undefined && nextUpdate.getTime() < now.getTime()) throw new Error(`it expired at ${nextUpdate.toISOString()}`);
}

/** The responder's certificate may be revoked too, unless the issuer marks it as not to be checked (id-pkix-ocsp-nocheck). */
async function checkResponder(responder: NotationCertificate, question: RevocationQuestion, runtime: Runtime): Promise<void> {
  if (responder === question.issuer || responder.extensions.has(extensionIds.ocspNoCheck) || responder.crlPlaces.length === 0) return;
  const status = await checkRevocationList({ ...question, certificate: responder }, runtime);
  if (status.kind === 'revoked')
    throw new RevocationUnavailable(`the OCSP responder ${responder.subject.text} is revoked (${status.reason})`);
}
