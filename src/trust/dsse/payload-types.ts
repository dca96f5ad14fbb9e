/** in-toto attestation, spec/v1/envelope.md: what an envelope with a statement says it holds. */
export const inTotoPayloadType = 'application/vnd.in-toto+json';
