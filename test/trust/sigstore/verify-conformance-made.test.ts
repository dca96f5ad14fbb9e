import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { change, judgeBothWays, type Trial } from './judge.ts';
import { authority, extendedKeyUsage, keyUsage, makeCertificate, makeKeys } from './made-certificate.ts';
import * as made from './made-world.ts';

/*
 * Bundles of sigstore-conformance that are not among the recorded ones, made from scratch as their READMEs describe: with verify-conformance-changed the rest
 * of its 70 cases, and those that were added since.
 */
interface MadeCase {
  readonly name: string;
  readonly expected: string;
  readonly trial: () => Trial;
}
const entry = 'verificationMaterial.tlogEntries.0';
const pass = 'accepted';

const keyed = { signer: made.byKey } as const;
const keyTrial = (bundle: unknown): Trial => ({ bundle, expected: made.expectKey });
/** Signs the same again: another signature that is right as well. */
const resigned = (content: made.MadeContent): made.MadeContent => ({
  ...content,
  signature: sign('sha256', content.signed, made.leaf.privateKey),
});
const forged = (content: made.MadeContent): made.MadeContent => ({
  ...content,
  signature: sign('sha256', content.signed, makeKeys().privateKey),
});
const later = (minutes: number): Date => new Date(made.signedAt.getTime() + minutes * 60_000);

/** A bundle whose content is another than its log entry's. */
function mismatched(kind: string, content: made.MadeContent, logged: made.MadeContent): Trial {
  return { bundle: made.makeBundle({ kind, content, entries: [made.logEntry(kind, made.entryBody(kind, logged, made.byCertificate))] }) };
}

function stampSigner(notAfter: Date, root = made.stampRoot): ReturnType<typeof makeCertificate> {
  const extensions = [keyUsage(0x80), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true)];
  return makeCertificate({ name: 'stamps', issuer: root, notBefore: new Date('2024-01-01'), notAfter, extensions });
}

const stampTrial = (signer: ReturnType<typeof makeCertificate>, root: unknown, more = {}): Trial => {
  const content = made.signMessage(made.byCertificate);
  return {
    bundle: made.makeBundle({ kind: 'hashedrekord 0.0.2', content, timestamps: [made.stampOf(content.signature, { signer, ...more })] }),
    trustedRoot: root,
  };
};
const rootWithStamps = (...chain: readonly { readonly der: Buffer }[]): unknown =>
  change(
    made.makeTrustedRoot(),
    'timestampAuthorities.0.certChain.certificates',
    chain.map(({ der }) => ({ rawBytes: der.toString('base64') })),
  );

const statement = made.signStatement(made.byCertificate);
const other = made.signStatement(made.byCertificate, made.statement({ predicate: { builder: 'y' } }));

const cases: readonly MadeCase[] = [
  // 10 of the 21 that have to be accepted.
  { name: 'happy-path-intoto-in-dsse-v3', expected: pass, trial: () => ({ bundle: made.makeBundle({ kind: 'dsse 0.0.1' }) }) },
  {
    name: 'bundle-with-sct-with-extensions',
    expected: pass,
    trial: () => ({
      bundle: made.makeBundle({
        kind: 'hashedrekord 0.0.1',
        signer: { kind: 'certificate', leaf: made.makeLeaf({}, Buffer.from([0, 0, 5, 1, 2, 3, 4, 5])) },
      }),
    }),
  },
  {
    name: 'managed-key-happy-path',
    expected: pass,
    trial: () => {
      const content = made.signMessage(made.byKey);
      return keyTrial(made.makeBundle({ kind: 'hashedrekord 0.0.1', ...keyed, content, timestamps: [made.stampOf(content.signature)] }));
    },
  },
  {
    name: 'managed-key-and-trusted-root',
    expected: pass,
    trial: () => keyTrial(made.makeBundle({ kind: 'hashedrekord 0.0.1', ...keyed })),
  },
  { name: 'rekor2-dsse-happy-path', expected: pass, trial: () => ({ bundle: made.makeBundle({ kind: 'dsse 0.0.2' }) }) },
  {
    name: 'rekor2-timestamp-with-expired-cert-chain',
    expected: pass,
    trial: () => {
      const signer = stampSigner(later(60));
      return stampTrial(signer, rootWithStamps(signer, made.stampRoot));
    },
  },
  // 23 of the 49 that have to be refused.
  {
    name: 'dsse-mismatch-sig_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('dsse 0.0.1', resigned(statement), statement),
  },
  {
    name: 'intoto-log-entry-mismatch_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('intoto 0.0.2', statement, other),
  },
  {
    name: 'intoto-tsa-timestamp-outside-cert-validity_fail',
    expected: 'SIGSTORE_CERTIFICATE_EXPIRED',
    trial: () => ({
      bundle: made.makeBundle({
        kind: 'intoto 0.0.2',
        content: statement,
        timestamps: [made.stampOf(statement.signature, { time: later(11) })],
      }),
    }),
  },
  {
    name: 'managed-key-wrong-key_fail',
    expected: 'KEY_MISMATCH',
    trial: () => keyTrial(made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: { kind: 'key', keys: makeKeys() } })),
  },
  {
    name: 'rekor2-dsse-invalid-sig_fail',
    expected: 'SIGSTORE_SIGNATURE_INVALID',
    trial: () => ({ bundle: made.makeBundle({ kind: 'dsse 0.0.2', content: forged(statement) }) }),
  },
  {
    name: 'rekor2-dsse-mismatch-envelope_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('dsse 0.0.2', statement, other),
  },
  {
    name: 'rekor2-dsse-mismatch-sig_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('dsse 0.0.2', resigned(statement), statement),
  },
  {
    name: 'rekor2-timestamp-outside-tsa-cert-validity_fail',
    expected: 'SIGSTORE_TIMESTAMP_UNTRUSTED',
    trial: () => {
      const signer = stampSigner(later(-60));
      return stampTrial(signer, rootWithStamps(signer, made.stampRoot));
    },
  },
  {
    name: 'rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail',
    expected: 'SIGSTORE_TIMESTAMP_UNTRUSTED',
    trial: () => {
      const root = made.rootAuthority;
      const signer = stampSigner(later(60), root);
      return stampTrial(signer, undefined, { issuer: root, embedded: [signer, root] });
    },
  },
  {
    name: 'rekor2-timestamp-with-incorrect-time_fail',
    expected: 'SIGSTORE_CERTIFICATE_EXPIRED',
    trial: () => stampTrial(made.stampSigner, undefined, { time: later(11) }),
  },
  // Added to the suite after the 70.
  {
    name: 'dsse-statement-missing-type_fail',
    expected: 'SIGSTORE_STATEMENT_INVALID',
    trial: () =>
      keyTrial(
        made.makeBundle({
          kind: 'hashedrekord 0.0.2',
          ...keyed,
          content: made.signStatement(made.byKey, made.statement({ _type: undefined })),
        }),
      ),
  },
  {
    name: 'dsse-statement-unknown-type_fail',
    expected: 'SIGSTORE_STATEMENT_INVALID',
    trial: () =>
      keyTrial(
        made.makeBundle({
          kind: 'hashedrekord 0.0.2',
          ...keyed,
          content: made.signStatement(made.byKey, made.statement({ _type: 'https://in-toto.io/Statement/v9' })),
        }),
      ),
  },
  {
    name: 'dsse-with-hashedrekord-happy-path',
    expected: pass,
    trial: () => ({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', content: statement }) }),
  },
  {
    name: 'dsse-with-hashedrekord-invalid-sig_fail',
    expected: 'SIGSTORE_SIGNATURE_INVALID',
    trial: () => ({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', content: forged(statement) }) }),
  },
  {
    name: 'dsse-with-hashedrekord-mismatch-envelope_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('hashedrekord 0.0.1', statement, other),
  },
  {
    name: 'dsse-with-hashedrekord-mismatch-sig_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () => mismatched('hashedrekord 0.0.1', resigned(statement), statement),
  },
  {
    name: 'intoto-canonical-log-entry',
    expected: pass,
    trial: () =>
      keyTrial(
        change(
          change(made.makeBundle({ kind: 'intoto 0.0.2', ...keyed }), `${entry}.inclusionPromise`, undefined),
          `${entry}.integratedTime`,
          '0',
        ),
      ),
  },
  {
    name: 'cve-2022-36056-swapped-tlog-entry_fail',
    expected: 'SIGSTORE_LOG_ENTRY_DIFFERS',
    trial: () =>
      mismatched('hashedrekord 0.0.1', made.signMessage(made.byCertificate), made.signMessage(made.byCertificate, Buffer.from('other'))),
  },
  {
    name: 'managed-key-and-client-identity_fail',
    expected: 'IDENTITY_MISMATCH',
    trial: () => ({ bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', ...keyed }) }),
  },
  {
    name: 'rekor2-multiple-timestamps-one-outside-cert-validity_fail',
    expected: 'SIGSTORE_CERTIFICATE_EXPIRED',
    trial: () => {
      const content = made.signMessage(made.byCertificate);
      const timestamps = [made.stampOf(content.signature), made.stampOf(content.signature, { time: later(11) })];
      return { bundle: made.makeBundle({ kind: 'hashedrekord 0.0.2', content, timestamps }) };
    },
  },
  {
    name: 'sct-duplicate-intermediate-name',
    expected: pass,
    trial: () => {
      const decoy = makeCertificate({
        name: 'intermediate',
        notBefore: new Date('2020-01-01'),
        notAfter: new Date('2035-01-01'),
        extensions: [authority(0), keyUsage(0x04)],
      });
      const root = made.makeTrustedRoot();
      const [genuine] = root.certificateAuthorities;
      const certChain = { certificates: [{ rawBytes: decoy.der.toString('base64') }] };
      root.certificateAuthorities = [{ ...genuine, certChain }, ...root.certificateAuthorities];
      return { bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1' }), trustedRoot: root };
    },
  },
];

describe('cases of sigstore-conformance, made of scratch [308, 309, 316, 318, 322]', () => {
  it.each(cases)('$name', ({ expected, trial }) => {
    expect(judgeBothWays(trial())).toEqual([expected, expected]);
  });
});
