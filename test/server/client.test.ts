import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, createClient } from '../../src/client/client.ts';
import { projectRoot } from '../support/project-root.ts';
import { startServer, type TestServer } from './support/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-client-'));
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ database: { folder } });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('the typed client', () => {
  it('calls operations, follows pages, and throws the problem of a refusal', async () => {
    const client = createClient({ url: server.url, token: server.token });
    for (let at = 0; at < 7; at += 1) await client.call('POST /api/v1/images', { body: { reference: `registry.invalid/lab/app:${at}` } });
    const subjects: string[] = [];
    for await (const { subject } of client.items('GET /api/v1/jobs', { query: { limit: 3, kind: 'scan' } })) subjects.push(subject);
    expect(subjects.sort()).toEqual(Array.from({ length: 7 }, (_, at) => `registry.invalid/lab/app:${at}`));
    const refused = await client.call('POST /api/v1/images', { body: { reference: 'UPPER' } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 400, problem: { errors: [{ field: 'body.reference' }] } });
    const away = await createClient({ url: 'http://127.0.0.1:1' })
      .call('GET /api/v1/images', {})
      .catch((error: unknown) => error);
    expect(away).toMatchObject({ status: 0, message: expect.stringContaining('does not answer') as string });
  });

  it('refuses a page size out of bounds and a cursor that was changed, by field and rule', async () => {
    for (const limit of ['0', '-1', '100000', 'x'])
      expect(await server.ask('GET', `/api/v1/images?limit=${limit}`)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'query.limit' }] },
      });
    const { body } = await server.ask('GET', '/api/v1/jobs?limit=1');
    const changed = `${body.next.slice(0, 4)}${body.next[4] === 'A' ? 'B' : 'A'}${body.next.slice(5)}`;
    for (const cursor of [changed, 'x', '.', body.next]) {
      const list = cursor === body.next ? '/api/v1/images' : '/api/v1/jobs';
      expect(await server.ask('GET', `${list}?cursor=${encodeURIComponent(cursor)}`)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'query.cursor' }] },
      });
    }
    expect(await server.ask('GET', '/api/v1/images?made=up')).toMatchObject({ status: 400 });
  });
});

describe('the description of the API', () => {
  it('is served as it is in the reference', async () => {
    const { body } = await server.ask('GET', '/api/v1/openapi.json', undefined, { token: '' });
    expect(body).toEqual(JSON.parse(readFileSync(join(projectRoot, 'docs/reference/openapi.json'), 'utf8')));
  });
});
