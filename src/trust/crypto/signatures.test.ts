import { constants, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyFromCertificate, publicKeyFromKeyObject } from './public-key-from-pem.ts';
import { makeRootCertificate } from './make-root-certificate.ts';
import { readPem } from './pem.ts';
import { type PublicKey } from './public-key.ts';
import { signMessage } from './sign-message.ts';
import { signatureMethod } from './signature-method.ts';
import { findSignatureFault } from './verify-signature.ts';

const message = Buffer.from('what is signed');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const odd = generateKeyPairSync('rsa', { modulusLength: 2052 }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const p256 = curveKey('P-256');

function curveKey(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}

function certified(privateKey: KeyObject): PublicKey {
  return makeRootCertificate({ gun: 'a/b', privateKey, notBefore: new Date(0), notAfter: new Date('2100-01-01') });
}

const bare = (privateKey: KeyObject): PublicKey => publicKeyFromKeyObject(privateKey, 'a key');

describe('sign and verify [270, 271, 272]', () => {
  it.each<[string, PublicKey, KeyObject, string, number]>([
    ['P-224', ...pair(curveKey('P-224')), 'ecdsa', 56],
    ['P-256', ...pair(p256), 'ecdsa', 64],
    ['P-384', ...pair(curveKey('P-384')), 'ecdsa', 96],
    ['P-521', ...pair(curveKey('P-521')), 'ecdsa', 132],
    ['ecdsa-x509', certified(p256), p256, 'ecdsa', 64],
    ['rsa', ...pair(rsa), 'rsapss', 256],
    ['rsa of 2052 bits', ...pair(odd), 'rsapss', 257],
    ['rsa-x509', certified(rsa), rsa, 'rsapss', 256],
    ['ed25519', ...pair(ed25519), 'eddsa', 64],
  ])('%s', (_name, key, privateKey, method, length) => {
    expect(signatureMethod(key)).toBe(method);
    const signature = signMessage(key, privateKey, message);
    expect(signature).toHaveLength(length);
    expect(findSignatureFault(key, method, message, signature)).toBeUndefined();
    expect(findSignatureFault(key, method, Buffer.from('other'), signature)).toBe('mismatch');
    const wrong = ['ecdsa', 'eddsa', 'rsapss', 'rsapkcs1v15', 'ECDSA', 'pycrypto-pkcs#1 pss', '', 'constructor'].filter(
      (name) => name !== method && !(name === 'rsapkcs1v15' && method === 'rsapss'),
    );
    for (const name of wrong) expect(findSignatureFault(key, name, message, signature)).toBe('method');
    for (const bytes of [signature.subarray(1), Buffer.concat([signature, Buffer.alloc(1)]), Buffer.alloc(0)])
      expect(findSignatureFault(key, method, message, bytes)).toBe('length');
  });

  function pair(privateKey: KeyObject): [PublicKey, KeyObject] {
    return [bare(privateKey), privateKey];
  }

  it('rsapkcs1v15 is taken from an RSA key, under its own name only', () => {
    const signature = sign('sha256', message, rsa);
    expect(findSignatureFault(bare(rsa), 'rsapkcs1v15', message, signature)).toBeUndefined();
    expect(findSignatureFault(certified(rsa), 'rsapkcs1v15', message, signature)).toBeUndefined();
    expect(findSignatureFault(bare(rsa), 'rsapss', message, signature)).toBe('mismatch');
    expect(findSignatureFault(bare(rsa), 'rsapkcs1v15', message, signMessage(bare(rsa), rsa, message))).toBe('mismatch');
  });

  it.each([0, 20, 31, 33, 222])('a salt of %i bytes [272]', (saltLength) => {
    const signature = sign('sha256', message, { key: rsa, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    expect(findSignatureFault(bare(rsa), 'rsapss', message, signature)).toBe('mismatch');
  });

  it.each(['sha1', 'sha384', 'sha512'])('another digest: %s', (digest) => {
    const signature = sign(digest, message, { key: p256, dsaEncoding: 'ieee-p1363' });
    expect(findSignatureFault(bare(p256), 'ecdsa', message, signature)).toBe('mismatch');
    expect(findSignatureFault(bare(rsa), 'rsapkcs1v15', message, sign(digest, message, rsa))).toBe('mismatch');
  });

  it('ECDSA in DER is refused [271]', () => {
    expect(findSignatureFault(bare(p256), 'ecdsa', message, sign('sha256', message, p256))).toBe('length');
  });

  const orders = {
    'P-224': 'ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d',
    'P-256': 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    'P-384': 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    'P-521':
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  };

  it.each(Object.entries(orders))('numbers of %s out of range [271]', (curve, order) => {
    const key = bare(curveKey(curve));
    const n = Buffer.from(order, 'hex');
    const one = Buffer.alloc(n.length);
    one[n.length - 1] = 1;
    const below = subtractOne(n);
    const fault = (r: Buffer, s: Buffer): unknown => findSignatureFault(key, 'ecdsa', message, Buffer.concat([r, s]));
    for (const bad of [Buffer.alloc(n.length), n, Buffer.alloc(n.length, 0xff)]) {
      expect(fault(bad, one)).toBe('range');
      expect(fault(one, bad)).toBe('range');
    }
    expect([fault(below, one), fault(one, below), fault(below, below)]).toEqual(['mismatch', 'mismatch', 'mismatch']);
  });

  it('accepts a high s, as the reference client does [271]', () => {
    const n = BigInt(`0x${orders['P-256']}`);
    const signature = signMessage(bare(p256), p256, message);
    const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
    const other = Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex');
    expect(findSignatureFault(bare(p256), 'ecdsa', message, Buffer.concat([signature.subarray(0, 32), other]))).toBeUndefined();
  });

  it('no bit of a signature can be another', () => {
    for (const [key, privateKey] of [pair(p256), pair(ed25519), pair(rsa)]) {
      const signature = signMessage(key, privateKey, message);
      for (let bit = 0; bit < signature.length * 8; bit++) {
        const flipped = Buffer.from(signature);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(findSignatureFault(key, signatureMethod(key), message, flipped)).toBeDefined();
      }
    }
  });
});

function subtractOne(number: Buffer): Buffer {
  const less = Buffer.from(number);
  less[less.length - 1]!--;
  return less;
}

describe('makeRootCertificate', () => {
  const notBefore = new Date('2026-01-02T03:04:05.678Z');
  const notAfter = new Date('2036-01-02T03:04:05Z');

  it('is the certificate that notary makes', () => {
    const key = makeRootCertificate({ gun: 'docker.io/lab/app', privateKey: p256, notBefore, notAfter, serial: Buffer.alloc(16, 0x9a) });
    const [certificate] = key.certificates!;
    expect(key.type).toBe('ecdsa-x509');
    expect(key.canonicalId).toBe(bare(p256).id);
    expect(certificate).toMatchObject({
      commonName: 'docker.io/lab/app',
      isAuthority: false,
      keyUsage: new Set(['digitalSignature', 'keyEncipherment']),
      purposes: ['1.3.6.1.5.5.7.3.3'],
      signatureAlgorithm: { id: '1.2.840.10045.4.3.2' },
    });
    expect([certificate.notBefore, certificate.notAfter]).toEqual([new Date('2026-01-02T03:04:05Z'), notAfter]);
    const x509 = new X509Certificate(certificate.der);
    expect([x509.subject, x509.issuer, x509.serialNumber, x509.keyUsage]).toEqual([
      'CN=docker.io/lab/app',
      'CN=docker.io/lab/app',
      '9A'.repeat(16),
      ['1.3.6.1.5.5.7.3.3'],
    ]);
    expect(x509.verify(x509.publicKey)).toBe(true);
    // Version 3.
    expect(certificate.der.toString('hex')).toContain('a003020102');
    // Key usage digitalSignature and keyEncipherment; extended key usage code signing; basic constraints that are empty.
    expect(certificate.der.toString('hex')).toContain(
      'a335303330' + '0e0603551d0f0101ff0404030205a0' + '30130603551d25040c300a06082b06010505070303' + '300c0603551d130101ff04023000',
    );
    expect(key.public.toString()).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  it('is of an RSA key too, with a random serial number', () => {
    const one = makeRootCertificate({ gun: 'a_b', privateKey: rsa, notBefore, notAfter });
    const other = makeRootCertificate({ gun: 'a_b', privateKey: rsa, notBefore, notAfter });
    expect(one).toMatchObject({ type: 'rsa-x509', canonicalId: bare(rsa).id });
    expect(one.certificates![0]).toMatchObject({ commonName: 'a_b', signatureAlgorithm: { id: '1.2.840.113549.1.1.11' } });
    const x509 = new X509Certificate(one.certificates![0].der);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(one.id).not.toBe(other.id);
    expect(x509.serialNumber.length).toBeGreaterThan(24);
  });

  it.each([
    ["A z09 '()+,-./:=?", '13'],
    ['a_b', '0c'],
    ['a*', '0c'],
    ['é', '0c'],
  ])('writes the name %j with tag %s', (name, tag) => {
    const key = makeRootCertificate({ gun: name, privateKey: p256, notBefore, notAfter });
    const bytes = Buffer.from(name);
    expect(key.certificates![0].commonName).toBe(name);
    expect(key.certificates![0].der.toString('hex')).toContain(
      `0603550403${tag}${bytes.length.toString(16).padStart(2, '0')}${bytes.toString('hex')}`,
    );
  });

  it('is read from its PEM as the same key', () => {
    const key = makeRootCertificate({ gun: 'a/b', privateKey: p256, notBefore, notAfter });
    const [block] = readPem(key.public.toString());
    expect(publicKeyFromCertificate(block.bytes, 'it').id).toBe(key.id);
  });
});
