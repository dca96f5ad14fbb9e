import { type Digest, digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { isEcdsaOverDigest } from './ecdsa-prehash.ts';
import { isEd25519phOverDigest } from './ed25519-prehash.ts';
import { isPkcs1OverDigest, isPssOverDigest } from './rsa-prehash.ts';
import { type HashAlgorithm, type SignedMessage } from './signed-message.ts';
import { type SignatureMethod, type VerificationKey } from './verification-key.ts';

/**
 * Content of which only the digest is known. ECDSA and RSA sign a hash, so a digest by that hash is enough. The content itself is needed, and
 * SIGSTORE_CONTENT_REQUIRED thrown, for
 * - Ed25519, which signs the content and no hash of it (RFC 8032, section 5.1); Ed25519ph, which cosign signs with, signs its SHA-512;
 * - signatures that the digest does not match, by keys that may have signed another hash of the content (P-384 and P-521);
 * - log entries and bundles that name the content by another hash.
 */
export function messageByDigest(digest: Digest, object: string): SignedMessage {
  const known = { algorithm: digestAlgorithm(digest), bytes: Buffer.from(digestHex(digest), 'hex') };
  const require = (why: string): never => {
    throw new VerificationError('SIGSTORE_CONTENT_REQUIRED', object, `${why}, and only its ${known.algorithm} digest is known`);
  };
  return {
    hasDigest: (algorithm, bytes) =>
      algorithm === known.algorithm ? known.bytes.equals(bytes) : require(`the content is named by its ${algorithm} digest`),
    isSignedBy: (key, signature) => {
      if (key.methods.some((method) => isOverDigest(key, method, known, signature))) return true;
      const other = key.methods.find((method) => method.scheme === 'ed25519' || method.hash !== known.algorithm);
      if (other === undefined) return false;
      return require(
        other.scheme === 'ed25519'
          ? 'an Ed25519 key may have signed the content itself'
          : `the key may have signed the ${other.hash} digest of the content`,
      );
    },
  };
}

function isOverDigest(
  { key }: VerificationKey,
  method: SignatureMethod,
  { algorithm, bytes }: { readonly algorithm: HashAlgorithm; readonly bytes: Uint8Array },
  signature: Uint8Array,
): boolean {
  if (method.scheme === 'ed25519' || method.hash !== algorithm) return false;
  if (method.scheme === 'ecdsa') return isEcdsaOverDigest(key, bytes, signature);
  if (method.scheme === 'ed25519ph') return isEd25519phOverDigest(key, bytes, signature);
  return (method.scheme === 'rsa-pss' ? isPssOverDigest : isPkcs1OverDigest)(key, algorithm, bytes, signature);
}
