import { type KeyType } from './public-key.ts';

/** What metadata call the algorithm of a signature (tuf/data/types.go). */
export type SignatureMethod = 'ecdsa' | 'eddsa' | 'rsapss' | 'rsapkcs1v15';

/**
 * Methods that count for a key, the one that is signed with first. The key decides; the name beside the signature must agree.
 * The reference also knows `pycrypto-pkcs#1 pss` for PEM keys of type rsa, which nothing writes; here it counts for no key.
 */
export const signatureMethods: Readonly<Record<KeyType, readonly [SignatureMethod, ...SignatureMethod[]]>> = {
  ecdsa: ['ecdsa'],
  'ecdsa-x509': ['ecdsa'],
  rsa: ['rsapss', 'rsapkcs1v15'],
  'rsa-x509': ['rsapss', 'rsapkcs1v15'],
  ed25519: ['eddsa'],
};

export function signatureMethod(key: { readonly type: KeyType }): SignatureMethod {
  return signatureMethods[key.type][0];
}
