import { type TrustReasonRow } from './trust-reason-row.ts';

/** Reasons that every scheme shares. */
export const commonTrustReasons = {
  SIGNATURE_MISSING: {
    title: 'No signature found that the policy requires',
    rule: 'Pratique trust policy, schemes',
    hint: 'sign the image, or ask its publisher where the signatures are stored',
  },
  IDENTITY_REQUIRED: {
    title: 'No trusted signer was given',
    rule: 'Pratique trust policy, identities',
    hint: 'pass --certificate-identity and --certificate-oidc-issuer, --key, --root-key (Notary), --scheme notary or notation, or a policy',
  },
  IDENTITY_MISMATCH: {
    title: 'Signed by an untrusted identity',
    rule: 'Pratique trust policy, identities',
    hint: 'check who publishes the image; add that identity to the policy only if you trust it',
  },
  KEY_MISMATCH: {
    title: 'Not signed with a trusted key',
    rule: 'Pratique trust policy, identities',
    hint: 'if one of your keys should have signed it, do not use the image: the signature was replaced or changed; otherwise trust the other key only if you know whose it is',
  },
  ANNOTATION_MISMATCH: {
    title: 'The signature lacks a required annotation',
    rule: 'Pratique trust policy, annotations',
    hint: 'sign the image with that annotation (pratique sign --annotation), or do not require it',
  },
  THRESHOLD_NOT_REACHED: {
    title: 'Fewer signers than the policy requires',
    rule: 'Pratique trust policy, threshold',
    hint: 'have the missing signers sign the image too',
  },
  ATTESTATION_MISSING: {
    title: 'No attestation found that the policy requires',
    rule: 'Pratique trust policy, attestations',
    hint: 'attest the image with "pratique attest"',
  },
  ATTESTATION_REFUSED: {
    title: 'An attestation does not meet the policy',
    rule: 'Pratique trust policy, attestations',
    hint: 'compare the predicate with the policy',
  },
  SIGNATURE_STALE: {
    title: 'The signature is older than the policy allows',
    rule: 'Pratique trust policy, freshness',
    hint: 'rebuild and sign the image again',
  },
  PUBLISHER_NOT_TRUSTED: {
    title: 'The image is not from a registry or publisher that the policy trusts',
    rule: 'Pratique trust policy, publishers',
    hint: 'use an image of a trusted publisher, or add this one to the policy',
  },
  POLICY_MISSING: {
    title: 'No policy statement matches the image',
    rule: 'Pratique trust policy, images',
    hint: 'add a pattern for it to the trust section of pratique.yaml; for a copy of an image that has one, record its source: copies, or pratique copy --record FILE',
  },
  POLICY_IGNORES: {
    title: 'The policy ignores signatures of this image',
    rule: 'Pratique trust policy, images',
    hint: 'set its action to enforce or warn',
  },
  POLICY_FORBIDS: { title: 'The policy forbids the image', rule: 'Pratique trust policy, images', hint: 'use another image' },
  DIGEST_DIFFERS: {
    title: 'The signed digest differs from the content in the registry',
    rule: 'OCI image specification, descriptor.md, digests',
    hint: 'pull by the signed digest; do not trust the tag',
  },
  PLATFORM_DIFFERS: {
    title: 'The signed manifest is for another platform, and the index that lists it is not signed',
    rule: 'OCI image specification, config.md, os and architecture',
    hint: 'anyone can list a signed image in an index of their own: verify the platform that the image is for, or have its publisher sign the index',
  },
  SIZE_DIFFERS: {
    title: 'The content does not have the signed size',
    rule: 'OCI image specification, descriptor.md, size',
    hint: 'do not use it; ask its publisher',
  },
  LIMIT_REACHED: {
    title: 'A limit was reached, and the rest was not checked',
    rule: 'docs/reference/limits.md',
    hint: 'remove signatures that are no longer needed with "pratique clean"',
  },
} as const satisfies Record<string, TrustReasonRow>;
