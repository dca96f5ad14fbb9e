import { randomUUID } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Runtime } from '../model/runtime.ts';
import { migrate } from '../postgres/migrate.ts';
import { openServerDatabase, type DatabasePlace } from '../postgres/open-server-database.ts';
import { makeFirstToken } from './auth/first-token.ts';
import { ServerKeys } from './auth/secrets.ts';
import { createApp } from './http/app.ts';
import { jobs } from './jobs/jobs.ts';
import { runWorker, type Worker } from './jobs/run-worker.ts';
import { runSchedule } from './jobs/run-schedule.ts';
import { peerApis } from './peer/peer-settings.ts';
import { RequestFigures } from './metrics/request-figures.ts';
import { Queue } from './queue/queue.ts';
import { routes } from './routes/routes.ts';
import { type ServerContext, type ServerSettings } from './server-context.ts';

export type ServerRole = 'web' | 'worker' | 'all';

export interface ServeOptions {
  readonly database: DatabasePlace;
  /** What secrets are encrypted with: 32 bytes. */
  readonly key: Buffer;
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly role: ServerRole;
  readonly settings: ServerSettings;
  readonly requestsPerMinute: number;
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  /** Shown once: of the first administrator, where this start made it. */
  readonly firstToken?: string;
  readonly context: ServerContext;
}

/** Longest wait for jobs that run when the server is stopped; then they are put back for another worker. */
const patienceMs = 3_000;

/** Starts the server: database, schema, queue, then the workers and the HTTP server that its role wants. Every role answers /healthz and /readyz. */
export async function serve(options: ServeOptions, runtime: Runtime): Promise<RunningServer> {
  const { role, settings, host, port } = options;
  const database = await openServerDatabase(options.database);
  try {
    await migrate(database);
    const queue = await Queue.start(database, jobs, { supervises: role !== 'web' });
    const context: ServerContext = {
      database,
      db: database.db,
      queue,
      keys: new ServerKeys(options.key),
      settings,
      requests: new RequestFigures(),
      runtime,
    };
    const firstToken = await makeFirstToken(database.db);
    const spoken = routes.filter(({ peer, tag }) => peer === undefined || (settings.peers?.apis ?? peerApis).some((id) => id === tag));
    const served = role === 'worker' ? spoken.filter(({ tag }) => tag === 'operation') : spoken;
    const app = await createApp(served, context, {
      ...options,
      onAnswered: (route, status, milliseconds) => context.requests.note(route, status, milliseconds),
    });
    await app.listen({ host, port }).catch((cause: unknown) => {
      throw new PratiqueError('USAGE', `cannot listen on ${host}:${port}`, { cause, hint: 'choose another address with --listen' });
    });
    const worker = role === 'web' ? undefined : runWorker(jobs, `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`, context);
    const ending = new AbortController();
    const schedule = role === 'web' ? Promise.resolve() : runSchedule(context, ending.signal);
    const address = app.server.address() as AddressInfo;
    return {
      url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
      ...(firstToken === undefined ? {} : { firstToken }),
      context,
      [Symbol.asyncDispose]: async () => {
        ending.abort();
        await schedule;
        await stop(app, worker, queue, database);
      },
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** In this order: no new requests, no new jobs, what runs ends or is put back, then the database closes. */
async function stop(
  app: { close(): Promise<unknown> },
  worker: Worker | undefined,
  queue: Queue,
  database: AsyncDisposable,
): Promise<void> {
  await Promise.all([app.close(), worker?.stop(patienceMs)]);
  await queue.stop();
  await database[Symbol.asyncDispose]();
}
