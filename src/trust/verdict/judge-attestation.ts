import { type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { type AttestationEvidence, type Evidence, type FoundAttestation } from './evidence.ts';
import { refusal, refuseSignature } from './refuse-signature.ts';

export interface AttestationOutcome {
  readonly isEnough: boolean;
  readonly trusted: readonly FoundAttestation[];
  readonly refused: readonly TrustRefusal[];
  /** That nothing of the required type was found. */
  readonly missing: readonly TrustRefusal[];
}

/** Decides on one attestation that a statement requires: right type, right content, not too old. */
export function judgeAttestation(
  { terms, ...found }: AttestationEvidence,
  evidence: Pick<Evidence, 'digests' | 'pull'>,
  now: Date,
): AttestationOutcome {
  const refused = [...found.refused];
  const trusted = found.trusted.filter(({ signature, predicateType }) => {
    const reason =
      predicateType === terms.predicateType
        ? refuseSignature(signature, evidence, now, terms.maxAgeMs)
        : refusal(signature, 'ATTESTATION_REFUSED', `is of type ${predicateType}, not ${terms.predicateType}`);
    if (reason !== undefined) refused.push(reason);
    return reason === undefined;
  });
  const missing: TrustRefusal[] = [];
  if (trusted.length === 0 && found.failures.length === 0 && refused.length === 0)
    missing.push({
      code: 'ATTESTATION_MISSING',
      object: evidence.pull?.digest ?? 'the image',
      message: `no attestation of type ${terms.predicateType} was found`,
    });
  return { isEnough: trusted.length > 0, trusted, refused, missing };
}
