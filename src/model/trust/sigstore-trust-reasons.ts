import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of sigstore is not believed. */
export const sigstoreTrustReasons = {
  DSSE_ENVELOPE_INVALID: {
    title: 'A signature envelope is not one',
    rule: 'DSSE 1.0, envelope.md, parsing rules',
    hint: 'ask who published it; the attestation must be made again',
  },
} as const satisfies Record<string, TrustReasonRow>;
