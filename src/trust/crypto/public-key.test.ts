import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeRootCertificate } from './make-root-certificate.ts';
import { writeBitString, writeDer, writeInteger, writeNull, writeObjectIdentifier, writeSequence } from '../x509/der-writer.ts';
import { writePem } from './pem.ts';
import { publicKeyFromKeyObject, publicKeyFromPem } from './public-key-from-pem.ts';
import { isKeyType, keyToJson, readPublicKey } from './public-key.ts';
import { readSubjectPublicKey } from './subject-public-key.ts';

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' });
const certificateOf = (privateKey: KeyObject): Buffer =>
  makeRootCertificate({ gun: 'a/b', privateKey, notBefore: new Date(0), notAfter: new Date('2100-01-01') }).public;

const ecPublicKey = writeObjectIdentifier('1.2.840.10045.2.1');
const prime256v1 = writeObjectIdentifier('1.2.840.10045.3.1.7');
const rsaEncryption = writeObjectIdentifier('1.2.840.113549.1.1.1');
const point = spkiOf(p256).subarray(-65);
const rsaKey = (modulus: Buffer, exponent: Buffer, ...more: readonly Buffer[]): Buffer =>
  writeSequence(
    writeSequence(rsaEncryption, writeNull()),
    writeBitString(writeSequence(writeInteger(modulus), writeInteger(exponent), ...more)),
  );
const modulus = (bits: number): Buffer => Buffer.from((2n ** BigInt(bits) - 1n).toString(16).padStart(Math.ceil(bits / 8) * 2, '0'), 'hex');

/** Facts of the notary 0.3 compatibility fixtures (notaryproject/notary, fixtures/compatibility): keys and the IDs that their root lists. */
describe('key IDs of historic keys', () => {
  it('ecdsa', () => {
    const bytes = Buffer.from(
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEttEf79RcPhj3iYew53CRV4npc6kLSxBmF2TCbEaom1CnwE/IJTABrZw+ULONOKX7OnhvZVMf5S2k4OOWq0C2aQ==',
      'base64',
    );
    const key = readPublicKey('ecdsa', bytes);
    expect([key.id, key.canonicalId]).toEqual(
      Array.from({ length: 2 }, () => '15ea4d8bfa0e0b30b9f2c8ee96d58020b70e019e18a8625a7b996e3c40aa9c7a'),
    );
    expect([key.curve, key.certificates]).toEqual(['P-256', undefined]);
  });
});

describe('readPublicKey', () => {
  it('gives certificates the canonical ID of their key', () => {
    const certified = readPublicKey('ecdsa-x509', certificateOf(p256));
    const bare = readPublicKey('ecdsa', spkiOf(p256));
    expect(certified.canonicalId).toBe(bare.id);
    expect(certified.id).not.toBe(bare.id);
    expect(certified.certificates).toHaveLength(1);
    expect(readPublicKey('rsa-x509', certificateOf(rsa)).canonicalId).toBe(readPublicKey('rsa', spkiOf(rsa)).id);
    expect(Object.keys(readPublicKey('rsa', spkiOf(rsa)))).toEqual(['type', 'public', 'id', 'canonicalId', 'object']);
    expect(readPublicKey('rsa', spkiOf(rsa)).curve).toBeUndefined();
  });

  it('keeps an Ed25519 key as its 32 bytes', () => {
    const key = readPublicKey('ed25519', spkiOf(ed25519).subarray(-32));
    expect(key.id).toBe(key.canonicalId);
    expect(key.object.asymmetricKeyType).toBe('ed25519');
    expect(keyToJson(key)).toEqual(
      new Map<string, unknown>([
        ['keytype', 'ed25519'],
        [
          'keyval',
          new Map([
            ['private', null],
            ['public', spkiOf(ed25519).subarray(-32).toString('base64')],
          ]),
        ],
      ]),
    );
  });

  it.each<[string, string, () => Buffer, string, RegExp]>([
    ['an unknown type', 'dsa', () => spkiOf(p256), 'ROLE_KEY_INVALID', /^keys of type "dsa" are not known$/],
    ['a long type', 'x'.repeat(50), () => spkiOf(p256), 'ROLE_KEY_INVALID', /^keys of type "x{40}" are not known$/],
    ['RSA as ecdsa', 'ecdsa', () => spkiOf(rsa), 'ROLE_KEY_INVALID', /is of type ecdsa, but holds an RSA key$/],
    ['ECDSA as rsa', 'rsa', () => spkiOf(p256), 'ROLE_KEY_INVALID', /is of type rsa, but holds an ECDSA key$/],
    ['RSA certificate as ecdsa-x509', 'ecdsa-x509', () => certificateOf(rsa), 'ROLE_KEY_INVALID', /but holds an RSA key$/],
    ['a certificate as ecdsa', 'ecdsa', () => certificateOf(p256), 'ROLE_KEY_INVALID', /^key [0-9a-f]{64} /],
    [
      'a bare key as ecdsa-x509',
      'ecdsa-x509',
      () => spkiOf(p256),
      'ROLE_KEY_INVALID',
      /^the certificates of key [0-9a-f]{64}: the text has text outside of its blocks in line 1$/,
    ],
    ['Ed25519 with 31 bytes', 'ed25519', () => Buffer.alloc(31), 'ROLE_KEY_INVALID', /is an Ed25519 key of 31 bytes, not 32$/],
    ['Ed25519 with 33 bytes', 'ed25519', () => Buffer.alloc(33), 'ROLE_KEY_INVALID', /is an Ed25519 key of 33 bytes, not 32$/],
    ['Ed25519 in SPKI', 'ed25519', () => spkiOf(ed25519), 'ROLE_KEY_INVALID', /is an Ed25519 key of 44 bytes, not 32$/],
    [
      '272 RSA of 2047 bits',
      'rsa',
      () => rsaKey(modulus(2047), Buffer.from([1, 0, 1])),
      'ROLE_KEY_TOO_SHORT',
      /is an RSA key of 2047 bits, fewer than 2048$/,
    ],
    [
      '272 RSA of 1024 bits',
      'rsa',
      () => spkiOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      'ROLE_KEY_TOO_SHORT',
      /is an RSA key of 1024 bits/,
    ],
    [
      'RSA of 8193 bits',
      'rsa',
      () => rsaKey(modulus(8193), Buffer.from([1, 0, 1])),
      'ROLE_KEY_INVALID',
      /the modulus has 8193 bits, more than 8192$/,
    ],
    [
      'a point that is not on the curve',
      'ecdsa',
      () =>
        writeSequence(
          writeSequence(ecPublicKey, prime256v1),
          writeBitString(Buffer.concat([point.subarray(0, 64), Buffer.from([point[64]! ^ 1])])),
        ),
      'ROLE_KEY_INVALID',
      /is not supported by OpenSSL$/,
    ],
    ['a key of 17 KiB', 'rsa', () => Buffer.alloc(17 * 1024), 'ROLE_KEY_INVALID', /is 17408 bytes long, more than 16384$/],
    ['a key of 16 KiB, but not one', 'rsa', () => Buffer.alloc(16 * 1024), 'ROLE_KEY_INVALID', /cannot be read: tag 0x0 is not supported$/],
    [
      'two PEM labels',
      'ecdsa-x509',
      () => Buffer.from(`${certificateOf(p256).toString()}${writePem('PUBLIC KEY', spkiOf(p256))}`),
      'ROLE_KEY_INVALID',
      /has the PEM block PUBLIC KEY where only plain certificates belong$/,
    ],
    [
      'headers in PEM',
      'ecdsa-x509',
      () => Buffer.from(certificateOf(p256).toString().replace('-----\n', '-----\nrole: root\n\n')),
      'ROLE_KEY_INVALID',
      /has the PEM block CERTIFICATE where only plain certificates belong$/,
    ],
    [
      'eleven certificates',
      'ecdsa-x509',
      () => Buffer.from(certificateOf(p256).toString().repeat(11)),
      'ROLE_KEY_INVALID',
      /has 11 certificates, more than 10$/,
    ],
    [
      'no certificate',
      'ecdsa-x509',
      () => Buffer.from(writePem('CERTIFICATE', spkiOf(p256))),
      'ROLE_KEY_INVALID',
      /^the certificate of key [0-9a-f]{64} /,
    ],
  ])('refuses %s', (_name, type, bytes, code, message) => {
    expect(() => readPublicKey(type, bytes())).toThrow(
      expect.objectContaining({
        name: 'VerificationError',
        code,
        object: expect.stringMatching(/key/),
        message: expect.stringMatching(message),
      }),
    );
  });

  it('accepts RSA keys of 2048 and 8192 bits, and ten certificates', () => {
    for (const bits of [2048, 8192])
      expect(readPublicKey('rsa', rsaKey(modulus(bits), Buffer.from([1, 0, 1]))).object.asymmetricKeyDetails?.modulusLength).toBe(bits);
    expect(
      readPublicKey('ecdsa-x509', Buffer.from(certificateOf(p256).toString().repeat(10))).certificates?.map(({ commonName }) => commonName),
    ).toEqual(Array.from({ length: 10 }, () => 'a/b'));
  });

  it('knows the types of notary 0.7', () => {
    expect(['ecdsa', 'ecdsa-x509', 'rsa', 'rsa-x509', 'ed25519', 'x', 'toString'].map(isKeyType)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('readSubjectPublicKey', () => {
  it.each<[string, Buffer, string]>([
    [
      'more after the key',
      writeSequence(writeSequence(ecPublicKey, prime256v1), writeBitString(point), writeNull()),
      'it has more than a public key',
    ],
    [
      'more parameters',
      writeSequence(writeSequence(ecPublicKey, prime256v1, writeNull()), writeBitString(point)),
      'it has more than a public key',
    ],
    ['no key', writeSequence(writeSequence(ecPublicKey, prime256v1)), 'expected tag 0x3, found nothing'],
    ['no parameters', writeSequence(writeSequence(ecPublicKey), writeBitString(point)), 'expected tag 0x6, found nothing'],
    [
      'explicit parameters',
      writeSequence(writeSequence(ecPublicKey, writeSequence()), writeBitString(point)),
      'expected tag 0x6, found 0x30',
    ],
    [
      'secp256k1',
      writeSequence(writeSequence(ecPublicKey, writeObjectIdentifier('1.3.132.0.10')), writeBitString(point)),
      'curve 1.3.132.0.10 is not supported',
    ],
    [
      'a compressed point',
      writeSequence(writeSequence(ecPublicKey, prime256v1), writeBitString(Buffer.concat([Buffer.from([2]), point.subarray(1, 33)]))),
      'the point is not an uncompressed point of P-256',
    ],
    [
      'a hybrid point',
      writeSequence(writeSequence(ecPublicKey, prime256v1), writeBitString(Buffer.concat([Buffer.from([6]), point.subarray(1)]))),
      'the point is not an uncompressed point of P-256',
    ],
    [
      'a long point',
      writeSequence(writeSequence(ecPublicKey, prime256v1), writeBitString(Buffer.concat([point, Buffer.alloc(1)]))),
      'the point is not an uncompressed point of P-256',
    ],
    [
      'RSASSA-PSS',
      writeSequence(writeSequence(writeObjectIdentifier('1.2.840.113549.1.1.10')), writeBitString(point)),
      'keys of algorithm 1.2.840.113549.1.1.10 are not supported',
    ],
    ['RSA without NULL', writeSequence(writeSequence(rsaEncryption), writeBitString(point)), 'expected tag 0x5, found nothing'],
    [
      'RSA with a NULL that is not empty',
      writeSequence(writeSequence(rsaEncryption, writeDer(5, Buffer.alloc(1))), writeBitString(point)),
      'NULL has content',
    ],
    ['RSA with more numbers', rsaKey(modulus(2048), Buffer.from([3]), writeNull()), 'the key has more than a modulus and an exponent'],
    ['RSA with exponent 1', rsaKey(modulus(2048), Buffer.from([1])), 'the public exponent is even, 1 or longer than 32 bits'],
    ['RSA with exponent 2', rsaKey(modulus(2048), Buffer.from([2])), 'the public exponent is even, 1 or longer than 32 bits'],
    [
      'RSA with exponent 2^32 + 1',
      rsaKey(modulus(2048), Buffer.from([1, 0, 0, 0, 1])),
      'the public exponent is even, 1 or longer than 32 bits',
    ],
  ])('refuses %s', (_name, der, message) => {
    expect(() => readSubjectPublicKey(der)).toThrow(expect.objectContaining({ name: 'DerError', message }));
  });

  it.each([
    [2041, 3],
    [2048, 65_537],
    [2049, 4_294_967_295],
  ])('counts %i bits', (bits, exponent) => {
    const power = Buffer.alloc(4);
    power.writeUInt32BE(exponent);
    expect(readSubjectPublicKey(rsaKey(modulus(bits), power))).toEqual({ algorithm: 'rsa', bits });
  });

  it.each(['P-224', 'P-256', 'P-384', 'P-521'])('knows %s', (curve) => {
    expect(readSubjectPublicKey(spkiOf(generateKeyPairSync('ec', { namedCurve: curve }).privateKey))).toEqual({
      algorithm: 'ecdsa',
      curve,
    });
  });
});

describe('publicKeyFromPem', () => {
  it('accepts a public key and a certificate', () => {
    expect(publicKeyFromPem(writePem('PUBLIC KEY', spkiOf(p256)), 'bob.pem')).toMatchObject({ type: 'ecdsa', public: spkiOf(p256) });
    expect(publicKeyFromPem(writePem('PUBLIC KEY', spkiOf(rsa)), 'bob.pem').type).toBe('rsa');
    expect(publicKeyFromPem(`\n${certificateOf(p256).toString().replaceAll('\n', '\r\n')}`, 'bob.crt')).toMatchObject({
      type: 'ecdsa-x509',
      public: expect.any(Buffer),
    });
  });

  it('writes a certificate again in its one form', () => {
    const bytes = certificateOf(rsa);
    expect(publicKeyFromPem(bytes.toString().replaceAll('\n', ' \r\n'), 'bob.crt').public).toEqual(bytes);
  });

  it.each<[string, string, string]>([
    ['', 'ROLE_KEY_INVALID', 'bob.pem is empty'],
    [writePem('PUBLIC KEY', spkiOf(p256)).repeat(2), 'ROLE_KEY_INVALID', 'bob.pem has 2 PEM blocks where one belongs'],
    [writePem('PRIVATE KEY', spkiOf(p256)), 'ROLE_KEY_INVALID', 'bob.pem is a private key, not a public key or a certificate'],
    [
      writePem('RSA PUBLIC KEY', spkiOf(p256)),
      'ROLE_KEY_INVALID',
      'bob.pem has the PEM block RSA PUBLIC KEY, not a PUBLIC KEY or a CERTIFICATE',
    ],
    [
      writePem('PUBLIC KEY', spkiOf(ed25519)),
      'ROLE_KEY_INVALID',
      'bob.pem cannot be read: keys of algorithm 1.3.101.112 are not supported',
    ],
    [writePem('PUBLIC KEY', Buffer.from('x')), 'ROLE_KEY_INVALID', 'bob.pem cannot be read: an element is truncated'],
  ])('refuses %#', (pem, code, message) => {
    expect(() => publicKeyFromPem(pem, 'bob.pem')).toThrow(expect.objectContaining({ code, object: 'bob.pem', message }));
  });

  it('makes the bare key of a private or public one', () => {
    for (const key of [p256, rsa, ed25519])
      expect(publicKeyFromKeyObject(key, 'k').id).toBe(publicKeyFromKeyObject(createPublicKey(key), 'k').id);
    expect([p256, rsa, ed25519].map((key) => publicKeyFromKeyObject(key, 'k').type)).toEqual(['ecdsa', 'rsa', 'ed25519']);
    expect(() => publicKeyFromKeyObject(generateKeyPairSync('x25519').privateKey, 'k')).toThrow(
      expect.objectContaining({ code: 'ROLE_KEY_INVALID', object: 'k' }),
    );
  });
});
