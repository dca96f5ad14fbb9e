import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';
import { type SignatureMethod, type VerificationKey } from '../key/verification-key.ts';

interface KeyDetails {
  readonly encoding: 'spki' | 'pkcs1';
  readonly method: SignatureMethod;
}

const rsa = { encoding: 'spki', method: { scheme: 'rsa-pkcs1v15', hash: 'sha256' } } as const;
const rsaPss = { encoding: 'spki', method: { scheme: 'rsa-pss', hash: 'sha256' } } as const;

/** sigstore_common.proto, PublicKeyDetails: those that logs have had, or may have and Node can verify. */
const keyDetails: ReadonlyMap<string, KeyDetails> = new Map<string, KeyDetails>([
  ['PKIX_ECDSA_P256_SHA_256', { encoding: 'spki', method: { scheme: 'ecdsa', hash: 'sha256' } }],
  ['PKIX_ECDSA_P384_SHA_384', { encoding: 'spki', method: { scheme: 'ecdsa', hash: 'sha384' } }],
  ['PKIX_ECDSA_P521_SHA_512', { encoding: 'spki', method: { scheme: 'ecdsa', hash: 'sha512' } }],
  ['PKIX_ED25519', { encoding: 'spki', method: { scheme: 'ed25519' } }],
  ['PKCS1_RSA_PKCS1V5', { ...rsa, encoding: 'pkcs1' }],
  ['PKIX_RSA_PKCS1V5', rsa],
  ['PKIX_RSA_PKCS1V15_2048_SHA256', rsa],
  ['PKIX_RSA_PKCS1V15_3072_SHA256', rsa],
  ['PKIX_RSA_PKCS1V15_4096_SHA256', rsa],
  ['PKIX_RSA_PSS_2048_SHA256', rsaPss],
  ['PKIX_RSA_PSS_3072_SHA256', rsaPss],
  ['PKIX_RSA_PSS_4096_SHA256', rsaPss],
]);

/** The key of a log with the one method that the trusted root gives it. Throws {@link KeyRefused} when key and details do not fit or are not known. */
export function readKeyOfLog(bytes: Buffer, details: string): VerificationKey {
  const known = keyDetails.get(details);
  if (known === undefined) throw new KeyRefused(`its key is of kind ${JSON.stringify(details.slice(0, 60))}`);
  const key = readVerificationKey(bytes, known.encoding);
  const isSame = (method: SignatureMethod): boolean => JSON.stringify(method) === JSON.stringify(known.method);
  if (!key.methods.some(isSame)) throw new KeyRefused(`its key is not of kind ${details}`);
  return { ...key, methods: [known.method] };
}
