import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import {
  type TrustedAttestation,
  type TrustedSignature,
  type TrustFailure,
  type TrustRefusal,
  type TrustScheme,
} from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type HeldAttestation } from './policy/held-attestation.ts';

/** What one scheme found for an image: valid signatures by signers that the statement names, and everything else. */
export interface SchemeEvidence {
  readonly scheme: TrustScheme;
  readonly trusted: readonly TrustedSignature[];
  readonly refused: readonly TrustRefusal[];
  readonly failures: readonly TrustFailure[];
  readonly notices: readonly string[];
}

/** An attestation with a verified signature and subject, and its predicate. */
export interface FoundAttestation extends TrustedAttestation {
  /** As JSON; absent where the statement has none. */
  readonly predicate?: unknown;
}

/** What was found for one attestation that the statement requires. */
export interface AttestationEvidence {
  readonly terms: HeldAttestation;
  readonly trusted: readonly FoundAttestation[];
  readonly refused: readonly TrustRefusal[];
  readonly failures: readonly TrustFailure[];
  readonly notices: readonly string[];
}

export interface Evidence extends SeenContents {
  readonly schemes: readonly SchemeEvidence[];
  readonly attestations: readonly AttestationEvidence[];
  readonly notices: readonly string[];
}

export interface SeenContents {
  /** The content to verify: the manifest or index and, where a platform was chosen, its manifest too. */
  readonly digests: ReadonlySet<Digest>;
  /** Those of them that are not for the platform by their own configuration, and what it says. */
  readonly conflicts?: ReadonlyMap<Digest, string>;
  /** The one of them to pull, and its size in bytes. */
  readonly pull?: { readonly digest: Digest; readonly size: number };
}

/** Collects the evidence of one scheme. The only place that tells refusals from failures. */
export class EvidenceBook {
  readonly scheme: TrustScheme;
  readonly trusted: TrustedSignature[] = [];
  readonly refused: TrustRefusal[] = [];
  readonly failures: TrustFailure[] = [];
  readonly notices: string[] = [];

  constructor(scheme: TrustScheme) {
    this.scheme = scheme;
  }

  /** Notes a refusal for what was verified, and a failure for what could not be fetched or read. Defects and ABORTED are thrown on. */
  note(error: unknown): void {
    if (error instanceof VerificationError) this.refused.push(error.toRefusal(this.scheme));
    else if (error instanceof PratiqueError && error.code !== 'ABORTED') this.failures.push(toFailure(error, this.scheme));
    else throw error;
  }

  toEvidence(): SchemeEvidence {
    const { scheme, trusted, refused, failures, notices } = this;
    return { scheme, trusted, refused, failures, notices };
  }
}

export function toFailure({ code, message, hint }: PratiqueError, scheme: TrustScheme): TrustFailure {
  return { scheme, code, message, hint };
}
