import { messageOf } from '../../../lib/text/message-of.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readCertificate } from '../../x509/certificate.ts';
import { publicKeyOf } from '../../x509/certificate-path.ts';
import { readDer, readMembers } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';
import { readBitString } from '../../x509/der-values.ts';
import { extensionIds } from '../../x509/extension.ts';
import { type NotationCertificate } from './notation-certificate.ts';
import { readListPlaces, readOcspPlaces } from './revocation-places.ts';

/** Reads one certificate in DER. A certificate with an unreadable extension is refused. Throws NOTATION_CERTIFICATE_REFUSED, naming `what`. */
export function parseCertificate(der: Uint8Array, what: string): NotationCertificate {
  try {
    const certificate = readCertificate(der, 'legacy');
    const valueOf = (name: keyof typeof extensionIds): Buffer | undefined => certificate.extensions.get(extensionIds[name])?.value;
    return {
      ...certificate,
      publicKey: publicKeyOf(certificate),
      publicKeyBits: readBitString(readMembers(readDer(certificate.publicKeyInfo), derTags.sequence)[1]),
      ocspPlaces: readOcspPlaces(valueOf('authorityInformationAccess')),
      crlPlaces: readListPlaces(valueOf('crlDistributionPoints')),
      freshestCrlPlaces: readListPlaces(valueOf('freshestCrl')),
    };
  } catch (cause) {
    const message = `it is not an X.509 certificate: ${messageOf(cause).slice(0, 200)}`;
    throw new VerificationError('NOTATION_CERTIFICATE_REFUSED', what, message, { cause });
  }
}
