import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { cosignKeyLabels, encryptCosignKey } from './cosign-private-key.ts';

export interface CosignKeyPair {
  /** Encrypted; to be written with mode 0600. */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo, as `cosign.pub` has it. */
  readonly publicKeyPem: string;
}

/** A new ECDSA P-256 key pair as `cosign generate-key-pair` makes it, the private key encrypted with the passphrase. */
export async function generateCosignKey(passphrase: string): Promise<CosignKeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'prime256v1' });
  return formatCosignKey(privateKey, passphrase);
}

/** Any private key in cosign's form, as `cosign import-key-pair` writes it. */
export async function formatCosignKey(privateKey: KeyObject, passphrase: string): Promise<CosignKeyPair> {
  const body = await encryptCosignKey(privateKey.export({ format: 'der', type: 'pkcs8' }), passphrase);
  // PEM as Go writes it: lines of 64 characters (RFC 7468, section 2).
  const lines = body.toString('base64').match(/.{1,64}/g) ?? [];
  const [label] = cosignKeyLabels;
  return {
    privateKeyPem: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'),
    publicKeyPem: createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString(),
  };
}
