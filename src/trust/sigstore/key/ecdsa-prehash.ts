import { createECDH, type KeyObject } from 'node:crypto';
import { DerError } from '../../x509/der-error.ts';
import { readDer, readMembers } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';
import { readInteger } from '../../x509/der-values.ts';

/**
 * Whether an ECDSA signature in DER is over content with this digest (FIPS 186-5, section 6.4.2). `node:crypto` hashes whatever it verifies, so the
 * equation is arranged for the two scalar multiplications that it does offer: with u₁ = e/s and u₂ = r/s, u₁·G + u₂·Q is u₂·(Q + (e/r)·G). A public
 * key gives (e/r)·G, a shared secret gives the x coordinate of u₂ times a point, and one addition in between is done here. Nothing in it is secret.
 */
export function isEcdsaOverDigest(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const curve = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '');
  const scalars = readSignature(signature);
  if (curve === undefined || scalars === undefined) return false;
  const { order } = curve;
  const { r, s } = scalars;
  if (r < 1n || r >= order || s < 1n || s >= order) return false;
  const hashed = leftmostBits(digest, order);
  const sum = add(curve, toPoint(key), multiplyBase(curve, modulo(hashed * invert(r, order), order)));
  if (sum === undefined) return false;
  return modulo(multiplyX(curve, modulo(r * invert(s, order), order), sum), order) === r;
}

interface Curve {
  readonly name: string;
  /** Of the field. */
  readonly prime: bigint;
  /** Of the base point. */
  readonly order: bigint;
  readonly bytes: number;
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** NIST SP 800-186, section 3.2.1. Each has a = −3 and the cofactor 1. */
const curves: ReadonlyMap<string, Curve> = new Map(
  [
    {
      name: 'prime256v1',
      prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
      order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
      bytes: 32,
    },
    {
      name: 'secp384r1',
      prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
      order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
      bytes: 48,
    },
    {
      name: 'secp521r1',
      prime: 2n ** 521n - 1n,
      order: 2n ** 521n - 0x5ae79787c40d069948033feb708f65a2fc44a36477663b851449048e16ec79bf7n,
      bytes: 66,
    },
  ].map((curve) => [curve.name, curve]),
);

/** Ecdsa-Sig-Value (RFC 3279, section 2.2.3), in DER and nothing else, as OpenSSL takes it. */
function readSignature(signature: Uint8Array): { readonly r: bigint; readonly s: bigint } | undefined {
  try {
    const [r, s, ...others] = readMembers(readDer(signature), derTags.sequence).map((member) => readInteger(member));
    if (r === undefined || s === undefined || others.length > 0) return undefined;
    return { r: BigInt.asIntN(r.length * 8, toNumber(r)), s: BigInt.asIntN(s.length * 8, toNumber(s)) };
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** A hash longer than the order counts with its leftmost bits. */
function leftmostBits(digest: Uint8Array, order: bigint): bigint {
  const excess = digest.length * 8 - order.toString(2).length;
  return toNumber(digest) >> BigInt(Math.max(excess, 0));
}

function toPoint(key: KeyObject): Point {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return { x: toNumber(Buffer.from(x, 'base64url')), y: toNumber(Buffer.from(y, 'base64url')) };
}

/** `undefined` is the point at infinity. */
function multiplyBase({ name, bytes }: Curve, scalar: bigint): Point | undefined {
  if (scalar === 0n) return undefined;
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(toBytes(scalar, bytes));
  const encoded = ecdh.getPublicKey();
  return { x: toNumber(encoded.subarray(1, 1 + bytes)), y: toNumber(encoded.subarray(1 + bytes)) };
}

/** OpenSSL checks that the point is on the curve. */
function multiplyX({ name, bytes }: Curve, scalar: bigint, { x, y }: Point): bigint {
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(toBytes(scalar, bytes));
  return toNumber(ecdh.computeSecret(Buffer.concat([Buffer.from([4]), toBytes(x, bytes), toBytes(y, bytes)])));
}

function add({ prime }: Curve, one: Point, other: Point | undefined): Point | undefined {
  if (other === undefined) return one;
  if (one.x === other.x && one.y !== other.y) return undefined;
  const slope =
    one.x === other.x
      ? 3n * (one.x * one.x - 1n) * invert(modulo(2n * one.y, prime), prime)
      : (other.y - one.y) * invert(modulo(other.x - one.x, prime), prime);
  const x = modulo(slope * slope - one.x - other.x, prime);
  return { x, y: modulo(slope * (one.x - x) - one.y, prime) };
}

/** Euclid's extended algorithm; `value` is between 1 and the prime modulus. */
function invert(value: bigint, modulus: bigint): bigint {
  let [low, high, x, y] = [value, modulus, 1n, 0n];
  while (low > 1n) [low, high, x, y] = [high % low, low, y - (high / low) * x, x];
  return modulo(x, modulus);
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}
