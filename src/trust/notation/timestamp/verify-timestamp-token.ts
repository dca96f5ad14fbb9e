import { createHash } from 'node:crypto';
import { type TSTInfo } from 'pkijs';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { assertChain, assertValidDuring, type CertificateChain, isIssuedBy } from '../certificate/certificate-chain.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import { isAsn1SignatureBy } from '../certificate/verify-asn1-signature.ts';
import { parseTimestampToken, type SignerIdentifier, type TimestampToken } from './parse-timestamp-token.ts';
import { type VerifiedTimestamp } from './verified-timestamp.ts';

/**
 * trust-store-trust-policy.md, validate trusted timestamp: the token is over `message`, by an authority that leads to one of `roots`, and its
 * certificates were valid then. Revocation is the caller's. Throws NOTATION_TIMESTAMP_INVALID and what chains throw, naming `what`.
 */
export function verifyTimestampToken(
  bytes: Uint8Array,
  message: Uint8Array,
  roots: readonly NotationCertificate[],
  what: string,
): VerifiedTimestamp {
  const token = parse(bytes, what);
  const { imprint, info, signer, content } = token;
  if (!isHashOf(imprint, message)) throw invalid(what, 'it is over something else than this signature');
  if (info.version !== 1) throw invalid(what, `its version is ${info.version}, not 1`);
  const critical = info.extensions?.find((extension) => extension.critical);
  if (critical !== undefined) throw invalid(what, `its critical extension ${critical.extnID} is not understood`);
  const candidates = readCandidates(token.certificates);
  const leaf = candidates.find(
    (certificate) => isNamedBy(signer.identifier, certificate) && isHashOf(signer.certificateHash, certificate.der),
  );
  if (leaf === undefined) throw invalid(what, 'the certificate of its signer is not in it');
  if (!isHashOf({ hash: signer.digest, value: signer.messageDigest }, content)) throw invalid(what, 'its content is not what was signed');
  if (!isAsn1SignatureBy(leaf.publicKey, signer.signatureAlgorithm, signer.attributesDer, signer.signature, signer.digest))
    throw invalid(what, 'its signature is wrong');
  const chain = findChain(leaf, candidates, roots);
  if (chain === undefined) throw invalid(what, `${leaf.subject.text} does not lead to a certificate of the tsa trust stores`);
  assertChain(chain, 'timestamping', what);
  assertValidDuring(chain, info.genTime, info.genTime, what);
  return { ...readTimes(info, what), chain };
}

function parse(bytes: Uint8Array, what: string): TimestampToken {
  try {
    return parseTimestampToken(bytes);
  } catch (cause) {
    throw invalid(what, `it is not an RFC 3161 token: ${messageOf(cause).slice(0, 200)}`, cause);
  }
}

function isHashOf({ hash, value }: { readonly hash: string; readonly value: Uint8Array }, bytes: Uint8Array): boolean {
  return createHash(hash).update(bytes).digest().equals(value);
}

/** Embedded certificates that cannot be read are ignored: they can neither help nor harm. */
function readCandidates(certificates: readonly Uint8Array[]): readonly NotationCertificate[] {
  return certificates.flatMap((der) => {
    try {
      return [parseCertificate(der, 'certificate')];
    } catch {
      return [];
    }
  });
}

function isNamedBy(identifier: SignerIdentifier, certificate: NotationCertificate): boolean {
  if (identifier.kind === 'key identifier') return isSame(identifier.value, certificate.keyIdentifier);
  return isSame(identifier.issuerDer, certificate.issuerDer) && isSame(identifier.serialNumber, certificate.serialNumber);
}

function isSame(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(one, other) === 0;
}

/** Depth first over possible issuers, each certificate once. */
function findChain(
  leaf: NotationCertificate,
  candidates: readonly NotationCertificate[],
  roots: readonly NotationCertificate[],
  above: readonly NotationCertificate[] = [],
): CertificateChain | undefined {
  const path: CertificateChain = [...(above as [NotationCertificate, ...NotationCertificate[]]), leaf];
  if (roots.some((root) => isSame(root.der, leaf.der))) return path;
  const root = roots.find((each) => isIssuedBy(leaf, each));
  if (root !== undefined) return [...path, root];
  if (path.length >= limits.notationCertificates) return undefined;
  for (const candidate of candidates) {
    if (path.some((each) => isSame(each.der, candidate.der)) || !isIssuedBy(leaf, candidate)) continue;
    const found = findChain(candidate, candidates, roots, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** RFC 3161, section 2.4.2, accuracy; ETSI's baseline policy (RFC 3628, section 5.2) means one second where the token says nothing. */
function readTimes({ genTime, accuracy, policy }: TSTInfo, what: string): Pick<VerifiedTimestamp, 'time' | 'earliest' | 'latest'> {
  const baselineMs = policy === '0.4.0.2023.1.1' ? 1_000 : 0;
  const statedMs =
    accuracy === undefined
      ? baselineMs
      : (accuracy.seconds ?? 0) * 1_000 + (accuracy.millis ?? 0) + Math.ceil((accuracy.micros ?? 0) / 1_000);
  const time = genTime.getTime();
  if (!Number.isFinite(time) || !Number.isFinite(statedMs) || statedMs < 0) throw invalid(what, 'its time or accuracy cannot be read');
  return { time: genTime, earliest: new Date(time - statedMs), latest: new Date(time + statedMs) };
}

function invalid(what: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('NOTATION_TIMESTAMP_INVALID', what, message, { cause });
}
