import { createHash } from 'node:crypto';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { writeDer, writeNull, writeObjectIdentifier, writeOctetString, writeSequence } from '../../x509/der-writer.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';

export const ocspNonceId = '1.3.6.1.5.5.7.48.1.2';
export const sha1Id = '1.3.14.3.2.26';

/**
 * RFC 6960, section 4.1: one certificate, named by SHA-1 hashes because responders know no others (they identify it and protect nothing), and a
 * nonce of 32 bytes (RFC 9654) against replayed answers.
 */
export function encodeOcspRequest(certificate: NotationCertificate, issuer: NotationCertificate, nonce: Buffer): Buffer {
  const certId = writeSequence(
    writeSequence(writeObjectIdentifier(sha1Id), writeNull()),
    writeOctetString(sha1(issuer.subjectDer)),
    writeOctetString(sha1(issuer.publicKeyBits)),
    // As encoded: a serial number may be negative.
    writeDer(derTags.integer, certificate.serialNumber),
  );
  const extension = writeSequence(writeObjectIdentifier(ocspNonceId), writeOctetString(writeOctetString(nonce)));
  const extensions = writeDer(contextTag(2, 'constructed'), writeSequence(extension));
  return writeSequence(writeSequence(writeSequence(writeSequence(certId)), extensions));
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
