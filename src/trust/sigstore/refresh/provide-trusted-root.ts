import { readFileSync } from 'node:fs';
import { HttpError } from '../../../lib/http/http-error.ts';
import { withDeadline } from '../../../lib/http/with-deadline.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readTrustedRoot } from '../trusted-root/read-trusted-root.ts';
import { type TrustedRoot } from '../trusted-root/trusted-root.ts';
import { type FetchOptions } from './http-fetcher.ts';
import { findKeptRoot, type KeptRoot, type RefreshRecord } from './kept-root.ts';
import { publicGoodInstance, type SigstoreInstance } from './public-good-instance.ts';

export interface TrustedRootOptions {
  /** Where the root and the metadata of mirrors are kept between runs. */
  readonly directory: string;
  readonly isOffline: boolean;
  readonly fetch: FetchOptions;
  /** Sigstore's public good instance by default. */
  readonly instance?: SigstoreInstance;
}

export interface ProvidedRoot {
  readonly root: TrustedRoot;
  /** Sentences for the user: fetched just now, or how old it is and why it was not refreshed. */
  readonly notices: readonly string[];
}

/**
 * The trusted root where the user names none: the kept one while its TUF timestamp is valid, else that after a refresh, else, when the mirror cannot be
 * reached or is refused, what is kept or built in, with its age. Nothing whose TUF root has expired is taken. Throws TRUSTED_ROOT_EXPIRED,
 * TRUSTED_ROOT_INVALID and ABORTED.
 */
export async function provideTrustedRoot(options: TrustedRootOptions, runtime: Runtime): Promise<ProvidedRoot> {
  const kept = await findKeptRoot(options.directory);
  if (kept !== undefined && isCurrent(kept, runtime.now()))
    return { root: readRoot(kept.path), notices: offlineNotice(kept, options, runtime) };
  const { mirror } = kept?.refresh ?? options.instance ?? publicGoodInstance;
  const problem = options.isOffline ? '--offline was given' : await findRefreshProblem(mirror, options, runtime);
  if (problem === undefined) return readRefreshed(kept, mirror, options.directory);
  return kept?.refresh === undefined ? useBuiltIn(problem, options, runtime) : useKept(kept.path, kept.refresh, problem, runtime);
}

/** A root that was put there by hand is its owner's to replace. */
function isCurrent({ refresh }: KeptRoot, now: Date): boolean {
  return refresh === undefined || (now < refresh.timestampExpiresAt && now < refresh.rootExpiresAt);
}

function offlineNotice({ refresh }: KeptRoot, { isOffline }: TrustedRootOptions, runtime: Runtime): readonly string[] {
  return isOffline && refresh !== undefined
    ? [`used the trusted root that was refreshed ${formatAge(refresh.refreshedAt, runtime)} (--offline)`]
    : [];
}

/** Refreshes, and answers why it could not; a mirror that is refused is no worse than one that is not there, and cannot take away what is trusted already. */
async function findRefreshProblem(mirror: URL, options: TrustedRootOptions, runtime: Runtime): Promise<string | undefined> {
  const { directory, fetch, instance = publicGoodInstance } = options;
  const { refreshTrustedRoot } = await import('./refresh-trusted-root.ts');
  try {
    await withDeadline(limits.trustedRootRefreshMs, mirror.host, runtime, (inner) =>
      refreshTrustedRoot({ ...fetch, mirror, directory, instance }, inner),
    );
    return undefined;
  } catch (error) {
    const isOutside = error instanceof PratiqueError || error instanceof VerificationError || error instanceof HttpError;
    if (!isOutside || runtime.signal.aborted) throw error;
    return error.message;
  }
}

async function readRefreshed(before: KeptRoot | undefined, mirror: URL, directory: string): Promise<ProvidedRoot> {
  const kept = await findKeptRoot(directory);
  if (kept === undefined) throw new Error('a root that was refreshed is not there');
  return {
    root: readRoot(kept.path),
    notices: before === undefined ? [`fetched sigstore’s trusted root from ${mirror.href} to ${kept.path}`] : [],
  };
}

function useKept(path: string, { refreshedAt, rootExpiresAt }: RefreshRecord, problem: string, runtime: Runtime): ProvidedRoot {
  if (runtime.now() >= rootExpiresAt) throw expired(`the trusted root ${path} expired on ${formatDay(rootExpiresAt)}`, problem);
  return {
    root: readRoot(path),
    notices: [`used the trusted root that was refreshed ${formatAge(refreshedAt, runtime)}, since it could not be refreshed: ${problem}`],
  };
}

async function useBuiltIn(problem: string, { instance = publicGoodInstance }: TrustedRootOptions, runtime: Runtime): Promise<ProvidedRoot> {
  const { trustedRoot, publishedOn, expiresAt } = await instance.loadSeed();
  const expires = new Date(expiresAt);
  if (runtime.now() >= expires) throw expired(`the trusted root built into pratique expired on ${formatDay(expires)}`, problem);
  const notice = `used the trusted root built into pratique, published ${formatAge(new Date(publishedOn), runtime)}, since none could be fetched: ${problem}`;
  return { root: readTrustedRoot(Buffer.from(trustedRoot), `built in, published ${publishedOn}`), notices: [notice] };
}

function expired(what: string, problem: string): PratiqueError {
  return new PratiqueError('TRUSTED_ROOT_EXPIRED', `${what}, and could not be refreshed: ${problem}`);
}

function readRoot(path: string): TrustedRoot {
  return readTrustedRoot(readFileSync(path), path);
}

function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function formatAge(date: Date, runtime: Runtime): string {
  const days = Math.max(Math.floor((runtime.now().getTime() - date.getTime()) / 86_400_000), 0);
  return `on ${formatDay(date)} (${days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`})`;
}
