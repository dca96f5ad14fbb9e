import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of the Notary Project (Notation) is not believed. */
export const notationTrustReasons = {} as const satisfies Record<string, TrustReasonRow>;
