import { type TrustReasonRow } from './trust-reason-row.ts';

/** Why something of the Notary Project (Notation) is not believed. Rules are those of github.com/notaryproject/specifications, folder specs. */
export const notationTrustReasons = {
  NOTATION_POLICY_MISSING: {
    title: 'There is no Notation trust policy, or none of its statements speaks of the repository',
    rule: 'Notary Project, trust-store-trust-policy.md, selecting a trust policy based on artifact URI',
    hint: 'add a statement for the repository to trustpolicy.json in the Notation configuration directory',
  },
  NOTATION_POLICY_INVALID: {
    title: 'The Notation trust policy is not valid, so nothing of it counts',
    rule: 'Notary Project, trust-store-trust-policy.md, trust policy properties',
    hint: 'correct the trust policy',
  },
  NOTATION_POLICY_SKIPS: {
    title: 'The Notation trust policy says that the image is not to be verified',
    rule: 'Notary Project, trust-store-trust-policy.md, signature verification details, level skip',
    hint: 'raise the level of the statement, or do not ask for a Notation signature of this image',
  },
  NOTATION_STORE_INVALID: {
    title: 'A named trust store cannot be used',
    rule: 'Notary Project, trust-store-trust-policy.md, trust store',
    hint: 'put root certificates (.pem, .crt, .cer) into the store, as regular files',
  },
  NOTATION_ENVELOPE_INVALID: {
    title: 'Not a Notary Project signature envelope',
    rule: 'Notary Project, signature-envelope-jws.md and signature-envelope-cose.md, signature envelope',
    hint: 'remove the signature; sign the image again',
  },
  NOTATION_ALGORITHM_REFUSED: {
    title: 'Signed by an algorithm or key that is not allowed, or not the one of the certificate',
    rule: 'Notary Project, signature-specification.md, signature algorithm requirements',
    hint: 'sign with RSA of 2048, 3072 or 4096 bits or on the curves P-256, P-384 or P-521',
  },
  NOTATION_CRITICAL_UNKNOWN: {
    title: 'The signature has a critical attribute that is not understood',
    rule: 'Notary Project, signature-specification.md, signed attributes, extended attributes',
    hint: 'verify it with the tool that it was made for',
  },
  NOTATION_PLUGIN_NEEDED: {
    title: 'The signature can only be verified with a Notation plugin',
    rule: 'Notary Project, signature-specification.md, guidelines for implementations',
    hint: 'verify it with notation and that plugin; pratique runs none',
  },
  NOTATION_ATTRIBUTE_INVALID: {
    title: 'An attribute of the signature is missing or not as it has to be',
    rule: 'Notary Project, signature-specification.md, standard attributes',
    hint: 'sign the image again',
  },
  NOTATION_PAYLOAD_INVALID: {
    title: 'What was signed is not a Notary Project payload',
    rule: 'Notary Project, signature-specification.md, payload',
    hint: 'sign the image again',
  },
  NOTATION_SIGNATURE_WRONG: {
    title: 'The signature was not made over this content by this key',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate integrity',
    hint: 'do not use the image; ask its publisher',
  },
  NOTATION_CHAIN_INVALID: {
    title: 'The certificates are not one complete chain from the signer to a root',
    rule: 'Notary Project, signature-specification.md, certificate requirements, other requirements',
    hint: 'sign with the whole chain, the signing certificate first and the root last',
  },
  NOTATION_CERTIFICATE_REFUSED: {
    title: 'A certificate is not made for what it was used for',
    rule: 'Notary Project, signature-specification.md, certificate requirements',
    hint: 'sign with a code-signing certificate as the specification wants it',
  },
  NOTATION_CERTIFICATE_NOT_VALID: {
    title: 'A certificate was not valid at the time that counts',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp',
    hint: 'sign again, with a time-stamp so that the signature outlives its certificate',
  },
  NOTATION_ROOT_NOT_TRUSTED: {
    title: 'The chain does not lead to a certificate of the trust stores that the policy names',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate authenticity',
    hint: 'add the root certificate of the signer to the trust store, if you trust it',
  },
  NOTATION_SIGNATURE_EXPIRED: {
    title: 'The signature is past the expiry that its signer gave it',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate expiry',
    hint: 'have the image signed again',
  },
  NOTATION_TIMESTAMP_MISSING: {
    title: 'The policy wants a time-stamp and the signature has none',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp',
    hint: 'sign with a time-stamping authority, or set verifyTimestamp to afterCertExpiry',
  },
  NOTATION_TIMESTAMP_INVALID: {
    title: 'The time-stamp is not one of this signature by a trusted authority',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp; RFC 3161, section 2.4.2',
    hint: 'sign again with a time-stamping authority whose root is in the tsa trust store',
  },
  NOTATION_REVOKED: {
    title: 'A certificate was revoked',
    rule: 'Notary Project, trust-store-trust-policy.md, certificate revocation evaluation',
    hint: 'do not use the image; ask its publisher for one that is signed with another key',
  },
  NOTATION_REVOCATION_UNKNOWN: {
    title: 'Nobody could say whether a certificate was revoked',
    rule: 'Notary Project, trust-store-trust-policy.md, certificate revocation evaluation',
    hint: 'try again when its OCSP server or revocation list can be reached, or let the policy log or skip revocation',
  },
  NOTATION_METADATA_MISMATCH: {
    title: 'The signature does not carry the metadata that was asked for',
    rule: 'Notary Project, signature-specification.md, payload, annotations',
    hint: 'compare it with what pratique trust notation inspect IMAGE shows',
  },
} as const satisfies Record<string, TrustReasonRow>;
