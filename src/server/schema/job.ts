import { z } from 'zod';
import { time } from './page.ts';

export const jobStates = ['created', 'retry', 'active', 'completed', 'cancelled', 'failed'] as const;

export const job = z
  .strictObject({
    id: z.uuid(),
    kind: z.string(),
    subject: z.string(),
    state: z.enum(jobStates),
    attempt: z.int(),
    attempts: z.int().describe('How often it is tried at most'),
    priority: z.int(),
    createdAt: time,
    startedAt: time.optional(),
    finishedAt: time.optional(),
    progress: z.strictObject({ label: z.string(), done: z.number(), total: z.number().optional(), unit: z.string() }).optional(),
    output: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Job' });

export const accepted = z.strictObject({ job: z.uuid(), state: z.string() }).meta({ id: 'Accepted' });
