import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PratiqueError } from '../../../model/pratique-error.ts';
import { writeDer } from '../../x509/der-writer.ts';
import { formatCosignKey, generateCosignKey } from './generate-cosign-key.ts';
import { readPrivateKey } from './read-private-key.ts';

interface CosignJson {
  kdf: { name: string; params: Record<string, unknown> };
  cipher: { name: string; nonce: string };
  ciphertext: string;
}

const given = (passphrase?: string) => () => Promise.resolve(passphrase);

async function outcome(pem: string, passphrase?: string): Promise<string> {
  try {
    const key = await readPrivateKey(pem, given(passphrase), 'key.pem');
    return `${key.asymmetricKeyType}`;
  } catch (error) {
    const { code, message, cause } = error as PratiqueError;
    expect(JSON.stringify([message, cause])).not.toContain('MII');
    return `${code} ${message}`;
  }
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();
}

/** A cosign key with other parameters inside. */
function cosignPem(change: (json: CosignJson) => void, pem: string): string {
  const [begin, ...lines] = pem.trim().split('\n');
  const end = lines.pop();
  const json: CosignJson = JSON.parse(Buffer.from(lines.join(''), 'base64').toString());
  change(json);
  return [begin, Buffer.from(JSON.stringify(json)).toString('base64'), end, ''].join('\n');
}

describe('cosign keys', () => {
  it('are read as they were written', async () => {
    const pair = await generateCosignKey('secret');
    expect(pair.privateKeyPem).toMatch(
      /^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n$/,
    );
    const key = await readPrivateKey(pair.privateKeyPem, given('secret'), 'key.pem');
    expect(publicPem(key)).toBe(pair.publicKeyPem);
    expect(key.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    const older = pair.privateKeyPem.replaceAll('SIGSTORE', 'COSIGN');
    expect(publicPem(await readPrivateKey(older, given('secret'), 'key.pem'))).toBe(pair.publicKeyPem);
  });

  // The body of tests/data/keys/cosign_generated_encrypted_empty_private.key of sigstore-rs, which cosign made with an empty passphrase.
  it('are read where cosign itself made them', async () => {
    const body = [
      'eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6',
      'OCwicCI6MX0sInNhbHQiOiJFY3pJR3Z0bnpFcCsxaEpudERnbGI1UnoxN3gwQVMy',
      'YklvWGRNcDQrU1NJPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94',
      'Iiwibm9uY2UiOiJtSVVKbG1OMzNINExvZ0dhaG5MamdmK3R4SmJwci93MCJ9LCJj',
      'aXBoZXJ0ZXh0IjoiM3FtS2FidXRuYm1WT1IvTkZGM2NDaUErTXp1WWQ5L0VERDVI',
      'MVlUSGhQVzZsSzAvdjVqdDZCQzlsME12NGV5am9qZkl0d3B6a2JJOXQrZGx5VXZ3',
      'VUgvMWZjbkFZT2dEdXRLQzkvSkNiOE02SVY2VHpVaDF5c0ZFWDFzeG9xb1FzeUpL',
      'bjM0UVlldFNlaVdDaGtmUHUyZXByQjFEV0pwekdzTGZIakxNVTkzOEdmNk1xM1A0',
      'N0ZSd2syZzY1cFZnSGMwVWV1L1N1OUs0Zmc9PSJ9',
    ];
    const pem = ['-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----', ...body, '-----END ENCRYPTED SIGSTORE PRIVATE KEY-----', ''].join('\n');
    expect(await outcome(pem, '')).toBe('ec');
    expect(await outcome(pem, 'x')).toContain('PASSPHRASE_WRONG');
  });

  it('take an empty passphrase, and any kind of key', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pair = await formatCosignKey(privateKey, '');
    expect(await outcome(pair.privateKeyPem, '')).toBe('ed25519');
    expect(await outcome(pair.privateKeyPem, 'x')).toBe('PASSPHRASE_WRONG key.pem: wrong passphrase');
    expect(await outcome(pair.privateKeyPem)).toBe('PASSPHRASE_MISSING key.pem is encrypted, and no passphrase was given');
  });

  it('are refused when they are not what cosign writes, or cost too much [328]', async () => {
    const { privateKeyPem: pem } = await generateCosignKey('p');
    const refusal = (change: (json: CosignJson) => void) => outcome(cosignPem(change, pem), 'p');
    expect(await refusal((json) => (json.kdf.params['N'] = 2 ** 30))).toBe(
      'KEY_UNUSABLE key.pem: scrypt with N=1073741824, r=8, p=1 exceeds the limit',
    );
    expect(await refusal((json) => (json.kdf.params['N'] = 2 ** 21))).toContain('KEY_UNUSABLE');
    expect(await refusal((json) => (json.kdf.params['N'] = 65_535))).toContain('exceeds the limit');
    expect(await refusal((json) => (json.kdf.params = { N: 1024, r: 65, p: 1 }))).toContain('exceeds the limit');
    expect(await refusal((json) => (json.kdf.params = { N: 1024, r: 8, p: 9 }))).toContain('exceeds the limit');
    expect(await refusal((json) => (json.kdf.params = { N: 2 ** 20, r: 16, p: 1 }))).toContain('exceeds the limit');
    expect(await refusal((json) => (json.kdf.params = { N: 1024, r: 8, p: 8 }))).toContain('PASSPHRASE_WRONG');
    expect(await refusal((json) => (json.kdf.params = { N: 1024, r: 0, p: 1 }))).toContain('exceeds the limit');
    expect(await refusal((json) => (json.kdf.params = { N: '1024', r: 8, p: 1 }))).toBe(
      'KEY_UNUSABLE key.pem: the encrypted key kdf.params.N is "1024", not a whole number',
    );
    expect(await refusal((json) => (json.kdf.name = 'argon2'))).toBe('KEY_UNUSABLE key.pem: kdf is "argon2", not scrypt');
    expect(await refusal((json) => (json.cipher.name = 'none'))).toBe('KEY_UNUSABLE key.pem: cipher is "none", not nacl/secretbox');
    expect(await refusal((json) => (json.cipher.nonce = 'AAAA'))).toBe('KEY_UNUSABLE key.pem: cipher.nonce is not base64 of 24 bytes');
    expect(await refusal((json) => (json.ciphertext = ''))).toContain('PASSPHRASE_WRONG');
    expect(await outcome(pem.replace(/\n[^-]+\n/, '\nAAAA\n'), 'p')).toBe('KEY_UNUSABLE key.pem: the encrypted key is not JSON');
  });
});

describe('other keys', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const sealed = { cipher: 'aes-256-cbc', passphrase: 'secret' };
  const pkcs8 = String(ec.export({ format: 'pem', type: 'pkcs8' }));

  it.each([
    ['PKCS #8', pkcs8, undefined, 'ec'],
    ['PKCS #8 with Windows line ends', pkcs8.replaceAll('\n', '\r\n'), undefined, 'ec'],
    ['encrypted PKCS #8', ec.export({ format: 'pem', type: 'pkcs8', ...sealed }), 'secret', 'ec'],
    ['SEC 1', ec.export({ format: 'pem', type: 'sec1' }), undefined, 'ec'],
    [
      'SEC 1 after its parameters',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${String(ec.export({ format: 'pem', type: 'sec1' }))}`,
      undefined,
      'ec',
    ],
    ['encrypted SEC 1', ec.export({ format: 'pem', type: 'sec1', ...sealed }), 'secret', 'ec'],
    ['PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1' }), undefined, 'rsa'],
    ['encrypted PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1', ...sealed }), 'secret', 'rsa'],
  ])('reads %s', async (_, pem, passphrase, kind) => {
    expect(await outcome(String(pem), passphrase)).toBe(kind);
  });

  it.each([
    ['nothing', '', 'KEY_UNUSABLE key.pem contains no PEM private key'],
    ['a public key', publicPem(ec), 'KEY_UNUSABLE key.pem is a public key'],
    ['two keys', `${pkcs8}${pkcs8}`, 'KEY_UNUSABLE key.pem contains 2 private keys'],
    ['a cut key', pkcs8.replace(/\n.{10}/, '\n'), 'KEY_UNUSABLE key.pem is not a private key that OpenSSL can read'],
    [
      'an OpenSSH key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      'KEY_UNUSABLE key.pem: a OPENSSH PRIVATE KEY is not supported',
    ],
    [
      'a small RSA key',
      generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'KEY_UNUSABLE key.pem is RSA with 1024 bits; signing takes',
    ],
    [
      'a curve of Bitcoin',
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'KEY_UNUSABLE key.pem is ec secp256k1; signing takes',
    ],
    [
      'another passphrase',
      ec.export({ format: 'pem', type: 'pkcs8', ...sealed }),
      'PASSPHRASE_WRONG key.pem: wrong passphrase, or the key is damaged',
    ],
    ['too much', ' '.repeat(65_537), 'KEY_UNUSABLE key.pem is longer than 65536 bytes'],
  ])('refuses %s', async (_, pem, expected) => {
    expect(await outcome(String(pem), 'other')).toContain(expected);
  });

  it('does not compute two thousand million rounds [301]', async () => {
    const der = Buffer.from(
      String(ec.export({ format: 'pem', type: 'pkcs8', ...sealed }))
        .split('\n')
        .slice(1, -2)
        .join(''),
      'base64',
    );
    // INTEGER 2048 becomes the four bytes INTEGER 2^31-1: two more bytes in each of the sequences around it.
    const at = der.indexOf(Buffer.from('02020800', 'hex'));
    expect(at).toBeGreaterThan(0);
    const pem = (bytes: Buffer) =>
      `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
    expect(await outcome(pem(grownSequences(der, at)), 'secret')).toBe(
      'KEY_UNUSABLE key.pem: 2147483647 rounds of key derivation exceed the limit of 10000000',
    );
  });
});

/** DER with the INTEGER 2048 at `at` replaced by 2^31 - 1, and the lengths of what it stands in made to fit. */
function grownSequences(der: Buffer, at: number): Buffer {
  const rebuild = (start: number): { bytes: Buffer; next: number } => {
    const isLong = (der[start + 1]! & 0x80) !== 0;
    const lengthBytes = isLong ? der[start + 1]! & 0x7f : 0;
    const length = isLong ? der.readUIntBE(start + 2, lengthBytes) : der[start + 1]!;
    const content = start + 2 + lengthBytes;
    const next = content + length;
    if (start === at) return { bytes: Buffer.from('02047fffffff', 'hex'), next };
    if (der[start] !== 0x30) return { bytes: der.subarray(start, next), next };
    const parts: Buffer[] = [];
    for (let inner = content; inner < next;) {
      const part = rebuild(inner);
      parts.push(part.bytes);
      inner = part.next;
    }
    const body = Buffer.concat(parts);
    return { bytes: writeDer(0x30, body), next };
  };
  return rebuild(0).bytes;
}
