import { createPublicKey, type KeyObject } from 'node:crypto';
import { readNotaryCertificate } from './certificates.ts';
import { keyInvalid } from './key-invalid.ts';
import { readPem, writePem, type PemBlock } from './pem.ts';
import { readPublicKey, type PublicKey } from './public-key.ts';
import { skipPemPreamble } from './skip-pem-preamble.ts';
import { readSubjectPublicKey } from './subject-public-key.ts';

/**
 * The TUF key of a PEM text, as `notary delegation add` takes it (tuf/utils/x509.go): a PUBLIC KEY gives `ecdsa` or `rsa`, a
 * CERTIFICATE `ecdsa-x509` or `rsa-x509` with the certificate written again in its one form. The reference takes the first block of
 * several and passes over text before it; here there must be one only. Throws ROLE_KEY_INVALID; `what` names the text.
 */
export function publicKeyFromPem(pem: string, what: string): PublicKey {
  const [block, ...more] = readBlocks(pem, what);
  if (more.length > 0) throw keyInvalid(what, `has ${more.length + 1} PEM blocks where one belongs`);
  if (block.label === 'PUBLIC KEY') return readPublicKey(algorithmOf(block.bytes, what), block.bytes);
  if (block.label.endsWith('PRIVATE KEY')) throw keyInvalid(what, 'is a private key, not a public key or a certificate');
  if (block.label !== 'CERTIFICATE') throw keyInvalid(what, `has the PEM block ${block.label}, not a PUBLIC KEY or a CERTIFICATE`);
  return publicKeyFromCertificate(block.bytes, what);
}

/** The `…-x509` key of one certificate in DER. */
export function publicKeyFromCertificate(der: Buffer, what: string): PublicKey {
  const { publicKeyInfo } = readNotaryCertificate(der, what);
  return readPublicKey(`${algorithmOf(publicKeyInfo, what)}-x509`, Buffer.from(writePem('CERTIFICATE', der), 'latin1'));
}

/** The bare TUF key, `ecdsa`, `rsa` or `ed25519`, of a private or a public key. Throws ROLE_KEY_INVALID; `what` names the key. */
export function publicKeyFromKeyObject(object: KeyObject, what: string): PublicKey {
  const bare = object.type === 'private' ? createPublicKey(object) : object;
  const spki = bare.export({ type: 'spki', format: 'der' });
  if (object.asymmetricKeyType === 'ed25519') return readPublicKey('ed25519', spki.subarray(-32));
  return readPublicKey(algorithmOf(spki, what), spki);
}

function algorithmOf(spki: Buffer, what: string): 'ecdsa' | 'rsa' {
  try {
    return readSubjectPublicKey(spki).algorithm;
  } catch (cause) {
    throw keyInvalid(what, `cannot be read: ${(cause as Error).message}`, cause);
  }
}

function readBlocks(pem: string, what: string): readonly [PemBlock, ...PemBlock[]] {
  try {
    return readPem(skipPemPreamble(pem));
  } catch (cause) {
    throw keyInvalid(what, (cause as Error).message, cause);
  }
}
