import { z } from 'zod';

const days = z.int().min(1).max(36_500);

/** What a project keeps; everything where a member is absent. */
export const retention = z
  .strictObject({
    scansPerImage: z.int().min(1).max(100_000).optional().describe('Scans in the history of each image'),
    scanDays: days.optional().describe('Days that scans stay in the history; the last of each image stays'),
    untaggedImageDays: days.optional().describe('Days that an image stays after its last scan, once no tag points to it'),
  })
  .meta({ id: 'Retention' });
