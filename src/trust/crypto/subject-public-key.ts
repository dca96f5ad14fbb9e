import { limits } from '../../model/limits.ts';
import { isNull } from '../x509/algorithm.ts';
import { DerError } from '../x509/der-error.ts';
import { expectTag, readDer, readMembers } from '../x509/der-reader.ts';
import { derTags } from '../x509/der-tags.ts';
import { readBitString, readObjectIdentifier, readPositiveInteger } from '../x509/der-values.ts';

export type Curve = 'P-224' | 'P-256' | 'P-384' | 'P-521';

/** The kind of key in a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). */
export type SubjectPublicKey =
  { readonly algorithm: 'ecdsa'; readonly curve: Curve } | { readonly algorithm: 'rsa'; /** Of the modulus. */ readonly bits: number };

/** The curves that Go's crypto/x509 reads, which is what notary's keys can be; SEC 2, section 2, and RFC 5480, section 2.1.1.1. */
const curves: ReadonlyMap<string, { readonly curve: Curve; readonly pointBytes: number }> = new Map([
  ['1.3.132.0.33', { curve: 'P-224', pointBytes: 57 }],
  ['1.2.840.10045.3.1.7', { curve: 'P-256', pointBytes: 65 }],
  ['1.3.132.0.34', { curve: 'P-384', pointBytes: 97 }],
  ['1.3.132.0.35', { curve: 'P-521', pointBytes: 133 }],
]);

const ecPublicKey = '1.2.840.10045.2.1';
const rsaEncryption = '1.2.840.113549.1.1.1';

/**
 * Reads a public key in its canonical DER form: a named curve with an uncompressed point, or an RSA key with NULL parameters. Each key
 * has exactly one such encoding, so equal bytes are equal keys. OpenSSL checks that a point is on its curve.
 * Throws {@link DerError}.
 */
export function readSubjectPublicKey(der: Buffer): SubjectPublicKey {
  const [algorithm, key, ...more] = readMembers(readDer(der), derTags.sequence);
  const [identifier, parameters, ...others] = readMembers(algorithm, derTags.sequence);
  if (more.length > 0 || others.length > 0) throw new DerError('it has more than a public key');
  const oid = readObjectIdentifier(identifier);
  const bits = readBitString(key);
  if (oid === ecPublicKey) return { algorithm: 'ecdsa', curve: readCurve(readObjectIdentifier(parameters), bits) };
  if (oid !== rsaEncryption) throw new DerError(`keys of algorithm ${oid} are not supported`);
  if (!isNull(expectTag(parameters, derTags.null))) throw new DerError('NULL has content');
  return { algorithm: 'rsa', bits: readModulusBits(bits) };
}

function readCurve(oid: string, point: Buffer): Curve {
  const row = curves.get(oid);
  if (row === undefined) throw new DerError(`curve ${oid} is not supported`);
  if (point.length !== row.pointBytes || point[0] !== 4) throw new DerError(`the point is not an uncompressed point of ${row.curve}`);
  return row.curve;
}

/** RFC 8017, appendix A.1.1. */
function readModulusBits(der: Buffer): number {
  const [modulus, exponent, ...more] = readMembers(readDer(der), derTags.sequence);
  if (more.length > 0) throw new DerError('the key has more than a modulus and an exponent');
  const magnitude = readPositiveInteger(modulus);
  const power = readPositiveInteger(exponent);
  if (power.length > 4 || power.at(-1)! % 2 === 0 || power.equals(Buffer.from([1])))
    throw new DerError('the public exponent is even, 1 or longer than 32 bits');
  const bits = magnitude.length * 8 - Math.clz32(magnitude[0]!) + 24;
  if (bits > limits.rsaModulusBits) throw new DerError(`the modulus has ${bits} bits, more than ${limits.rsaModulusBits}`);
  return bits;
}
