import { createServer, type AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { enqueueJob } from '../../src/server/jobs/job.ts';
import { scanImage } from '../../src/server/jobs/scan-image.ts';
import { JobTaken } from '../../src/server/queue/queue.ts';
import { until } from '../support/until.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

const reference = 'registry.invalid/lab/app:1';
const data = { project: 1, subject: reference, input: { reference, trigger: 'person' as const } };

/** A registry that takes connections and never answers. */
async function startSilentRegistry(): Promise<AsyncDisposable & { readonly host: string; connections: number }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    silent.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const silent = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return silent;
}

describeOnBoth('a job', (place) => {
  it('writes nothing once another has it, and is tried again when its worker is gone', async () => {
    await using server = await startServer({ database: await place(), change: { role: 'web' } });
    const { context } = server.server;
    const { queue, db } = context;
    const id = await enqueueJob(context, scanImage, data, { key: 'a' });
    const [first] = await queue.claim('scan', 1);
    expect(first).toMatchObject({ id, attempt: 1 });
    await queue.fail(first!, { message: 'its worker stopped' });
    await sql`update pgboss.job set start_after = now() - interval '1 second' where id = ${id}::uuid`.execute(db);
    const [second] = await queue.claim('scan', 1);
    expect(second).toMatchObject({ id, attempt: 2 });
    let writes = 0;
    const write = (job: typeof second) =>
      db.transaction().execute(async (transaction) => {
        writes += 1;
        await transaction
          .insertInto('project')
          .values({ name: `write ${writes} by attempt ${job!.attempt}` })
          .execute();
        await queue.completeIn(transaction, job!, { done: true });
      });
    await expect(write(first)).rejects.toThrow(JobTaken);
    await write(second);
    await expect(write(second)).rejects.toThrow(JobTaken);
    const projects = await db.selectFrom('project').select('name').orderBy('id').execute();
    expect(projects.map(({ name }) => name)).toEqual(['default', 'write 2 by attempt 2']);
    expect(await server.ended(id)).toMatchObject({ state: 'completed', attempt: 2, output: { done: true } });
  });

  it('that gave no sign of life for half a minute goes to a worker that lives', async () => {
    await using server = await startServer({ database: await place() });
    const { context } = server.server;
    const id = await enqueueJob(context, scanImage, data, { key: 'b', startAfterSeconds: 3_600 });
    await sql`update pgboss.job set state = 'active', started_on = now() - interval '31 seconds' where id = ${id}::uuid`.execute(
      context.db,
    );
    await until('it was taken from the worker that is gone', async () => (await server.ask('GET', `/api/v1/jobs/${id}`)).body.attempt > 1);
  });

  it('stops at once, and can be started again', async () => {
    await using registry = await startSilentRegistry();
    await using server = await startServer({ database: await place() });
    const { body } = await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/lab/app:1` });
    await until('its scan waits for the registry', () => registry.connections > 0);
    expect((await server.ask('POST', `/api/v1/jobs/${body.job}/retry`)).status).toBe(409);
    expect(await server.ask('POST', `/api/v1/jobs/${body.job}/stop`)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect((await server.ask('POST', `/api/v1/jobs/${body.job}/stop`)).status).toBe(409);
    const before = registry.connections;
    expect((await server.ask('POST', `/api/v1/jobs/${body.job}/retry`)).status).toBe(200);
    await until('its scan waits again', () => registry.connections > before);
    await server.ask('POST', `/api/v1/jobs/${body.job}/stop`);
    expect(await server.ended(body.job)).toMatchObject({ state: 'cancelled' });
  });
});
