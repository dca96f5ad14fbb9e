import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertChain, assertValidDuring, parseChain } from '../../../src/trust/notation/certificate/certificate-chain.ts';
import { type CertificatePurpose } from '../../../src/trust/notation/certificate/certificate-rules.ts';
import { splitCertificates } from '../../../src/trust/notation/certificate/split-certificates.ts';
import { algorithmOfKey } from '../../../src/trust/notation/envelope/signature-algorithms.ts';
import { NotationSigner } from '../../../src/trust/notation/sign/notation-signer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  authorityExtensions,
  type CertificateWish,
  leafExtensions,
  type MadeCertificate,
  openssl as run,
  OpensslCertificates,
  stampExtensions,
} from './support/openssl-certificates.ts';
import { daysFromNow, signerOf } from './support/sign-sample.ts';

const folder = temporaryFolder();
const openssl = new OpensslCertificates(folder.path);
let root: MadeCertificate;
beforeAll(() => void (root = openssl.make({ subject: '/CN=root', extensions: authorityExtensions, days: 3_650 })));
afterAll(() => folder[Symbol.dispose]());

function outcomeOf(chain: readonly MadeCertificate[], purpose: CertificatePurpose): string {
  try {
    assertChain(
      parseChain(
        chain.map(({ der }) => der),
        'it',
      ),
      purpose,
      'it',
    );
    return 'accepted';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}

const usage = (value: string): readonly string[] => [`keyUsage=${value}`];
const purposes = (value: string): readonly string[] => ['keyUsage=critical,digitalSignature', `extendedKeyUsage=${value}`];

// Notary Project, signature-specification.md, certificate requirements.
describe('a leaf', () => {
  it.each<[string, string, CertificateWish]>([
    ['as it should be', 'accepted', {}],
    ['without basic constraints and purposes', 'accepted', { extensions: usage('critical,digitalSignature') }],
    ['with non-repudiation besides', 'accepted', { extensions: usage('critical,digitalSignature,nonRepudiation') }],
    ['with a purpose of its own', 'accepted', { extensions: purposes('1.2.3.4') }],
    ['with an extension that nobody knows, critical', 'accepted', { extensions: [...leafExtensions, '1.2.3.4=critical,ASN1:NULL'] }],
    [
      'that is an authority',
      'NOTATION_CERTIFICATE_REFUSED',
      { extensions: ['basicConstraints=CA:true', ...usage('critical,digitalSignature')] },
    ],
    ['without key usage', 'NOTATION_CERTIFICATE_REFUSED', { extensions: ['basicConstraints=CA:false'] }],
    ['with key usage that is not critical', 'NOTATION_CERTIFICATE_REFUSED', { extensions: usage('digitalSignature') }],
    ['without digital signatures', 'NOTATION_CERTIFICATE_REFUSED', { extensions: usage('critical,nonRepudiation') }],
    ...[
      'keyEncipherment',
      'dataEncipherment',
      'keyAgreement',
      'keyCertSign',
      'cRLSign',
      'keyAgreement,encipherOnly',
      'keyAgreement,decipherOnly',
    ].map((other): [string, string, CertificateWish] => [
      `with ${other}`,
      'NOTATION_CERTIFICATE_REFUSED',
      { extensions: usage(`critical,digitalSignature,${other}`) },
    ]),
    ...['anyExtendedKeyUsage', 'serverAuth', 'clientAuth', 'emailProtection', 'timeStamping'].map(
      (other): [string, string, CertificateWish] => [
        `for ${other} besides`,
        'NOTATION_CERTIFICATE_REFUSED',
        { extensions: purposes(`codeSigning,${other}`) },
      ],
    ),
    ['with RSA 1024', 'NOTATION_ALGORITHM_REFUSED', { key: 'rsa1024' }],
    ['with secp256k1', 'NOTATION_ALGORITHM_REFUSED', { key: 'secp256k1' }],
    ['with Ed25519', 'NOTATION_ALGORITHM_REFUSED', { key: 'ed25519' }],
    ['signed with SHA-1', 'NOTATION_ALGORITHM_REFUSED', { digest: 'sha1' }],
  ])('%s: %s', (_, expected, wish) => {
    expect(outcomeOf([openssl.make({ issuer: root, ...wish }), root], 'code signing')).toBe(expected);
  });

  it.each<[string, string, CertificateWish]>([
    ['as it should be', 'accepted', { extensions: stampExtensions }],
    ['with no purpose', 'NOTATION_CERTIFICATE_REFUSED', { extensions: usage('critical,digitalSignature') }],
    ['with the purpose not critical', 'NOTATION_CERTIFICATE_REFUSED', { extensions: purposes('timeStamping') }],
    ['for code signing', 'NOTATION_CERTIFICATE_REFUSED', {}],
    ['with another purpose besides', 'NOTATION_CERTIFICATE_REFUSED', { extensions: purposes('critical,timeStamping,1.2.3.4') }],
    ['with RSA 1024', 'NOTATION_ALGORITHM_REFUSED', { key: 'rsa1024', extensions: stampExtensions }],
  ])('for timestamps, %s: %s', (_, expected, wish) => {
    expect(outcomeOf([openssl.make({ issuer: root, ...wish }), root], 'timestamping')).toBe(expected);
  });

  it.each<[string, string, CertificateWish]>([
    ['a signer', 'accepted', {}],
    ['an authority', 'NOTATION_CERTIFICATE_REFUSED', { extensions: authorityExtensions }],
  ])('alone and self-signed, %s: %s', (_, expected, wish) => {
    expect(outcomeOf([openssl.make(wish)], 'code signing')).toBe(expected);
  });
});

describe('an authority', () => {
  it.each<[string, string, readonly string[]]>([
    ['as it should be', 'accepted', authorityExtensions],
    ['that may have none below it', 'accepted', ['basicConstraints=critical,CA:true,pathlen:0', 'keyUsage=critical,keyCertSign']],
    [
      'with constraints that are not critical',
      'NOTATION_CERTIFICATE_REFUSED',
      ['basicConstraints=CA:true', 'keyUsage=critical,keyCertSign'],
    ],
    ['that is none', 'NOTATION_CERTIFICATE_REFUSED', ['basicConstraints=critical,CA:false', 'keyUsage=critical,keyCertSign']],
    ['without constraints', 'NOTATION_CERTIFICATE_REFUSED', ['keyUsage=critical,keyCertSign']],
    ['without key usage', 'NOTATION_CERTIFICATE_REFUSED', ['basicConstraints=critical,CA:true']],
    ['with key usage that is not critical', 'NOTATION_CERTIFICATE_REFUSED', ['basicConstraints=critical,CA:true', 'keyUsage=keyCertSign']],
    ['that may not sign certificates', 'NOTATION_CERTIFICATE_REFUSED', ['basicConstraints=critical,CA:true', 'keyUsage=critical,cRLSign']],
  ])('%s: %s', (_, expected, extensions) => {
    const middle = openssl.make({ subject: '/CN=middle', issuer: root, extensions });
    expect(outcomeOf([openssl.make({ issuer: middle }), middle, root], 'code signing')).toBe(expected);
  });

  it.each([
    [1, 'accepted'],
    [0, 'NOTATION_CERTIFICATE_REFUSED'],
  ])('that allows %i below it, with one below it: %s', (length, expected) => {
    const top = openssl.make({
      subject: '/CN=top',
      extensions: [`basicConstraints=critical,CA:true,pathlen:${length}`, 'keyUsage=critical,keyCertSign'],
    });
    const middle = openssl.make({ subject: '/CN=middle', issuer: top, extensions: authorityExtensions });
    expect(outcomeOf([openssl.make({ issuer: middle }), middle, top], 'code signing')).toBe(expected);
  });

  it('of the same name with another key is not the issuer', () => {
    const impostor = openssl.make({ subject: '/CN=root', extensions: authorityExtensions });
    expect(outcomeOf([openssl.make({ issuer: root }), impostor], 'code signing')).toBe('NOTATION_CHAIN_INVALID');
  });
});

describe('dates', () => {
  it.each([
    [-1, -1, false],
    [1, 1, true],
    [1, 29, true],
    [1, 31, false],
    [31, 31, false],
  ])('from day %i to day %i: %s', (from, to, isValid) => {
    const chain = parseChain([openssl.make({ issuer: root }).der, root.der], 'it');
    const check = (): void => {
      assertValidDuring(chain, daysFromNow(from), daysFromNow(to), 'it');
    };
    if (isValid) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'NOTATION_CERTIFICATE_NOT_VALID' }) as Error);
  });
});

describe('files of certificates', () => {
  it.each<[string, number | undefined, () => string | Buffer]>([
    ['one in PEM', 1, () => root.pem],
    ['two in PEM', 2, () => root.pem + root.pem],
    ['text around them', 1, () => `subject=root\n${root.pem}\nend`],
    ['one in DER', 1, () => root.der],
    ['two in DER', 2, () => Buffer.concat([root.der, root.der])],
    ['none', 0, () => ''],
    ['a private key', undefined, () => root.keyPem],
    ['a private key besides', undefined, () => root.pem + root.keyPem],
    ['half of one in PEM', undefined, () => root.pem.slice(0, -30)],
    ['one in PEM with a character of no alphabet', undefined, () => root.pem.replace('MII', 'M*I')],
    ['half of one in DER', undefined, () => root.der.subarray(0, -1)],
    ['a byte after one in DER', undefined, () => Buffer.concat([root.der, Buffer.from([0])])],
    ['text', undefined, () => 'hello'],
  ])('%s: %s', (_, count, content) => {
    const parts = splitCertificates(Buffer.from(content()));
    expect(parts?.length).toBe(count);
    for (const part of parts ?? []) expect(Buffer.from(part).equals(root.der)).toBe(true);
  });
});

describe('signer', () => {
  it('reads encrypted keys with their passphrase only', () => {
    const leaf = openssl.make({ issuer: root });
    const path = `${folder.path}/encrypted.pem`;
    run('pkcs8', '-topk8', '-in', leaf.keyPath, '-v2', 'aes-256-cbc', '-passout', 'pass:right', '-out', path);
    const material = { key: readFileSync(path, 'utf8'), certificates: Buffer.from(leaf.pem + root.pem) };
    const sign = (passphrase?: string): NotationSigner =>
      new NotationSigner({ ...material, ...(passphrase === undefined ? {} : { passphrase }) }, daysFromNow(1));
    expect(() => sign()).toThrow(expect.objectContaining({ code: 'PASSPHRASE_MISSING' }) as Error);
    expect(() => sign('wrong')).toThrow(expect.objectContaining({ code: 'PASSPHRASE_WRONG' }) as Error);
    expect(sign('right').algorithm.jwsName).toBe('ES256');
  });

  it.each<[string, string, () => NotationSigner]>([
    [
      'the key of another certificate',
      'KEY_UNUSABLE',
      () =>
        new NotationSigner({ key: root.keyPem, certificates: Buffer.from(openssl.make({ issuer: root }).pem + root.pem) }, daysFromNow(1)),
    ],
    ['no key', 'KEY_UNUSABLE', () => new NotationSigner({ key: 'hello', certificates: Buffer.from(root.pem) }, daysFromNow(1))],
    ['no certificate', 'KEY_UNUSABLE', () => new NotationSigner({ key: root.keyPem, certificates: Buffer.from('hello') }, daysFromNow(1))],
    ['a chain without its root', 'NOTATION_CHAIN_INVALID', () => signerOf([openssl.make({ issuer: root })], daysFromNow(1))],
    [
      'a certificate for something else',
      'NOTATION_CERTIFICATE_REFUSED',
      () => signerOf([openssl.make({ issuer: root, extensions: purposes('serverAuth') }), root], daysFromNow(1)),
    ],
    [
      'a certificate that has expired',
      'NOTATION_CERTIFICATE_NOT_VALID',
      () => signerOf([openssl.make({ issuer: root }), root], daysFromNow(31)),
    ],
    ['RSA 1024', 'NOTATION_ALGORITHM_REFUSED', () => signerOf([openssl.make({ issuer: root, key: 'rsa1024' }), root], daysFromNow(1))],
  ])('refuses %s: %s', (_, code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('does not show its key', () => {
    const signer = signerOf([openssl.make({ issuer: root }), root], daysFromNow(1));
    expect(inspect(signer, { depth: 9, showHidden: true }) + JSON.stringify(signer)).not.toContain('PRIVATE');
    expect(algorithmOfKey(signer.chain[0].publicKey, 'it')).toBe(signer.algorithm);
  });
});
