import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { assertChain, assertValidDuring, type CertificateChain, parseChain } from '../certificate/certificate-chain.ts';
import { splitCertificates } from '../certificate/split-certificates.ts';
import { algorithmOfKey, type SignatureAlgorithm, signBytes } from '../envelope/signature-algorithms.ts';

export interface SigningMaterial {
  /** PEM of the private key: PKCS #8, PKCS #1 or SEC 1. */
  readonly key: string | Uint8Array;
  /** Of an encrypted key. */
  readonly passphrase?: string;
  /** PEM or DER: the signing certificate first, then intermediates, the root last. */
  readonly certificates: Uint8Array;
}

/** A private key with the chain that vouches for it. The key cannot be seen from outside. */
export class NotationSigner {
  readonly chain: CertificateChain;
  readonly algorithm: SignatureAlgorithm;
  readonly #privateKey: KeyObject;

  /**
   * Checks at once what a verifier would refuse: chain, key and dates. Throws KEY_UNUSABLE, PASSPHRASE_MISSING and PASSPHRASE_WRONG
   * for the files, and VerificationError for a chain that would not verify.
   */
  constructor({ key, passphrase, certificates }: SigningMaterial, now: Date) {
    const parts = splitCertificates(certificates);
    if (parts === undefined || parts.length === 0)
      throw new PratiqueError('KEY_UNUSABLE', 'the certificate chain is not a file of certificates in PEM or DER');
    this.chain = parseChain(parts, 'the certificate chain');
    this.#privateKey = readPrivateKey(key, passphrase);
    if (!createPublicKey(this.#privateKey).equals(this.chain[0].publicKey))
      throw new PratiqueError('KEY_UNUSABLE', `the private key does not belong to the first certificate (${this.chain[0].subject.text})`);
    this.algorithm = algorithmOfKey(this.chain[0].publicKey, 'the signing key');
    assertChain(this.chain, 'code signing', 'the certificate chain');
    assertValidDuring(this.chain, now, now, 'the certificate chain');
  }

  sign(bytes: Uint8Array): Uint8Array {
    return signBytes(this.algorithm, bytes, this.#privateKey);
  }
}

/** OpenSSL's reason may quote something of the key and is left out. */
function readPrivateKey(key: string | Uint8Array, passphrase: string | undefined): KeyObject {
  const pem = Buffer.from(key).toString('latin1');
  const isEncrypted = pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || pem.includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && passphrase === undefined) throw new PratiqueError('PASSPHRASE_MISSING', 'the private key is encrypted');
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(isEncrypted ? { passphrase } : {}) });
  } catch {
    if (isEncrypted) throw new PratiqueError('PASSPHRASE_WRONG', 'the private key cannot be decrypted with this passphrase');
    throw new PratiqueError('KEY_UNUSABLE', 'the private key cannot be read; it has to be PEM');
  }
}
