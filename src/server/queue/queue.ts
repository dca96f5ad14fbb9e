import PgBoss from 'pg-boss';
import { CompiledQuery, type Transaction } from 'kysely';
import { type ServerDatabase } from '../../postgres/server-database.ts';
import { type Tables } from '../../postgres/tables.ts';

/** How the jobs of one kind are kept; the kind's file in `jobs/` says it. */
export interface QueueRow {
  readonly name: string;
  /** `standard`; `short`: one waiting for each key; `stately`: one waiting and one running for each key. */
  readonly policy: 'standard' | 'short' | 'stately';
  readonly retries: number;
  /** Longer than any such job takes: seconds. A worker that dies is noticed much earlier. */
  readonly expireInSeconds: number;
}

export interface EnqueueOptions {
  /** Jobs of one key that wait are one job, where the kind's policy says so. */
  readonly key?: string;
  /** Higher goes first: a person who waits before a sweep. */
  readonly priority?: number;
  /** Enqueues with the other writes of a transaction. */
  readonly transaction?: Transaction<Tables>;
  readonly startAfterSeconds?: number;
}

export interface ClaimedJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** Which attempt this is, counted from 1, and whether another follows if it fails. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Names this attempt: when it is another, the job was taken away. */
  readonly startedOn: Date;
}

/** Jobs in PostgreSQL, kept by pg-boss. What runs them is `jobs/run-worker.ts`. */
export class Queue {
  readonly #boss: PgBoss;
  readonly #database: ServerDatabase;
  /** Called when a job was put in by this process. */
  #onEnqueued: (name: string) => void = () => undefined;

  private constructor(boss: PgBoss, database: ServerDatabase) {
    this.#boss = boss;
    this.#database = database;
  }

  /** `supervises`: whether this process also archives and expires jobs, as workers do. */
  static async start(database: ServerDatabase, rows: readonly QueueRow[], options: { readonly supervises: boolean }): Promise<Queue> {
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: [...(await database.executeSql(text, values)).rows] }) },
      schema: 'pgboss',
      supervise: options.supervises,
      schedule: false,
      migrate: true,
      archiveCompletedAfterSeconds: 7 * 86_400,
      archiveFailedAfterSeconds: 30 * 86_400,
      deleteAfterDays: 30,
    });
    // Errors of its own upkeep: tried again at the next round.
    boss.on('error', () => undefined);
    await boss.start();
    const known = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const { name, policy, retries, expireInSeconds } of rows) {
      const row = { name, policy, retryLimit: retries, retryDelay: 2, retryBackoff: true, expireInSeconds, retentionDays: 30 };
      if (known.has(name)) await boss.updateQueue(name, row);
      else await boss.createQueue(name, row);
    }
    return new Queue(boss, database);
  }

  /** The job's id; that of the waiting job of the same key where there is one already. */
  async enqueue(name: string, data: object, options: EnqueueOptions = {}): Promise<string> {
    const { key, priority = 0, transaction, startAfterSeconds } = options;
    const id = await this.#boss.send(name, data, {
      priority,
      ...(key === undefined ? {} : { singletonKey: key }),
      ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
      ...(transaction === undefined ? {} : { db: inTransaction(transaction) }),
    });
    if (id !== null) {
      this.#onEnqueued(name);
      return id;
    }
    const sql = `select id from pgboss.job where name = $1 and singleton_key = $2 and state < 'active' order by created_on desc limit 1`;
    const rows =
      transaction === undefined
        ? (await this.#database.executeSql(sql, [name, key])).rows
        : (await transaction.executeQuery(CompiledQuery.raw(sql, [name, key]))).rows;
    const [row] = rows as { readonly id: string }[];
    // It was claimed in between: what it reads may be older than this request, so there is a new one.
    return row?.id ?? this.enqueue(name, data, options);
  }

  onEnqueued(listener: (name: string) => void): void {
    this.#onEnqueued = listener;
  }

  async claim(name: string, count: number): Promise<readonly ClaimedJob[]> {
    const jobs = await this.#boss.fetch<object>(name, { batchSize: count, includeMetadata: true });
    return jobs.map(({ id, data, retryCount, retryLimit, startedOn }) => ({
      id,
      name,
      data,
      attempt: retryCount + 1,
      isLastAttempt: retryCount >= retryLimit,
      startedOn,
    }));
  }

  /** Ends the job in the transaction that writes its results: both are there, or neither. Throws {@link JobTaken} where the job is no longer this worker's. */
  async completeIn(transaction: Transaction<Tables>, job: ClaimedJob, output: object): Promise<void> {
    await assertOwned(transaction, job);
    await this.#boss.complete(job.name, job.id, output, { db: inTransaction(transaction) });
  }

  complete(job: ClaimedJob, output: object): Promise<void> {
    return this.#boss.complete(job.name, job.id, output);
  }

  /** `isFinal`: trying again would give the same. Otherwise it is tried again after a while, as often as its kind says. */
  async fail(job: Pick<ClaimedJob, 'id' | 'name'>, output: object, isFinal = false): Promise<void> {
    if (isFinal)
      await this.#database.executeSql(`update pgboss.job set retry_limit = retry_count where name = $1 and id = $2 and state = 'active'`, [
        job.name,
        job.id,
      ]);
    await this.#boss.fail(job.name, job.id, output);
  }

  /** Puts a running job back as it was, for another worker; the attempt does not count. */
  async release({ id, name }: Pick<ClaimedJob, 'id' | 'name'>): Promise<void> {
    await this.#database.executeSql(
      `update pgboss.job set state = 'retry', start_after = now(), retry_count = greatest(retry_count - 1, 0) where name = $1 and id = $2 and state = 'active'`,
      [name, id],
    );
  }

  cancel(name: string, ids: readonly string[]): Promise<void> {
    return this.#boss.cancel(name, [...ids]);
  }

  /** Starts a stopped or failed job again. */
  async retry(name: string, id: string): Promise<void> {
    await this.#boss.retry(name, id);
    await this.#boss.resume(name, id);
    this.#onEnqueued(name);
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false, wait: false, close: false });
  }
}

/** The job was stopped, or its worker was given up and another has it: what was done for it must not be written. */
export class JobTaken extends Error {
  override readonly name = 'JobTaken';
}

/** Holds the job's row until the transaction ends, so that a stop either comes before and is seen, or comes after the results. */
async function assertOwned(transaction: Transaction<Tables>, { name, id, startedOn }: ClaimedJob): Promise<void> {
  const sql = `select state::text as state, started_on from pgboss.job where name = $1 and id = $2 for update`;
  const { rows } = await transaction.executeQuery(CompiledQuery.raw(sql, [name, id]));
  const [row] = rows as { readonly state: string; readonly started_on: Date }[];
  if (row?.state !== 'active' || row.started_on.getTime() !== startedOn.getTime()) throw new JobTaken(`job ${id} was taken away`);
}

function inTransaction(transaction: Transaction<Tables>): PgBoss.Db {
  return {
    executeSql: async (text, values: unknown[]) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
