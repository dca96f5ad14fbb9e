import { constants, type KeyObject, verify } from 'node:crypto';
import * as asn1js from 'asn1js';
import { type AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** Hashes by their object identifiers; RFC 5754, section 2. Nothing older counts. */
export const hashesByIdentifier: ReadonlyMap<string, HashName> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

interface SignatureForm {
  readonly keyType: 'rsa' | 'ec';
  readonly hash: HashName;
}

/** RFC 5754, section 3: PKCS #1 v1.5 and ECDSA with SHA-2. */
const formsByIdentifier: ReadonlyMap<string, SignatureForm> = new Map<string, SignatureForm>([
  ['1.2.840.113549.1.1.11', { keyType: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keyType: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keyType: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { keyType: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keyType: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keyType: 'ec', hash: 'sha512' }],
]);

const rsaEncryption = '1.2.840.113549.1.1.1';
const rsassaPss = '1.2.840.113549.1.1.10';

/**
 * Checks a signature that ASN.1 describes: of CMS, OCSP answers and revocation lists. False for algorithms that are not allowed, keys of another
 * kind and anything that cannot be checked. `digest` is the hash that CMS names apart, for `rsaEncryption` (RFC 3370, section 3.2).
 */
export function isAsn1SignatureBy(
  key: KeyObject,
  algorithm: AlgorithmIdentifier,
  bytes: Uint8Array,
  signature: Uint8Array,
  digest?: HashName,
): boolean {
  try {
    if (algorithm.algorithmId === rsassaPss) return isPssSignatureBy(key, algorithm, bytes, signature);
    const isPlainRsa = algorithm.algorithmId === rsaEncryption && digest !== undefined;
    const form: SignatureForm | undefined = isPlainRsa ? { keyType: 'rsa', hash: digest } : formsByIdentifier.get(algorithm.algorithmId);
    return (
      form?.keyType === key.asymmetricKeyType && form !== undefined && verify(form.hash, bytes, { key, dsaEncoding: 'der' }, signature)
    );
  } catch {
    return false;
  }
}

/** RFC 4055, section 3.1; the same hash inside and outside, and a salt as long as it. */
function isPssSignatureBy(key: KeyObject, { algorithmParams }: AlgorithmIdentifier, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (!(algorithmParams instanceof asn1js.BaseBlock)) return false;
  const parameters = new RSASSAPSSParams({ schema: algorithmParams });
  const hash = hashesByIdentifier.get(parameters.hashAlgorithm.algorithmId);
  const mask: unknown = parameters.maskGenAlgorithm.algorithmParams;
  const maskHash = mask instanceof asn1js.Sequence ? mask.valueBlock.value[0] : undefined;
  const isSameHash = maskHash instanceof asn1js.ObjectIdentifier && maskHash.getValue() === parameters.hashAlgorithm.algorithmId;
  if (hash === undefined || !isSameHash || parameters.trailerField !== 1) return false;
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss') return false;
  return verify(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: parameters.saltLength }, signature);
}
