import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { readCertificate, type Certificate } from './certificate.ts';
import { readPem, type PemBlock } from './pem.ts';

/** The certificate whose key counts, then those between it and an authority. */
export type Certificates = readonly [Certificate, ...Certificate[]];

/** Every certificate of a PEM text that holds nothing else; at least one. Throws ROLE_KEY_INVALID; `what` names the text. */
export function readCertificates(pem: string, what: string): Certificates {
  const [first, ...others] = readBlocks(pem, what);
  const blocks = [first, ...others];
  if (blocks.length > limits.certificatesInKey)
    throw new VerificationError(
      'ROLE_KEY_INVALID',
      what,
      `${what} has ${blocks.length} certificates, more than ${limits.certificatesInKey}`,
    );
  const stranger = blocks.find(({ label, headers }) => label !== 'CERTIFICATE' || headers.size > 0);
  if (stranger !== undefined)
    throw new VerificationError('ROLE_KEY_INVALID', what, `${what} has a ${stranger.label} where only plain certificates belong`);
  return [readCertificate(first.bytes, what), ...others.map(({ bytes }) => readCertificate(bytes, what))];
}

function readBlocks(pem: string, what: string): readonly [PemBlock, ...PemBlock[]] {
  try {
    return readPem(pem);
  } catch (cause) {
    throw new VerificationError('ROLE_KEY_INVALID', what, `the certificates of ${what}: the text ${(cause as Error).message}`, { cause });
  }
}
