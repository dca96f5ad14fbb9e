import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDigest } from '../../../model/digest.ts';
import { isEd25519phOverDigest, isEdwardsSignature } from './ed25519-prehash.ts';
import { messageByDigest } from './message-by-digest.ts';
import { messageOf } from './signed-message.ts';
import { toVerificationKey } from './to-verification-key.ts';

/** RFC 8032, section 7.3. */
const secret = '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42';
const publicHex = 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf';
const signature = Buffer.from(
  '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
  'hex',
);
const content = Buffer.from('abc');
const digest = createHash('sha512').update(content).digest();
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(secret, 'hex')]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = createPublicKey(privateKey);
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

function toKey(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') }, format: 'jwk' });
}

describe('Ed25519ph', () => {
  it('verifies the test vector of RFC 8032', () => {
    expect(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex')).toBe(publicHex);
    expect(isEd25519phOverDigest(publicKey, digest, signature)).toBe(true);
    expect(messageOf(content).isSignedBy(toVerificationKey(publicKey), signature)).toBe(true);
  });

  it.each<[string, KeyObject, Uint8Array, Uint8Array]>([
    ['over another digest', publicKey, createHash('sha512').update('abd').digest(), signature],
    ['by another key', generateKeyPairSync('ed25519').publicKey, digest, signature],
    ['that is Ed25519 without the hash', publicKey, digest, sign(null, content, privateKey)],
    ['that is Ed25519 over the hash', publicKey, digest, sign(null, digest, privateKey)],
    ['that is cut', publicKey, digest, signature.subarray(1)],
    ['that is empty', publicKey, digest, Buffer.alloc(0)],
    ['of a key of another kind', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey, digest, signature],
    ['with S beyond the order', publicKey, digest, Buffer.concat([signature.subarray(0, 32), plusOrder(signature.subarray(32))])],
    ['of zeros', publicKey, digest, Buffer.alloc(64)],
  ])('refuses a signature %s', (_, key, over, bytes) => {
    expect(isEd25519phOverDigest(key, over, bytes)).toBe(false);
  });

  it('is never taken for Ed25519, nor the other way round', () => {
    expect(verify(null, content, publicKey, signature)).toBe(false);
    expect(verify(null, digest, publicKey, signature)).toBe(false);
  });

  it.each([
    ['y beyond the field', Buffer.alloc(32, 0xff)],
    ['y that no x belongs to', Buffer.concat([Buffer.from([2]), Buffer.alloc(31)])],
    ['x of zero with a sign', Buffer.concat([Buffer.from([1]), Buffer.alloc(30), Buffer.from([0x80])])],
  ])('refuses a public key with %s', (_, bytes) => {
    expect(isEd25519phOverDigest(toKey(bytes), digest, signature)).toBe(false);
  });

  it('needs no content where its SHA-512 is known', () => {
    const key = toVerificationKey(publicKey);
    expect(messageByDigest(toDigest('sha512', digest.toString('hex')), 'bundle').isSignedBy(key, signature)).toBe(true);
    const sha256 = toDigest('sha256', createHash('sha256').update(content).digest('hex'));
    expect(() => messageByDigest(sha256, 'bundle').isSignedBy(key, signature)).toThrow('only its sha256 digest is known');
  });
});

it('answers for Ed25519 as OpenSSL does', () => {
  const pair = generateKeyPairSync('ed25519');
  const property = fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(63), fc.nat(255), (message, at, mask) => {
    const bytes = sign(null, message, pair.privateKey);
    bytes[at] = (bytes[at] ?? 0) ^ mask;
    const answer = isEdwardsSignature(pair.publicKey, [Buffer.alloc(0), message], bytes);
    expect(answer).toBe(verify(null, message, pair.publicKey, bytes));
    expect(answer).toBe(mask === 0);
  });
  fc.assert(property, {
    numRuns: 30,
    examples: [
      [new Uint8Array(), 0, 0],
      [Buffer.from('x'), 63, 0x80],
    ],
  });
});

function plusOrder(s: Uint8Array): Buffer {
  const value = BigInt(`0x${Buffer.from(s).reverse().toString('hex')}`) + order;
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
}
