import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { canonicalJson } from './canonical-json.ts';
import { readCertificates, type Certificates } from './certificates.ts';
import { type JsonValue } from './json-value.ts';
import { keyInvalid } from './key-invalid.ts';
import { readSubjectPublicKey, type Curve, type SubjectPublicKey } from './subject-public-key.ts';

/** Key types of notary 0.7 (tuf/data/types.go). */
export const keyTypes = ['ecdsa', 'ecdsa-x509', 'rsa', 'rsa-x509', 'ed25519'] as const;

export type KeyType = (typeof keyTypes)[number];

/** A public key as TUF metadata of Notary v1 hold it. Only {@link readPublicKey} makes one. */
export interface PublicKey {
  readonly type: KeyType;
  /** As in metadata: SubjectPublicKeyInfo, PEM certificates for `…-x509`, or the 32 bytes of an Ed25519 key. */
  readonly public: Buffer;
  /** SHA-256 of its canonical JSON, in hexadecimal: the name under which roles list it. */
  readonly id: string;
  /** Key ID of the bare public key inside; the same for a key and for every certificate of it. Private key files are named by it. */
  readonly canonicalId: string;
  readonly object: KeyObject;
  /** Of ECDSA keys. */
  readonly curve?: Curve;
  /** Of `…-x509` keys; the first is the one whose key it is. */
  readonly certificates?: Certificates;
}

export function isKeyType(text: string): text is KeyType {
  return (keyTypes as readonly string[]).includes(text);
}

/**
 * Reads a public key of metadata. Refused are unknown types, a type that is not the key's, encodings other than the one DER spelling,
 * RSA below 2048 bits, and Ed25519 keys that are not 32 bytes. Throws ROLE_KEY_INVALID or ROLE_KEY_TOO_SHORT.
 */
export function readPublicKey(type: string, bytes: Buffer): PublicKey {
  if (!isKeyType(type))
    throw new VerificationError('ROLE_KEY_INVALID', `a key of type ${quote(type)}`, `keys of type ${quote(type)} are not known`);
  const id = keyId(type, bytes);
  const what = `key ${id}`;
  if (type === 'ed25519') return { type, public: bytes, id, canonicalId: id, object: importEd25519(bytes, what) };
  const certificates = type.endsWith('-x509') ? readCertificates(bytes.toString('latin1'), what) : undefined;
  const spki = certificates?.[0].publicKeyInfo ?? bytes;
  const bareType = type === 'ecdsa' || type === 'ecdsa-x509' ? 'ecdsa' : 'rsa';
  const subject = readKey(spki, what);
  if (subject.algorithm !== bareType) throw keyInvalid(what, `is of type ${type}, but holds an ${subject.algorithm.toUpperCase()} key`);
  if (subject.algorithm === 'rsa' && subject.bits < minimumRsaBits)
    throw new VerificationError('ROLE_KEY_TOO_SHORT', what, `${what} is an RSA key of ${subject.bits} bits, fewer than ${minimumRsaBits}`);
  return {
    type,
    public: bytes,
    id,
    canonicalId: keyId(bareType, spki),
    object: importSpki(spki, what),
    ...(subject.algorithm === 'ecdsa' ? { curve: subject.curve } : {}),
    ...(certificates === undefined ? {} : { certificates }),
  };
}

/** tuf/data/keys.go: SHA-256 of the canonical JSON of type and public value, with a private value of null. */
export function keyId(type: KeyType, bytes: Buffer): string {
  return createHash('sha256')
    .update(canonicalJson(keyToJson({ type, public: bytes })))
    .digest('hex');
}

/** The key as metadata hold it. */
export function keyToJson(key: Pick<PublicKey, 'type' | 'public'>): JsonValue {
  const value = new Map([
    ['private', null],
    ['public', key.public.toString('base64')],
  ]);
  return new Map<string, JsonValue>([
    ['keytype', key.type],
    ['keyval', value],
  ]);
}

/** notary.MinRSABitSize */
const minimumRsaBits = 2048;

/** RFC 8410, section 4: what precedes the 32 bytes in a SubjectPublicKeyInfo. */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

function importEd25519(bytes: Buffer, what: string): KeyObject {
  if (bytes.length !== 32) throw keyInvalid(what, `is an Ed25519 key of ${bytes.length} bytes, not 32`);
  return importSpki(Buffer.concat([ed25519Prefix, bytes]), what);
}

function readKey(spki: Buffer, what: string): SubjectPublicKey {
  if (spki.length > limits.publicKeyBytes) throw keyInvalid(what, `is ${spki.length} bytes long, more than ${limits.publicKeyBytes}`);
  try {
    return readSubjectPublicKey(spki);
  } catch (cause) {
    throw keyInvalid(what, `cannot be read: ${(cause as Error).message}`, cause);
  }
}

function importSpki(spki: Buffer, what: string): KeyObject {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (cause) {
    throw keyInvalid(what, 'is not supported by OpenSSL', cause);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
