import { PratiqueError } from '../../model/pratique-error.ts';
import { type NotaryContext } from '../notary/notary-context.ts';
import { openSigners } from '../notary/publish/open-signers.ts';
import { readRepository } from '../notary/update/read-repository.ts';
import { signMetadata } from '../tuf/sign-metadata.ts';

const dayMs = 86_400_000;

export interface RenewedTimestamp {
  readonly version: number;
  readonly expires: Date;
}

/**
 * Signs the timestamp anew, so that readers know that what they see is not held back: to be run more often than it expires, such as nightly in CI.
 * It may have expired; nothing else may. Throws KEY_NOT_FOUND without the timestamp's key, CHANGE_INVALID where a server signs timestamps,
 * TRUST_CONFLICT when others were faster, and what reading and publishing throw.
 */
export async function renewTimestamp(context: NotaryContext, days = 14): Promise<RenewedTimestamp> {
  const { remote, runtime, gun } = context;
  if (remote.serverKeys !== undefined)
    throw new PratiqueError('CHANGE_INVALID', `${remote.name} signs the timestamp of ${gun} itself`, { hint: 'there is nothing to renew' });
  const repository = await readRepository(context, { isForChange: true });
  const expires = new Date(runtime.now().getTime() + days * dayMs);
  const version = repository.timestamp.content.version + 1;
  const { keyIds, threshold } = repository.root.content.roles.timestamp;
  const listed = keyIds.flatMap((id) => repository.root.content.keys.get(id) ?? []);
  const signers = await openSigners('timestamp', listed, threshold, context.keys);
  const bytes = signMetadata({ ...repository.timestamp.content, version, expires }, signers);
  if ((await remote.publish(new Map([['timestamp', bytes]]), runtime)) === 'conflict')
    throw new PratiqueError('TRUST_CONFLICT', `${gun}: somebody else published at the same time`);
  // Strictly now: what has expired besides is told to the one who can sign it anew.
  await readRepository(context);
  return { version, expires };
}
