import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { readPem, type PemBlock } from './pem.ts';

/** A leaf certificate and those between it and an authority, as they stand in one key. */
export interface CertificateChain {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
}

/**
 * Reads PEM certificates of which exactly the first is a leaf (CA:FALSE) and the others are authorities, as notary wants a root key to
 * be (trustpinning: one leaf, in first place). Throws ROLE_KEY_INVALID or ROOT_CERTIFICATE_INVALID; `what` names the key.
 */
export function readCertificateChain(pem: string, what: string): CertificateChain {
  const certificates = readCertificates(pem, what);
  const [leaf, ...intermediates] = certificates as [Certificate, ...Certificate[]];
  if (leaf.isAuthority)
    throw new VerificationError('ROOT_CERTIFICATE_INVALID', what, `the first certificate of ${what} is an authority (CA:TRUE), not a leaf`);
  const isSecondLeaf = intermediates.some(({ isAuthority }) => !isAuthority);
  if (isSecondLeaf) throw new VerificationError('ROOT_CERTIFICATE_INVALID', what, `${what} has more than one leaf certificate`);
  return { leaf, intermediates };
}

/** Every certificate of a PEM text that holds nothing else; at least one. */
export function readCertificates(pem: string, what: string): readonly Certificate[] {
  const blocks = readBlocks(pem, what);
  if (blocks.length > limits.certificatesInKey)
    throw new VerificationError(
      'ROLE_KEY_INVALID',
      what,
      `${what} has ${blocks.length} certificates, more than ${limits.certificatesInKey}`,
    );
  const stranger = blocks.find(({ label, headers }) => label !== 'CERTIFICATE' || headers.size > 0);
  if (stranger !== undefined)
    throw new VerificationError('ROLE_KEY_INVALID', what, `${what} has a ${stranger.label} where only plain certificates belong`);
  return blocks.map(({ bytes }) => readCertificate(bytes, what));
}

function readBlocks(pem: string, what: string): readonly PemBlock[] {
  try {
    return readPem(pem);
  } catch (cause) {
    throw new VerificationError('ROLE_KEY_INVALID', what, `the certificates of ${what}: the text ${(cause as Error).message}`, { cause });
  }
}
