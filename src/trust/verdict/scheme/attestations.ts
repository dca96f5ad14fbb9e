import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { checkPredicate } from '../../attest/check-predicate.ts';
import { type VerifiedIdentity } from '../../sigstore/verified-identity.ts';
import { type ArtifactKind } from '../../store/artifact-kind.ts';
import { type FoundArtifact } from '../../store/found-artifact.ts';
import { type AttestationEvidence, EvidenceBook, type FoundAttestation } from '../evidence.ts';
import { holdAttestation } from '../policy/held-attestation.ts';
import { type AttestationTerms, type TrustStatement } from '../policy/trust-policy.ts';
import { type VerifyOptions } from '../verification-options.ts';
import { type SignedContent, type VerifySubject } from '../verify-subject.ts';
import { type JudgedSigner, type JudgedSigners, readSigners } from './read-signers.ts';
import { toSignature } from './to-signature.ts';
import { tryEverySigner } from './try-every-signer.ts';

const kinds: ReadonlySet<ArtifactKind> = new Set(['dsse-attestation', 'sigstore-bundle']);

/** Finds, for each attestation the statement requires, those by the named signers that pass its assertions. Throws what a scheme's `collect` throws. */
export async function collectAttestations(
  subject: VerifySubject,
  statement: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<readonly AttestationEvidence[]> {
  const evidence: AttestationEvidence[] = [];
  for (const own of statement.attestations) {
    const terms = holdAttestation(own, statement);
    const book = new EvidenceBook('sigstore');
    const trusted: FoundAttestation[] = [];
    try {
      const { signers, notices } = await signersOf(terms, statement, options, runtime);
      book.notices.push(...notices);
      for (const content of subject.contents) await collectFor(content, { subject, terms, signers, book, trusted }, runtime);
    } catch (error) {
      book.note(error);
    }
    evidence.push({ terms, trusted, refused: book.refused, failures: book.failures, notices: book.notices });
  }
  return evidence;
}

function signersOf(
  terms: AttestationTerms,
  { sigstore }: TrustStatement,
  options: VerifyOptions,
  runtime: Runtime,
): Promise<JudgedSigners> {
  const { trustedRoot, transparencyLog = 'optional', identities = [] } = sigstore ?? {};
  const root = trustedRoot === undefined ? {} : { trustedRoot };
  return readSigners(
    { ...root, transparencyLog, identities: terms.identities ?? identities, needsTime: terms.maxAgeMs !== undefined },
    options,
    runtime,
  );
}

interface Collecting {
  readonly subject: VerifySubject;
  readonly terms: AttestationTerms;
  readonly signers: readonly JudgedSigner[];
  readonly book: EvidenceBook;
  readonly trusted: FoundAttestation[];
}

async function collectFor(content: SignedContent, { subject, terms, signers, book, trusted }: Collecting, runtime: Runtime): Promise<void> {
  const found = await subject.findArtifacts(content, kinds, runtime);
  for (const artifact of found.artifacts.filter(({ kind }) => kinds.has(kind))) {
    try {
      const identity = await believe(artifact, content, signers, runtime);
      const { statement } = identity;
      // Attestations of other types are not refused.
      if (statement?.predicateType !== terms.predicateType) continue;
      checkPredicate(statement, terms.assertions, { object: artifact.foundAt, now: runtime.now() });
      const { predicateType, predicate } = statement;
      const signature = toSignature(identity, content, artifact.foundAt);
      book.notices.push(...(identity.notes ?? []));
      trusted.push({ predicateType, signature, ...(predicate === undefined ? {} : { predicate }) });
    } catch (error) {
      if (!(error instanceof VerificationError && isOfOtherType(artifact, terms))) book.note(error);
    }
  }
  if (found.stoppedAt !== undefined && trusted.length === 0)
    book.note(new VerificationError('LIMIT_REACHED', content.digest, found.stoppedAt));
}

export async function believe(
  artifact: FoundArtifact,
  { digest, bytes }: SignedContent,
  signers: readonly JudgedSigner[],
  runtime: Runtime,
): Promise<VerifiedIdentity> {
  const payload = await artifact.load(runtime);
  const { annotations, foundAt, kind } = artifact;
  if (kind === 'sigstore-bundle') {
    const { verifyBundle } = await import('../../sigstore/verify-bundle.ts');
    return tryEverySigner(signers, foundAt, ({ expected, context }) =>
      verifyBundle({ digest, bytes }, payload, expected, context, foundAt),
    );
  }
  const { verifyAttestationLayer } = await import('../../sigstore/verify-attestation-layer.ts');
  return tryEverySigner(signers, foundAt, ({ expected, context }) =>
    verifyAttestationLayer(digest, { payload, annotations }, expected, context, foundAt),
  );
}

/** An attestation whose annotation names another type is not reported as refused: its signer need not be trusted. */
function isOfOtherType({ annotations, manifestAnnotations }: FoundArtifact, terms: AttestationTerms): boolean {
  const said =
    manifestAnnotations.get('dev.sigstore.bundle.predicateType') ??
    annotations.get('predicateType') ??
    annotations.get('dev.sigstore.bundle.predicateType');
  return said !== undefined && said !== terms.predicateType;
}
