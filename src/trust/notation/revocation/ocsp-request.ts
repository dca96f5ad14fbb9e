import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, CertID, Extension, OCSPRequest, Request, TBSRequest } from 'pkijs';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';

const ocspNonceIdentifier = '1.3.6.1.5.5.7.48.1.2';

/**
 * RFC 6960, section 4.1: one certificate, named by SHA-1 hashes, which is what responders know (they name it and protect nothing), and a nonce
 * (RFC 9654: 32 bytes) so that an old answer can be told.
 */
export function encodeOcspRequest(certificate: NotationCertificate, issuer: NotationCertificate, nonce: Uint8Array): Uint8Array {
  const certId = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.3.14.3.2.26', algorithmParams: new asn1js.Null() }),
    issuerNameHash: new asn1js.OctetString({ valueHex: sha1(issuer.subjectDer) }),
    issuerKeyHash: new asn1js.OctetString({ valueHex: sha1(issuer.publicKeyBits) }),
    serialNumber: new asn1js.Integer({ valueHex: copy(certificate.serialNumber) }),
  });
  const extension = new Extension({
    extnID: ocspNonceIdentifier,
    extnValue: new asn1js.OctetString({ valueHex: copy(nonce) }).toBER(),
  });
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({ requestList: [new Request({ reqCert: certId })], requestExtensions: [extension] }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}

function sha1(bytes: Uint8Array): ArrayBuffer {
  return copy(createHash('sha1').update(bytes).digest());
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
