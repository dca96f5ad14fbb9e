import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { decodePem } from './decode-pem.ts';
import { KeyRefused, readVerificationKey } from './to-verification-key.ts';
import { type VerificationKey } from './verification-key.ts';

/** Reads a `PUBLIC KEY` in PEM (RFC 7468, section 13), such as `cosign.pub`. `name` says where it is from. Throws KEY_UNUSABLE. */
export function readPublicKey(pem: string, name: string): VerificationKey {
  if (pem.length > limits.publicKeyBytes)
    throw new PratiqueError('KEY_UNUSABLE', `${name}: ${pem.length} characters are more than ${limits.publicKeyBytes}`);
  const [block, ...rest] = decodePem(pem) ?? [];
  if (block?.label !== 'PUBLIC KEY' || rest.length > 0) throw new PratiqueError('KEY_UNUSABLE', `${name}: not one PUBLIC KEY in PEM`);
  try {
    return readVerificationKey(block.der);
  } catch (cause) {
    if (!(cause instanceof KeyRefused)) throw cause;
    throw new PratiqueError('KEY_UNUSABLE', `${name}: the key cannot be used: ${cause.message}`, { cause });
  }
}
