import { createHash } from 'node:crypto';
import { type Certificate } from './certificate.ts';
import { publicKeyOf } from './certificate-path.ts';
import { extensionIds } from './extension.ts';
import { writeOctetString } from './der-writer.ts';
import { isSignature } from './signature.ts';
import { type TimestampToken } from './timestamp-token.ts';

/** Why the token is not a timestamp of `stamped`; `undefined` when it is. Does not check who signed it. */
export function findTokenFault({ imprint, content, signer }: TimestampToken, stamped: Uint8Array): string | undefined {
  if (!isDigestOf(imprint, stamped)) return 'the timestamp is for another signature';
  if (!isDigestOf({ hash: signer.hash, digest: signer.contentDigest }, content)) return 'the signer signed another timestamp';
  return undefined;
}

/** Whether the token names the certificate as its signer's. */
export function isNamedSigner({ signer: { identifier } }: TimestampToken, certificate: Certificate): boolean {
  if (identifier.kind === 'issuer and serial')
    return identifier.issuerDer.equals(certificate.issuerDer) && identifier.serialNumber.equals(certificate.serialNumber);
  const keyIdentifier = certificate.extensions.get(extensionIds.subjectKeyIdentifier);
  return keyIdentifier?.value.equals(writeOctetString(identifier.value)) === true;
}

/** Whether the certificate's key signed the token, and the token names exactly this certificate of the key. */
export function isTokenSignedBy({ signer }: TimestampToken, certificate: Certificate): boolean {
  const { certificateId, signatureAlgorithm, signed, signature, hash } = signer;
  if (!isDigestOf(certificateId, certificate.der)) return false;
  return isSignature(publicKeyOf(certificate), signatureAlgorithm, signed, signature, { digest: hash });
}

function isDigestOf({ hash, digest }: { readonly hash: string; readonly digest: Buffer }, bytes: Uint8Array): boolean {
  return createHash(hash).update(bytes).digest().equals(digest);
}
