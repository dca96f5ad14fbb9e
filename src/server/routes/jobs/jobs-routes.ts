import { z } from 'zod';
import { type Caller } from '../../auth/caller.ts';
import { notFound, Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { findJob, listJobs } from '../../queries/jobs.ts';
import { job, jobStates } from '../../schema/job.ts';
import { pageOf, pageQuery } from '../../schema/page.ts';
import { type ServerContext } from '../../server-context.ts';

const params = z.strictObject({ id: z.uuid() });

export const listJobsRoute = route({
  method: 'GET',
  path: '/api/v1/jobs',
  access: 'viewer',
  summary: 'List jobs, the newest first; failed ones can be started again',
  tag: 'jobs',
  query: z.strictObject({ ...pageQuery, kind: z.string().max(100).optional(), state: z.enum(jobStates).optional() }),
  status: 200,
  answer: pageOf(job),
  handle: ({ query, caller }, { db, keys }) => listJobs(db, keys, caller, query),
});

export const getJob = route({
  method: 'GET',
  path: '/api/v1/jobs/{id}',
  access: 'viewer',
  summary: 'Read a job',
  tag: 'jobs',
  params,
  status: 200,
  answer: job,
  handle: ({ params: { id }, caller }, context) => requireJob(id, caller, context),
});

export const stopJob = route({
  method: 'POST',
  path: '/api/v1/jobs/{id}/stop',
  access: 'editor',
  summary: 'Stop a job that waits or runs; it writes nothing more',
  tag: 'jobs',
  params,
  status: 200,
  answer: job,
  handle: async ({ params: { id }, caller }, context) => {
    const { kind, state } = await requireJob(id, caller, context);
    if (['completed', 'cancelled', 'failed'].includes(state)) throw new Problem(409, `job ${id} has ended: ${state}`);
    await context.queue.cancel(kind, [id]);
    return requireJob(id, caller, context);
  },
});

export const retryJob = route({
  method: 'POST',
  path: '/api/v1/jobs/{id}/retry',
  access: 'editor',
  summary: 'Start a failed or stopped job again',
  tag: 'jobs',
  params,
  status: 200,
  answer: job,
  handle: async ({ params: { id }, caller }, context) => {
    const { kind, state } = await requireJob(id, caller, context);
    if (state !== 'failed' && state !== 'cancelled') throw new Problem(409, `job ${id} has neither failed nor been stopped: ${state}`);
    await context.queue.retry(kind, id);
    return requireJob(id, caller, context);
  },
});

const pollMs = 500;

export const watchJob = route({
  method: 'GET',
  path: '/api/v1/jobs/{id}/events',
  access: 'viewer',
  summary: 'Follow a job as server-sent events until it ends',
  tag: 'jobs',
  params,
  handle: async ({ params: { id }, caller, signal }, context) => {
    const first = await requireJob(id, caller, context);
    return new RawAnswer(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, follow(first, caller, signal, context));
  },
});

/** An event for each change; a comment now and then keeps proxies from closing the connection. */
async function* follow(
  first: z.input<typeof job>,
  caller: Caller,
  signal: AbortSignal,
  context: ServerContext,
): AsyncGenerator<string, void, undefined> {
  let last = '';
  let current: z.input<typeof job> | undefined = first;
  for (let silent = 0; current !== undefined && !signal.aborted; silent += 1) {
    const text = JSON.stringify(current);
    if (text !== last) yield `event: job\ndata: ${text}\n\n`;
    else if (silent % 30 === 0) yield ': \n\n';
    last = text;
    if (['completed', 'cancelled', 'failed'].includes(current.state)) return;
    await context.runtime.sleep(pollMs);
    current = await findJob(context.db, caller, first.id);
  }
}

async function requireJob(id: string, caller: Caller, { db }: ServerContext): Promise<z.input<typeof job>> {
  const found = await findJob(db, caller, id);
  if (found === undefined) throw notFound(`job ${id}`);
  return found;
}
