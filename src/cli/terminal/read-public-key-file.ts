import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { publicKeyFromPem } from '../../trust/crypto/public-key-from-pem.ts';
import { type PublicKey } from '../../trust/crypto/public-key.ts';

/** A public key or a certificate in PEM. Throws KEY_NOT_FOUND and KEY_UNUSABLE, and VerificationError for an unsupported key. */
export function readPublicKeyFile(path: string): PublicKey {
  return publicKeyFromPem(readKeyText(path), path);
}

/** A small file as it is. */
export function readKeyText(path: string): string {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, limits.privateKeyBytes);
  } catch (cause) {
    throw new PratiqueError('KEY_NOT_FOUND', `the key file ${path} cannot be read: ${describeSystemError(cause)}`, {
      cause,
      hint: 'check the path',
    });
  }
  if (bytes !== undefined) return bytes.toString('latin1');
  throw new PratiqueError('KEY_UNUSABLE', `${path} is longer than ${limits.privateKeyBytes} bytes`);
}
