import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot as LibraryRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseDigest } from '../../../model/digest.ts';
import { type PratiqueError } from '../../../model/pratique-error.ts';
import { quietRuntime } from '../../../model/runtime.ts';
import { makeCertificate } from '../../../../test/support/certificate.ts';
import { type SigstoreServices, makeIdentityToken, startSigstoreServices } from '../../../../test/support/sigstore-services.ts';
import { type ExpectedSigner } from '../identity/expected-signer.ts';
import { toVerificationKey } from '../key/to-verification-key.ts';
import { readTrustedRoot } from '../trusted-root/read-trusted-root.ts';
import { verifyBundle } from '../verify-bundle.ts';
import { verifyAttestationLayer } from '../verify-attestation-layer.ts';
import { verifySimpleSigning } from '../verify-simple-signing.ts';
import { formatEnvelope } from '../../dsse/format-envelope.ts';
import { formatAnnotations } from './format-annotations.ts';
import { formatBundle } from './format-bundle.ts';
import { toEnvelope } from './log-entry-request.ts';
import { type MadeSignature } from './made-signature.ts';
import { parseIdentityToken } from './identity-token.ts';
import { keySigner } from './key-signer.ts';
import { keylessSigner } from './keyless-signer.ts';
import { makeSignature, type SigningContext, type Witnesses } from './make-signature.ts';
import { orderImageSignature } from './order-image-signature.ts';

let services: SigstoreServices;
beforeAll(async () => {
  services = await startSigstoreServices();
});
afterAll(() => services[Symbol.asyncDispose]());
afterEach(() => services.faults.clear());

const runtime = quietRuntime();
const otherCertificate = makeCertificate().certificate;
const digest = parseDigest(`sha256:${'ab'.repeat(32)}`);
const subject = { digest, mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 7 };
const { content } = orderImageSignature({ subject, dockerReference: 'r.example/app', annotations: new Map([['a', 'b']]) }, 'bundle');
const keyless: ExpectedSigner = {
  kind: 'certificate',
  issuer: { kind: 'exact', text: 'https://issuer.example' },
  subject: { kind: 'exact', text: 'https://example.com/workflow' },
};

async function keylessContext(witnesses: Partial<Witnesses> = {}, token = makeIdentityToken()): Promise<SigningContext> {
  const parsed = parseIdentityToken(token, { now: new Date(), audience: 'sigstore' }, 'the token');
  return {
    signer: await keylessSigner(parsed, services.certificateAuthority, {}),
    witnesses: { logs: [{ url: services.log, majorApiVersion: 1 }], timestampAuthorities: [services.timestampAuthority], ...witnesses },
    connection: {},
  };
}

function verifyByLibrary(bundle: Buffer): string {
  const root = LibraryRoot.fromJSON(JSON.parse(services.trustedRoot.toString()));
  const verifier = new Verifier(toTrustMaterial(root), { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 });
  const signer = verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(bundle.toString()))), {
    subjectAlternativeName: 'https://example.com/workflow',
    extensions: { issuer: 'https://issuer.example' },
  });
  return signer.identity?.subjectAlternativeName ?? '';
}

async function failure(context: SigningContext): Promise<string> {
  const error = (await makeSignature(content, context, 'signature', runtime).then(
    () => undefined,
    (reason: unknown) => reason,
  )) as PratiqueError | undefined;
  return error === undefined ? 'made' : `${error.code} ${error.message}`;
}

describe('keyless signatures', () => {
  it.each([
    ['a log of version 1 and a timestamp', () => ({})],
    ['a log of version 1 alone', () => ({ timestampAuthorities: [] })],
    ['a log of version 2 and a timestamp', () => ({ logs: [{ url: services.tiledLog, majorApiVersion: 2 as const }] })],
  ])('with %s verify here and by sigstore’s library', async (_, witnesses) => {
    const bundle = formatBundle(await makeSignature(content, await keylessContext(witnesses()), 'signature', runtime));
    const trustedRoot = readTrustedRoot(services.trustedRoot, 'root');
    const verified = verifyBundle({ digest }, bundle, keyless, { trustedRoot, now: new Date() });
    expect(verified.signer).toMatchObject({ issuer: 'https://issuer.example', subject: 'https://example.com/workflow' });
    expect(verified.statement?.predicateType).toBe('https://sigstore.dev/cosign/sign/v1');
    expect(verifyByLibrary(bundle)).toBe('https://example.com/workflow');
  });
});

describe('signatures by key', () => {
  const kinds = [
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 3_072 })],
    ['Ed25519', generateKeyPairSync('ed25519')],
  ] as const;

  it.each(kinds)('of %s verify, logged in either version or nowhere', async (_, { privateKey: key, publicKey }) => {
    const trustedRoot = readTrustedRoot(services.trustedRoot, 'root');
    const logs = [[], [{ url: services.log, majorApiVersion: 1 as const }], [{ url: services.tiledLog, majorApiVersion: 2 as const }]];
    for (const chosen of logs) {
      const context = { signer: keySigner(key), witnesses: { logs: chosen, timestampAuthorities: [] }, connection: {} };
      const bundle = formatBundle(await makeSignature(content, context, 'signature', runtime));
      const expected: ExpectedSigner = { kind: 'key', key: toVerificationKey(publicKey), name: 'cosign.pub' };
      const requirements = { transparencyLogs: chosen.length };
      expect(verifyBundle({ digest }, bundle, expected, { trustedRoot, now: new Date(), requirements }).trustRoot.name).toBe('cosign.pub');
    }
  });

  it.each(kinds)('of %s verify in cosign’s classic forms', async (kind, { privateKey: key, publicKey }) => {
    const trustedRoot = readTrustedRoot(services.trustedRoot, 'root');
    const message = orderImageSignature({ subject, dockerReference: 'r.example/app', annotations: new Map() }, 'classic tag').content;
    const expected: ExpectedSigner = { kind: 'key', key: toVerificationKey(publicKey), name: 'cosign.pub' };
    const isLoggable = kind !== 'Ed25519';
    const witnesses = { logs: [{ url: services.log, majorApiVersion: 1 as const }], timestampAuthorities: [services.timestampAuthority] };
    const context = { signer: keySigner(key), witnesses, connection: {} };
    const verification = { trustedRoot, now: new Date() };
    const envelope = await makeSignature(content, context, 'envelope', runtime);
    const attestation = { payload: envelopeOf(envelope), annotations: formatAnnotations(envelope) };
    expect(verifyAttestationLayer(digest, attestation, expected, verification).signedAt?.statedBy).toBe('transparency log');
    if (!isLoggable) {
      await expect(makeSignature(message, context, 'signature', runtime)).rejects.toThrow('by an Ed25519 key cannot be logged');
      return;
    }
    const made = await makeSignature(message, context, 'signature', runtime);
    const signature: [string, string] = ['dev.cosignproject.cosign/signature', Buffer.from(made.signature).toString('base64')];
    const layer = { payload: message.payload, annotations: new Map([signature, ...formatAnnotations(made)]) };
    expect(verifySimpleSigning({ digest, repositories: ['r.example/app'] }, layer, expected, verification).signer.keyId).toBeDefined();
  });
});

describe('the identity token [327]', () => {
  const secret = 'eyJhbGciOiJSUzI1NiJ9';

  it('goes to the certificate authority only', async () => {
    services.requests.length = 0;
    const token = makeIdentityToken();
    await makeSignature(content, await keylessContext({}, token), 'signature', runtime);
    const carriers = services.requests.filter(({ body, headers }) => `${body.toString()}${JSON.stringify(headers)}`.includes(token));
    expect(carriers.map(({ path }) => path)).toEqual(['/ca/api/v2/signingCert']);
  });

  it('is in no error, whatever the authority says', async () => {
    const token = makeIdentityToken();
    services.faults.set('ca', ({ body }) => ({
      status: 400,
      body: JSON.stringify({ code: 3, message: `bad token ${token} in ${body.toString()}` }),
    }));
    const context = await keylessContext({}, token);
    const error: unknown = await makeSignature(content, context, 'signature', runtime).catch((reason: unknown) => reason);
    const shown = [inspect(error, { depth: 9, showHidden: true }), inspect(context, { depth: 9 }), JSON.stringify(context)].join();
    expect(shown).toContain('answered with status 400: "bad token *** in');
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(token.slice(30, 60));
  });
});

describe('a service that fails [326]', () => {
  const json = (body: object) => () => ({ status: 201, body: JSON.stringify(body) });
  const other = async (): Promise<string> => {
    const made = await makeSignature({ kind: 'message', payload: Buffer.from('else') }, await keylessContext(), 'signature', runtime);
    const [entry] = made.logEntries;
    return JSON.stringify(entry);
  };

  it.each([
    [
      'ca',
      'refuses',
      () => ({ status: 403, body: JSON.stringify({ message: 'no\u001b[31m' }) }),
      'the certificate authority at HOST answered with status 403: "no\\u001b[31m"',
    ],
    ['ca', 'is a web page', () => ({ status: 200, body: '<html>' }), 'the certificate authority sent an unusable response: is not JSON'],
    [
      'ca',
      'gives no certificate',
      json({ signedCertificateEmbeddedSct: { chain: { certificates: [] } } }),
      'the certificate authority answered without a certificate',
    ],
    ['ca', 'gives a detached timestamp', json({ signedCertificateDetachedSct: {} }), 'has no certificate with an embedded timestamp'],
    [
      'ca',
      'gives rubbish',
      json({ signedCertificateEmbeddedSct: { chain: { certificates: ['x'] } } }),
      'answered with something that is not a certificate',
    ],
    [
      'ca',
      'gives a certificate of another key',
      json({ signedCertificateEmbeddedSct: { chain: { certificates: [otherCertificate] } } }),
      'answered with a certificate of another key',
    ],
    ['log', 'fails', () => ({ status: 500, body: '' }), 'the transparency log at HOST answered with status 500'],
    ['log', 'is a web page', () => ({ status: 201, body: '<html>' }), 'the transparency log sent an unusable response: is not JSON'],
    [
      'log',
      'redirects',
      () => ({ status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }),
      'the transparency log at HOST answered with status 302',
    ],
    ['log', 'has it already and does not say where', () => ({ status: 409, body: '' }), 'already has the entry, but does not say where'],
    ['log', 'gives no entry', json({}), 'sent an unusable response: entry is missing'],
    ['log', 'gives two', json({ a: {}, b: {} }), 'there are several entries'],
    ['tsa', 'fails', () => ({ status: 503, body: '{}' }), 'the timestamp authority at HOST answered with status 503'],
    ['tsa', 'gives nothing', () => ({ status: 200, body: '' }), 'the timestamp authority sent an unusable response'],
    [
      'tsa',
      'does not grant',
      () => ({ status: 200, body: Buffer.from('30053003020102', 'hex') }),
      'the timestamp was refused with status 2',
    ],
  ] as const)('%s %s', async (service, _, fault, expected) => {
    services.faults.set(service, fault);
    const shown = (await failure(await keylessContext())).replaceAll(services.log.host, 'HOST');
    expect(shown).toMatch(/^SIGNING_FAILED /);
    expect(shown).toContain(expected);
  });

  it('is asked again when that may help', async () => {
    let asked = 0;
    services.faults.set('log', ({ answer }) => (++asked === 1 ? { status: 503, body: '' } : answer()));
    expect(await failure(await keylessContext())).toBe('made');
    expect(asked).toBe(2);
  });

  it('may answer that it already has the entry', async () => {
    const id = 'ab'.repeat(32);
    let stored: string | Uint8Array = '';
    services.faults.set('log', async ({ body, answer }) => {
      if (body.length === 0) return { status: 200, body: stored };
      stored = (await answer()).body;
      return { status: 409, body: '', headers: { location: `/api/v1/log/entries/${id}` } };
    });
    expect(await failure(await keylessContext())).toBe('made');
    expect(
      services.requests.at(-1)?.path === `/log/api/v1/log/entries/${id}` ||
        services.requests.at(-2)?.path === `/log/api/v1/log/entries/${id}`,
    ).toBe(true);
  });

  it('is refused with the entry or the timestamp of something else', async () => {
    const entry = await other();
    services.faults.set('tiles', () => ({ status: 201, body: entry }));
    const logs = [{ url: services.tiledLog, majorApiVersion: 2 as const }];
    expect(await failure(await keylessContext({ logs }))).toContain(
      'answered with an entry that does not verify: the log entry has another content',
    );
    const stamp = await makeSignature({ kind: 'message', payload: Buffer.from('else') }, await keylessContext(), 'signature', runtime);
    services.faults.set('tsa', () => ({ status: 200, body: stamp.timestamps[0]! }));
    expect(await failure(await keylessContext())).toContain('returned a timestamp for something else');
  });

  it('is not asked without TLS', async () => {
    const logs = [{ url: new URL('http://log.example/'), majorApiVersion: 1 as const }];
    expect(await failure(await keylessContext({ logs }))).toBe(
      'SIGNING_FAILED the transparency log at http://log.example was not contacted: its URL is not https',
    );
  });

  it('must be one that says when', async () => {
    const witnesses = { logs: [{ url: services.tiledLog, majorApiVersion: 2 as const }], timestampAuthorities: [] };
    expect(await failure(await keylessContext(witnesses))).toBe('USAGE no service would confirm when the certificate signed');
  });
});

it('every changed byte of a bundle is noticed', async () => {
  const bundle = formatBundle(await makeSignature(content, await keylessContext(), 'signature', runtime));
  const verification = { trustedRoot: readTrustedRoot(services.trustedRoot, 'root'), now: new Date() };
  expect(verifyBundle({ digest }, bundle, keyless, verification).signer.issuer).toBe('https://issuer.example');
  const accepted: number[] = [];
  for (let at = 0; at < bundle.length; at += 7) {
    const changed = Buffer.from(bundle);
    changed[at]! ^= 1 << (at % 8);
    try {
      verifyBundle({ digest }, changed, keyless, verification);
      accepted.push(at);
    } catch (error) {
      expect((error as Error).name).toBe('VerificationError');
    }
  }
  expect(accepted).toEqual([]);
});

function envelopeOf({ content: signed, signature }: MadeSignature): Buffer {
  if (signed.kind !== 'envelope') throw new Error('not an envelope');
  return Buffer.from(formatEnvelope(toEnvelope(signed, signature)));
}
