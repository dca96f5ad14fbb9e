import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { VerificationError } from '../../../model/trust/verification-error.ts';

/** Notary Project, signature-specification.md, algorithm selection: the key alone decides the algorithm. */
export interface SignatureAlgorithm {
  /** RFC 7518, section 3.1. */
  readonly jwsName: string;
  /** IANA, COSE algorithms. */
  readonly coseId: number;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly key: { readonly type: 'rsa'; readonly bits: number } | { readonly type: 'ec'; readonly curve: string };
}

export const signatureAlgorithms: readonly SignatureAlgorithm[] = [
  { jwsName: 'PS256', coseId: -37, hash: 'sha256', key: { type: 'rsa', bits: 2048 } },
  { jwsName: 'PS384', coseId: -38, hash: 'sha384', key: { type: 'rsa', bits: 3072 } },
  { jwsName: 'PS512', coseId: -39, hash: 'sha512', key: { type: 'rsa', bits: 4096 } },
  { jwsName: 'ES256', coseId: -7, hash: 'sha256', key: { type: 'ec', curve: 'prime256v1' } },
  { jwsName: 'ES384', coseId: -35, hash: 'sha384', key: { type: 'ec', curve: 'secp384r1' } },
  { jwsName: 'ES512', coseId: -36, hash: 'sha512', key: { type: 'ec', curve: 'secp521r1' } },
];

/** The algorithm that a key has to be used with. Throws NOTATION_ALGORITHM_REFUSED for keys that have none. */
export function algorithmOfKey(key: KeyObject, what: string): SignatureAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const found = signatureAlgorithms.find(({ key: wanted }) =>
    wanted.type === 'rsa'
      ? type === 'rsa' && details?.modulusLength === wanted.bits
      : type === 'ec' && details?.namedCurve === wanted.curve,
  );
  if (found !== undefined) return found;
  const size = details?.modulusLength === undefined ? (details?.namedCurve ?? '') : `${details.modulusLength} bits`;
  throw new VerificationError('NOTATION_ALGORITHM_REFUSED', what, `a key of type ${type ?? 'unknown'} ${size} is not allowed`);
}

/** ECDSA signatures are r‖s (RFC 7518, section 3.4; RFC 9053, section 2.1); the salt of PSS is as long as the hash. */
export function isSignedBy(algorithm: SignatureAlgorithm, signedBytes: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  return verify(algorithm.hash, signedBytes, keyInput(algorithm, publicKey), signature);
}

export function signBytes(algorithm: SignatureAlgorithm, bytes: Uint8Array, privateKey: KeyObject): Uint8Array {
  return sign(algorithm.hash, bytes, keyInput(algorithm, privateKey));
}

function keyInput({ key: { type } }: SignatureAlgorithm, key: KeyObject) {
  return type === 'rsa'
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, dsaEncoding: 'ieee-p1363' as const };
}
