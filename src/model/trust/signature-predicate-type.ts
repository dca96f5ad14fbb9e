/** The predicate type of statements that are image signatures, as cosign makes them since 3.0; every other statement is an attestation. */
export const signaturePredicateType = 'https://sigstore.dev/cosign/sign/v1';
