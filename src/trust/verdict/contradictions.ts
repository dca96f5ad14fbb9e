import { type commonTrustReasons } from '../../model/trust/common-trust-reasons.ts';
import { type notaryTrustReasons } from '../../model/trust/notary-trust-reasons.ts';
import { type TrustReason } from '../../model/trust/trust-reasons.ts';

/** What refused trust metadata say about the image: that it is another one or that they are forged, or nothing. */
type Stance = 'contradiction' | 'absence';

/**
 * Trust metadata name one content for a tag, so they can contradict other signatures. A signature of sigstore or Notation cannot: anyone who can push may
 * put one for another image beside this one. `require: any` is about absence: missing, expired or unreadable metadata leave the decision to the other
 * schemes. A new reason does not compile until it is placed here.
 */
const stances: Readonly<Record<keyof typeof notaryTrustReasons | keyof typeof commonTrustReasons, Stance>> = {
  // The tag is signed for other content.
  DIGEST_DIFFERS: 'contradiction',
  SIZE_DIFFERS: 'contradiction',
  TAG_MOVED: 'contradiction',
  // Signed metadata that were replayed, or that conflict with what was verified before.
  METADATA_ROLLBACK: 'contradiction',
  METADATA_EQUIVOCATION: 'contradiction',
  ROLE_DROPPED: 'contradiction',
  // Metadata by other keys than the trusted ones.
  SIGNATURES_BELOW_THRESHOLD: 'contradiction',
  ROOT_CHAIN_BROKEN: 'contradiction',
  ROOT_PIN_MISMATCH: 'contradiction',
  ROOT_CERTIFICATE_NAME: 'contradiction',
  ROOT_CACHE_INVALID: 'contradiction',
  // The metadata are there to be asked, and nothing that this machine trusts could say whether they contradict the image.
  ROOT_PIN_REQUIRED: 'contradiction',
  // Nothing was signed, or not by those whom the policy wants.
  SIGNATURE_MISSING: 'absence',
  IDENTITY_REQUIRED: 'absence',
  IDENTITY_MISMATCH: 'absence',
  KEY_MISMATCH: 'absence',
  ANNOTATION_MISMATCH: 'absence',
  PLATFORM_DIFFERS: 'absence',
  THRESHOLD_NOT_REACHED: 'absence',
  ATTESTATION_MISSING: 'absence',
  ATTESTATION_REFUSED: 'absence',
  TARGET_NOT_SIGNED: 'absence',
  PUBLISHER_NOT_TRUSTED: 'absence',
  POLICY_MISSING: 'absence',
  POLICY_IGNORES: 'absence',
  POLICY_FORBIDS: 'absence',
  // Metadata that prove nothing any more, or that cannot be used.
  SIGNATURE_STALE: 'absence',
  METADATA_EXPIRED: 'absence',
  METADATA_MISSING: 'absence',
  METADATA_MALFORMED: 'absence',
  METADATA_TYPE_WRONG: 'absence',
  METADATA_TOO_LARGE: 'absence',
  METADATA_VERSION_INVALID: 'absence',
  METADATA_HASH_MISMATCH: 'absence',
  METADATA_HASH_MISSING: 'absence',
  ROLE_THRESHOLD_INVALID: 'absence',
  ROLE_NAME_INVALID: 'absence',
  ROLE_KEY_INVALID: 'absence',
  ROLE_KEY_TOO_SHORT: 'absence',
  ROLE_KEY_ID_MISMATCH: 'absence',
  ROOT_ROTATIONS_LIMIT: 'absence',
  ROOT_CERTIFICATE_INVALID: 'absence',
  ROOT_CERTIFICATE_EXPIRED: 'absence',
  LIMIT_REACHED: 'absence',
};

/** Whether trust metadata that were refused for this reason refuse the image, whatever the other schemes find. */
export function isContradiction(reason: TrustReason): boolean {
  return new Map<string, Stance>(Object.entries(stances)).get(reason) === 'contradiction';
}

/** For the guide, which lists them. */
export const contradictions: readonly string[] = Object.entries(stances).flatMap(([reason, stance]) =>
  stance === 'contradiction' ? [reason] : [],
);
