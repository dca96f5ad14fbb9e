import { type TrustReasonRow } from './trust-reason-row.ts';

/** Reasons to refuse a Notary Project (Notation) signature. Rules are in github.com/notaryproject/specifications, folder specs. */
export const notationTrustReasons = {
  NOTATION_POLICY_MISSING: {
    title: 'No Notation trust policy statement matches the repository',
    rule: 'Notary Project, trust-store-trust-policy.md, selecting a trust policy based on artifact URI',
    hint: 'add a statement for the repository to trustpolicy.json in the Notation configuration directory',
  },
  NOTATION_POLICY_INVALID: {
    title: 'The Notation trust policy is invalid',
    rule: 'Notary Project, trust-store-trust-policy.md, trust policy properties',
    hint: 'correct the trust policy',
  },
  NOTATION_POLICY_SKIPS: {
    title: 'The Notation trust policy skips verification of this image',
    rule: 'Notary Project, trust-store-trust-policy.md, signature verification details, level skip',
    hint: 'raise the level of the statement, or do not require a Notation signature for this image',
  },
  NOTATION_STORE_INVALID: {
    title: 'A trust store cannot be used',
    rule: 'Notary Project, trust-store-trust-policy.md, trust store',
    hint: 'put root certificates (.pem, .crt, .cer) into the store, as regular files',
  },
  NOTATION_ENVELOPE_INVALID: {
    title: 'A Notary Project signature envelope is malformed',
    rule: 'Notary Project, signature-envelope-jws.md and signature-envelope-cose.md, signature envelope',
    hint: 'remove the signature and sign the image again',
  },
  NOTATION_ALGORITHM_REFUSED: {
    title: 'The signature algorithm is not allowed, or does not match the certificate',
    rule: 'Notary Project, signature-specification.md, signature algorithm requirements',
    hint: 'sign with RSA of 2048, 3072 or 4096 bits, or with P-256, P-384 or P-521',
  },
  NOTATION_CRITICAL_UNKNOWN: {
    title: 'The signature has an unsupported critical attribute',
    rule: 'Notary Project, signature-specification.md, signed attributes, extended attributes',
    hint: 'verify it with the tool that made it',
  },
  NOTATION_PLUGIN_NEEDED: {
    title: 'The signature requires a Notation plugin',
    rule: 'Notary Project, signature-specification.md, guidelines for implementations',
    hint: 'verify it with notation and that plugin; pratique does not run plugins',
  },
  NOTATION_ATTRIBUTE_INVALID: {
    title: 'A signature attribute is missing or invalid',
    rule: 'Notary Project, signature-specification.md, standard attributes',
    hint: 'sign the image again',
  },
  NOTATION_PAYLOAD_INVALID: {
    title: 'The signed content is not a Notary Project payload',
    rule: 'Notary Project, signature-specification.md, payload',
    hint: 'sign the image again',
  },
  NOTATION_SIGNATURE_WRONG: {
    title: 'The signature does not match the content and the key',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate integrity',
    hint: 'do not use the image; ask its publisher',
  },
  NOTATION_CHAIN_INVALID: {
    title: 'The certificates are not one complete chain from the signer to a root',
    rule: 'Notary Project, signature-specification.md, certificate requirements, other requirements',
    hint: 'sign with the whole chain: the signing certificate first, the root last',
  },
  NOTATION_CERTIFICATE_REFUSED: {
    title: 'A certificate was used for a purpose it does not allow',
    rule: 'Notary Project, signature-specification.md, certificate requirements',
    hint: 'sign with a code-signing certificate that meets the specification',
  },
  NOTATION_CERTIFICATE_NOT_VALID: {
    title: 'A certificate was not valid at the time of signing',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp',
    hint: 'sign again with a timestamp, so that the signature stays valid after its certificate expires',
  },
  NOTATION_ROOT_NOT_TRUSTED: {
    title: 'The certificate chain does not end in a trust store that the policy names',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate authenticity',
    hint: 'add the root certificate of the signer to the trust store, if you trust it',
  },
  NOTATION_SIGNATURE_EXPIRED: {
    title: 'The signature has expired',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate expiry',
    hint: 'have the image signed again',
  },
  NOTATION_TIMESTAMP_MISSING: {
    title: 'The policy requires a timestamp, and the signature has none',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp',
    hint: 'sign with a timestamp authority, or set verifyTimestamp to afterCertExpiry',
  },
  NOTATION_TIMESTAMP_INVALID: {
    title: 'The timestamp does not match the signature, or is not from a trusted authority',
    rule: 'Notary Project, trust-store-trust-policy.md, steps, validate trusted timestamp; RFC 3161, section 2.4.2',
    hint: 'sign again with a timestamp authority whose root is in the tsa trust store',
  },
  NOTATION_REVOKED: {
    title: 'A certificate was revoked',
    rule: 'Notary Project, trust-store-trust-policy.md, certificate revocation evaluation',
    hint: 'do not use the image; ask its publisher to sign it with another key',
  },
  NOTATION_REVOCATION_UNKNOWN: {
    title: 'The revocation status of a certificate could not be checked',
    rule: 'Notary Project, trust-store-trust-policy.md, certificate revocation evaluation',
    hint: 'try again when its OCSP server or revocation list can be reached, or set revocation to log or skip in the policy',
  },
  NOTATION_METADATA_MISMATCH: {
    title: 'The signature lacks required user metadata',
    rule: 'Notary Project, signature-specification.md, payload, annotations',
    hint: 'compare it with what pratique trust notation inspect IMAGE shows',
  },
} as const satisfies Record<string, TrustReasonRow>;
