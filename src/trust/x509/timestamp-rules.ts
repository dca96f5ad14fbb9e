/** How far a timestamp may differ from the smallest form of RFC 3161 and still be read. */
export interface TimestampRules {
  /** `BER`: CMS allows it (RFC 5652, section 1), and some authorities send it. */
  readonly encoding: 'DER' | 'BER';
  /** What CMS allows and a timestamp does not need: other versions, revocation lists, signers named by key identifier, a text beside the status. */
  readonly surplus: 'refused' | 'ignored';
}

/** One timestamp has one spelling, so that a changed byte is a refusal. */
export const exactTimestamp: TimestampRules = { encoding: 'DER', surplus: 'refused' };

/** Whatever authorities of the world send. */
export const anyTimestamp: TimestampRules = { encoding: 'BER', surplus: 'ignored' };
