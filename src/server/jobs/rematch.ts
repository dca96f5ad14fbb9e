import { z } from 'zod';
import { type Job } from './job.ts';

/** Matches what is stored with advisories that changed, without reading any image again. */
export const rematch: Job<object> = {
  name: 'rematch',
  policy: 'stately',
  retries: 5,
  expireInSeconds: 6 * 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: () => Promise.resolve({}),
};
