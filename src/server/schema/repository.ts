import { z } from 'zod';
import { time } from './page.ts';

/** What of a repository is looked at where nothing notifies. */
export const watchSettings = z.strictObject({
  tags: z.string().min(1).max(200).default('*').describe('Pattern of tags, with * for any characters'),
  newest: z.int().min(1).max(1_000).default(20).describe('At most so many tags, the last in the order of the registry'),
});
export type WatchSettings = z.infer<typeof watchSettings>;

export const repository = z
  .strictObject({
    id: z.int(),
    project: z.string(),
    registry: z.string(),
    name: z.string(),
    isEnabled: z.boolean().describe('Whether pushes are scanned'),
    watch: watchSettings.optional(),
    tags: z.int(),
    checkedAt: time.optional(),
  })
  .meta({ id: 'Repository' });

export const repositoryChange = z.strictObject({
  repository: z.string().min(1).max(600).describe('`registry/name`, without a tag'),
  project: z.string().max(100).default('default'),
  isEnabled: z.boolean().default(true),
  watch: watchSettings.nullable().optional().describe('Absent: as it is. null: not watched'),
});
