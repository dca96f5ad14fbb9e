import { messageOf } from '../../../lib/text/message-of.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { findCertificatePath } from '../../x509/certificate-path.ts';
import { anyTimestamp } from '../../x509/timestamp-rules.ts';
import { readTimestampToken, type TimestampToken } from '../../x509/timestamp-token.ts';
import { findTokenFault, isNamedSigner, isTokenSignedBy } from '../../x509/verify-token.ts';
import { assertChain, assertValidDuring } from '../certificate/certificate-chain.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { type VerifiedTimestamp } from './verified-timestamp.ts';

/**
 * trust-store-trust-policy.md, validate trusted timestamp: the token is over `message`, by an authority with a path to one of `roots`, and its
 * certificates were valid then. The caller checks revocation. Throws NOTATION_TIMESTAMP_INVALID and what chains throw, naming `what`.
 */
export function verifyTimestampToken(
  bytes: Uint8Array,
  message: Uint8Array,
  roots: readonly NotationCertificate[],
  what: string,
): VerifiedTimestamp {
  const token = parse(bytes, what);
  const fault = findTokenFault(token, message);
  if (fault !== undefined) throw invalid(what, fault);
  const candidates = readCandidates(token.certificates);
  const named = candidates.filter((certificate) => isNamedSigner(token, certificate));
  if (named.length === 0) throw invalid(what, 'it does not contain the certificate of its signer');
  const leaf = named.find((certificate) => isTokenSignedBy(token, certificate));
  if (leaf === undefined) throw invalid(what, 'its signature does not match');
  const chain = findCertificatePath({ leaf, anchors: roots, candidates, rules: 'signatures only' });
  if (chain === undefined) throw invalid(what, `${leaf.subject.text} has no path to a certificate in the tsa trust stores`);
  assertChain(chain, 'timestamping', what);
  assertValidDuring(chain, token.time, token.time, what);
  return { ...readTimes(token), chain };
}

function parse(bytes: Uint8Array, what: string): TimestampToken {
  try {
    return readTimestampToken(bytes, anyTimestamp);
  } catch (cause) {
    throw invalid(what, `it is not an RFC 3161 token: ${messageOf(cause).slice(0, 200)}`, cause);
  }
}

/** Unreadable embedded certificates are ignored: they cannot be part of a path. */
function readCandidates(certificates: readonly Uint8Array[]): readonly NotationCertificate[] {
  return certificates.flatMap((der) => {
    try {
      return [parseCertificate(der, 'certificate')];
    } catch {
      return [];
    }
  });
}

/** RFC 3161, section 2.4.2, accuracy; ETSI's baseline policy (RFC 3628, section 5.2) means one second where the token states none. */
function readTimes({ time, accuracyMs, policy }: TimestampToken): Pick<VerifiedTimestamp, 'time' | 'earliest' | 'latest'> {
  const marginMs = accuracyMs ?? (policy === '0.4.0.2023.1.1' ? 1_000 : 0);
  return { time, earliest: new Date(time.getTime() - marginMs), latest: new Date(time.getTime() + marginMs) };
}

function invalid(what: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('NOTATION_TIMESTAMP_INVALID', what, message, { cause });
}
