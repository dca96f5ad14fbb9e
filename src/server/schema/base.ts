import { z } from 'zod';
import { counts } from './image.ts';
import { digest, time } from './page.ts';

const scanned = z.strictObject({ digest, name: z.string(), created: time.optional(), counts });

export const base = z
  .strictObject({
    layer: z.string().describe('Digest of its uppermost layer, uncompressed; images of it are listed with `base`'),
    createdBy: z.string().optional().describe('Instruction that made that layer'),
    images: z.int().describe('Images that are built on it'),
    image: scanned.optional().describe('The base itself, where it was scanned'),
    newer: z
      .strictObject({ tag: z.string(), digest, created: time.optional(), counts: counts.optional().describe('Absent until it is scanned') })
      .optional()
      .describe('What a tag of the base points to now, where that is another image'),
  })
  .meta({ id: 'Base' });
