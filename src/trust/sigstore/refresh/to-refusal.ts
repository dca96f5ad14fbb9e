import { messageOf } from '../../../lib/text/message-of.ts';
import { type TrustReason } from '../../../model/trust/trust-reasons.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';

/** Messages of tuf-js 5 by their meaning. It wraps refused snapshots and targets into plain text, so the text is all there is. */
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

/** A refusal by tuf-js as one of ours. An unknown message counts as malformed metadata. */
export function toRefusal(error: unknown, mirror: URL): VerificationError {
  const text = messageOf(error);
  const reason = meanings.find(([pattern]) => pattern.test(text))?.[1] ?? 'METADATA_MALFORMED';
  const line = text.replace(/^Unable to load \w+ (?:metadata )?error (?:\w*Error: )?/, '').slice(0, 300);
  return new VerificationError(reason, mirror.href, `the metadata of ${mirror.href} was refused: ${line}`, { cause: error });
}
