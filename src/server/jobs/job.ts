import { type Transaction } from 'kysely';
import { type z } from 'zod';
import { type Tables } from '../../postgres/tables.ts';
import { type ClaimedJob, type EnqueueOptions, type QueueRow } from '../queue/queue.ts';
import { type ServerContext, type ServerSettings } from '../server-context.ts';

/**
 * One kind of work in the background; each is one file of this folder and one line in `jobs.ts`. It runs at least once: what it did must be the same when it is
 * done again, and what it writes with `finish` is written once.
 */
export interface Job<Input = unknown> extends QueueRow {
  readonly input: z.ZodType<Input>;
  /** Jobs of this kind that one process runs at a time. */
  concurrency(settings: ServerSettings): number;
  /** What it returns is kept with the job and shown. A PratiqueError fails the job with its code; the kind says which codes are worth another attempt. */
  run(input: Input, context: JobContext): Promise<object>;
  /** Called when no attempt is left. */
  gaveUp?(input: Input, error: Error, context: JobContext): Promise<void>;
}

export interface JobContext extends ServerContext {
  readonly job: ClaimedJob;
  /** The project that it was put in for; absent for work of the server itself. */
  readonly project?: number;
  /** Writes results and ends the job in one transaction. Throws `JobTaken` where the job was stopped, and nothing is written. */
  finish(write: (transaction: Transaction<Tables>) => Promise<object>): Promise<object>;
}

/** What is kept in the queue. */
export interface JobData<Input> {
  readonly project: number | null;
  /** For people: a reference, a repository. */
  readonly subject: string;
  readonly input: Input;
}

/** Puts a job in the queue; its id. */
export function enqueueJob<Input>(
  { queue }: Pick<ServerContext, 'queue'>,
  job: Job<Input>,
  data: JobData<Input>,
  options: EnqueueOptions = {},
): Promise<string> {
  return queue.enqueue(job.name, data, options);
}
