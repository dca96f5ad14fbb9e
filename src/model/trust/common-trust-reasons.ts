import { type TrustReasonRow } from './trust-reason-row.ts';

/** Reasons that belong to no one scheme. */
export const commonTrustReasons = {
  SIGNATURE_MISSING: {
    title: 'No signature was found that the policy asks for',
    rule: 'pratique trust policy, schemes',
    hint: 'sign the image, or ask its publisher where the signatures are',
  },
  IDENTITY_REQUIRED: {
    title: 'Nobody was named whose signature counts',
    rule: 'pratique trust policy, identities',
    hint: 'give --certificate-identity and --certificate-oidc-issuer, --key, or a policy',
  },
  IDENTITY_MISMATCH: {
    title: 'Signed by somebody else',
    rule: 'pratique trust policy, identities',
    hint: 'check who publishes the image; name that identity in the policy only if you trust it',
  },
  ANNOTATION_MISMATCH: {
    title: 'The signature lacks a required annotation',
    rule: 'pratique trust policy, annotations',
    hint: 'sign the image with that annotation (pratique sign --annotation), or do not require it',
  },
  THRESHOLD_NOT_REACHED: {
    title: 'Fewer signers than the policy asks for',
    rule: 'pratique trust policy, threshold',
    hint: 'have the image signed by the others too',
  },
  ATTESTATION_MISSING: {
    title: 'No attestation was found that the policy asks for',
    rule: 'pratique trust policy, attestations',
    hint: 'attest the image with pratique attest',
  },
  ATTESTATION_REFUSED: {
    title: 'An attestation does not say what the policy asks for',
    rule: 'pratique trust policy, attestations',
    hint: 'compare the predicate with the policy',
  },
  SIGNATURE_STALE: {
    title: 'The signature is older than the policy allows',
    rule: 'pratique trust policy, freshness',
    hint: 'rebuild and sign the image again',
  },
  PUBLISHER_NOT_TRUSTED: {
    title: 'The image is of no registry or publisher that the policy trusts',
    rule: 'pratique trust policy, publishers',
    hint: 'use an image of a trusted publisher, or add this one to the policy',
  },
  POLICY_MISSING: {
    title: 'No statement of the policy speaks of the image',
    rule: 'pratique trust policy, images',
    hint: 'add a pattern for it to the trust section of pratique.yaml',
  },
  POLICY_IGNORES: {
    title: 'The policy says not to look at the image’s signatures',
    rule: 'pratique trust policy, images',
    hint: 'set the action to enforce or warn',
  },
  POLICY_FORBIDS: { title: 'The policy forbids the image', rule: 'pratique trust policy, images', hint: 'use another image' },
  DIGEST_DIFFERS: {
    title: 'Signed content is not the content that the registry has',
    rule: 'OCI image specification, descriptor.md, digests',
    hint: 'pull by the signed digest; do not trust the tag',
  },
  SIZE_DIFFERS: {
    title: 'The content is not as long as was signed',
    rule: 'OCI image specification, descriptor.md, size',
    hint: 'do not use it; ask who published it',
  },
  LIMIT_REACHED: {
    title: 'There is more than a bound allows, and the rest was not looked at',
    rule: 'docs/reference/limits.md',
    hint: 'remove signatures that are no longer needed with pratique clean',
  },
} as const satisfies Record<string, TrustReasonRow>;
