import { z } from 'zod';
import { severities } from '../../model/severity.ts';
import { verdicts } from './image.ts';
import { digest, time } from './page.ts';

/** What to do first, over all images that the caller may see. */
export const overview = z
  .strictObject({
    images: z.strictObject({
      total: z.int(),
      failing: z.int().describe('Whose policy failed'),
      urgent: z.int().describe('With a critical or high finding that has a fix'),
      exploited: z.int().describe('With a vulnerability that is known to be exploited'),
      incomplete: z.int().describe('Of which a part could not be scanned'),
    }),
    fixes: z
      .array(
        z.strictObject({
          ecosystem: z.string(),
          name: z.string(),
          version: z.string().optional().describe('The highest of the versions that fix them'),
          vulnerabilities: z.int(),
          findings: z.int().describe('Findings that it removes, over all images'),
          images: z.int(),
          isExploited: z.boolean(),
        }),
      )
      .describe('Upgrades that remove most of the urgent findings'),
    news: z
      .array(
        z.strictObject({ id: z.string(), title: z.string().optional(), severity: z.enum(severities), firstSeenAt: time, images: z.int() }),
      )
      .describe('Vulnerabilities that were seen here for the first time, the newest first'),
    blindSpots: z.array(z.strictObject({ digest, name: z.string(), completeness: z.string(), issues: z.int() })),
    jobs: z.strictObject({ running: z.int(), failed: z.int().describe('In the last seven days') }),
    advisories: z.strictObject({ generation: z.int(), at: time }),
  })
  .meta({ id: 'Overview' });

export const pastScan = z
  .strictObject({
    reference: z.string(),
    trigger: z.string(),
    outcome: z.enum(['succeeded', 'failed']),
    verdict: z.enum(verdicts).optional(),
    error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    finishedAt: time,
  })
  .meta({ id: 'PastScan' });
