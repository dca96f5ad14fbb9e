import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { type FeedPlace, type LocalOptions } from '../../advisory/local/local-options.ts';
import { refreshSlices } from '../../advisory/local/refresh-slices.ts';
import { parseSliceDirectory } from '../../advisory/local/slice.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { enqueueRematch } from './enqueue-rematch.ts';
import { type Job } from './job.ts';

/** Downloads what changed of the advisories that scans have used, then has everything matched with them. */
export const updateAdvisories: Job<object> = {
  name: 'update-advisories',
  policy: 'stately',
  retries: 3,
  expireInSeconds: 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, context) => {
    const { local } = context.settings.scan;
    const output = local?.feeds === undefined ? { slices: 0 } : await update({ ...local, feeds: local.feeds }, context.runtime);
    await enqueueRematch(context, ['all packages']);
    return output;
  },
};

async function update({ sources, base: _base, ...local }: LocalOptions & { readonly feeds: FeedPlace }, runtime: Runtime): Promise<object> {
  const slices = existsSync(local.root)
    ? readdirSync(local.root)
        .map(parseSliceDirectory)
        .filter((slice) => slice !== undefined)
    : [];
  const result = await refreshSlices(slices, await sources(), { ...local, isForced: true }, runtime);
  const failures = result.slices.flatMap((slice) => slice.failures);
  if (failures.length > 0 && result.slices.every(({ status }) => status === 'failed'))
    throw new PratiqueError('FETCH_FAILED', `advisories could not be updated: ${failures[0]!.source}: ${failures[0]!.reason}`);
  return {
    slices: slices.length,
    updated: result.slices.filter(({ status }) => status === 'updated').length,
    failed: failures.map(({ source }) => source),
  };
}
