import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime, sleepUnlessAborted } from '../../model/runtime.ts';
import { type ClaimedJob, JobTaken } from '../queue/queue.ts';
import { beatJobs, findLostJobs, findTakenJobs, noteProgress } from '../queries/job-progress.ts';
import { type ServerContext } from '../server-context.ts';
import { isWorthAnotherAttempt } from './is-worth-another-attempt.ts';
import { type Job, type JobContext, type JobData } from './job.ts';

const pollMs = 1_000;
const beatMs = 1_000;
const progressMs = 500;

interface Running {
  readonly job: ClaimedJob;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export interface Worker {
  /** Takes no more jobs, waits for those that run, then puts back what is left. */
  stop(patienceMs: number): Promise<void>;
  /** Aborts a job of this process at once. */
  abort(jobId: string): void;
}

/** Runs the jobs of these kinds until it is stopped. `name` names the process among all workers. */
export function runWorker(kinds: readonly Job[], name: string, context: ServerContext): Worker {
  const running = new Map<string, Running>();
  const stopping = new AbortController();
  const wakers = new Map<string, () => void>();
  context.queue.onEnqueued((kind) => wakers.get(kind)?.());
  const loops = kinds.map((kind) => claimLoop(kind));
  const upkeep = upkeepLoop();

  async function claimLoop(kind: Job): Promise<void> {
    const most = kind.concurrency(context.settings);
    while (!stopping.signal.aborted) {
      const mine = [...running.values()].filter(({ job }) => job.name === kind.name).length;
      const claimed = mine >= most ? [] : await claim(kind, most - mine);
      for (const job of claimed) start(kind, job);
      if (claimed.length === 0 || mine + claimed.length >= most) await idle(kind.name);
    }
  }

  /** A database that does not answer is asked again later. */
  async function claim(kind: Job, count: number): Promise<readonly ClaimedJob[]> {
    try {
      return await context.queue.claim(kind.name, count);
    } catch (error) {
      context.runtime.log.warn('jobs cannot be claimed', { kind: kind.name, reason: messageOf(error) });
      return [];
    }
  }

  async function idle(kind: string): Promise<void> {
    const woken = new AbortController();
    wakers.set(kind, () => woken.abort());
    const signal = AbortSignal.any([woken.signal, stopping.signal]);
    await wait(pollMs, undefined, { signal }).catch(() => undefined);
  }

  function start(kind: Job, job: ClaimedJob): void {
    const abort = new AbortController();
    const done = runJob(kind, job, name, abort.signal, context).finally(() => {
      running.delete(job.id);
      wakers.get(kind.name)?.();
    });
    running.set(job.id, { job, abort, done });
  }

  async function upkeepLoop(): Promise<void> {
    for (let round = 0; !stopping.signal.aborted || running.size > 0; round += 1) {
      try {
        const jobs = [...running.values()].map(({ job }) => job);
        await beatJobs(context.db, name, jobs);
        for (const id of await findTakenJobs(context.db, jobs)) running.get(id)?.abort.abort(new JobTaken(`job ${id} was taken away`));
        if (round % 10 === 0)
          for (const lost of await findLostJobs(context.db)) await context.queue.fail(lost, { message: 'its worker stopped' });
      } catch (error) {
        context.runtime.log.warn('the database does not answer', { reason: messageOf(error) });
      }
      await wait(beatMs, undefined, { signal: stopping.signal }).catch(() => wait(50));
    }
  }

  return {
    abort: (id) => running.get(id)?.abort.abort(new JobTaken(`job ${id} was stopped`)),
    stop: async (patienceMs) => {
      stopping.abort();
      await Promise.all(loops);
      const all = Promise.all([...running.values()].map(({ done }) => done));
      await Promise.race([all, wait(patienceMs)]);
      const left = [...running.values()];
      for (const { job, abort } of left) {
        await context.queue.release(job);
        abort.abort(new JobTaken('the worker stops'));
      }
      await Promise.all(left.map(({ done }) => done));
      await upkeep;
    },
  };
}

async function runJob(kind: Job, job: ClaimedJob, worker: string, signal: AbortSignal, server: ServerContext): Promise<void> {
  const { project, input } = job.data as JobData<unknown>;
  const ending = { isDone: false };
  const context: JobContext = {
    ...server,
    job,
    ...(project === null ? {} : { project }),
    runtime: jobRuntime(job, worker, signal, server),
    finish: async (write) => {
      const output = await inTransactions(server, async () =>
        server.db.transaction().execute(async (transaction) => {
          const result = await write(transaction);
          await server.queue.completeIn(transaction, job, result);
          return result;
        }),
      );
      ending.isDone = true;
      return output;
    },
  };
  try {
    const output = await kind.run(kind.input.parse(input), context);
    if (!ending.isDone) await server.queue.complete(job, output);
  } catch (error) {
    await fail(kind, error instanceof Error ? error : new Error(String(error)), context);
  }
}

async function fail(kind: Job, error: Error, context: JobContext): Promise<void> {
  const { job, queue, runtime } = context;
  if (error instanceof JobTaken || runtime.signal.aborted) return;
  const isFinal = !isWorthAnotherAttempt(error);
  const output =
    error instanceof PratiqueError
      ? { code: error.code, message: error.message, hint: error.hint }
      : { message: 'an error of the program; see its log' };
  runtime.log.warn('a job failed', { kind: job.name, job: job.id, attempt: job.attempt, reason: error.stack ?? error.message });
  try {
    if (isFinal || job.isLastAttempt) await kind.gaveUp?.(kind.input.parse((job.data as JobData<unknown>).input), error, context);
    await queue.fail(job, output, isFinal);
  } catch (again) {
    // The database is away: the job is found without a sign of life, and tried again.
    runtime.log.warn('the failure of a job cannot be stored', { job: job.id, reason: messageOf(again) });
  }
}

const conflictCodes = new Set(['40001', '40P01']);
const mostConflicts = 5;

/** Again where PostgreSQL chose this transaction to give way to another. */
async function inTransactions<T>({ runtime }: ServerContext, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!conflictCodes.has(code) || attempt >= mostConflicts) throw error;
      await runtime.sleep(20 * attempt + Math.random() * 50);
    }
  }
}

/** Its progress goes to a table, where every web process can see it. */
function jobRuntime(job: ClaimedJob, worker: string, signal: AbortSignal, { db, runtime }: ServerContext): Runtime {
  let last = 0;
  return {
    ...runtime,
    signal,
    sleep: (milliseconds) => sleepUnlessAborted(milliseconds, signal),
    progress: (event) => {
      const now = performance.now();
      if (now - last < progressMs && event.finished !== true) return;
      last = now;
      noteProgress(db, job.id, worker, event).catch(() => undefined);
    },
  };
}
