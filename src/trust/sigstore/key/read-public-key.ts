import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { skipPemPreamble } from '../../crypto/skip-pem-preamble.ts';
import { decodePem } from './decode-pem.ts';
import { KeyRefused, readVerificationKey } from './to-verification-key.ts';
import { type VerificationKey } from './verification-key.ts';

/**
 * Reads a `PUBLIC KEY` in PEM (RFC 7468, section 13), such as `cosign.pub`; text before it is passed over. `name` says where it is from. Throws
 * KEY_UNUSABLE.
 */
export function readPublicKey(pem: string, name: string): VerificationKey {
  if (pem.length > limits.publicKeyBytes)
    throw new PratiqueError('KEY_UNUSABLE', `${name} has ${pem.length} characters, more than ${limits.publicKeyBytes}`);
  const text = skipPemPreamble(pem);
  const [block, ...rest] = decodePem(text) ?? [];
  if (block?.label !== 'PUBLIC KEY' || rest.length > 0) throw notOneKey(text, name);
  try {
    return readVerificationKey(block.der);
  } catch (cause) {
    if (!(cause instanceof KeyRefused)) throw cause;
    throw new PratiqueError('KEY_UNUSABLE', `${name}: the key cannot be used: ${cause.message}`, { cause });
  }
}

/** Whether a text is, or has, a private key in PEM. */
export function isPrivateKey(pem: string): boolean {
  return /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/m.test(pem);
}

function notOneKey(text: string, name: string): PratiqueError {
  if (isPrivateKey(text))
    return new PratiqueError('KEY_UNUSABLE', `${name} is a private key, not a public key`, {
      hint: 'pass the public key that belongs to it, such as cosign.pub',
    });
  const labels = [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]{1,40})-----/gm)].map(([, label = '']) => label);
  if (labels.length > 1) return new PratiqueError('KEY_UNUSABLE', `${name} has ${labels.length} PEM blocks, not one PUBLIC KEY`);
  if (labels[0] === 'CERTIFICATE')
    return new PratiqueError('KEY_UNUSABLE', `${name} is a certificate, not a public key`, {
      hint: `extract its key: openssl x509 -in ${name} -pubkey -noout`,
    });
  return new PratiqueError('KEY_UNUSABLE', `${name} is not a PUBLIC KEY in PEM`);
}
