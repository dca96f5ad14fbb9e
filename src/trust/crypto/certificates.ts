import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Certificate, readCertificate } from '../x509/certificate.ts';
import { DerError } from '../x509/der-error.ts';
import { readPem, type PemBlock } from './pem.ts';

/** A certificate as Notary v1 uses it. */
export interface NotaryCertificate extends Certificate {
  /** The GUN that a root key is for. Empty when the subject has no common name. */
  readonly commonName: string;
}

/** The certificate of the key itself, then its intermediates. */
export type Certificates = readonly [NotaryCertificate, ...NotaryCertificate[]];

/** Every certificate of a PEM text that holds nothing else; at least one. Throws ROLE_KEY_INVALID; `what` names the text. */
export function readCertificates(pem: string, what: string): Certificates {
  const [first, ...others] = readBlocks(pem, what);
  const blocks = [first, ...others];
  if (blocks.length > limits.certificatesInKey)
    throw invalid(what, `${what} has ${blocks.length} certificates, more than ${limits.certificatesInKey}`);
  const stranger = blocks.find(({ label, headers }) => label !== 'CERTIFICATE' || headers.size > 0);
  if (stranger !== undefined) throw invalid(what, `${what} has the PEM block ${stranger.label} where only plain certificates belong`);
  return [readNotaryCertificate(first.bytes, what), ...others.map(({ bytes }) => readNotaryCertificate(bytes, what))];
}

/** Throws ROLE_KEY_INVALID. Legacy certificates are accepted, because companies pin old roots. */
export function readNotaryCertificate(der: Buffer, what: string): NotaryCertificate {
  try {
    const certificate = readCertificate(der, 'legacy');
    return { ...certificate, commonName: readCommonName(certificate) };
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw invalid(what, `the certificate of ${what} cannot be read: ${cause.message}`, cause);
  }
}

/** Refuses several names: readers could take them for different repositories. */
function readCommonName({ subject }: Certificate): string {
  const [name, ...others] = subject.parts.filter(({ type }) => type === 'CN');
  if (others.length > 0) throw new DerError('the subject has several common names');
  if (name?.isText === false) throw new DerError('the common name is not text');
  return name?.value ?? '';
}

function readBlocks(pem: string, what: string): readonly [PemBlock, ...PemBlock[]] {
  try {
    return readPem(pem);
  } catch (cause) {
    throw invalid(what, `the certificates of ${what}: the text ${(cause as Error).message}`, cause);
  }
}

function invalid(what: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('ROLE_KEY_INVALID', what, message, { cause });
}
