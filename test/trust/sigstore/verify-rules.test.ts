import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { certificateExtensions, type CertificateExtensionName } from '../../../src/trust/sigstore/certificate/certificate-extensions.ts';
import { compilePattern } from '../../../src/trust/sigstore/identity/anchored-pattern.ts';
import { type ExpectedSigner, type ExpectedText } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { type SigstoreRequirements } from '../../../src/trust/sigstore/sigstore-context.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { change, judge, outcome, toBytes, type Trial, verifyTrial } from './judge.ts';
import {
  authority,
  certificateTimestamp,
  type CertificateRequest,
  extendedKeyUsage,
  extension,
  fulcio,
  keyUsage,
  makeCertificate,
  makeKeys,
  type MadeCertificate,
  subjectUri,
} from './made-certificate.ts';
import * as made from './made-world.ts';

const exact = (text: string): ExpectedText => ({ kind: 'exact', text });
const pattern = (source: string): ExpectedText => ({ kind: 'pattern', pattern: compilePattern(source) });
const who = (
  subject: ExpectedText,
  issuer = exact(made.issuer),
  extensions?: ReadonlyMap<CertificateExtensionName, string>,
): ExpectedSigner => ({
  kind: 'certificate',
  subject,
  issuer,
  ...(extensions === undefined ? {} : { extensions }),
});
const good = made.makeBundle({ kind: 'hashedrekord 0.0.1' });
const code = (trial: Trial): string => judge(trial).split(' ')[0] ?? '';

describe('identity', () => {
  it.each<[string, ExpectedSigner, string]>([
    ['the same', made.expectSubject, 'accepted'],
    ['another issuer', who(exact(made.subject), exact('https://gitlab.com')), 'IDENTITY_MISMATCH'],
    ['another subject', who(exact(`${made.subject}x`)), 'IDENTITY_MISMATCH'],
    ['a fork of the repository', who(exact(made.subject.replace('org/', 'org-evil/'))), 'IDENTITY_MISMATCH'],
    ['another ref of the workflow', who(exact(made.subject.replace('heads/main', 'pull/1/merge'))), 'IDENTITY_MISMATCH'],
    ['a pattern that fits', who(pattern('https://github\\.com/org/.*@refs/heads/main')), 'accepted'],
    ['a pattern that fits a part only', who(pattern('https://github\\.com/org/app')), 'IDENTITY_MISMATCH'],
    ['a pattern for the issuer', who(exact(made.subject), pattern('https://token\\.actions\\.githubusercontent\\.com')), 'accepted'],
    ['any identity of one issuer, on request', who({ kind: 'any' }), 'accepted'],
    ['no subject', who(exact('')), 'USAGE'],
    ['no issuer', who(exact(made.subject), exact('')), 'USAGE'],
    ['a key', made.expectKey, 'IDENTITY_MISMATCH'],
  ])('%s', (_name, expected, wanted) => {
    expect(code({ bundle: good, expected })).toBe(wanted);
  });

  it.each(Object.keys(certificateExtensions) as CertificateExtensionName[])('expects extension %s', (name) => {
    const value = made.claims.get(name) ?? '';
    const expected = (text: string): ExpectedSigner => who(exact(made.subject), exact(made.issuer), new Map([[name, text]]));
    expect(code({ bundle: good, expected: expected(value) })).toBe('accepted');
    expect(code({ bundle: good, expected: expected(`${value} `) })).toBe('SIGSTORE_EXTENSION_MISMATCH');
    const without = made.leafExtensions.slice(0, 5);
    const bundle = made.makeBundle({
      kind: 'hashedrekord 0.0.1',
      signer: { kind: 'certificate', leaf: made.makeLeaf({ extensions: without }) },
    });
    expect(code({ bundle, expected: expected(value) })).toBe('SIGSTORE_EXTENSION_MISMATCH');
  });
});

describe('certificate of the signer', () => {
  const [usage, purpose, subject, oldIssuer, newIssuer] = made.leafExtensions as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const day = 86_400_000;
  const under = (path: Partial<CertificateRequest>): MadeCertificate =>
    makeCertificate({
      name: 'intermediate 2',
      issuer: made.rootAuthority,
      notBefore: new Date(made.signedAt.getTime() - day),
      notAfter: new Date(made.signedAt.getTime() + day),
      extensions: [authority(0), keyUsage(0x04)],
      ...path,
    });
  const rootWith = (...chain: readonly MadeCertificate[]): unknown =>
    change(
      made.makeTrustedRoot(),
      'certificateAuthorities.0.certChain.certificates',
      chain.map(({ der }) => ({ rawBytes: der.toString('base64') })),
    );
  const leafTrial = (leaf: Partial<CertificateRequest>, trustedRoot?: unknown): Trial => ({
    bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: { kind: 'certificate', leaf: made.makeLeaf(leaf) } }),
    trustedRoot,
  });
  const through = (issuer: MadeCertificate): Trial => leafTrial({ issuer }, rootWith(issuer, made.rootAuthority));
  const stranger = makeKeys();

  it.each<[string, string, () => Trial]>([
    ['other intermediate', 'accepted', () => through(under({}))],
    ['time at the first second', 'accepted', () => leafTrial({ notBefore: made.signedAt })],
    [
      'time at the last second',
      'accepted',
      () => leafTrial({ notBefore: new Date(made.signedAt.getTime() - 1000), notAfter: made.signedAt }),
    ],
    ['time a second too early', 'SIGSTORE_CERTIFICATE_EXPIRED', () => leafTrial({ notBefore: new Date(made.signedAt.getTime() + 1000) })],
    [
      'time a second too late',
      'SIGSTORE_CERTIFICATE_EXPIRED',
      () => leafTrial({ notBefore: new Date(0), notAfter: new Date(made.signedAt.getTime() - 1000) }),
    ],
    ['unknown authority', 'SIGSTORE_CERTIFICATE_UNTRUSTED', () => leafTrial({ issuer: under({}) })],
    [
      'authority of the same name with another key',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () => leafTrial({ issuer: under({ name: 'intermediate' }) }),
    ],
    [
      'intermediate that had expired',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () => through(under({ notAfter: new Date(made.signedAt.getTime() - 1000) })),
    ],
    ['intermediate that is no authority', 'SIGSTORE_CERTIFICATE_UNTRUSTED', () => through(under({ extensions: [keyUsage(0x04)] }))],
    [
      'intermediate that may not sign certificates',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () => through(under({ extensions: [authority(), keyUsage(0x80)] })),
    ],
    [
      'intermediate for time stamping',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () => through(under({ extensions: [authority(), keyUsage(0x04), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'])] })),
    ],
    [
      'path longer than allowed',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () => {
        const first = under({});
        const second = under({ name: 'second', issuer: first });
        return leafTrial({ issuer: second }, rootWith(second, first, made.rootAuthority));
      },
    ],
    [
      'authority that was not trusted then',
      'SIGSTORE_CERTIFICATE_UNTRUSTED',
      () =>
        leafTrial(
          {},
          change(made.makeTrustedRoot(), 'certificateAuthorities.0.validFor', {
            start: '2024-01-01T00:00:00Z',
            end: '2026-03-01T11:59:59Z',
          }),
        ),
    ],
    [
      'authority that was trusted until then',
      'accepted',
      () =>
        leafTrial(
          {},
          change(made.makeTrustedRoot(), 'certificateAuthorities.0.validFor', {
            start: '2026-03-01T12:00:00Z',
            end: '2026-03-01T12:00:00Z',
          }),
        ),
    ],
    [
      'log key that was valid until then',
      'accepted',
      () =>
        leafTrial(
          {},
          change(made.makeTrustedRoot(), 'tlogs.0.publicKey.validFor', { start: '2026-03-01T12:00:00Z', end: '2026-03-01T12:00:00Z' }),
        ),
    ],
    [
      'log key that was not valid yet',
      'SIGSTORE_LOG_UNTRUSTED',
      () => leafTrial({}, change(made.makeTrustedRoot(), 'tlogs.0.publicKey.validFor', { start: '2026-03-01T12:00:01Z' })),
    ],
    ['no certificate timestamp', 'SIGSTORE_CERTIFICATE_NOT_LOGGED', () => leafTrial({ addTimestamps: () => undefined })],
    [
      'timestamp of an unknown log',
      'SIGSTORE_CERTIFICATE_NOT_LOGGED',
      () => leafTrial({ addTimestamps: (signed, by) => certificateTimestamp(stranger, made.signedAt, signed, by, Buffer.alloc(0)) }),
    ],
    [
      'timestamp over another certificate',
      'SIGSTORE_CERTIFICATE_NOT_LOGGED',
      () =>
        leafTrial({
          addTimestamps: (signed, by) =>
            certificateTimestamp(made.certificateLog, made.signedAt, signed.subarray(0, -1), by, Buffer.alloc(0)),
        }),
    ],
    [
      'timestamp for another issuer',
      'SIGSTORE_CERTIFICATE_NOT_LOGGED',
      () =>
        leafTrial({
          addTimestamps: (signed) => certificateTimestamp(made.certificateLog, made.signedAt, signed, Buffer.from('x'), Buffer.alloc(0)),
        }),
    ],
    [
      'timestamp outside of the log key’s time',
      'SIGSTORE_CERTIFICATE_NOT_LOGGED',
      () =>
        leafTrial({
          addTimestamps: (signed, by) => certificateTimestamp(made.certificateLog, new Date('2023-01-01'), signed, by, Buffer.alloc(0)),
        }),
    ],
    [
      'timestamp list that is none',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ addTimestamps: () => extension('1.3.6.1.4.1.11129.2.4.2', Buffer.from([4, 3, 0, 9, 1])) }),
    ],
    [
      'not for code',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ extensions: [usage, extendedKeyUsage(['1.3.6.1.5.5.7.3.1']), subject, newIssuer] }),
    ],
    ['no purpose', 'SIGSTORE_CERTIFICATE_INVALID', () => leafTrial({ extensions: [usage, subject, newIssuer] })],
    ['not for signatures', 'SIGSTORE_CERTIFICATE_INVALID', () => leafTrial({ extensions: [keyUsage(0x04), purpose, subject, newIssuer] })],
    [
      'an authority itself',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ extensions: [authority(), usage, purpose, subject, newIssuer] }),
    ],
    [
      'unknown critical extension',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ extensions: [...made.leafExtensions, extension('1.2.3.4', Buffer.from([5, 0]), true)] }),
    ],
    ['extension twice', 'SIGSTORE_BUNDLE_INVALID', () => leafTrial({ extensions: [...made.leafExtensions, newIssuer] })],
    [
      'two subjects',
      'SIGSTORE_CERTIFICATE_INVALID',
      () =>
        leafTrial({
          extensions: [usage, purpose, extension('2.5.29.17', Buffer.from([0x30, 6, 0x86, 1, 0x61, 0x86, 1, 0x62])), newIssuer],
        }),
    ],
    ['no subject', 'SIGSTORE_CERTIFICATE_INVALID', () => leafTrial({ extensions: [usage, purpose, newIssuer] })],
    [
      'subject with a line break',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ extensions: [usage, purpose, subjectUri('a\nb'), newIssuer] }),
    ],
    ['old issuer extension only', 'accepted', () => leafTrial({ extensions: [usage, purpose, subject, oldIssuer] })],
    [
      'two issuers',
      'SIGSTORE_CERTIFICATE_INVALID',
      () => leafTrial({ extensions: [usage, purpose, subject, fulcio(1, 'https://other'), newIssuer] }),
    ],
    ['no issuer', 'SIGSTORE_CERTIFICATE_INVALID', () => leafTrial({ extensions: [usage, purpose, subject] })],
    ['key on a curve that is not used', 'SIGSTORE_CERTIFICATE_INVALID', () => leafTrial({ keys: makeKeys('P-224') })],
  ])('%s: %s', (_name, wanted, trial) => {
    expect(code(trial())).toBe(wanted);
  });
});

describe('requirements', () => {
  const content = made.signMessage(made.byCertificate);
  const entry = (kind: string, time = made.signedAt): Record<string, unknown> =>
    made.logEntry(kind, made.entryBody(kind, content, made.byCertificate), time);
  const old = entry('hashedrekord 0.0.1');
  const tiled = entry('hashedrekord 0.0.2');
  const stamp = made.stampOf(content.signature);
  const later = made.stampOf(content.signature, { time: new Date(made.signedAt.getTime() + 5000) });
  const trial = (
    entries: readonly Record<string, unknown>[],
    timestamps: readonly string[],
    requirements: Partial<SigstoreRequirements> = {},
  ): Trial => ({
    bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', content, entries, timestamps }),
    requirements,
  });

  it.each<[string, string, Trial]>([
    ['two logs', 'accepted', trial([old, tiled], [], { transparencyLogs: 2 })],
    ['one log where two are wanted', 'SIGSTORE_LOG_ENTRY_MISSING', trial([old], [], { transparencyLogs: 2 })],
    // CVE-2026-49834: entries of one log are one.
    [
      'two entries of one log where two logs are wanted',
      'SIGSTORE_LOG_ENTRY_MISSING',
      trial(
        [old, entry('hashedrekord 0.0.1', new Date(made.signedAt.getTime() + 1000))].map((one, at) =>
          at === 0 ? one : { ...one, ...withSpace(one) },
        ),
        [],
        { transparencyLogs: 2 },
      ),
    ],
    ['the same entry twice', 'SIGSTORE_LOG_ENTRY_INVALID', trial([old, old], [], { transparencyLogs: 2 })],
    ['log and timestamp authority for the time', 'accepted', trial([old], [stamp], { times: 2 })],
    ['two timestamps of one authority for two times', 'SIGSTORE_TIME_MISSING', trial([tiled], [stamp, later], { times: 2 })],
    ['the same timestamp twice', 'SIGSTORE_TIMESTAMP_INVALID', trial([tiled], [stamp, stamp], { times: 1 })],
    ['two certificate logs', 'SIGSTORE_CERTIFICATE_NOT_LOGGED', trial([old], [], { certificateLogs: 2 })],
    ['no log entry', 'SIGSTORE_LOG_ENTRY_MISSING', trial([], [stamp])],
    ['no log entry, where none is wanted', 'accepted', trial([], [stamp], { transparencyLogs: 0 })],
    ['nobody who says when', 'SIGSTORE_TIME_MISSING', trial([], [], { transparencyLogs: 0 })],
    // Nobody says when: it is judged as of now, and by now the certificate has expired (CVE-2026-24122).
    ['an expired certificate without any time', 'SIGSTORE_CERTIFICATE_EXPIRED', trial([], [], { transparencyLogs: 0, times: 0 })],
    [
      'a bad entry beside a good one',
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      trial(
        [
          old,
          made.logEntry(
            'hashedrekord 0.0.1',
            made.entryBody('hashedrekord 0.0.1', made.signMessage(made.byCertificate), made.byCertificate),
          ),
        ],
        [],
      ),
    ],
    ['a bad timestamp beside a good one', 'SIGSTORE_TIMESTAMP_INVALID', trial([old], [stamp, made.stampOf(Buffer.from('x'))])],
    ['a requirement that is no number', 'USAGE', trial([old], [], { times: Number.NaN })],
  ])('%s: %s', (_name, wanted, one) => {
    expect(code(one)).toBe(wanted);
  });

  it('refuses times that have not come', () => {
    const signedAt = new Date(made.now.getTime() + 600_000);
    const leaf = made.makeLeaf({ notBefore: made.signedAt, notAfter: new Date(signedAt.getTime() + 600_000) });
    const signer: made.MadeSigner = { kind: 'certificate', leaf };
    const signed = made.signMessage(signer);
    const entries = [made.logEntry('hashedrekord 0.0.1', made.entryBody('hashedrekord 0.0.1', signed, signer), signedAt)];
    expect(code({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', signer, content: signed, entries }) })).toBe(
      'SIGSTORE_TIME_INVALID',
    );
  });

  it('returns the earliest time', () => {
    expect(verifyTrial(trial([old], [stamp])).signedAt).toEqual({ time: made.signedAt, statedBy: 'transparency log' });
  });

  it.each([
    ['a certificate', made.byCertificate, made.expectSubject, 'TRUSTED_ROOT_MISSING'],
    ['a key', made.byKey, made.expectKey, 'TRUSTED_ROOT_MISSING'],
  ] as const)('wants a trusted root for %s', (_name, signer, expected, wanted) => {
    const bundle = toBytes(made.makeBundle({ kind: 'hashedrekord 0.0.1', signer }));
    expect(outcome(() => verifyBundle({ digest: made.digest, bytes: made.artifact }, bundle, expected, { now: made.now }))).toContain(
      wanted,
    );
  });

  it('trusts a key without a log and a trusted root only on request', () => {
    const bundle = toBytes(made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: made.byKey, entries: [] }));
    const context = { now: made.now, requirements: { transparencyLogs: 0 } };
    const verify = (bytes: Uint8Array): string =>
      outcome(() => verifyBundle({ digest: made.digest, bytes: made.artifact }, bytes, made.expectKey, context));
    expect(verify(bundle)).toBe('accepted');
    const forged = made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: { kind: 'key', keys: makeKeys() }, entries: [] });
    expect(verify(toBytes(forged))).toContain('KEY_MISMATCH');
  });
});

/** The same log entry with a body that is written otherwise: another leaf of the log. */
function withSpace(entry: Record<string, unknown>): Record<string, unknown> {
  const body = Buffer.from(entry['canonicalizedBody'] as string, 'base64').toString();
  return made.logEntry('hashedrekord 0.0.1', { ...(JSON.parse(body) as Record<string, unknown>), more: 1 });
}

it('never treats an error as success', () => {
  expect(() => verifyTrial({ bundle: good, expected: { kind: 'other' } as unknown as ExpectedSigner })).toThrow();
  expect(() => compilePattern('(')).toThrow(PratiqueError);
});
