/** A warning does not fail the command. */
type DiagnosisSeverity = 'error' | 'warning';

interface DiagnosisRow {
  readonly severity: DiagnosisSeverity;
  readonly title: string;
  readonly advice: string;
}

/** What can be wrong with the artifacts of a repository, and what to do about each. */
export const diagnoses = {
  ORPHANED_TAG: {
    severity: 'error',
    title: 'A signature tag belongs to an image that does not exist',
    advice: 'push the image again with the same digest, or remove the tag with "pratique clean --orphans"',
  },
  ORPHANED_INDEX: {
    severity: 'error',
    title: 'A list of referrers belongs to an image that does not exist',
    advice: 'push the image again with the same digest, or remove the list and the artifacts in it with "pratique clean --orphans"',
  },
  ORPHANED_REFERRER: {
    severity: 'error',
    title: 'A tagged artifact belongs to an image that does not exist',
    advice: 'push the image again with the same digest, or remove the artifact with "pratique clean --orphans"',
  },
  ORPHAN_KEPT: {
    severity: 'error',
    title: 'A tag of an image that does not exist holds what must not be deleted',
    advice:
      'do not delete the manifest: registries delete it under every tag. Find out who pushed this tag, as it takes write access, and remove only the tag, if the registry can',
  },
  GRAFTED_SIGNATURE: {
    severity: 'error',
    title: 'A signature was made for another image',
    advice:
      'no verifier accepts it for this image. Find out who pushed it, as it takes write access; "pratique clean" removes it, unless another tag holds it too',
  },
  GRAFTED_ATTESTATION: {
    severity: 'error',
    title: 'An attestation is about another image',
    advice:
      'no verifier accepts it for this image. Find out who pushed it, as it takes write access; "pratique clean" removes it, unless another tag holds it too',
  },
  IMAGE_UNDER_LIST_TAG: {
    severity: 'error',
    title: 'The tag for an image’s list of referrers holds the image itself, as "cosign copy" leaves it',
    advice:
      'sign the image with "pratique sign --all-platforms", which turns the tag into a list. Until then do not sign it with Notation or ORAS, which delete what the tag holds, and do not delete it yourself: it is the image. "cosign copy" does not copy referrers (bundles of cosign 3, Notation signatures): run "pratique copy" for those',
  },
  LEFTOVER_LIST_TAG: {
    severity: 'warning',
    title: 'An image has one more tag, as "cosign copy" leaves it',
    advice:
      'nothing has to be done: this registry has the referrers API and does not use the tag. "cosign copy" does not copy referrers (bundles of cosign 3, Notation signatures): run "pratique copy" for those',
  },
  LEFTOVER_TRUST_TAG: {
    severity: 'warning',
    title: 'Trust metadata has one more tag, as "cosign copy" leaves it',
    advice: 'nothing has to be done: only the tag pratique-trust counts',
  },
  IMAGE_IN_LIST: {
    severity: 'warning',
    title: 'A list of referrers contains an image that is not a referrer',
    advice: 'nothing has to be done: "cosign copy" put an image index under this tag, and cosign appended its signatures to it',
  },
  LIST_TAG_TAKEN: {
    severity: 'error',
    title: 'The tag for an image’s list of referrers holds something else',
    advice:
      'copy what it holds to a tag of its own and delete this tag; until then a registry without the referrers API cannot list new signatures',
  },
  DANGLING_ENTRY: {
    severity: 'error',
    title: 'A list of referrers contains a manifest that does not exist',
    advice: 'attach the artifact again, or run "pratique clean" on the image',
  },
  WRONG_SUBJECT: {
    severity: 'error',
    title: 'A listed artifact names another subject',
    advice: 'find out who wrote the list; no verifier accepts this artifact for the image it is listed for',
  },
  UNREADABLE_ARTIFACT: {
    severity: 'error',
    title: 'An artifact cannot be read',
    advice: 'sign the image again; if another tool can read the artifact, report a bug in Pratique',
  },
  MISSING_PAYLOAD: {
    severity: 'error',
    title: 'The payload of an artifact does not exist',
    advice: 'copy or sign the image again; the registry’s garbage collection may have run in between',
  },
  TRUST_METADATA_LOST: {
    severity: 'error',
    title: 'The trust metadata that bind the tags were deleted',
    advice:
      'publish the copy on this machine again with "pratique trust repo restore", and find out what deleted the tag, such as a cleanup job',
  },
  TRUST_METADATA_INVALID: {
    severity: 'error',
    title: 'The trust metadata that bind the tags cannot be verified',
    advice:
      'verification of every tag fails. Find out who wrote the metadata; restore a good copy with "pratique trust repo restore" on a machine that verified the repository before',
  },
  TRUST_METADATA_INCOMPLETE: {
    severity: 'warning',
    title: 'Earlier roots of the trust metadata are missing',
    advice:
      'machines that trust a missing root cannot follow to the current one. Run "pratique trust repo restore" on a machine that has all roots',
  },
  TRUST_METADATA_EXPIRED: {
    severity: 'error',
    title: 'Trust metadata has expired',
    advice:
      'renew the timestamp with "pratique trust repo renew", other roles with "pratique trust witness", the root with "pratique trust key rotate"',
  },
  TRUST_METADATA_EXPIRES: {
    severity: 'warning',
    title: 'Trust metadata expires soon',
    advice:
      'renew the timestamp with "pratique trust repo renew", other roles with "pratique trust witness", the root with "pratique trust key rotate"',
  },
  COPY_NOT_RECORDED: {
    severity: 'warning',
    title: 'The trust metadata is that of another repository, and no trust policy was found that records the copy',
    advice:
      'record the copy: "pratique copy --record pratique.yaml", or copies in the trust section; doctor reads the policy that verify reads. If the repository is not to be a copy, find out who wrote the metadata',
  },
  COPY_BEHIND: {
    severity: 'warning',
    title: 'The trust metadata of the copy is older than that of the source',
    advice: 'copy again with "pratique copy"; until then the copy verifies by its older metadata, and not at all after that has expired',
  },
  COPIED_TAG_DIFFERS: {
    severity: 'warning',
    title: 'A tag of the copy does not point to the image that the source signs',
    advice: 'verification of the tag fails. Copy it again with "pratique copy", or find out who moved it',
  },
  COPIED_METADATA_LOST: {
    severity: 'error',
    title: 'The copied trust metadata that bind the tags were deleted',
    advice: 'copy them again with "pratique copy", and find out what deleted the tag, such as a cleanup job',
  },
  COPIED_METADATA_EXPIRED: {
    severity: 'error',
    title: 'The copied trust metadata has expired',
    advice: 'copy again with "pratique copy"; if it has expired at the source too, renew it there with "pratique trust repo renew" first',
  },
  COPIED_METADATA_EXPIRES: {
    severity: 'warning',
    title: 'The copied trust metadata expires soon',
    advice: 'copy again with "pratique copy"; it is renewed at the source with "pratique trust repo renew"',
  },
  TOO_MANY_SIGNATURES: {
    severity: 'error',
    title: 'There are more signatures than Pratique reads',
    advice: 'remove those that are no longer needed with "pratique clean"',
  },
} as const satisfies Record<string, DiagnosisRow>;
