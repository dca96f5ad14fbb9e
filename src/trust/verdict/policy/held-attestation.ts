import { type AttestationTerms, type TrustStatement } from './trust-policy.ts';

/** What an attestation is held to: its own terms, and those of the statement that it does not set itself. */
export interface HeldAttestation extends AttestationTerms {
  readonly threshold: number;
}

/** A statement's terms hold for everything that it requires, so that an age or a number of signers is never left out by the way. */
export function holdAttestation(
  terms: AttestationTerms,
  { threshold, maxAgeMs }: Pick<TrustStatement, 'threshold' | 'maxAgeMs'>,
): HeldAttestation {
  return { ...(maxAgeMs === undefined ? {} : { maxAgeMs }), ...terms, threshold: terms.threshold ?? threshold };
}
