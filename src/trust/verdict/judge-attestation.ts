import { type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { countSigners } from './distinct-signers.ts';
import { type AttestationEvidence, type FoundAttestation, type SeenContents } from './evidence.ts';
import { refusal, refuseSignature } from './refuse-signature.ts';

export interface AttestationOutcome {
  readonly isEnough: boolean;
  readonly trusted: readonly FoundAttestation[];
  readonly refused: readonly TrustRefusal[];
  /** That nothing of the required type was found, or too few signers attested it. */
  readonly missing: readonly TrustRefusal[];
}

/** Decides on one attestation that a statement requires: right type, right content, not too old, enough signers. */
export function judgeAttestation({ terms, ...found }: AttestationEvidence, evidence: SeenContents, now: Date): AttestationOutcome {
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
  const count = countSigners(trusted.map(({ signature }) => signature));
  if (count > 0 && count < terms.threshold)
    missing.push({
      scheme: 'sigstore',
      code: 'THRESHOLD_NOT_REACHED',
      object: evidence.pull?.digest ?? 'the image',
      message: `${count} of ${terms.threshold} required signers attested ${terms.predicateType}; an attestation may have a threshold of its own`,
    });
  if (trusted.length === 0 && found.failures.length === 0 && refused.length === 0)
    missing.push({
      code: 'ATTESTATION_MISSING',
      object: evidence.pull?.digest ?? 'the image',
      message: `no attestation of type ${terms.predicateType} was found`,
    });
  return { isEnough: count >= terms.threshold, trusted, refused, missing };
}
