import { createHash, type KeyObject } from 'node:crypto';

/*
 * Ed25519 over a hash of the content, as cosign signs with Ed25519 keys. `node:crypto` verifies Ed25519 over the content only, and the hash inside is not to be
 * reached from outside, so the equation of RFC 8032 is computed here. Everything in it is public; how long it takes tells nothing.
 */

/** Whether an Ed25519ph signature, without context, is over content with this SHA-512 digest (RFC 8032, section 5.1.7). */
export function isEd25519phOverDigest(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  return isEdwardsSignature(key, [prehashDomain, digest], signature);
}

/** dom2(1, "") of RFC 8032, section 2. No point has this encoding, so that no signature counts both as Ed25519 and as Ed25519ph. */
const prehashDomain = Buffer.from('SigEd25519 no Ed25519 collisions\u0001\u0000', 'latin1');

/**
 * Whether S·B = R + k·A, compared by the encoding of R as OpenSSL and Go do it. `domain` and `message` are hashed before and after R and A. Exported so that
 * its answers for plain Ed25519 can be held to OpenSSL's.
 */
export function isEdwardsSignature(key: KeyObject, [domain, message]: readonly [Uint8Array, Uint8Array], signature: Uint8Array): boolean {
  if (key.asymmetricKeyType !== 'ed25519' || signature.length !== 64) return false;
  const publicKey = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const [encodedR, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  const point = decodePoint(publicKey);
  if (point === undefined || s >= order) return false;
  const challenge = createHash('sha512').update(domain).update(encodedR).update(publicKey).update(message).digest();
  const k = littleEndian(challenge) % order;
  return encodePoint(addMultiples(s, base, k, negate(point))).equals(encodedR);
}

/** RFC 8032, section 5.1: the field, the order of the base point, and the curve −x² + y² = 1 + d·x²·y². */
const prime = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const rootOfMinusOne = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;

/** Extended homogeneous coordinates (RFC 8032, section 5.1.4): x = X/Z, y = Y/Z, x·y = T/Z. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const zero: Point = { x: 0n, y: 1n, z: 1n, t: 0n };
const base = toPoint(
  15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  46316835694926478169428394003475163141307993866256225615783033603165251855960n,
);

function toPoint(x: bigint, y: bigint): Point {
  return { x, y, z: 1n, t: modulo(x * y) };
}

/** RFC 8032, section 5.1.3. `undefined` for bytes that are no point in its one encoding. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 32) return undefined;
  const encoded = littleEndian(bytes);
  const [sign, y] = [encoded >> 255n, encoded & (2n ** 255n - 1n)];
  if (y >= prime) return undefined;
  const [u, v] = [modulo(y * y - 1n), modulo(d * y * y + 1n)];
  const candidate = modulo(u * power(v, 3n) * power(modulo(u * power(v, 7n)), (prime - 5n) / 8n));
  const square = modulo(v * candidate * candidate);
  if (square !== u && square !== modulo(-u)) return undefined;
  const x = square === u ? candidate : modulo(candidate * rootOfMinusOne);
  if (x === 0n && sign === 1n) return undefined;
  return toPoint((x & 1n) === sign ? x : prime - x, y);
}

function encodePoint({ x, y, z }: Point): Buffer {
  const inverse = power(z, prime - 2n);
  const encoded = modulo(y * inverse) | ((modulo(x * inverse) & 1n) << 255n);
  return Buffer.from(encoded.toString(16).padStart(64, '0'), 'hex').reverse();
}

/** a·P + b·Q, bit by bit of both at once. */
function addMultiples(a: bigint, p: Point, b: bigint, q: Point): Point {
  const both = add(p, q);
  let sum = zero;
  for (let bit = 252n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const [inA, inB] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (inA === 1n || inB === 1n) sum = add(sum, inA === inB ? both : inA === 1n ? p : q);
  }
  return sum;
}

/** RFC 8032, section 5.1.4; complete, so that it doubles too. */
function add(one: Point, other: Point): Point {
  const a = modulo((one.y - one.x) * (other.y - other.x));
  const b = modulo((one.y + one.x) * (other.y + other.x));
  const c = modulo(2n * one.t * d * other.t);
  const e = modulo(2n * one.z * other.z);
  const [f, g, h, i] = [b - a, e - c, e + c, b + a];
  return { x: modulo(f * g), y: modulo(h * i), z: modulo(g * h), t: modulo(f * i) };
}

function negate({ x, y, z, t }: Point): Point {
  return { x: modulo(-x), y, z, t: modulo(-t) };
}

function modulo(value: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}

function power(value: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, value];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
}
