import { z } from 'zod';
import { messageOf } from '../../lib/text/message-of.ts';
import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { type Runtime } from '../../model/runtime.ts';
import { createRegistryClient } from '../../oci/registry/registry-client.ts';
import { findImageId } from '../queries/images.ts';
import { removeTag } from '../queries/tags.ts';
import { registryFor } from '../registry/registry-for.ts';
import { watchSettings, type WatchSettings } from '../schema/repository.ts';
import { enqueueJob, type Job, type JobContext } from './job.ts';
import { scanImage } from './scan-image.ts';

interface Watched {
  readonly id: number;
  readonly project_id: number;
  readonly registry: string;
  readonly name: string;
  readonly watch: WatchSettings;
}

/** Looks at repositories that nothing notifies about: a tag that is new or points elsewhere is scanned, one that is gone is removed. A digest that is known is not pulled. */
export const watchRepositories: Job<object> = {
  name: 'watch',
  policy: 'stately',
  retries: 2,
  expireInSeconds: 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, context) => {
    const rows = await context.db
      .selectFrom('repository')
      .select(['id', 'project_id', 'registry', 'name', 'watch'])
      .where('watch', 'is not', null)
      .where('is_enabled', '=', true)
      .execute();
    const total = { repositories: rows.length, scans: 0, removed: 0, failed: 0 };
    for (const row of rows) {
      try {
        const { scans, removed } = await look({ ...row, watch: watchSettings.parse(row.watch) }, context, context.runtime);
        total.scans += scans;
        total.removed += removed;
      } catch (error) {
        // One registry that is away keeps no other from being looked at.
        if (context.runtime.signal.aborted) throw error;
        total.failed += 1;
        context.runtime.log.warn('a repository cannot be watched', { repository: `${row.registry}/${row.name}`, reason: messageOf(error) });
      }
    }
    return total;
  },
};

async function look(
  watched: Watched,
  context: JobContext,
  runtime: Runtime,
): Promise<{ readonly scans: number; readonly removed: number }> {
  const { db } = context;
  const { id, project_id: project, registry, name, watch } = watched;
  await using client = await createRegistryClient(registry, await registryFor(registry, project, context));
  const repository = client.repository(name);
  const listing = await repository.listTags(runtime);
  const wanted = listing.items.filter((tag) => !/^sha256-[0-9a-f]{64}/.test(tag) && matchesWildcard(tag, watch.tags)).slice(-watch.newest);
  let scans = 0;
  for (const tag of wanted) {
    const found = await repository.findManifest(tag, runtime);
    const known = await db.selectFrom('tag').select('digest').where('repository_id', '=', id).where('name', '=', tag).executeTakeFirst();
    if (
      found === undefined ||
      (known?.digest === found.digest && (await findImageId(db, [project], found.digest, ['pulled'])) !== undefined)
    )
      continue;
    const reference = `${registry}/${name}:${tag}`;
    await enqueueJob(
      context,
      scanImage,
      { project, subject: reference, input: { reference, trigger: 'watch' } },
      { key: `${project} ${reference}` },
    );
    scans += 1;
  }
  const there = new Set(listing.items);
  const gone = listing.isComplete
    ? (await db.selectFrom('tag').select('name').where('repository_id', '=', id).execute()).filter((tag) => !there.has(tag.name))
    : [];
  for (const tag of gone) await removeTag(db, project, registry, name, tag.name);
  await db.updateTable('repository').set({ checked_at: runtime.now() }).where('id', '=', id).execute();
  return { scans, removed: gone.length };
}
