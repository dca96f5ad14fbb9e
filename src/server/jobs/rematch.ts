import { z } from 'zod';
import { type AdvisoryStore } from '../../advisory/store/advisory-store.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { advisoryOpener, type OfSlice } from '../../scan/advisory-opener.ts';
import { changedKeys, noteMatched, type ChangedKey } from '../ingest/changed-keys.ts';
import { judgeImagesOf } from '../ingest/judge-images.ts';
import { noteAdvisories } from '../ingest/note-advisories.ts';
import { rematchKeys } from '../ingest/rematch-keys.ts';
import { refreshExploited } from '../ingest/refresh-exploited.ts';
import { noteChanges } from '../notify/note-changes.ts';
import { type Job, type JobContext } from './job.ts';

/** Matches what is stored with the advisories of now, without reading any image again: only packages about which something changed. */
export const rematch: Job<object> = {
  name: 'rematch',
  policy: 'stately',
  retries: 5,
  expireInSeconds: 6 * 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, context) => {
    const { db, settings, runtime } = context;
    const slices = await listSlices(context);
    if (slices.length === 0) return { keys: 0, sets: 0, images: 0 };
    const { store } = await advisoryOpener(settings.scan, runtime)(slices);
    await using opened = store;
    const total = { keys: 0, sets: 0, images: 0 };
    for await (const keys of changedKeys(db, opened)) {
      runtime.signal.throwIfAborted();
      const done = await rematchPage(keys, opened, context);
      total.keys += keys.length;
      total.sets += done.sets;
      total.images += done.images;
      runtime.progress({ id: 'rematch', label: 'packages matched again', done: total.keys, unit: 'items' });
    }
    total.images += await db.transaction().execute((transaction) => refreshExploited(transaction, opened));
    return total;
  },
};

/** One transaction for each page: stopped in the middle, what is done is done, and the rest is still known to be changed. */
async function rematchPage(
  keys: readonly ChangedKey[],
  store: AdvisoryStore,
  { db, runtime }: JobContext,
): Promise<{ readonly sets: number; readonly images: number }> {
  return db.transaction().execute(async (transaction) => {
    const { generation } = await noteAdvisories(transaction, store.used());
    const ids = keys.map(({ id }) => id);
    const { sets, introduced } = await rematchKeys(transaction, store, ids, { generation, now: runtime.now() });
    const judged = await judgeImagesOf(transaction, sets);
    await noteChanges(transaction, { introduced, judged, trigger: 'advisories' });
    await noteMatched(transaction, keys);
    return { sets: sets.length, images: judged.length };
  });
}

async function listSlices({ db }: JobContext): Promise<readonly OfSlice[]> {
  const rows = await db.selectFrom('advisory_key').select('shard').distinct().execute();
  return rows.map(({ shard }) => {
    const at = shard.indexOf('@');
    return at === -1 ? { ecosystem: shard as EcosystemId } : { ecosystem: shard.slice(0, at) as EcosystemId, release: shard.slice(at + 1) };
  });
}
