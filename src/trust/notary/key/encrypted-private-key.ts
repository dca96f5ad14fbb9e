import { createCipheriv, createPrivateKey, pbkdf2Sync, randomBytes, type KeyObject } from 'node:crypto';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { DerError } from '../../x509/der-error.ts';
import { expectTag, readDer, readMembers } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';
import { readObjectIdentifier, readPositiveInteger } from '../../x509/der-values.ts';
import { writeInteger, writeNull, writeObjectIdentifier, writeOctetString, writeSequence } from '../../x509/der-writer.ts';

/** RFC 8018, appendices A and B, and RFC 5958; AES of NIST's arc. */
const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';
const hmacWithSha1 = '1.2.840.113549.2.7';
const hmacWithSha256 = '1.2.840.113549.2.9';
const aes256Cbc = '2.16.840.1.101.3.4.1.42';

/** How much work it is to try one passphrase. */
export interface KeyDerivation {
  readonly digest: 'sha1' | 'sha256';
  readonly rounds: number;
}

/** The only one that notary and docker read: their ASN.1 has a salt and a count and knows no other function. */
export const notaryDerivation: KeyDerivation = { digest: 'sha1', rounds: 2_048 };

/** For keys that neither notary nor docker has to open; OWASP's count for PBKDF2 with SHA-256. */
export const strongDerivation: KeyDerivation = { digest: 'sha256', rounds: 600_000 };

/**
 * An EncryptedPrivateKeyInfo (RFC 5958, section 3) by PBES2 with PBKDF2 and AES-256-CBC. Written here by hand because OpenSSL names
 * HMAC-SHA256 in it, which notary cannot read.
 */
export function encryptPrivateKey(key: KeyObject, passphrase: string, { digest, rounds }: KeyDerivation): Buffer {
  const [salt, iv] = [randomBytes(8), randomBytes(16)];
  const derived = pbkdf2Sync(passphrase, salt, rounds, 32, digest);
  const cipher = createCipheriv('aes-256-cbc', derived, iv);
  const content = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(rounds);
  // HMAC-SHA1 is the default and is left out (RFC 8018, appendix A.2).
  const prf = digest === 'sha1' ? [] : [writeSequence(writeObjectIdentifier(hmacWithSha256), writeNull())];
  const derivation = writeSequence(writeObjectIdentifier(pbkdf2), writeSequence(writeOctetString(salt), writeInteger(count), ...prf));
  const encryption = writeSequence(writeObjectIdentifier(aes256Cbc), writeOctetString(iv));
  const algorithm = writeSequence(writeObjectIdentifier(pbes2), writeSequence(derivation, encryption));
  return writeSequence(algorithm, writeOctetString(content));
}

/**
 * Opens what {@link encryptPrivateKey} and notary write. Throws PASSPHRASE_WRONG, and KEY_UNUSABLE on another method or on more rounds
 * than the bound, which are checked before any work is done. `what` names the file.
 */
export function decryptPrivateKey(der: Buffer, passphrase: string, what: string): KeyObject {
  assertPayable(der, what);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase });
  } catch (cause) {
    throw new PratiqueError('PASSPHRASE_WRONG', `the passphrase does not decrypt ${what}`, { cause });
  }
}

function assertPayable(der: Buffer, what: string): void {
  let rounds: number;
  try {
    rounds = readRounds(der);
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw new PratiqueError('KEY_UNUSABLE', `${what} cannot be read: ${cause.message}`, { cause });
  }
  if (rounds <= limits.keyDerivationRounds) return;
  throw new PratiqueError('KEY_UNUSABLE', `${what} requires ${rounds} rounds of PBKDF2, more than ${limits.keyDerivationRounds}`);
}

function readRounds(der: Buffer): number {
  const [algorithm, content] = readMembers(readDer(der), derTags.sequence);
  expectTag(content, derTags.octetString);
  const [method, parameters] = readMembers(algorithm, derTags.sequence);
  expectIdentifier(readObjectIdentifier(method), [pbes2]);
  const [derivation, encryption] = readMembers(parameters, derTags.sequence);
  expectIdentifier(readObjectIdentifier(readMembers(encryption, derTags.sequence)[0]), [aes256Cbc]);
  const [kind, values] = readMembers(derivation, derTags.sequence);
  expectIdentifier(readObjectIdentifier(kind), [pbkdf2]);
  const [, count, ...rest] = readMembers(values, derTags.sequence);
  const prf = rest.find(({ tag }) => tag === derTags.sequence);
  if (prf !== undefined) expectIdentifier(readObjectIdentifier(readMembers(prf, derTags.sequence)[0]), [hmacWithSha1, hmacWithSha256]);
  const magnitude = readPositiveInteger(count);
  return magnitude.length > 6 ? Number.POSITIVE_INFINITY : magnitude.readUIntBE(0, magnitude.length);
}

function expectIdentifier(found: string, known: readonly string[]): void {
  if (!known.includes(found)) throw new DerError(`encryption by ${found} is not supported`);
}
