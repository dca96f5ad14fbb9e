import { constants, createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DigestAlgorithm, toDigest } from '../../../model/digest.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { writeDer } from '../../x509/der-writer.ts';
import { isEcdsaOverDigest } from './ecdsa-prehash.ts';
import { messageByDigest } from './message-by-digest.ts';
import { messageOf } from './signed-message.ts';
import { toVerificationKey } from './to-verification-key.ts';

const content = Buffer.from('content');
const curve = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
const rsa = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const keys = {
  p256: curve('P-256'),
  p384: curve('P-384'),
  p521: curve('P-521'),
  rsa2048: rsa(2048),
  rsa2049: rsa(2049),
  ed25519: generateKeyPairSync('ed25519').privateKey,
};
type KeyName = keyof typeof keys;
const verificationKey = (name: KeyName): ReturnType<typeof toVerificationKey> => toVerificationKey(createPublicKey(keys[name]));
const digestOf = (algorithm: DigestAlgorithm, bytes: Uint8Array = content): ReturnType<typeof toDigest> =>
  toDigest(algorithm, createHash(algorithm).update(bytes).digest('hex'));
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

function judge(key: KeyName, algorithm: DigestAlgorithm, signature: Uint8Array, bytes: Uint8Array = content): string {
  try {
    return String(messageByDigest(digestOf(algorithm, bytes), 'bundle').isSignedBy(verificationKey(key), signature));
  } catch (error) {
    if (error instanceof VerificationError) return `${error.code} ${error.message}`;
    throw error;
  }
}

const required = (why: string, known = 'sha256'): string => `SIGSTORE_CONTENT_REQUIRED ${why}, and only its ${known} digest is known`;

describe('a signature over content of which only the digest is known', () => {
  const other = Buffer.from('other');
  const p384Sha512 = required('the key may have signed the sha384 digest of the content');
  it.each<[string, KeyName, DigestAlgorithm, Buffer, Buffer, string]>([
    ['P-256', 'p256', 'sha256', sign('sha256', content, keys.p256), content, 'true'],
    ['P-256, other content', 'p256', 'sha256', sign('sha256', content, keys.p256), other, 'false'],
    ['P-256, other key', 'p256', 'sha256', sign('sha256', content, curve('P-256')), content, 'false'],
    [
      'P-256, digest by another hash',
      'p256',
      'sha512',
      sign('sha256', content, keys.p256),
      content,
      required('the key may have signed the sha256 digest of the content', 'sha512'),
    ],
    ['P-384 over SHA-256, as cosign signs', 'p384', 'sha256', sign('sha256', content, keys.p384), content, 'true'],
    ['P-384 over SHA-384', 'p384', 'sha256', sign('sha384', content, keys.p384), content, p384Sha512],
    ['P-384, other content', 'p384', 'sha256', sign('sha256', content, keys.p384), other, p384Sha512],
    ['P-521 over SHA-512', 'p521', 'sha512', sign('sha512', content, keys.p521), content, 'true'],
    ['P-521 over SHA-256', 'p521', 'sha256', sign('sha256', content, keys.p521), content, 'true'],
    ['RSA, PKCS #1 v1.5', 'rsa2048', 'sha256', sign('sha256', content, keys.rsa2048), content, 'true'],
    ['RSA, PSS', 'rsa2048', 'sha256', sign('sha256', content, { key: keys.rsa2048, ...pss }), content, 'true'],
    ['RSA, other content', 'rsa2048', 'sha256', sign('sha256', content, keys.rsa2048), other, 'false'],
    ['RSA, PSS, other content', 'rsa2048', 'sha256', sign('sha256', content, { key: keys.rsa2048, ...pss }), other, 'false'],
    ['RSA, PSS without salt', 'rsa2048', 'sha256', sign('sha256', content, { key: keys.rsa2048, ...pss, saltLength: 0 }), content, 'false'],
    ['RSA, SHA-1', 'rsa2048', 'sha256', sign('sha1', content, keys.rsa2048), content, 'false'],
    ['RSA of an odd size', 'rsa2049', 'sha256', sign('sha256', content, keys.rsa2049), content, 'true'],
    ['RSA of an odd size, PSS', 'rsa2049', 'sha256', sign('sha256', content, { key: keys.rsa2049, ...pss }), content, 'true'],
    ['RSA, a signature that is cut', 'rsa2048', 'sha256', sign('sha256', content, keys.rsa2048).subarray(1), content, 'false'],
    [
      'Ed25519',
      'ed25519',
      'sha256',
      sign(null, content, keys.ed25519),
      content,
      required('an Ed25519 key may have signed the content itself'),
    ],
  ])('%s', (_name, key, algorithm, signature, bytes, expected) => {
    expect(judge(key, algorithm, signature, bytes)).toBe(expected);
  });

  it('names its digest by one hash only', () => {
    const message = messageByDigest(digestOf('sha256'), 'bundle');
    expect(message.hasDigest('sha256', createHash('sha256').update(content).digest())).toBe(true);
    expect(message.hasDigest('sha256', Buffer.alloc(32))).toBe(false);
    expect(() => message.hasDigest('sha512', Buffer.alloc(64))).toThrow('the content is named by its sha512 digest');
  });
});

describe('verifying by digest answers as verifying by content', () => {
  const hashes = { p256: 'sha256', p384: 'sha256', p521: 'sha256', rsa2048: 'sha256' } as const;
  it.each(Object.keys(hashes) as (keyof typeof hashes)[])('%s, any content and one changed byte', (name) => {
    const key = {
      ...verificationKey(name),
      methods: verificationKey(name).methods.filter((method) => 'hash' in method && method.hash === 'sha256'),
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), fc.nat(255), fc.boolean(), (bytes, at, mask, isPss) => {
        const signature = sign('sha256', bytes, name === 'rsa2048' && isPss ? { key: keys[name], ...pss } : keys[name]);
        const where = at % signature.length;
        signature[where] = (signature[where] ?? 0) ^ mask;
        const byDigest = messageByDigest(digestOf('sha256', bytes), 'bundle').isSignedBy(key, signature);
        expect(byDigest).toBe(messageOf(bytes).isSignedBy(key, signature));
        expect(byDigest).toBe(mask === 0);
      }),
      { numRuns: name === 'p521' ? 15 : 40 },
    );
  });
});

describe('an ECDSA signature', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const integer = (value: bigint): Buffer => {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    return writeDer(2, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
  };
  const pair = (...values: readonly bigint[]): Buffer => writeDer(0x30, Buffer.concat(values.map(integer)));
  const digest = createHash('sha256').update(content).digest();
  const publicKey = createPublicKey(keys.p256);
  const plain = sign('sha256', content, { key: keys.p256, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [plain.subarray(0, 32), plain.subarray(32)].map((half) => BigInt(`0x${half.toString('hex')}`)) as [bigint, bigint];

  it.each<[string, Buffer, boolean]>([
    ['as it was made', pair(r, s), true],
    ['with the other s, which is right as well (FIPS 186-5, 6.4.2)', pair(r, order - s), true],
    ['with r of zero', pair(0n, s), false],
    ['with s of zero', pair(r, 0n), false],
    ['with r beyond the order', pair(r + order, s), false],
    ['with s beyond the order', pair(r, s + order), false],
    ['with r of the field’s prime', pair(prime, s), false],
    ['with three numbers', pair(r, s, 1n), false],
    ['with bytes after it', Buffer.concat([pair(r, s), Buffer.alloc(1)]), false],
    ['of raw numbers', plain, false],
    ['that is empty', Buffer.alloc(0), false],
    ['with a negative number', writeDer(0x30, Buffer.concat([writeDer(2, Buffer.from([0xff])), integer(s)])), false],
  ])('%s: %s', (_name, signature, expected) => {
    expect(isEcdsaOverDigest(publicKey, digest, signature)).toBe(expected);
    expect(messageOf(content).isSignedBy(verificationKey('p256'), signature)).toBe(expected);
  });

  it('counts the leftmost bits of a hash that is longer than the order', () => {
    expect(isEcdsaOverDigest(publicKey, createHash('sha512').update(content).digest(), sign('sha512', content, keys.p256))).toBe(true);
  });

  it('over a digest of zeros needs no base point', () => {
    // With u₁ = 0 and any k, r = x(k·Q) and s = r/k verify: a forgery without use, since no content has this digest.
    const zeros = Buffer.alloc(32);
    const jwk = publicKey.export({ format: 'jwk' });
    const x = BigInt(`0x${Buffer.from(jwk.x ?? '', 'base64url').toString('hex')}`) % order;
    expect(isEcdsaOverDigest(publicKey, zeros, pair(x, x))).toBe(true);
    expect(isEcdsaOverDigest(publicKey, zeros, pair(x, x + 1n))).toBe(false);
  });

  it('whose sum is a doubled point or no point is computed all the same', () => {
    // The private key 1 makes Q = G, so that the other summand (e/r)·G is chosen by e.
    const one = createPublicKey(generatorKey());
    const x = 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n;
    // u₂·(Q + Q) with s = 2·r has u₂ = 1/2: the point is G again, so that r is its x.
    expect(isEcdsaOverDigest(one, Buffer.from(x.toString(16).padStart(64, '0'), 'hex'), pair(x, (2n * x) % order))).toBe(true);
    expect(isEcdsaOverDigest(one, Buffer.from((order - x).toString(16).padStart(64, '0'), 'hex'), pair(x, x))).toBe(false);
  });

  function generatorKey(): { readonly key: Record<string, string>; readonly format: 'jwk' } {
    const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
    const x = base64('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296');
    const y = base64('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5');
    return { key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' };
  }
});
