import { z } from 'zod';
import { channels } from '../notify/channels.ts';
import { eventKinds } from '../notify/notice.ts';
import { time } from './page.ts';

export const receiver = z
  .strictObject({
    id: z.int(),
    project: z.string(),
    name: z.string(),
    channel: z.string(),
    host: z.string().describe('Where messages go; the rest of the address is a secret'),
    events: z.array(z.enum(eventKinds)),
    createdAt: time,
    pending: z.int().describe('Messages that wait'),
    failed: z.int().describe('Messages that were given up'),
    lastError: z.string().optional(),
  })
  .meta({ id: 'Receiver' });

export const newReceiver = z.strictObject({
  name: z.string().min(1).max(100),
  channel: z.enum(channels.map(({ id }) => id) as [string, ...string[]]),
  target: z.url().max(2_000).describe('https://…, or syslog://host:port, syslog+tcp://host:port'),
  events: z
    .array(z.enum(eventKinds))
    .min(1)
    .default([...eventKinds]),
  project: z.string().max(100).default('default'),
});

export const madeReceiver = z
  .strictObject({ id: z.int(), secret: z.string().describe('What messages of the channel `webhook` are signed with; shown once') })
  .meta({ id: 'MadeReceiver' });
