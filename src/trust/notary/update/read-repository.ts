import { HttpError } from '../../../lib/http/http-error.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type DelegationName, type RoleName } from '../../tuf/role-name.ts';
import { listRoleTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { updateRepository } from '../../tuf/update-repository.ts';
import { type UpdateStep } from '../../tuf/update-step.ts';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { type NotaryContext } from '../notary-context.ts';
import { withDeadline } from '../../../lib/http/with-deadline.ts';
import { expiryNotices } from './expiry-notices.ts';

export interface ReadOptions {
  /** Delegations to read in addition to `targets/releases`; all of them when absent. */
  readonly delegations?: 'all' | readonly DelegationName[];
  /** Whether it is read to be changed: expired or broken snapshot, targets and delegations are then accepted, because they are signed again. */
  readonly isForChange?: boolean;
  /** Whether to read expired metadata to be changed without a cached timestamp to compare with; see `UpdateOptions`. */
  readonly isExpiryAccepted?: boolean;
  /** Whether the cache is left as it is. */
  readonly isCacheUnchanged?: boolean;
  /** Whether there is no cache: nothing is compared with earlier versions, and nothing is remembered. */
  readonly isCacheIgnored?: boolean;
}

type Fetch = (step: Extract<UpdateStep, { readonly kind: 'fetch' }>, runtime: Runtime) => Promise<Buffer | undefined>;

/**
 * The repository as its remote serves it now, verified against the cache within one deadline, and then cached. Its notices are for the user: first
 * use, cached data, what expires soon. Throws VerificationError for what is not trusted, and REGISTRY_* when the remote does not answer and the
 * cache may not be used. To be changed, expired metadata that this machine has never seen is refused with TRUST_CACHE_MISSING, unless the context
 * accepts it: then the tags that become valid again are logged.
 */
export async function readRepository(context: NotaryContext, given: ReadOptions = {}): Promise<TrustedRepository> {
  const { runtime } = context;
  const options = given.isCacheIgnored === true ? { ...given, isCacheUnchanged: true } : given;
  const startedAt = runtime.now();
  const cache = new MetadataCache(context.directory, context.gun);
  const kept = options.isCacheIgnored === true ? new Map<RoleName, Buffer>() : await cache.read();
  const fetchRemote: Fetch = ({ role, version, hash, maxBytes }, inner) =>
    context.remote.fetch({ role, ...(hash === undefined ? {} : { hash }), ...(version === undefined ? {} : { version }) }, maxBytes, inner);
  try {
    const repository = await driveExpired(context, options, { startedAt, kept, cache, fetch: fetchRemote });
    if (options.isCacheUnchanged !== true) await keep(repository, kept, cache);
    // Commands that change a repository show no notices, and a root that is trusted from now on must not go unnoticed.
    if (options.isForChange === true && options.isCacheUnchanged !== true && repository.trustRoot.kind === 'first use')
      runtime.log.notice(repository.notices[0] ?? '');
    return { ...repository, notices: [...repository.notices, ...expiryNotices(repository, startedAt, context)] };
  } catch (error) {
    const isUnreachable = error instanceof PratiqueError && error.code === 'REGISTRY_UNREACHABLE';
    if (!isUnreachable || context.isOfflineAllowed !== true || !kept.has('timestamp')) throw error;
    const repository = await readCachedRepository(context, options);
    const cachedAt = (await cache.keptAt())?.toISOString() ?? 'an unknown time';
    const notice = `from cache, written at ${cachedAt}: ${context.remote.name} cannot be reached`;
    return { ...repository, notices: [notice, ...repository.notices, ...expiryNotices(repository, startedAt, context)] };
  }
}

/**
 * The repository as this machine knows it, verified again; `files` are those of the cache when absent. Throws VerificationError where they are
 * incomplete or not trusted.
 */
export async function readCachedRepository(
  context: NotaryContext,
  options: ReadOptions = {},
  files?: ReadonlyMap<RoleName, Buffer>,
): Promise<TrustedRepository> {
  const cache = new MetadataCache(context.directory, context.gun);
  const kept = files ?? (await cache.read());
  const fetch: Fetch = ({ role, version }) => Promise.resolve(version === undefined ? kept.get(role) : undefined);
  return drive(context, options, { startedAt: context.runtime.now(), kept, cache, fetch });
}

/** As {@link drive}; what has expired and cannot be compared is refused or, where the context accepts it, logged. */
async function driveExpired(context: NotaryContext, options: ReadOptions, how: Drive): Promise<TrustedRepository> {
  try {
    return await drive(context, options, how);
  } catch (error) {
    if (options.isForChange !== true || !isExpired(error)) throw error;
    if (context.isExpiryAccepted !== true)
      throw new PratiqueError('TRUST_CACHE_MISSING', `${error.message}, and ${context.directory.path} has no earlier copy to compare it with`, {
        cause: error,
      });
    const repository = await drive(context, { ...options, isExpiryAccepted: true }, how);
    const { gun, runtime } = context;
    runtime.log.warn(`${error.message}. It is accepted without a copy to compare it with (--accept-expired). These tags become valid again:`);
    for (const { tag, sha256, role } of listRoleTags(repository)) runtime.log.warn(`  ${gun}:${tag} sha256:${sha256} (${role})`);
    return repository;
  }
} // prettier-ignore

/** Of the two roles that say what is current. */
function isExpired(error: unknown): error is VerificationError {
  return (
    error instanceof VerificationError && error.code === 'METADATA_EXPIRED' && (error.object === 'timestamp' || error.object === 'snapshot')
  );
}

interface Drive {
  readonly startedAt: Date;
  readonly kept: ReadonlyMap<RoleName, Buffer>;
  readonly cache: MetadataCache;
  readonly fetch: Fetch;
}

async function drive(context: NotaryContext, options: ReadOptions, { startedAt, kept, cache, fetch }: Drive): Promise<TrustedRepository> {
  const { gun, pins, runtime, remote } = context;
  const update = updateRepository({
    gun,
    startedAt,
    pins,
    kept,
    delegations: options.delegations ?? 'all',
    isForChange: options.isForChange ?? false,
    isExpiryAccepted: options.isExpiryAccepted ?? false,
  });
  const run = async (inner: Runtime): Promise<TrustedRepository> => {
    const keptRoot = kept.get('root');
    const isKnown = keptRoot !== undefined && (await cache.isKnownRoot(keptRoot));
    let step = update.next();
    while (step.done !== true) {
      // An accepted root is stored even when a later step fails.
      if (step.value.kind === 'root-accepted' && options.isCacheUnchanged !== true) {
        await cache.write('root', step.value.bytes);
        // What a known root signed is known. Without a cached root nothing is known yet.
        if (isKnown) await cache.noteKnownRoot(step.value.bytes);
      }
      step = update.next(step.value.kind === 'fetch' ? await fetch(step.value, inner) : undefined);
    }
    return step.value;
  };
  try {
    return await withDeadline(limits.notaryReadMs, `${gun}: ${remote.name}`, runtime, run);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new PratiqueError(error.kind === 'timeout' ? 'REGISTRY_UNREACHABLE' : 'ABORTED', error.message, { cause: error });
  }
}

/** Only a complete, verified set replaces the one before it. */
async function keep(repository: TrustedRepository, kept: ReadonlyMap<RoleName, Buffer>, cache: MetadataCache): Promise<void> {
  if (isPinned(repository)) await cache.noteKnownRoot(repository.root.bytes);
  const delegations = [...repository.targets].map(([role, { file }]) => [role, file.bytes] as const);
  const files: readonly (readonly [RoleName, Buffer])[] = [
    ...delegations,
    ['snapshot', repository.snapshot.bytes],
    ['timestamp', repository.timestamp.bytes],
  ];
  for (const [role, bytes] of files) if (kept.get(role)?.equals(bytes) !== true) await cache.write(role, bytes);
}

function isPinned({ trustRoot: { kind } }: TrustedRepository): boolean {
  return kind === 'pinned certificate' || kind === 'pinned authority';
}
