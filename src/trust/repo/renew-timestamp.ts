import { JsonError } from '../../lib/json/json-error.ts';
import { field, readObject, readString } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type NotaryContext } from '../notary/notary-context.ts';
import { readRepository } from '../notary/update/read-repository.ts';
import { signMetadata, type MetadataSigner } from '../tuf/sign-metadata.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';

const dayMs = 86_400_000;

export interface RenewedTimestamp {
  readonly version: number;
  readonly expires: Date;
}

/**
 * Signs the timestamp anew, so that readers know that what they see is not held back: to be run more often than it expires, such as nightly in CI.
 * It may have expired: the rest is then read as of the moment before, and still must be valid. Throws KEY_NOT_FOUND without the timestamp's key,
 * CHANGE_INVALID where a server signs timestamps, TRUST_CONFLICT when others were faster, and what reading and publishing throw.
 */
export async function renewTimestamp(context: NotaryContext, days = 14): Promise<RenewedTimestamp> {
  const { remote, runtime, gun } = context;
  if (remote.serverKeys !== undefined)
    throw new PratiqueError('CHANGE_INVALID', `${remote.name} signs the timestamp of ${gun} itself`, { hint: 'there is nothing to renew' });
  const now = runtime.now();
  const asOf = new Date(Math.min(now.getTime(), (await publishedExpiry(context)).getTime() - 1_000));
  const repository = await readRepository({ ...context, runtime: { ...runtime, now: () => asOf } });
  const expires = new Date(now.getTime() + days * dayMs);
  const version = repository.timestamp.content.version + 1;
  const bytes = signMetadata({ ...repository.timestamp.content, version, expires }, await timestampSigners(context, repository));
  if ((await remote.publish(new Map([['timestamp', bytes]]), runtime)) === 'conflict')
    throw new PratiqueError('TRUST_CONFLICT', `${gun}: somebody else published at the same time`);
  await readRepository(context);
  return { version, expires };
}

/** What the published timestamp says of itself; it is verified afterwards. */
async function publishedExpiry({ remote, runtime, gun }: NotaryContext): Promise<Date> {
  const bytes = await remote.fetch({ role: 'timestamp' }, limits.timestampMetadataBytes, runtime);
  if (bytes === undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${remote.name} has no trust data of ${gun}`);
  try {
    const bounds = { maxBytes: limits.timestampMetadataBytes, maxDepth: limits.metadataDepth };
    const signed = readObject(field(readObject(parseJsonBounded(bytes, bounds), 'timestamp'), 'signed'), 'signed');
    const expires = new Date(readString(field(signed, 'expires'), 'expires'));
    if (Number.isNaN(expires.getTime())) throw new JsonError('type', 'expires is not a time');
    return expires;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('DOCUMENT_INVALID', `the timestamp in ${remote.name}: ${error.message}`, { cause: error });
  }
}

async function timestampSigners({ keys, gun }: NotaryContext, { root }: TrustedRepository): Promise<readonly MetadataSigner[]> {
  const { keyIds, threshold } = root.content.roles.timestamp;
  const signers: MetadataSigner[] = [];
  for (const key of keyIds.flatMap((id) => root.content.keys.get(id) ?? [])) {
    if ((await keys.find(key.canonicalId)) === undefined) continue;
    signers.push({ key, privateKey: (await keys.open(key.canonicalId)).reveal() });
  }
  if (signers.length >= threshold) return signers;
  throw new PratiqueError('KEY_NOT_FOUND', `the key that signs the timestamp of ${gun} is not here`);
}
