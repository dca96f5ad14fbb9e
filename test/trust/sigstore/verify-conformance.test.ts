import { expect, it } from 'vitest';
import { sigstoreBundles } from '../../cases/documents.ts';
import { describeCases } from '../../support/describe-cases.ts';
import { type ConformanceCase, readConformanceCases } from './conformance-cases.ts';
import { judgeBothWays } from './judge.ts';

/** Why each is refused; the others have to be accepted. */
const refusals: Readonly<Record<string, string>> = {
  'bundle-from-wrong-instance_fail': 'SIGSTORE_LOG_UNTRUSTED',
  'bundle-invalid-base64-signature_fail': 'SIGSTORE_BUNDLE_INVALID',
  'bundle-unknown-version_fail': 'SIGSTORE_BUNDLE_VERSION',
  'checkpoint-wrong-roothash_fail': 'SIGSTORE_INCLUSION_INVALID',
  'dsse-invalid-sig_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'dsse-mismatch-envelope_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'integrated-time-in-future_fail': 'SIGSTORE_CERTIFICATE_EXPIRED',
  'intoto-expired-certificate_fail': 'SIGSTORE_CERTIFICATE_EXPIRED',
  'intoto-missing-inclusion-proof_fail': 'SIGSTORE_BUNDLE_INVALID',
  'intoto-set-outside-signing-cert-validity_fail': 'SIGSTORE_CERTIFICATE_EXPIRED',
  'invalid-ct-key_fail': 'SIGSTORE_CERTIFICATE_NOT_LOGGED',
  'managed-key-no-key_fail': 'IDENTITY_MISMATCH',
  'message-digest-mismatch_fail': 'DIGEST_DIFFERS',
  'rekor2-checkpoint-missing-origin_fail': 'SIGSTORE_CHECKPOINT_INVALID',
  'rekor2-checkpoint-missing-root-hash_fail': 'SIGSTORE_CHECKPOINT_INVALID',
  'rekor2-checkpoint-missing-size_fail': 'SIGSTORE_CHECKPOINT_INVALID',
  'rekor2-checkpoint-no-matching-signature_fail': 'SIGSTORE_CHECKPOINT_INVALID',
  'rekor2-no-timestamp_fail': 'SIGSTORE_TIME_MISSING',
  'rekor2-timestamp-payload-mismatch_fail': 'SIGSTORE_TIMESTAMP_INVALID',
  'rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail': 'SIGSTORE_TIMESTAMP_UNTRUSTED',
  'set-invalid-signature_fail': 'SIGSTORE_ENTRY_TIMESTAMP_INVALID',
  'signature-mismatch_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'wrong-hashedrekord-artifact_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'wrong-hashedrekord-cert-and-sig_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'wrong-hashedrekord-entry_fail': 'SIGSTORE_LOG_ENTRY_DIFFERS',
  'wrong-material_fail': 'DIGEST_DIFFERS',
};

describeCases(sigstoreBundles, () => {
  const cases = readConformanceCases();

  it('are all known here', () => {
    expect(cases.filter(({ isValid }) => !isValid).map(({ name }) => name)).toEqual(Object.keys(refusals));
    expect(cases.length).toBe(sigstoreBundles.count);
  });

  it.each(cases)('$name', (one: ConformanceCase) => {
    const expected = refusals[one.name] ?? 'accepted';
    expect(judgeBothWays(one)).toEqual([expected, expected]);
  });
});
