import { createPublicKey, type KeyObject } from 'node:crypto';
import { signBytes } from './sign-bytes.ts';
import { type Signer } from './signer.ts';

/** Signs with a private key that was read from a file. */
export function keySigner(privateKey: KeyObject): Signer {
  const publicKey = createPublicKey(privateKey);
  return {
    verificationMaterial: () => Promise.resolve({ kind: 'public key', publicKey }),
    sign: (bytes) => Promise.resolve(signBytes(privateKey, bytes)),
  };
}
