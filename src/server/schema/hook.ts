import { z } from 'zod';
import { hookFormats } from '../hooks/hook-formats.ts';
import { time } from './page.ts';

export const hook = z
  .strictObject({
    id: z.int(),
    project: z.string(),
    name: z.string(),
    format: z.string(),
    registry: z.string(),
    path: z.string().describe('Where the registry sends its notifications'),
    createdAt: time,
  })
  .meta({ id: 'Hook' });

export const newHook = z.strictObject({
  name: z.string().min(1).max(100),
  format: z.enum(hookFormats.map(({ id }) => id) as [string, ...string[]]),
  registry: z.string().min(1).max(300).describe('Host of the registry, with its port: messages about others are ignored'),
  project: z.string().max(100).default('default'),
});

export const madeHook = hook
  .extend({ secret: z.string().describe('Shown once'), proof: z.string().describe('How the registry has to send it') })
  .meta({ id: 'MadeHook' });
