import { sql } from 'kysely';
import { z } from 'zod';
import { Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';

const state = z.strictObject({ status: z.literal('ok') });

export const healthz = route({
  method: 'GET',
  path: '/healthz',
  access: 'public',
  summary: 'Whether the process runs',
  tag: 'operation',
  status: 200,
  answer: state,
  handle: () => Promise.resolve({ status: 'ok' as const }),
});

export const readyz = route({
  method: 'GET',
  path: '/readyz',
  access: 'public',
  summary: 'Whether it can serve requests: the database answers, and it is not stopping',
  tag: 'operation',
  status: 200,
  answer: state,
  handle: async (_request, { db, runtime }) => {
    if (runtime.signal.aborted) throw new Problem(503, 'the server is stopping', { headers: { 'retry-after': '5' } });
    await sql`select 1`.execute(db);
    return { status: 'ok' as const };
  },
});
