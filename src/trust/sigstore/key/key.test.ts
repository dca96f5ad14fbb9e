import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodePem } from './decode-pem.ts';
import { readPublicKey } from './read-public-key.ts';
import { isSignatureBy, keyFingerprint } from './verification-key.ts';

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const message = Buffer.from('message');
const curve = (namedCurve: string): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync('ec', { namedCurve });
const [p256, p384, p521] = [curve('P-256'), curve('P-384'), curve('P-521')];
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING };

describe('signatures', () => {
  it.each<[string, KeyObject, Buffer, boolean]>([
    ['P-256, SHA-256', p256.publicKey, sign('sha256', message, p256.privateKey), true],
    ['P-256, SHA-384', p256.publicKey, sign('sha384', message, p256.privateKey), false],
    ['P-256, r and s side by side', p256.publicKey, sign('sha256', message, { key: p256.privateKey, dsaEncoding: 'ieee-p1363' }), false],
    ['P-384, SHA-384', p384.publicKey, sign('sha384', message, p384.privateKey), true],
    ['P-384, SHA-256', p384.publicKey, sign('sha256', message, p384.privateKey), true],
    ['P-521, SHA-512', p521.publicKey, sign('sha512', message, p521.privateKey), true],
    ['RSA, PKCS #1 v1.5', rsa.publicKey, sign('sha256', message, rsa.privateKey), true],
    ['RSA, SHA-1', rsa.publicKey, sign('sha1', message, rsa.privateKey), false],
    ['RSA, PSS', rsa.publicKey, sign('sha256', message, { key: rsa.privateKey, ...pss, saltLength: 32 }), true],
    ['RSA, PSS with another salt', rsa.publicKey, sign('sha256', message, { key: rsa.privateKey, ...pss, saltLength: 20 }), false],
    ['Ed25519', ed25519.publicKey, sign(null, message, ed25519.privateKey), true],
    ['another key', p256.publicKey, sign('sha256', message, curve('P-256').privateKey), false],
    ['nothing', p256.publicKey, Buffer.alloc(0), false],
  ])('%s: %s', (_name, key, signature, expected) => {
    const read = readPublicKey(pem(key), 'cosign.pub');
    expect(isSignatureBy(read, message, signature)).toBe(expected);
    expect(isSignatureBy(read, Buffer.from('massage'), signature)).toBe(false);
    expect(keyFingerprint(read)).toMatch(/^[0-9a-f]{64}$/);
  });
});

it.each(['ecdsa', 'rsa-pkcs1v15', 'rsa-pss', 'ed25519'] as const)('a signature by another algorithm than %s is none', (scheme) => {
  const pairs = { ecdsa: p256, 'rsa-pkcs1v15': rsa, 'rsa-pss': rsa, ed25519 };
  for (const [other, { privateKey, publicKey }] of Object.entries(pairs).filter(([name]) => name.slice(0, 3) !== scheme.slice(0, 3))) {
    const signature = sign(other === 'ed25519' ? null : 'sha256', message, privateKey);
    const read = readPublicKey(pem(publicKey), 'cosign.pub');
    const method = scheme === 'ed25519' ? { scheme } : { scheme, hash: 'sha256' as const };
    expect(isSignatureBy({ ...read, methods: [method] }, message, signature)).toBe(false);
  }
});

describe('readPublicKey', () => {
  const text = pem(p256.publicKey);
  it.each<[string, string, string]>([
    [
      'RSA of 1024 bits',
      pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
      ': the key cannot be used: its 1024 bits are not between 2048 and 8192',
    ],
    ['P-224', pem(curve('P-224').publicKey), ': the key cannot be used: curve secp224r1 is not used for signing images'],
    ['secp256k1', pem(curve('secp256k1').publicKey), ': the key cannot be used: curve secp256k1 is not used for signing images'],
    ['Ed448', pem(generateKeyPairSync('ed448').publicKey), ': the key cannot be used: ed448 keys are not used for signing images'],
    ['a private key', p256.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), ' is a private key, not a public key'],
    [
      'a private key of cosign',
      '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n',
      ' is a private key, not a public key',
    ],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', ' is a certificate, not a public key'],
    ['two keys', text + text, ' has 2 PEM blocks, not one PUBLIC KEY'],
    ['text after it', `${text}x`, ' is not a PUBLIC KEY in PEM'],
    ['no PEM', 'x', ' is not a PUBLIC KEY in PEM'],
    ['nothing', '', ' is not a PUBLIC KEY in PEM'],
    [
      'bytes that are no key',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
      ': the key cannot be used: it cannot be read',
    ],
    ['too much', 'x'.repeat(20_000), ' has 20000 characters, more than 16384'],
  ])('refuses %s', (_name, key, message) => {
    expect(() => readPublicKey(key, 'cosign.pub')).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message: `cosign.pub${message}` }),
    );
  });
});

it('passes over text before a public key', () => {
  const text = pem(p256.publicKey);
  const commented = `# of <https://example.com/release>\r\n-----not a BEGIN\n${text}`;
  expect(keyFingerprint(readPublicKey(commented, 'cosign.pub'))).toBe(keyFingerprint(readPublicKey(text, 'cosign.pub')));
});

describe('decodePem', () => {
  const block = '-----BEGIN A B-----\nAQID\n-----END A B-----';
  it.each<[string, unknown]>([
    [block, [{ label: 'A B', der: Buffer.from([1, 2, 3]) }]],
    [
      ` ${block}\r\n\r\n${block}\n`,
      [
        { label: 'A B', der: Buffer.from([1, 2, 3]) },
        { label: 'A B', der: Buffer.from([1, 2, 3]) },
      ],
    ],
    ['', []],
    [block.replace('AQID', 'AQJ'), undefined],
    [block.replace('AQID', 'Proc-Type: 4\n\nAQID'), undefined],
    [block.replace('END A B', 'END A'), undefined],
    [`${block} x`, undefined],
  ])('%j', (text, expected) => {
    expect(decodePem(text)).toEqual(expected);
  });
});
