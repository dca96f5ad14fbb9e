import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of sigstore is not believed. */
export const sigstoreTrustReasons = {} as const satisfies Record<string, TrustReasonRow>;
