import { PratiqueError } from '../../model/pratique-error.ts';
import { type NotaryContext } from '../notary/notary-context.ts';
import { sharedKeyIds } from '../notary/publish/key-missing.ts';
import { openSigners } from '../notary/publish/open-signers.ts';
import { readRepository } from '../notary/update/read-repository.ts';
import { signMetadata } from '../tuf/sign-metadata.ts';

const dayMs = 86_400_000;

export interface RenewedTimestamp {
  readonly version: number;
  readonly expires: Date;
}

/**
 * Signs a new timestamp, which proves to clients that the metadata they see are current. Run it before the timestamp expires, for example nightly in CI.
 * Only the timestamp may have expired already, and only if this machine has cached it or an earlier one.
 * Throws TRUST_CACHE_MISSING, KEY_NOT_FOUND without the timestamp key, CHANGE_INVALID where a server signs timestamps, TRUST_CONFLICT when someone else published at the same time, and what reading and publishing throw.
 */
export async function renewTimestamp(context: NotaryContext, days = 14): Promise<RenewedTimestamp> {
  const { remote, runtime, gun } = context;
  if (remote.serverKeys !== undefined)
    throw new PratiqueError('CHANGE_INVALID', `cannot renew the timestamp of ${gun}: ${remote.name} signs it`, {
      hint: 'nothing to do: Notary servers renew their timestamps',
    });
  const repository = await readRepository(context, { isForChange: true });
  const expires = new Date(runtime.now().getTime() + days * dayMs);
  const version = repository.timestamp.content.version + 1;
  const { keyIds, threshold } = repository.root.content.roles.timestamp;
  const listed = keyIds.flatMap((id) => repository.root.content.keys.get(id) ?? []);
  const signers = await openSigners('timestamp', listed, threshold, context.keys, sharedKeyIds(repository.root.content));
  const bytes = signMetadata({ ...repository.timestamp.content, version, expires }, signers);
  if ((await remote.publish(new Map([['timestamp', bytes]]), runtime)) === 'conflict')
    throw new PratiqueError('TRUST_CONFLICT', `cannot renew the timestamp of ${gun}: another client published at the same time`, {
      hint: 'nothing was renewed; run the command again',
    });
  // Read it again with strict expiry, so that the publisher learns what else has expired.
  await readRepository(context);
  return { version, expires };
}
