import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { derTags } from '../x509/der-tags.ts';
import {
  writeBitString,
  writeDer,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeTime,
} from '../x509/der-writer.ts';
import { publicKeyFromCertificate } from './public-key-from-pem.ts';
import { type PublicKey } from './public-key.ts';

export interface RootCertificateRequest {
  /** Globally unique name of the collection: becomes the common name. */
  readonly gun: string;
  /** ECDSA or RSA. */
  readonly privateKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** 16 bytes; random when absent. */
  readonly serial?: Buffer;
}

/**
 * The self-signed certificate under which notary puts a root key into root metadata (tuf/utils/x509.go, NewCertificate), as the
 * `…-x509` key that it makes: for signing code, no authority, with a random serial number of 128 bits.
 */
export function makeRootCertificate(request: RootCertificateRequest): PublicKey {
  const spki = createPublicKey(request.privateKey).export({ type: 'spki', format: 'der' });
  const algorithm = request.privateKey.asymmetricKeyType === 'rsa' ? sha256WithRsa : ecdsaWithSha256;
  const name = writeName(request.gun);
  const body = writeSequence(
    writeDer(0xa0, writeInteger(Buffer.from([2]))),
    writeInteger(request.serial ?? randomBytes(16)),
    algorithm,
    name,
    writeSequence(writeTime(request.notBefore), writeTime(request.notAfter)),
    name,
    spki,
    writeDer(0xa3, writeSequence(...extensions)),
  );
  const signature = sign('sha256', body, request.privateKey);
  return publicKeyFromCertificate(writeSequence(body, algorithm, writeBitString(signature)), `the certificate of ${request.gun}`);
}

/** RFC 5758, section 3.2, and RFC 4055, section 5. */
const ecdsaWithSha256 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.2'));
const sha256WithRsa = writeSequence(writeObjectIdentifier('1.2.840.113549.1.1.11'), writeNull());

const critical = writeDer(derTags.boolean, Buffer.from([0xff]));
/** digitalSignature and keyEncipherment: the first and the third of nine bits (RFC 5280, section 4.2.1.3). */
const keyUsage = writeBitString(Buffer.from([0xa0]), 5);
const codeSigning = writeSequence(writeObjectIdentifier('1.3.6.1.5.5.7.3.3'));

const extensions = [
  writeSequence(writeObjectIdentifier('2.5.29.15'), critical, writeOctetString(keyUsage)),
  writeSequence(writeObjectIdentifier('2.5.29.37'), writeOctetString(codeSigning)),
  writeSequence(writeObjectIdentifier('2.5.29.19'), critical, writeOctetString(writeSequence())),
];

/** Go writes a PrintableString (X.680, section 41.4) where it can, and UTF-8 otherwise. */
function writeName(commonName: string): Buffer {
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(commonName) ? derTags.printableString : derTags.utf8String;
  const attribute = writeSequence(writeObjectIdentifier('2.5.4.3'), writeDer(tag, Buffer.from(commonName, 'utf8')));
  return writeSequence(writeDer(derTags.set, attribute));
}
