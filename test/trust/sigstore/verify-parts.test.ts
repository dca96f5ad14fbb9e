import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { derTags } from '../../../src/trust/x509/der-tags.ts';
import { writeDer } from '../../../src/trust/x509/der-writer.ts';
import { readCertificate } from '../../../src/trust/x509/certificate.ts';
import { readSubject } from '../../../src/trust/sigstore/certificate/read-subject.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { messageOf } from '../../../src/trust/sigstore/key/signed-message.ts';
import { verifyLogEntries } from '../../../src/trust/sigstore/log/verify-log-entries.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { at, change, judge, outcome, toBytes, type Trial } from './judge.ts';
import { extension, type MadeCertificate } from './made-certificate.ts';
import { boolean, explicit, objectIdentifier, octets, sequence, set, small, utf8 } from './made-der.ts';
import * as made from './made-world.ts';

type Json = Record<string, unknown>;
const code = (trial: Trial): string => judge(trial).split(' ')[0] ?? '';
const good = made.makeBundle({ kind: 'hashedrekord 0.0.1' });
const attested = made.makeBundle({ kind: 'dsse 0.0.1' });
const material = 'verificationMaterial';
const entry = `${material}.tlogEntries.0`;
const many = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);

describe('bundles', () => {
  const old = (bundle: Json): Json => ({ ...bundle, mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' });
  const chained = (bundle: Json, certificates: readonly Buffer[]): Json =>
    change(change(bundle, `${material}.certificate`, undefined), `${material}.x509CertificateChain`, {
      certificates: certificates.map((der) => ({ rawBytes: der.toString('base64') })),
    });
  const hash = Buffer.alloc(32).toString('base64');

  it.each<[string, string, unknown]>([
    ['with the intermediate in its chain', 'accepted', old(chained(good, [made.leaf.der, made.intermediate.der]))],
    ['with a promise only, of version 0.1', 'accepted', change(old(chained(good, [made.leaf.der])), `${entry}.inclusionProof`, undefined)],
    [
      'with a promise and a proof without checkpoint, of version 0.1',
      'accepted',
      change(old(chained(good, [made.leaf.der])), `${entry}.inclusionProof.checkpoint`, undefined),
    ],
    [
      'without a promise, of version 0.1',
      'SIGSTORE_BUNDLE_INVALID',
      change(old(chained(good, [made.leaf.der])), `${entry}.inclusionPromise`, undefined),
    ],
    ['with a chain, of version 0.3', 'SIGSTORE_BUNDLE_INVALID', chained(good, [made.leaf.der])],
    ['with a certificate that nothing needs', 'SIGSTORE_BUNDLE_INVALID', old(chained(good, [made.leaf.der, made.stampSigner.der]))],
    ['with a key and a certificate', 'SIGSTORE_BUNDLE_INVALID', change(good, `${material}.publicKey`, { hint: 'x' })],
    ['with neither', 'SIGSTORE_BUNDLE_INVALID', change(good, `${material}.certificate`, undefined)],
    ['with two contents', 'SIGSTORE_BUNDLE_INVALID', { ...good, dsseEnvelope: attested['dsseEnvelope'] }],
    ['with none', 'SIGSTORE_BUNDLE_INVALID', change(good, 'messageSignature', undefined)],
    ['without a hint of the digest', 'accepted', change(good, 'messageSignature.messageDigest', undefined)],
    ['with a digest that is not SHA-2', 'SIGSTORE_BUNDLE_INVALID', change(good, 'messageSignature.messageDigest.algorithm', 'SHA3_256')],
    ['with an empty signature', 'SIGSTORE_BUNDLE_INVALID', change(good, 'messageSignature.signature', '')],
    [
      'with two signatures',
      'SIGSTORE_BUNDLE_INVALID',
      change(attested, 'dsseEnvelope.signatures', many(2, at(attested, 'dsseEnvelope.signatures.0'))),
    ],
    ['with a certificate that is none', 'SIGSTORE_BUNDLE_INVALID', change(good, `${material}.certificate.rawBytes`, 'MAA=')],
    ['with an index of a log that is too large', 'SIGSTORE_BUNDLE_INVALID', change(good, `${entry}.logIndex`, '9223372036854775808')],
    ['with an index as a number', 'accepted', change(good, `${entry}.logIndex`, 0)],
    ['with 17 log entries', 'LIMIT_REACHED', change(good, `${material}.tlogEntries`, many(17, at(good, entry)))],
    [
      'with 17 timestamps',
      'LIMIT_REACHED',
      change(good, `${material}.timestampVerificationData.rfc3161Timestamps`, many(17, { signedTimestamp: 'AAAA' })),
    ],
    ['with 65 hashes', 'LIMIT_REACHED', change(good, `${entry}.inclusionProof.hashes`, many(65, hash))],
    ['without time-stamp data', 'accepted', change(good, `${material}.timestampVerificationData`, undefined)],
    ['larger than the bound', 'LIMIT_REACHED', Buffer.alloc(limits.bundleBytes + 1, ' ')],
  ])('%s: %s', (_name, expected, bundle) => {
    expect(code({ bundle })).toBe(expected);
  });

  it('that name two keys are refused', () => {
    const bundle = made.makeBundle({ kind: 'dsse 0.0.1', signer: made.byKey });
    const named = (keyid: string): string =>
      code({ bundle: change(bundle, 'dsseEnvelope.signatures.0.keyid', keyid), expected: made.expectKey });
    expect([named('key'), named('other')]).toEqual(['accepted', 'SIGSTORE_BUNDLE_INVALID']);
  });

  it.each<[string, unknown, Uint8Array | undefined, string]>([
    ['a statement', attested, undefined, 'accepted'],
    ['the content', good, undefined, 'accepted'],
    ['other content', good, Buffer.from('x'), 'DIGEST_DIFFERS'],
  ])('over %s, by its digest', (_name, bundle, bytes, expected) => {
    const trustedRoot = readTrustedRoot(toBytes(made.makeTrustedRoot()), 'root');
    const artifact = { digest: made.digest, ...(bytes === undefined ? {} : { bytes }) };
    expect(outcome(() => verifyBundle(artifact, toBytes(bundle), made.expectSubject, { trustedRoot, now: made.now })).split(' ')[0]).toBe(
      expected,
    );
  });
});

describe('log entries', () => {
  const content = made.signMessage(made.byCertificate);
  const statement = made.signStatement(made.byCertificate);
  /** The log has whatever body, under its signature. */
  const logged = (kind: string, path: string, value: unknown, told = kind): string => {
    const signed = kind.startsWith('hashedrekord') ? content : statement;
    const body = change(made.entryBody(kind, signed, made.byCertificate), path, value);
    return code({ bundle: made.makeBundle({ kind, content: signed, entries: [made.logEntry(told, body)] }) });
  };
  const raw = { rawBytes: made.leaf.der.toString('base64') };

  it.each<[string, string, string, unknown, string]>([
    ['hashedrekord 0.0.1', 'of another kind than told', 'kind', 'rekord', 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.1', 'of another version than told', 'apiVersion', '0.0.3', 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.1', 'without content', 'spec', undefined, 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.1', 'with a digest that is not SHA-2', 'spec.data.hash.algorithm', 'sha1', 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.1', 'with a digest in capitals', 'spec.data.hash.value', 'A'.repeat(64), 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.1', 'with a signer that is none', 'spec.signature.publicKey.content', 'AAAA', 'SIGSTORE_LOG_ENTRY_INVALID'],
    [
      'hashedrekord 0.0.1',
      'with a key instead of the certificate',
      'spec.signature.publicKey.content',
      Buffer.from(made.pem('PUBLIC KEY', made.leaf.der)).toString('base64'),
      'SIGSTORE_LOG_ENTRY_DIFFERS',
    ],
    [
      'hashedrekord 0.0.2',
      'with a key instead of the certificate',
      'spec.hashedRekordV002.signature.verifier',
      { publicKey: raw },
      'SIGSTORE_LOG_ENTRY_DIFFERS',
    ],
    ['hashedrekord 0.0.2', 'with two signers', 'spec.hashedRekordV002.signature.verifier.publicKey', raw, 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['hashedrekord 0.0.2', 'with no signer', 'spec.hashedRekordV002.signature.verifier', {}, 'SIGSTORE_LOG_ENTRY_INVALID'],
    [
      'hashedrekord 0.0.2',
      'with a digest that is not SHA-2',
      'spec.hashedRekordV002.data.algorithm',
      'SHA3_256',
      'SIGSTORE_LOG_ENTRY_INVALID',
    ],
    ['dsse 0.0.1', 'with no signature', 'spec.signatures', [], 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['dsse 0.0.2', 'with two signatures', 'spec.dsseV002.signatures', [{}, {}], 'SIGSTORE_LOG_ENTRY_INVALID'],
    ['intoto 0.0.2', 'with another type of payload', 'spec.content.envelope.payloadType', 'text/plain', 'SIGSTORE_LOG_ENTRY_DIFFERS'],
    [
      'intoto 0.0.2',
      'with a signature that is not base64 twice',
      'spec.content.envelope.signatures.0.sig',
      '////',
      'SIGSTORE_LOG_ENTRY_INVALID',
    ],
  ])('%s %s', (kind, _name, path, value, expected) => {
    expect(logged(kind, path, value)).toBe(expected);
    expect(logged(kind, 'more', 1)).toBe('accepted');
  });

  it('of an unknown kind are refused', () => {
    const body = { kind: 'helm', apiVersion: '0.0.1', spec: {} };
    expect(code({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', content, entries: [made.logEntry('helm 0.0.1', body)] }) })).toBe(
      'SIGSTORE_LOG_ENTRY_INVALID',
    );
  });

  it('of an old kind are taken', () => {
    const body = { ...made.entryBody('hashedrekord 0.0.1', content, made.byCertificate), kind: 'rekord' };
    expect(code({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', content, entries: [made.logEntry('rekord 0.0.1', body)] }) })).toBe(
      'accepted',
    );
  });

  it.each<[string, string, string, unknown]>([
    ['a message', 'hashedrekord 0.0.1', 'dsse 0.0.1', content],
    ['a message', 'hashedrekord 0.0.1', 'intoto 0.0.2', content],
  ])('are not for %s of kind %s when they are of %s', (_what, kind, other) => {
    const entries = [made.logEntry(other, made.entryBody(other, content, made.byCertificate))];
    expect(code({ bundle: made.makeBundle({ kind, content, entries }) })).toBe('SIGSTORE_LOG_ENTRY_DIFFERS');
  });

  it.each<[string, string, string, unknown]>([
    ['with another root', 'SIGSTORE_INCLUSION_INVALID', 'inclusionProof.rootHash', Buffer.alloc(32).toString('base64')],
    ['of a tree of another size', 'SIGSTORE_INCLUSION_INVALID', 'inclusionProof.treeSize', '2'],
    ['at another index', 'SIGSTORE_INCLUSION_INVALID', 'inclusionProof.logIndex', '1'],
    ['with a hash too much', 'SIGSTORE_INCLUSION_INVALID', 'inclusionProof.hashes', [Buffer.alloc(32).toString('base64')]],
    [
      'with a checkpoint of another size',
      'SIGSTORE_INCLUSION_INVALID',
      'inclusionProof.checkpoint.envelope',
      made.checkpoint(made.oldLog, `${made.oldLog.origin}\n2\n${String(at(good, `${entry}.inclusionProof.rootHash`))}\n`),
    ],
    [
      'with a checkpoint of another log',
      'SIGSTORE_CHECKPOINT_INVALID',
      'inclusionProof.checkpoint.envelope',
      made.checkpoint(made.tiledLog, `${made.tiledLog.origin}\n1\n${String(at(good, `${entry}.inclusionProof.rootHash`))}\n`),
    ],
    [
      'with a checkpoint under another name',
      'SIGSTORE_CHECKPOINT_INVALID',
      'inclusionProof.checkpoint.envelope',
      made.checkpoint(made.oldLog, `rekor.test2\n1\n${String(at(good, `${entry}.inclusionProof.rootHash`))}\n`),
    ],
    ['promised without a time', 'SIGSTORE_ENTRY_TIMESTAMP_INVALID', 'integratedTime', '0'],
    ['promised for the year 10000', 'SIGSTORE_ENTRY_TIMESTAMP_INVALID', 'integratedTime', '253402300800'],
    ['of a log that the root has not', 'SIGSTORE_LOG_UNTRUSTED', 'logId.keyId', Buffer.alloc(32).toString('base64')],
  ])('%s: %s', (_name, expected, path, value) => {
    expect(code({ bundle: change(good, `${entry}.${path}`, value) })).toBe(expected);
  });

  it('of version 2 have one index', () => {
    const bundle = made.makeBundle({ kind: 'hashedrekord 0.0.2' });
    expect(code({ bundle: change(bundle, `${entry}.logIndex`, '1') })).toBe('SIGSTORE_LOG_ENTRY_INVALID');
  });

  it('without promise and proof prove nothing', () => {
    const root = readTrustedRoot(toBytes(made.makeTrustedRoot()), 'root');
    const bare = { logId: made.logId(made.oldLog), logIndex: 0n, body: Buffer.from('{}') };
    const stored = {
      object: 'x',
      content: { ...content, signed: messageOf(content.signed) },
      signer: { kind: 'key' as const },
      logEntries: [bare],
      timestamps: [],
      stamped: content.signature,
    };
    expect(() => verifyLogEntries(stored, { kind: 'public key', der: Buffer.alloc(0) }, root)).toThrow('no inclusion proof or promise');
  });

  it('of a log whose key was not valid when it was time-stamped are refused', () => {
    const trustedRoot = change(made.makeTrustedRoot(), 'tlogs.1.publicKey.validFor', { start: '2026-03-01T12:00:02Z' });
    expect(code({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.2' }), trustedRoot })).toBe('SIGSTORE_LOG_UNTRUSTED');
  });
});

describe('subjects of certificates', () => {
  const named = (name: Buffer): MadeCertificate => made.makeLeaf({ extensions: [extension('2.5.29.17', sequence(name))] });
  const text = (tag: number, value: string): Buffer => writeDer(tag, Buffer.from(value));
  it.each<[string, Buffer, string]>([
    ['mail address', text(0x81, 'a@example.com'), 'a@example.com'],
    ['URI', text(0x86, 'spiffe://a/b'), 'spiffe://a/b'],
    ['user name', explicit(0, objectIdentifier('1.3.6.1.4.1.57264.1.7'), explicit(0, utf8('user!domain'))), 'user!domain'],
    ['other name', explicit(0, objectIdentifier('1.3.6.1.4.1.311.20.2.3'), explicit(0, utf8('user'))), 'throws'],
    ['DNS name', text(0x82, 'example.com'), 'throws'],
    ['empty text', text(0x86, ''), 'throws'],
    ['text that is not UTF-8', writeDer(0x86, Buffer.from([0xff])), 'throws'],
  ])('%s', (_name, name, expected) => {
    const read = (): string => readSubject(readCertificate(named(name).der, 'profile'));
    if (expected === 'throws') expect(read).toThrow(expect.objectContaining({ name: 'DerError' }));
    else expect(read()).toBe(expected);
  });
});

describe('certificates', () => {
  const parts = (der: Buffer): Buffer[] => [...splitDer(der)];
  const [signed = Buffer.alloc(0), algorithm = Buffer.alloc(0), signature = Buffer.alloc(0)] = parts(made.leaf.der);
  const inner = parts(signed);
  const withInner = (index: number, value: Buffer): Buffer => sequence(sequence(...inner.with(index, value)), algorithm, signature);

  it.each<[string, Buffer]>([
    ['with a fourth part', sequence(signed, algorithm, signature, small(1))],
    ['of version 1', withInner(0, explicit(0, small(0)))],
    ['with two algorithms', sequence(signed, sequence(objectIdentifier('1.2.840.10045.4.3.3')), signature)],
    [
      'with unique identifiers',
      sequence(sequence(...inner.slice(0, -1), writeDer(0x81, Buffer.from([0])), ...inner.slice(-1)), algorithm, signature),
    ],
    ['with an extension without value', withInner(7, explicit(3, sequence(sequence(objectIdentifier('1.2.3'), boolean(true)))))],
    ['with an extension of one part', withInner(7, explicit(3, sequence(sequence(octets(Buffer.alloc(1))))))],
    ['without a subject', withInner(5, set())],
    ['that end early', sequence(sequence(...inner.slice(0, 4)), algorithm, signature)],
  ])('%s cannot be read', (_name, der) => {
    expect(() => readCertificate(der, 'profile')).toThrow(expect.objectContaining({ name: 'DerError' }));
  });

  it('without extensions can', () => {
    expect(readCertificate(sequence(sequence(...inner.slice(0, 7)), algorithm, signature), 'profile').extensions.size).toBe(0);
  });
});

/** The encoded parts of a sequence. */
function* splitDer(der: Buffer): Generator<Buffer> {
  const content = (bytes: Buffer): [number, number] => {
    const first = bytes[1] ?? 0;
    return first < 0x80 ? [2, first] : [2 + (first & 0x7f), bytes.readUIntBE(2, first & 0x7f)];
  };
  const [start] = content(der);
  for (let rest = der.subarray(start); rest.length > 0;) {
    const [head, length] = content(rest);
    yield rest.subarray(0, head + length);
    rest = rest.subarray(head + length);
  }
  expect(der[0]).toBe(derTags.sequence);
}
