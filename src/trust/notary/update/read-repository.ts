import { HttpError } from '../../../lib/http/http-error.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type DelegationName, type RoleName } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { updateRepository } from '../../tuf/update-repository.ts';
import { type UpdateStep } from '../../tuf/update-step.ts';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { type NotaryContext } from '../notary-context.ts';
import { withDeadline } from '../../../lib/http/with-deadline.ts';
import { expiryNotices } from './expiry-notices.ts';

export interface ReadOptions {
  /** Delegations to look at besides `targets/releases`; all of them when absent. */
  readonly delegations?: 'all' | readonly DelegationName[];
  /** Whether it is read to be changed: what has expired or needs mending among snapshot, targets and delegations does not stop it then. */
  readonly isForChange?: boolean;
}

type Fetch = (step: Extract<UpdateStep, { readonly kind: 'fetch' }>, runtime: Runtime) => Promise<Buffer | undefined>;

/**
 * The repository as its remote has it now, verified against what was kept, within one deadline; kept in turn. Its notices say what a
 * reader must know: first use, kept data, what expires soon. Throws VerificationError for what is not believed, REGISTRY_* when the
 * remote does not answer and nothing kept may be used.
 */
export async function readRepository(context: NotaryContext, options: ReadOptions = {}): Promise<TrustedRepository> {
  const { runtime } = context;
  const startedAt = runtime.now();
  const cache = new MetadataCache(context.directory, context.gun);
  const kept = await cache.read();
  const fetchRemote: Fetch = ({ role, version, hash, maxBytes }, inner) =>
    context.remote.fetch({ role, ...(hash === undefined ? {} : { hash }), ...(version === undefined ? {} : { version }) }, maxBytes, inner);
  try {
    const repository = await drive(context, options, { startedAt, kept, cache, fetch: fetchRemote });
    await keep(repository, kept, cache);
    return { ...repository, notices: [...repository.notices, ...expiryNotices(repository, startedAt)] };
  } catch (error) {
    const isUnreachable = error instanceof PratiqueError && error.code === 'REGISTRY_UNREACHABLE';
    if (!isUnreachable || context.isOfflineAllowed !== true || !kept.has('timestamp')) throw error;
    const fetchKept: Fetch = ({ role, version }) => Promise.resolve(version === undefined ? kept.get(role) : undefined);
    const repository = await drive(context, options, { startedAt, kept: await cache.read(), cache, fetch: fetchKept });
    const keptAt = (await cache.keptAt())?.toISOString() ?? 'an unknown time';
    const notice = `from cache, kept at ${keptAt}: ${context.remote.name} cannot be reached`;
    return { ...repository, notices: [notice, ...repository.notices, ...expiryNotices(repository, startedAt)] };
  }
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
  });
  const run = async (inner: Runtime): Promise<TrustedRepository> => {
    let step = update.next();
    while (step.done !== true) {
      // A root that is trusted for good outlives whatever else goes wrong.
      if (step.value.kind === 'root-accepted') await cache.write('root', step.value.bytes);
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

/** Only a whole set that is good replaces the one before it. */
async function keep(repository: TrustedRepository, kept: ReadonlyMap<RoleName, Buffer>, cache: MetadataCache): Promise<void> {
  const delegations = [...repository.targets].map(([role, { file }]) => [role, file.bytes] as const);
  const files: readonly (readonly [RoleName, Buffer])[] = [
    ...delegations,
    ['snapshot', repository.snapshot.bytes],
    ['timestamp', repository.timestamp.bytes],
  ];
  for (const [role, bytes] of files) if (kept.get(role)?.equals(bytes) !== true) await cache.write(role, bytes);
}
