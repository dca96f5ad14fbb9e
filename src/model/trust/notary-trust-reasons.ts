import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of Docker Content Trust (Notary v1, TUF) is not believed. */
export const notaryTrustReasons = {} as const satisfies Record<string, TrustReasonRow>;
