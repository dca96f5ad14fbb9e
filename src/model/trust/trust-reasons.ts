import { commonTrustReasons } from './common-trust-reasons.ts';
import { notaryTrustReasons } from './notary-trust-reasons.ts';
import { notationTrustReasons } from './notation-trust-reasons.ts';
import { sigstoreTrustReasons } from './sigstore-trust-reasons.ts';

/** Every code a refusal can carry. The page docs/reference/trust-reasons.md is made from this table. */
export const trustReasons = { ...commonTrustReasons, ...notaryTrustReasons, ...sigstoreTrustReasons, ...notationTrustReasons };

export type TrustReason = keyof typeof trustReasons;
