import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../../src/model/digest.ts';
import { preAuthEncoding } from '../../../src/trust/dsse/pre-auth-encoding.ts';
import { cosignAnnotations, type CosignLayer } from '../../../src/trust/sigstore/cosign/cosign-annotations.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { verifyAttestationLayer } from '../../../src/trust/sigstore/verify-attestation-layer.ts';
import { type SignedImage, verifySimpleSigning } from '../../../src/trust/sigstore/verify-simple-signing.ts';
import { outcome } from './judge.ts';
import { makeKeys } from './made-certificate.ts';
import * as made from './made-world.ts';

const trustedRoot = readTrustedRoot(Buffer.from(JSON.stringify(made.makeTrustedRoot())), 'trusted_root.json');
const context = { trustedRoot, now: made.now };
const image: SignedImage = { digest: made.digest, repositories: ['ghcr.io/org/app'] };
const integratedTime = made.signedAt.getTime() / 1000;

type Json = Record<string, unknown>;
const payloadJson = (changes: Json = {}): Json => ({
  critical: {
    identity: { 'docker-reference': 'ghcr.io/org/app' },
    image: { 'docker-manifest-digest': made.digest },
    type: 'cosign container image signature',
    ...changes,
  },
  optional: { creator: 'test', number: 1 },
});

/** The log's answer as an annotation. */
function bundleOf(body: Json, changes: Json = {}, payloadChanges: Json = {}): string {
  const bytes = Buffer.from(JSON.stringify(body));
  const logID = made.logId(made.oldLog).toString('hex');
  const payload = { body: bytes.toString('base64'), integratedTime, logIndex: 7, logID, ...payloadChanges };
  return JSON.stringify({
    SignedEntryTimestamp: made.promise(bytes, integratedTime, made.oldLog, 7).toString('base64'),
    Payload: payload,
    ...changes,
  });
}

const materialOf = (signer: made.MadeSigner): [string, string][] =>
  signer.kind === 'key'
    ? []
    : [
        [cosignAnnotations.certificate, made.pem('CERTIFICATE', signer.leaf.der)],
        [cosignAnnotations.chain, made.pem('CERTIFICATE', made.intermediate.der) + made.pem('CERTIFICATE', made.rootAuthority.der)],
      ];

function signatureLayer(signer: made.MadeSigner, json: Json = payloadJson()): CosignLayer {
  const content = made.signMessage(signer, Buffer.from(JSON.stringify(json)));
  return {
    payload: content.signed,
    annotations: new Map([
      [cosignAnnotations.signature, content.signature.toString('base64')],
      [cosignAnnotations.bundle, bundleOf(made.entryBody('hashedrekord 0.0.1', content, signer))],
      ...materialOf(signer),
    ]),
  };
}

const withAnnotation = ({ payload, annotations }: CosignLayer, name: keyof typeof cosignAnnotations, value?: string): CosignLayer => {
  const copy = new Map(annotations);
  if (value === undefined) copy.delete(cosignAnnotations[name]);
  else copy.set(cosignAnnotations[name], value);
  return { payload, annotations: copy };
};

it('says that a timestamp which a key does not need is invalid', () => {
  const layer = withAnnotation(signatureLayer(made.byKey), 'bundle');
  const signature = Buffer.from(layer.annotations.get(cosignAnnotations.signature) ?? '', 'base64');
  const notesOf = (stamp: string): unknown => {
    const stamped = withAnnotation(layer, 'timestamp', JSON.stringify({ SignedRFC3161Timestamp: stamp }));
    return verifySimpleSigning(image, stamped, made.expectKey, { now: made.now, requirements: { transparencyLogs: 0 } }, 'it').notes;
  };
  expect([made.stampOf(signature), made.stampOf(Buffer.from('other')), 'MAA='].map(notesOf)).toEqual([
    undefined,
    [expect.stringMatching(/^a timestamp of it is invalid and was not used: .*other/) as string],
    [expect.stringMatching(/^a timestamp of it is invalid and was not used: ./) as string],
  ]);
});

describe('simple signing [314, 315]', () => {
  const judge = (layer: CosignLayer, expected: ExpectedSigner = made.expectSubject, wanted = image): string =>
    outcome(() => verifySimpleSigning(wanted, layer, expected, context)).split(' ')[0] ?? '';
  const layer = signatureLayer(made.byCertificate);
  const signature = layer.annotations.get(cosignAnnotations.signature) ?? '';
  const other = signatureLayer(made.byCertificate, payloadJson({ type: 'atomic container signature' }));
  const bundle = JSON.parse(layer.annotations.get(cosignAnnotations.bundle) ?? '') as { Payload: Json };

  it('returns the signer, the time and the annotations', () => {
    expect(verifySimpleSigning(image, layer, made.expectSubject, context)).toEqual({
      signer: {
        name: made.subject,
        issuer: made.issuer,
        subject: made.subject,
        certificateFingerprint: made.sha256(made.leaf.der).toString('hex'),
        certificateKeyId: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      trustRoot: { kind: 'trusted root', name: 'trusted_root.json' },
      signedAt: { time: made.signedAt, statedBy: 'transparency log' },
      extensions: made.claims,
      signedFor: 'ghcr.io/org/app',
      annotations: new Map([['creator', 'test']]),
    });
  });

  it.each<[string, string, () => string]>([
    ['by a key', 'accepted', () => judge(signatureLayer(made.byKey), made.expectKey)],
    [
      'of Docker Hub under its old name',
      'accepted',
      () =>
        judge(
          signatureLayer(made.byKey, payloadJson({ identity: { 'docker-reference': 'index.docker.io/library/alpine' } })),
          made.expectKey,
          { ...image, repositories: ['docker.io/library/alpine'] },
        ),
    ],
    ['of any repository, on request', 'accepted', () => judge(layer, made.expectSubject, { ...image, repositories: 'any' })],
    [
      'also time-stamped',
      'accepted',
      () =>
        judge(
          withAnnotation(layer, 'timestamp', JSON.stringify({ SignedRFC3161Timestamp: made.stampOf(Buffer.from(signature, 'base64')) })),
        ),
    ],
    ['without its chain', 'accepted', () => judge(withAnnotation(layer, 'chain'))],
    [
      'a timestamp of something else',
      'SIGSTORE_TIMESTAMP_INVALID',
      () => judge(withAnnotation(layer, 'timestamp', JSON.stringify({ SignedRFC3161Timestamp: made.stampOf(Buffer.from('x')) }))),
    ],
    ['a certificate where a key is expected', 'IDENTITY_MISMATCH', () => judge(layer, made.expectKey)],
    ['a key where a certificate is expected', 'IDENTITY_MISMATCH', () => judge(signatureLayer(made.byKey))],
    ['another key', 'KEY_MISMATCH', () => judge(signatureLayer({ kind: 'key', keys: makeKeys() }), made.expectKey)],
    [
      'another image',
      'DIGEST_DIFFERS',
      () => judge(layer, made.expectSubject, { ...image, digest: parseDigest(`sha256:${'0'.repeat(64)}`) }),
    ],
    [
      'another repository',
      'SIGSTORE_REFERENCE_DIFFERS',
      () => judge(layer, made.expectSubject, { ...image, repositories: ['ghcr.io/org/application'] }),
    ],
    [
      'no repository',
      'SIGSTORE_REFERENCE_DIFFERS',
      () => judge(signatureLayer(made.byCertificate, payloadJson({ identity: { 'docker-reference': '' } }))),
    ],
    ['an unknown type', 'SIGSTORE_PAYLOAD_INVALID', () => judge(signatureLayer(made.byCertificate, payloadJson({ type: 'x' })))],
    ['no digest', 'SIGSTORE_PAYLOAD_INVALID', () => judge(signatureLayer(made.byCertificate, payloadJson({ image: {} })))],
    ['no signature', 'SIGSTORE_PAYLOAD_INVALID', () => judge(withAnnotation(layer, 'signature'))],
    [
      "another payload's signature",
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      () => judge(withAnnotation(layer, 'signature', other.annotations.get(cosignAnnotations.signature))),
    ],
    [
      "another payload's log entry",
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      () => judge(withAnnotation(layer, 'bundle', other.annotations.get(cosignAnnotations.bundle))),
    ],
    ['no log entry', 'SIGSTORE_LOG_ENTRY_MISSING', () => judge(withAnnotation(layer, 'bundle'))],
    ['null for a log entry', 'SIGSTORE_LOG_ENTRY_MISSING', () => judge(withAnnotation(layer, 'bundle', 'null'))],
    [
      'a promise at another time',
      'SIGSTORE_ENTRY_TIMESTAMP_INVALID',
      () =>
        judge(
          withAnnotation(
            layer,
            'bundle',
            JSON.stringify({ ...bundle, Payload: { ...bundle.Payload, integratedTime: integratedTime + 1 } }),
          ),
        ),
    ],
    [
      'a promise of another index',
      'SIGSTORE_ENTRY_TIMESTAMP_INVALID',
      () => judge(withAnnotation(layer, 'bundle', JSON.stringify({ ...bundle, Payload: { ...bundle.Payload, logIndex: 8 } }))),
    ],
    [
      'an unknown log',
      'SIGSTORE_LOG_UNTRUSTED',
      () => judge(withAnnotation(layer, 'bundle', JSON.stringify({ ...bundle, Payload: { ...bundle.Payload, logID: '0'.repeat(64) } }))),
    ],
    [
      'two certificates',
      'SIGSTORE_BUNDLE_INVALID',
      () => judge(withAnnotation(layer, 'certificate', made.pem('CERTIFICATE', made.leaf.der).repeat(2))),
    ],
    [
      'text around the certificate',
      'SIGSTORE_BUNDLE_INVALID',
      () => judge(withAnnotation(layer, 'certificate', `x ${made.pem('CERTIFICATE', made.leaf.der)}`)),
    ],
    [
      'a log entry with a member nobody knows',
      'SIGSTORE_BUNDLE_INVALID',
      () => judge(withAnnotation(layer, 'bundle', JSON.stringify({ ...bundle, more: 1 }))),
    ],
  ])('%s: %s', (_name, expected, verify) => {
    expect(verify()).toBe(expected);
  });

  it('refuses every bit of the payload and of the annotations', () => {
    const texts = [...layer.annotations].filter(([name]) => name !== cosignAnnotations.chain);
    const mutate = (text: string, index: number): string =>
      text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1);
    const mutants = [
      ...Array.from(layer.payload.keys(), (index) => ({
        ...layer,
        payload: layer.payload.map((byte, at) => (at === index ? byte ^ 4 : byte)),
      })),
      ...texts.flatMap(([name, text]) =>
        Array.from({ length: Math.ceil(text.length / 7) }, (_, at) => ({
          ...layer,
          annotations: new Map(layer.annotations).set(name, mutate(text, at * 7)),
        })),
      ),
    ];
    expect(mutants.length).toBeGreaterThan(1_000);
    expect(mutants.filter((mutant) => judge(mutant) === 'accepted')).toEqual([]);
  });
});

describe('attestations of .att [323]', () => {
  const judge = (layer: CosignLayer, expected: ExpectedSigner = made.expectSubject, digest = made.digest): string =>
    outcome(() => verifyAttestationLayer(digest, layer, expected, context)).split(' ')[0] ?? '';

  function attestationLayer(
    signer: made.MadeSigner,
    json: Json = made.statement(),
    kind = 'intoto 0.0.1',
    type = made.payloadType,
  ): CosignLayer {
    const statement = Buffer.from(JSON.stringify(json));
    const keys = signer.kind === 'key' ? signer.keys : signer.leaf;
    const content = { ...made.signStatement(signer, json), signature: sign('sha256', preAuthEncoding(type, statement), keys.privateKey) };
    const payload = Buffer.from(
      JSON.stringify({
        payloadType: type,
        payload: statement.toString('base64'),
        signatures: [{ keyid: '', sig: content.signature.toString('base64') }],
      }),
    );
    const hex = (bytes: Uint8Array): Json => ({ algorithm: 'sha256', value: made.sha256(bytes).toString('hex') });
    const der = signer.kind === 'key' ? keys.publicKey.export({ type: 'spki', format: 'der' }) : signer.leaf.der;
    const publicKey = Buffer.from(made.pem(signer.kind === 'key' ? 'PUBLIC KEY' : 'CERTIFICATE', der)).toString('base64');
    const old = { apiVersion: '0.0.1', kind: 'intoto', spec: { content: { hash: hex(payload), payloadHash: hex(statement) }, publicKey } };
    const body = kind === 'intoto 0.0.1' ? old : made.entryBody(kind, content, signer);
    return {
      payload,
      annotations: new Map([[cosignAnnotations.signature, ''], [cosignAnnotations.bundle, bundleOf(body)], ...materialOf(signer)]),
    };
  }

  const layer = attestationLayer(made.byCertificate);
  const other = attestationLayer(made.byCertificate, made.statement({ predicate: {} }));

  it('answers with the statement', () => {
    expect(verifyAttestationLayer(made.digest, layer, made.expectSubject, context).statement).toEqual({
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: { builder: 'x' },
      subjects: [{ name: 'app', digest: new Map([['sha256', made.digest.slice(7)]]), annotations: new Map() }],
    });
  });

  it.each<[string, string, () => string]>([
    ['by a key', 'accepted', () => judge(attestationLayer(made.byKey), made.expectKey)],
    ['logged as intoto 0.0.2', 'accepted', () => judge(attestationLayer(made.byCertificate, made.statement(), 'intoto 0.0.2'))],
    ['logged as dsse 0.0.1', 'accepted', () => judge(attestationLayer(made.byCertificate, made.statement(), 'dsse 0.0.1'))],
    [
      'with the whole envelope time-stamped',
      'accepted',
      () => judge(withAnnotation(layer, 'timestamp', JSON.stringify({ SignedRFC3161Timestamp: made.stampOf(layer.payload) }))),
    ],
    ['another image', 'DIGEST_DIFFERS', () => judge(layer, made.expectSubject, parseDigest(`sha256:${'0'.repeat(64)}`))],
    [
      "another algorithm's digest",
      'DIGEST_DIFFERS',
      () =>
        judge(
          attestationLayer(made.byCertificate, made.statement({ subject: [{ name: 'app', digest: { sha512: made.digest.slice(7) } }] })),
        ),
    ],
    [
      "another attestation's log entry",
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      () => judge(withAnnotation(layer, 'bundle', other.annotations.get(cosignAnnotations.bundle))),
    ],
    [
      'another type of payload',
      'SIGSTORE_STATEMENT_INVALID',
      () => judge(attestationLayer(made.byCertificate, made.statement(), 'intoto 0.0.1', 'text/plain')),
    ],
    ['no subjects', 'SIGSTORE_STATEMENT_INVALID', () => judge(attestationLayer(made.byCertificate, made.statement({ subject: [] })))],
    [
      '10,000 subjects',
      'LIMIT_REACHED',
      () =>
        judge(
          attestationLayer(
            made.byCertificate,
            made.statement({ subject: Array.from({ length: 10_000 }, () => ({ digest: { sha256: made.digest.slice(7) } })) }),
          ),
        ),
    ],
    [
      'a subject without a digest',
      'SIGSTORE_STATEMENT_INVALID',
      () => judge(attestationLayer(made.byCertificate, made.statement({ subject: [{ name: 'app', digest: {} }] }))),
    ],
    ['not an envelope', 'DSSE_ENVELOPE_INVALID', () => judge({ ...layer, payload: Buffer.from('{}') })],
    [
      'two signatures',
      'SIGSTORE_BUNDLE_INVALID',
      () => {
        const json = JSON.parse(Buffer.from(layer.payload).toString()) as { signatures: unknown[] };
        return judge({ ...layer, payload: Buffer.from(JSON.stringify({ ...json, signatures: [...json.signatures, ...json.signatures] })) });
      },
    ],
    [
      'the same envelope in other words',
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      () => judge({ ...layer, payload: Buffer.from(` ${Buffer.from(layer.payload).toString()}`) }),
    ],
  ])('%s: %s', (_name, expected, verify) => {
    expect(verify()).toBe(expected);
  });
});
