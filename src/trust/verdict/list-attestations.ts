import { type TrustRefusal, type TrustFailure } from '../../model/trust/trust-verdict.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { signaturePredicateType } from '../../model/trust/signature-predicate-type.ts';
import { type ArtifactKind } from '../store/artifact-kind.ts';
import { EvidenceBook, type FoundAttestation } from './evidence.ts';
import { believe } from './scheme/attestations.ts';
import { toSignature } from './scheme/to-signature.ts';
import { type JudgedSigner } from './scheme/read-signers.ts';
import { type VerifySubject } from './verify-subject.ts';

export interface AttestationListing {
  readonly trusted: readonly FoundAttestation[];
  readonly refused: readonly TrustRefusal[];
  readonly failures: readonly TrustFailure[];
}

const kinds: ReadonlySet<ArtifactKind> = new Set(['dsse-attestation', 'sigstore-bundle']);

/** Lists the attestations of an image of the types that are asked for, by one of the signers. */
export async function listAttestations(
  subject: VerifySubject,
  signers: readonly JudgedSigner[],
  isAsked: (predicateType: string) => boolean,
  runtime: Runtime,
): Promise<AttestationListing> {
  const book = new EvidenceBook('sigstore');
  const trusted: FoundAttestation[] = [];
  for (const content of subject.contents) {
    const found = await subject.findArtifacts(content, kinds, runtime);
    for (const artifact of found.artifacts.filter(({ kind }) => kinds.has(kind))) {
      const said = artifact.manifestAnnotations.get('dev.sigstore.bundle.predicateType') ?? artifact.annotations.get('predicateType');
      const isOther = said === signaturePredicateType || (said !== undefined && !isAsked(said));
      try {
        const identity = isOther ? undefined : await believe(artifact, content, signers, runtime);
        const { statement } = identity ?? {};
        if (identity === undefined || statement === undefined || statement.predicateType === signaturePredicateType) continue;
        if (!isAsked(statement.predicateType)) continue;
        const { predicateType, predicate } = statement;
        const signature = toSignature(identity, content, artifact.foundAt);
        trusted.push({ predicateType, signature, ...(predicate === undefined ? {} : { predicate }) });
      } catch (error) {
        book.note(error);
      }
    }
    if (found.stoppedAt !== undefined) book.note(new VerificationError('LIMIT_REACHED', content.digest, found.stoppedAt));
  }
  return { trusted, refused: book.refused, failures: book.failures };
}
