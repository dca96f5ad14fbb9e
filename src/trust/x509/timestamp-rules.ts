/** What a timestamp may contain beyond the minimal form of RFC 3161. */
export interface TimestampRules {
  /** `BER`: CMS allows it (RFC 5652, section 1), and some authorities send it. */
  readonly encoding: 'DER' | 'BER';
  /** Content that CMS allows and a timestamp does not need: other versions, revocation lists, signers named by key identifier, a status text. */
  readonly surplus: 'refused' | 'ignored';
}

/** A timestamp has one encoding, so that every changed byte is refused. */
export const exactTimestamp: TimestampRules = { encoding: 'DER', surplus: 'refused' };

/** Everything that timestamp authorities send in practice. */
export const anyTimestamp: TimestampRules = { encoding: 'BER', surplus: 'ignored' };
