import { createHash, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectNotation } from '../../../src/trust/notation/inspect-notation.ts';
import { signEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { type KeyKind, type MadeCertificate, OpensslCertificates } from './support/openssl-certificates.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';

describe('sign and verify', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  // After the certificates that the tests make.
  const now = new Date(Math.trunc(Date.now() / 1_000) * 1_000 + 3_600_000);
  const signings = new Map<KeyKind, MadeCertificate>();
  let root: MadeCertificate;
  let intermediate: MadeCertificate;
  let leaf: MadeCertificate;
  beforeAll(() => void ({ root, intermediate, leaf } = openssl.makeChain()));
  afterAll(() => folder[Symbol.dispose]());

  it.each(
    (['P-256', 'P-384', 'P-521', 'rsa2048', 'rsa3072', 'rsa4096'] as const).flatMap((key) =>
      (['jws', 'cose'] as const).map((format) => [key, format] as const),
    ),
  )('%s as %s', async (key: KeyKind, format) => {
    const made = signings.get(key);
    const signing = made ?? openssl.make({ issuer: intermediate, key, subject: `/C=US/ST=WA/O=acme/OU=a,b/CN=signer ${key}` });
    signings.set(key, signing);
    const { bytes, mediaType } = await signEnvelope(subject, signerOf([signing, intermediate, root]), { format }, runtimeAt(now));
    const outcome = await verifyNotation(
      { bytes, mediaType, foundAt: 'referrer' },
      subject,
      statementOf({ trustedIdentities: [`x509.subject: C=US, ST=WA, O=acme, OU=a\\,b`] }),
      optionsOf({ 'ca:acme': [root] }),
      runtimeAt(now),
    );
    const spki = createPublicKey(signing.keyPem).export({ format: 'der', type: 'spki' });
    expect(outcome).toEqual({
      kind: 'trusted',
      signature: {
        scheme: 'notation',
        signer: {
          name: `C=US, ST=WA, O=acme, OU=a\\,b, CN=signer ${key}`,
          keyId: createHash('sha256').update(spki).digest('hex'),
          certificateFingerprint: createHash('sha256').update(signing.der).digest('hex'),
        },
        digest: subject.digest,
        foundAt: 'referrer',
        trustRoot: { kind: 'trust store', name: 'ca:acme' },
      },
      logged: [],
    });
  });

  it.each(['jws', 'cose'] as const)('shows what is in %s', async (format) => {
    const metadata = new Map([['io.wabbit-networks.buildId', '123']]);
    const signed = await signEnvelope(
      subject,
      signerOf([leaf, intermediate, root]),
      { format, metadata, expiresInMs: 86_400_000 },
      runtimeAt(now),
    );
    expect(inspectNotation(signed.bytes, signed.mediaType, 'it')).toEqual({
      format,
      algorithm: 'ES256',
      attributes: { signingScheme: 'notary.x509', signingTime: now, expiry: new Date(now.getTime() + 86_400_000), extended: [] },
      signingAgent: 'pratique',
      artifact: { ...subject, annotations: metadata, urls: [] },
      certificates: [leaf, intermediate, root].map(({ der }, index) => ({
        subject: `C=US, ST=WA, O=acme, CN=${['signer', 'intermediate', 'root'][index]}`,
        fingerprint: createHash('sha256').update(der).digest('hex'),
        notBefore: expect.any(Date),
        notAfter: expect.any(Date),
      })),
    });
  });

  it.each([
    ['the day before', 0.9, 'trusted'],
    ['the moment itself', 1, 'NOTATION_SIGNATURE_EXPIRED'],
    ['later', 2, 'NOTATION_SIGNATURE_EXPIRED'],
  ])('knows expiry: %s', async (_, days, expected) => {
    const signed = await signEnvelope(subject, signerOf([leaf, intermediate, root]), { expiresInMs: 86_400_000 }, runtimeAt(now));
    const later = runtimeAt(new Date(now.getTime() + days * 86_400_000));
    const verified = verifyNotation({ ...signed, foundAt: 'it' }, subject, statementOf(), optionsOf({ 'ca:acme': [root] }), later);
    expect(await outcomeCode(verified.then(({ kind }) => kind))).toBe(expected);
  });

  it.each<[string, readonly string[], string]>([
    ['any', ['*'], 'trusted'],
    ['the signer', ['x509.subject: C=US, ST=WA, O=acme, CN=signer'], 'trusted'],
    ['one of two', ['x509.subject: C=US, ST=WA, O=acme, CN=other', 'x509.subject: C=US, ST=WA, O=acme, CN=signer'], 'trusted'],
    ['somebody else', ['x509.subject: C=US, ST=WA, O=acme, CN=other'], 'IDENTITY_MISMATCH'],
    ['the intermediate authority', ['x509.subject: C=US, ST=WA, O=acme, CN=intermediate'], 'IDENTITY_MISMATCH'],
    ['somebody whom only a plugin knows', ['com.example.identity: signer'], 'IDENTITY_MISMATCH'],
  ])('trusts %s', async (_, trustedIdentities, expected) => {
    const signed = await signEnvelope(subject, signerOf([leaf, intermediate, root]), {}, runtimeAt(now));
    const statement = statementOf({ trustedIdentities });
    const verified = verifyNotation({ ...signed, foundAt: 'it' }, subject, statement, optionsOf({ 'ca:acme': [root] }), runtimeAt(now));
    expect(await outcomeCode(verified.then(({ kind }) => kind))).toBe(expected);
  });

  it.each<[string, string, string, string]>([
    ['a store of the intermediate authority', 'ca:acme', 'intermediate', 'trusted'],
    ['a store of others', 'ca:acme', 'leafless', 'NOTATION_ROOT_NOT_TRUSTED'],
    ['a store that is not there', 'ca:other', 'root', 'NOTATION_STORE_INVALID'],
  ])('looks into %s', async (_, name, content, expected) => {
    const signed = await signEnvelope(subject, signerOf([leaf, intermediate, root]), {}, runtimeAt(now));
    const stores = { 'ca:acme': [content === 'intermediate' ? intermediate : openssl.make({ subject: '/CN=root' })] };
    const verified = verifyNotation(
      { ...signed, foundAt: 'it' },
      subject,
      statementOf({ trustStores: [name] }),
      optionsOf(stores),
      runtimeAt(now),
    );
    expect(await outcomeCode(verified.then(({ kind }) => kind))).toBe(expected);
  });

  it('accepts a self-signed signer whose certificate is in the store', async () => {
    const alone = openssl.make({});
    const signed = await signEnvelope(subject, signerOf([alone]), {}, runtimeAt(now));
    const verify = (store: MadeCertificate) =>
      verifyNotation({ ...signed, foundAt: 'it' }, subject, statementOf(), optionsOf({ 'ca:acme': [store] }), runtimeAt(daysFromNow(1)));
    expect(await verify(alone)).toMatchObject({ kind: 'trusted' });
    await expect(verify(root)).rejects.toMatchObject({ code: 'NOTATION_ROOT_NOT_TRUSTED' });
  });
});
