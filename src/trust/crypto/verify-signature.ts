import { constants, verify } from 'node:crypto';
import { type PublicKey } from './public-key.ts';
import { signatureMethods, type SignatureMethod } from './signature-method.ts';
import { type Curve } from './subject-public-key.ts';

/** Why a signature does not count. */
export type SignatureFault = 'method' | 'length' | 'range' | 'mismatch';

/**
 * Verifies one signature of Notary v1 over `message`; `undefined` when it is good, and otherwise what is wrong with it. SHA-256
 * everywhere; ECDSA as raw r‖s, never DER, with 0 < r, s < n; RSA-PSS with a salt of 32 bytes; Ed25519 over the message itself.
 * A high s is taken, as the reference does: it is another spelling of a signature, which is no content here.
 */
export function findSignatureFault(key: PublicKey, method: string, message: Buffer, signature: Buffer): SignatureFault | undefined {
  const known = signatureMethods[key.type].find((name) => name === method);
  if (known === undefined) return 'method';
  const fault = known === 'ecdsa' ? findPointFault(key.curve!, signature) : findLengthFault(key, signature);
  return fault ?? (isMatch(key, known, message, signature) ? undefined : 'mismatch');
}

/** Orders n of the curves' base points: SEC 2, sections 2.2 to 2.6. */
const orders: Readonly<Record<Curve, Buffer>> = {
  'P-224': Buffer.from('ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d', 'hex'),
  'P-256': Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex'),
  'P-384': Buffer.from('ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973', 'hex'),
  'P-521': Buffer.from(
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    'hex',
  ),
};

function findPointFault(curve: Curve, signature: Buffer): SignatureFault | undefined {
  const order = orders[curve];
  if (signature.length !== 2 * order.length) return 'length';
  const numbers = [signature.subarray(0, order.length), signature.subarray(order.length)];
  return numbers.every((number) => isInRange(number, order)) ? undefined : 'range';
}

function isInRange(number: Buffer, order: Buffer): boolean {
  return Buffer.compare(number, order) < 0 && number.some((octet) => octet !== 0);
}

function findLengthFault(key: PublicKey, signature: Buffer): SignatureFault | undefined {
  const bits = key.object.asymmetricKeyDetails?.modulusLength ?? ed25519Bits;
  return signature.length === Math.ceil(bits / 8) ? undefined : 'length';
}

/** RFC 8032, section 5.1.6: an Ed25519 signature. */
const ed25519Bits = 512;

function isMatch(key: PublicKey, method: SignatureMethod, message: Buffer, signature: Buffer): boolean {
  const { object } = key;
  if (method === 'eddsa') return verify(null, message, object, signature);
  if (method === 'ecdsa') return verify('sha256', message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
  const padding = method === 'rsapss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return verify('sha256', message, { key: object, padding, saltLength: 32 }, signature);
}
