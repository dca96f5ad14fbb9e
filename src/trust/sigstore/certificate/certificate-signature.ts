import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';
import { isSignatureBy, type SignatureMethod, type VerificationKey } from '../key/verification-key.ts';
import { type Certificate } from './certificate.ts';

/** Whether the issuer's key made the certificate's signature, by the algorithm that the certificate names. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const method = methods.get(certificate.signatureAlgorithm);
  if (method === undefined || !certificate.issuer.equals(issuer.subject)) return false;
  const key = keyOf(issuer);
  return key !== undefined && isSignatureBy({ ...key, methods: [method] }, certificate.signed, certificate.signature);
}

/** RFC 5758, section 3.2; RFC 4055, section 5; RFC 8410, section 3. */
const methods: ReadonlyMap<string, SignatureMethod> = new Map<string, SignatureMethod>([
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha512' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa-pkcs1v15', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa-pkcs1v15', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa-pkcs1v15', hash: 'sha512' }],
  ['1.3.101.112', { scheme: 'ed25519' }],
]);

function keyOf(certificate: Certificate): VerificationKey | undefined {
  try {
    return readVerificationKey(certificate.publicKeyInfo);
  } catch (error) {
    if (error instanceof KeyRefused) return undefined;
    throw error;
  }
}
