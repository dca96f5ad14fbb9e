import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  build,
  currentRoot,
  firstUse,
  gun,
  later,
  longAgo,
  makePlan,
  makeRootSigner,
  run,
  signerOf,
} from '../../../test/support/notary-repository.ts';
import { readNotaryCertificate } from '../crypto/certificates.ts';
import {
  writeBitString,
  writeDer,
  writeInteger,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeTime,
} from '../x509/der-writer.ts';
import { writePem } from '../crypto/pem.ts';
import { readPublicKey } from '../crypto/public-key.ts';
import { type Certificate } from '../x509/certificate.ts';
import { matchesGun } from './root-keys.ts';
import { findRootPin, makeRootPins, type RootPins } from './root-pins.ts';
import { type MetadataSigner } from './sign-metadata.ts';

const id = (digit: string): string => digit.repeat(64);
const ecdsaWithSha256 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.2'));
const ca = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const name = (commonName: string): Buffer =>
  writeSequence(writeDer(0x31, writeSequence(writeObjectIdentifier('2.5.4.3'), writeDer(0x0c, Buffer.from(commonName)))));
const authority = writeDer(
  0xa3,
  writeSequence(
    writeSequence(
      writeObjectIdentifier('2.5.29.19'),
      writeDer(1, Buffer.from([255])),
      writeOctetString(writeSequence(writeDer(1, Buffer.from([255])))),
    ),
  ),
);

function certify(subject: string, key: KeyObject, algorithm = ecdsaWithSha256, extensions: readonly Buffer[] = []): Buffer {
  const validity = writeSequence(writeTime(longAgo), writeTime(later));
  const spki = key.export({ type: 'spki', format: 'der' });
  const body = writeSequence(
    writeDer(0xa0, writeInteger(Buffer.from([2]))),
    writeInteger(Buffer.from([9])),
    algorithm,
    name('lab ca'),
    validity,
    name(subject),
    spki,
    ...extensions,
  );
  return writeSequence(body, algorithm, writeBitString(sign('sha256', body, ca.privateKey)));
}

const caDer = certify('lab ca', ca.publicKey, ecdsaWithSha256, [authority]);
const caCertificate: Certificate = readNotaryCertificate(caDer, 'the authority');
const chained = (...ders: readonly Buffer[]): MetadataSigner => ({
  key: readPublicKey('ecdsa-x509', Buffer.from(ders.map((der) => writePem('CERTIFICATE', der)).join(''))),
  privateKey: leaf.privateKey,
});

/** A repository whose root is signed by `signer`. */
function serve(signer: MetadataSigner): ReturnType<typeof build> {
  const plan = makePlan();
  currentRoot(plan).roles.root = { keys: [signer] };
  return build(plan);
}

describe('findRootPin', () => {
  const pins = (): RootPins =>
    makeRootPins({
      certificates: new Map([
        ['docker.io/lab/app', [id('a')]],
        ['docker.io/lab/*', [id('b')]],
        ['docker.io/*', [id('c')]],
      ]),
      authorities: new Map([
        ['docker.io/foo', [caCertificate]],
        ['quay.io', [caCertificate]],
        ['quay.io/org/', [caCertificate]],
      ]),
      allowFirstUse: false,
    });
  it.each<[string, unknown]>([
    ['docker.io/lab/app', { kind: 'certificates', keyIds: [id('a')] }],
    ['docker.io/lab/apple', { kind: 'certificates', keyIds: [id('b')] }],
    ['docker.io/lab/app/x', { kind: 'certificates', keyIds: [id('b')] }],
    ['docker.io/lab', { kind: 'certificates', keyIds: [id('c')] }],
    ['docker.io/labels/x', { kind: 'certificates', keyIds: [id('c')] }],
    ['docker.io', undefined],
    ['docker.iox/lab', undefined],
    ['quay.io', { kind: 'authorities', prefix: 'quay.io', certificates: [caCertificate] }],
    ['quay.io/app', { kind: 'authorities', prefix: 'quay.io', certificates: [caCertificate] }],
    ['quay.io/org/app', { kind: 'authorities', prefix: 'quay.io/org/', certificates: [caCertificate] }],
    ['quay.io/organ/app', { kind: 'authorities', prefix: 'quay.io', certificates: [caCertificate] }],
    ['quay.iox', undefined],
  ])('%s [282]', (repository, pin) => {
    expect(findRootPin(pins(), repository)).toEqual(pin);
  });

  it('docker.io/foo does not pin docker.io/foobar [282]', () => {
    const authorities = { ...pins(), certificates: new Map() };
    expect(findRootPin(authorities, 'docker.io/foo/x')).toMatchObject({ prefix: 'docker.io/foo' });
    expect(findRootPin(authorities, 'docker.io/foo')).toMatchObject({ prefix: 'docker.io/foo' });
    expect(findRootPin(authorities, 'docker.io/foobar')).toBeUndefined();
  });

  it.each<[string, readonly string[], string]>([
    ['docker.io/lab*', [id('a')], '"docker.io/lab*" has a * that is not its last part'],
    ['docker.io/*/app', [id('a')], '"docker.io/*/app" has a * that is not its last part'],
    ['docker.io/**', [id('a')], '"docker.io/**" has a * that is not its last part'],
    ['*', [id('a')], '"*" has a * that is not its last part'],
    ['/*', [id('a')], '"/*" has a * that is not its last part'],
    ['', [id('a')], '"" has a * that is not its last part'],
    ['a', [id('a'), id('A')], `"${id('A')}", pinned for a, is not a key ID of 64 hexadecimal digits`],
    ['a', ['abc'], '"abc", pinned for a, is not a key ID of 64 hexadecimal digits'],
    ['a', [`${id('a')}a`], `"${id('a')}a", pinned for a, is not a key ID of 64 hexadecimal digits`],
    ['a', [`a${id('a')}`], `"a${id('a')}", pinned for a, is not a key ID of 64 hexadecimal digits`],
  ])('refuses the pin %s %s', (pattern, keyIds, reason) => {
    expect(() => makeRootPins({ ...firstUse, certificates: new Map([[pattern, keyIds]]) })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: `the pinned roots cannot be used: ${reason}` }),
    );
  });

  it.each<[string, readonly Certificate[], string]>([
    ['docker.io/*', [caCertificate], '"docker.io/*" is not the start of a repository name'],
    ['*/x', [caCertificate], '"*/x" is not the start of a repository name'],
    ['', [caCertificate], '"" is not the start of a repository name'],
    ['/', [caCertificate], '"/" is not the start of a repository name'],
    ['a//', [caCertificate], '"a//" is not the start of a repository name'],
    ['a', [], 'no CA certificate is given for a'],
  ])('refuses the authority for %j', (prefix, certificates, reason) => {
    expect(() => makeRootPins({ ...firstUse, authorities: new Map([[prefix, certificates]]) })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: `the pinned roots cannot be used: ${reason}` }),
    );
  });
});

describe('names of root certificates [281]', () => {
  it.each([
    ['docker.io/lab/app', true],
    ['docker.io/lab/*', true],
    ['docker.io/*', true],
    ['docker.io/lab/app*', false],
    ['docker.io/lab*', false],
    ['docker.io/lab/**', false],
    ['docker.io/*/*', false],
    ['*', false],
    ['/*', false],
    ['docker.io/other/*', false],
    ['docker.io/lab', false],
    ['docker.io/lab/apple', false],
    ['Docker.io/lab/app', false],
    ['docker.io:443/lab/app', true],
    ['docker.io:80/lab/*', true],
    ['docker.io:444/lab/app', false],
    ['docker.io/lab:443/app', false],
    [':443/lab/app', false],
    ['', false],
  ])('%j', (commonName, isMatch) => {
    expect(matchesGun(commonName, 'docker.io/lab/app')).toBe(isMatch);
  });
});

describe('certificates of root keys [281]', () => {
  const sha1 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.1'));
  it.each<[string, () => MetadataSigner, string, RegExp]>([
    [
      'a bare key',
      () => signerOf(leaf.privateKey),
      'ROOT_CERTIFICATE_INVALID',
      /is of type ecdsa, without the certificate that a root key needs$/,
    ],
    [
      'another name',
      () => makeRootSigner({ gun: 'docker.io/lab/other' }),
      'ROOT_CERTIFICATE_NAME',
      /has a certificate for "docker.io\/lab\/other", not for "docker.io\/lab\/app"$/,
    ],
    [
      'an authority',
      () => chained(certify(gun, leaf.publicKey, ecdsaWithSha256, [authority])),
      'ROOT_CERTIFICATE_INVALID',
      /starts with the certificate of an authority \(CA:TRUE\) instead of a leaf$/,
    ],
    [
      'two leaves',
      () => chained(certify(gun, leaf.publicKey), certify(gun, leaf.publicKey)),
      'ROOT_CERTIFICATE_INVALID',
      /has more than one leaf certificate$/,
    ],
    [
      'SHA-1',
      () => chained(certify(gun, leaf.publicKey, sha1)),
      'ROOT_CERTIFICATE_INVALID',
      /has a certificate that is signed with MD5 or SHA-1$/,
    ],
    [
      'SHA-1 above it',
      () => chained(certify(gun, leaf.publicKey), certify('ca', ca.publicKey, sha1, [authority])),
      'ROOT_CERTIFICATE_INVALID',
      /has a certificate that is signed with MD5 or SHA-1$/,
    ],
  ])('refuses %s', (_name, signer, code, message) => {
    const { key, privateKey } = signer();
    expect(() => run(serve({ key, privateKey }))).toThrow(
      expect.objectContaining({
        code,
        object: 'root',
        message: expect.stringMatching(new RegExp(`^root key ${key.id} ${message.source}`)),
      }),
    );
  });

  it('accepts a leaf with its chain, and a name with a wildcard', () => {
    expect(run(serve(chained(certify(gun, leaf.publicKey), caDer))).trusted.trustRoot.kind).toBe('first use');
    expect(run(serve(makeRootSigner({ gun: 'docker.io/lab/*' }))).trusted.trustRoot.kind).toBe('first use');
  });

  it('a key that does not count does no harm to one that does', () => {
    const plan = makePlan();
    const good = makeRootSigner();
    currentRoot(plan).roles.root = { keys: [makeRootSigner({ gun: 'x' }), good] };
    expect(run(build(plan)).trusted.trustRoot.name).toBe(good.key.id);
  });
});

describe('pinned authorities [282]', () => {
  const pins = { certificates: new Map(), authorities: new Map([['docker.io/lab', [caCertificate]]]), allowFirstUse: false };

  it('trusts a root whose certificate a pinned authority issued', () => {
    expect(run(serve(chained(certify(gun, leaf.publicKey))), { pins }).trusted.trustRoot.kind).toBe('pinned authority');
  });

  it('another is not', () => {
    const signer = makeRootSigner();
    expect(() => run(serve(signer), { pins })).toThrow(
      expect.objectContaining({
        code: 'ROOT_PIN_MISMATCH',
        message: `root key ${signer.key.id} has a certificate that was not issued by the authority pinned for docker.io/lab`,
      }),
    );
  });
});
