/** The payload type of envelopes with a statement (in-toto attestation, spec/v1/envelope.md). */
export const inTotoPayloadType = 'application/vnd.in-toto+json';
