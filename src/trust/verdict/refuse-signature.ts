import { type TrustedSignature, type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { type SeenContents } from './evidence.ts';
import { formatDuration } from './policy/duration.ts';

/** The clock of whoever stated the time may be this much ahead of ours: milliseconds. */
const clockSkewMs = 300_000;

/** Checks that apply to every signature, whatever its scheme checked: right content, not expired, not too old. */
export function refuseSignature(
  signature: TrustedSignature,
  { digests, conflicts }: SeenContents,
  now: Date,
  maxAgeMs: number | undefined,
): TrustRefusal | undefined {
  const { digest, expires, signedAt } = signature;
  if (!digests.has(digest)) return refusal(signature, 'DIGEST_DIFFERS', `signs ${digest}, not ${[...digests].join(' or ')}`);
  const conflict = conflicts?.get(digest);
  if (conflict !== undefined) return refusal(signature, 'PLATFORM_DIFFERS', `signs ${digest}, but not the index: ${conflict}`);
  if (expires !== undefined && expires.getTime() < now.getTime())
    return refusal(signature, 'SIGNATURE_STALE', `was valid until ${expires.toISOString()}`);
  if (maxAgeMs === undefined) return undefined;
  if (signedAt === undefined)
    return refusal(
      signature,
      'SIGNATURE_STALE',
      `no log or timestamp states when it was made, and the policy allows an age of at most ${formatDuration(maxAgeMs)}`,
    );
  const ageMs = now.getTime() - signedAt.time.getTime();
  if (ageMs < -clockSkewMs) return refusal(signature, 'SIGNATURE_STALE', `was made ${signedAt.time.toISOString()}, which is in the future`);
  if (ageMs > maxAgeMs)
    return refusal(signature, 'SIGNATURE_STALE', `was made ${signedAt.time.toISOString()}, more than ${formatDuration(maxAgeMs)} ago`);
  return undefined;
}

export function refusal({ scheme, signer, foundAt }: TrustedSignature, code: TrustRefusal['code'], message: string): TrustRefusal {
  return { scheme, code, object: `${foundAt} by ${signer.name}`, message };
}
