import { createHash } from 'node:crypto';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { assertExpectedSigner, type ExpectedSigner } from './identity/expected-signer.ts';
import { keyFingerprint, type VerificationKey } from './key/verification-key.ts';
import { type ClaimedVerifier } from './log/log-entry-claims.ts';
import { assertLogsValidAt, verifyLogEntries } from './log/verify-log-entries.ts';
import { requirementsOf, type SigstoreContext, trustedRootOf } from './sigstore-context.ts';
import { type SignedMaterial } from './signed-material.ts';
import { findTimestampFault, type VerifiedTime, verifyTimestamp } from './timestamp/verify-timestamp.ts';
import { assertIntact, formatExpectedSigner, nameSigner, refuseOtherKey } from './refuse-other-signer.ts';
import { type VerifiedIdentity } from './verified-identity.ts';
import { verifySignerCertificate } from './certificate/verify-signer-certificate.ts';

/** A clock may be this much ahead of ours: milliseconds. */
const clockSkewMs = 300_000;

/**
 * Verifies a signature, or throws: log entries and timestamps, then the signer's certificate at the times that they state, then the signature
 * itself (sigstore/architecture-docs, client-spec.md, verification). What the content says is the caller's to check.
 */
export function verifySignedMaterial(material: SignedMaterial, expected: ExpectedSigner, context: SigstoreContext): VerifiedIdentity {
  assertExpectedSigner(expected);
  const verifier = verifierOf(material, expected);
  const { signed, signature } = material.content;
  // Before the log entries and timestamps: those of another signer's signature are about that signer, which is no fault of theirs.
  if (expected.kind === 'key' && !signed.isSignedBy(expected.key, signature)) throw refuseOtherKey(material, expected);
  const times = verifyWitnesses(material, verifier, context);
  const { key, ...identity } = judgeSigner(material, expected, context, times);
  if (!signed.isSignedBy(key, signature))
    throw new VerificationError(
      'SIGSTORE_SIGNATURE_INVALID',
      material.object,
      `the signature is not by ${identity.signer.name} for this content`,
    );
  const [first] = times.toSorted((a, b) => a.time.getTime() - b.time.getTime());
  const notes = hasRoot(context) ? [] : timestampNotes(material);
  return {
    ...identity,
    ...(first === undefined ? {} : { signedAt: { time: first.time, statedBy: first.statedBy } }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** A key needs no timestamp, and without a trusted root none is verified. One that is damaged or over something else is told all the same. */
function timestampNotes({ object, timestamps, stamped }: SignedMaterial): readonly string[] {
  return timestamps.flatMap((der) => {
    const fault = findTimestampFault(der, stamped);
    return fault === undefined ? [] : [`a timestamp of ${object} is invalid and was not used: ${fault}`];
  });
}

/** Whether log entries and timestamps are verified. */
function hasRoot(context: SigstoreContext): boolean {
  return context.trustedRoot !== undefined || requirementsOf(context).transparencyLogs > 0;
}

/** Signatures by keys and by certificates are never taken for each other. */
function verifierOf(material: SignedMaterial, expected: ExpectedSigner): ClaimedVerifier {
  const { signer, object } = material;
  if (signer.kind === 'certificate') {
    if (expected.kind === 'certificate') return { kind: 'certificate', der: signer.leaf.der };
    assertIntact(material, signer);
  } else if (expected.kind === 'key') return { kind: 'public key', der: expected.key.publicKeyInfo };
  else material.content.assertAbout?.();
  const signedBy = nameSigner(material);
  const how = signer.kind === 'key' ? `signed with ${signedBy}` : `signed with a certificate of ${signedBy}`;
  throw new VerificationError('IDENTITY_MISMATCH', object, `${how}, not by ${formatExpectedSigner(expected)}`, { signedBy });
}

/** Verifies log entries and timestamps. Those that are present must be valid even where they are not required. */
function verifyWitnesses(material: SignedMaterial, verifier: ClaimedVerifier, context: SigstoreContext): readonly VerifiedTime[] {
  const { object, logEntries, timestamps, stamped } = material;
  const required = requirementsOf(context).transparencyLogs;
  if (!hasRoot(context)) return [];
  const root = trustedRootOf(context, 'the signature has to be in a transparency log');
  if (new Set(timestamps.map((der) => createHash('sha256').update(der).digest('hex'))).size < timestamps.length)
    throw new VerificationError('SIGSTORE_TIMESTAMP_INVALID', object, 'the same timestamp is present twice');
  const logs = verifyLogEntries(material, verifier, root);
  if (logs.operators.size < required)
    throw new VerificationError(
      'SIGSTORE_LOG_ENTRY_MISSING',
      object,
      `${logs.operators.size} of ${required} transparency logs have the signature (${logEntries.length} entries in the bundle)`,
    );
  const stamps = timestamps.map((der) => verifyTimestamp(der, stamped, root.timestampAuthorities, object));
  assertLogsValidAt(logs.untimedLogs, stamps, object);
  const times = [...logs.times, ...stamps];
  assertPast(times, context.now, object);
  return times;
}

function assertPast(times: readonly VerifiedTime[], now: Date, object: string): void {
  const future = times.find(({ time }) => time.getTime() > now.getTime() + clockSkewMs);
  if (future !== undefined)
    throw new VerificationError('SIGSTORE_TIME_INVALID', object, `signed at ${future.time.toISOString()}, which is in the future`);
}

function judgeSigner(
  material: SignedMaterial,
  expected: ExpectedSigner,
  context: SigstoreContext,
  times: readonly VerifiedTime[],
): VerifiedIdentity & { readonly key: VerificationKey } {
  const { signer, object } = material;
  if (signer.kind === 'certificate' && expected.kind === 'certificate')
    try {
      return verifySignerCertificate(signer, expected, context, times, object);
    } catch (error) {
      if (error instanceof VerificationError && error.signedBy !== undefined) assertIntact(material, signer);
      throw error;
    }
  if (signer.kind !== 'key' || expected.kind !== 'key') throw new Error('signer and expectation are of two kinds');
  const keyId = keyFingerprint(expected.key);
  return {
    key: expected.key,
    signer: { name: `key ${keyId.slice(0, 12)}`, keyId },
    trustRoot: { kind: 'public key', name: expected.name },
    extensions: new Map(),
  };
}
