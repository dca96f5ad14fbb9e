import { messageOf } from '../../../lib/text/message-of.ts';
import { type TrustReason } from '../../../model/trust/trust-reasons.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';

/** What tuf-js 5 says, by what it means. It wraps refused snapshots and targets into plain text, so that the text is all there is to go by. */
const meanings: readonly (readonly [RegExp, TrustReason])[] = [
  [/answered with status 40[34]/, 'METADATA_MISSING'],
  [/expired/i, 'METADATA_EXPIRED'],
  [
    /less than current version|Expected version|Version \S+ of \S+ does not match|version doesn't match|Missing file .* in new snapshot/i,
    'METADATA_ROLLBACK',
  ],
  [/signed by \d+\/\d+ keys|no valid delegation|No delegation found/i, 'SIGNATURES_BELOW_THRESHOLD'],
  [/hash|length/i, 'METADATA_HASH_MISMATCH'],
];

/** What tuf-js refused, as a refusal of ours. Everything that is not known is refused too: as malformed. */
export function toRefusal(error: unknown, mirror: URL): VerificationError {
  const text = messageOf(error);
  const reason = meanings.find(([pattern]) => pattern.test(text))?.[1] ?? 'METADATA_MALFORMED';
  const line = text.replace(/^Unable to load \w+ (?:metadata )?error (?:\w*Error: )?/, '').slice(0, 300);
  return new VerificationError(reason, mirror.href, `the metadata of ${mirror.href} is not believed: ${line}`, { cause: error });
}
