import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type Runtime } from '../model/runtime.ts';
import { buildStamp } from './build-stamp.ts';
import { type MatchInput, type NewMatches } from './match-anew.ts';
import { recall, remember } from './remembered.ts';

export type MatchedCatalog = Omit<NewMatches, 'isWhole'>;

export interface MatchCatalogInput extends MatchInput {
  /** Names these packages among all that were ever catalogued; absent when they may not be remembered. */
  readonly identity?: string;
}

/** Packages → findings. What a cache knows of these packages and these very advisories is not worked out again, and the code for it not loaded. */
export async function matchCatalog(
  input: MatchCatalogInput,
  store: AdvisoryStore,
  cache: FileCache | undefined,
  runtime: Runtime,
): Promise<MatchedCatalog> {
  const now = runtime.now();
  const { identity, ...matchInput } = input;
  const key =
    identity === undefined
      ? undefined
      : JSON.stringify(['matched', buildStamp, identity, input.baseLayerCount ?? -1, store.digest, now.toISOString().slice(0, 10)]);
  const known = await recall(key, cache);
  if (known !== undefined) return revive(known as MatchedCatalog);
  const { matchAnew } = await import('./match-anew.ts');
  const { isWhole, ...result } = await matchAnew(matchInput, store, now);
  if (key !== undefined && isWhole) await remember(key, result, cache, runtime);
  return result;
}

/** Dates are the one thing that JSON does not bring back. */
function revive(matched: MatchedCatalog): MatchedCatalog {
  const { builtAt, ...used } = matched.used;
  return { ...matched, used: builtAt === undefined ? used : { ...used, builtAt: new Date(builtAt) } };
}
