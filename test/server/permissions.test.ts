import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flagPolicy } from '../../src/policy/flag-policy.ts';
import { roles } from '../../src/server/auth/access.ts';
import { type Route } from '../../src/server/http/route.ts';
import { saveReport } from '../../src/server/ingest/save-report.ts';
import { scanImage } from '../../src/server/jobs/scan-image.ts';
import { enqueueJob } from '../../src/server/jobs/job.ts';
import { registryFor } from '../../src/server/registry/registry-for.ts';
import { routes } from '../../src/server/routes/routes.ts';
import { makeSampleReport } from '../support/sample-report.ts';
import { startServer, type TestServer } from './support/running-server.ts';

/** Routes that check a secret of their own, each with tests of its own. */
const ownChecks = ['POST /hooks/{id}', 'POST /hooks/{id}/{secret}', 'POST /api/v1/session'];

const folder = mkdtempSync(join(tmpdir(), 'pratique-permissions-'));
let server: TestServer;
const tokens = new Map<string, string>();
let digest = '';
let names: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({ database: { folder } });
  tokens.set('admin', server.token);
  for (const project of ['ours', 'theirs']) await server.ask('POST', '/api/v1/projects', { name: project });
  for (const role of roles) tokens.set(role, await makeToken({ name: `our ${role}`, role, project: 'ours' }));
  tokens.set('stranger', await makeToken({ name: 'their owner', role: 'owner', project: 'theirs' }));
  const { db } = server.server.context;
  const { id: project } = await db.selectFrom('project').select('id').where('name', '=', 'ours').executeTakeFirstOrThrow();
  const report = makeSampleReport();
  const policy = flagPolicy({ ignoreUnfixed: false, exitCode: 1, allowIncomplete: true });
  const saved = await db
    .transaction()
    .execute((transaction) =>
      saveReport(
        transaction,
        { report, decision: policy.decide(report) },
        { project, toolVersion: 'test', generation: 1, now: new Date() },
      ),
    );
  digest = saved.digest;
  const job = await enqueueJob(
    server.server.context,
    scanImage,
    { project, subject: 'registry.invalid/ours:1', input: { reference: 'registry.invalid/ours:1', trigger: 'person' } },
    { startAfterSeconds: 3_600 },
  );
  const hook = await server.ask('POST', '/api/v1/hooks', { name: 'ours', format: 'harbor', registry: 'registry.invalid', project: 'ours' });
  const token = await server.ask('POST', '/api/v1/tokens', { name: 'spare', project: 'ours' });
  const receiver = await server.ask('POST', '/api/v1/receivers', {
    name: 'ours',
    channel: 'webhook',
    target: 'http://127.0.0.1:9/',
    project: 'ours',
  });
  await server.ask('PUT', '/api/v1/registries', {
    host: 'registry.invalid',
    username: 'robot',
    password: 'a registry password',
    project: 'ours',
  });
  const sbom = await server.ask('POST', '/api/v1/sboms?project=ours', {});
  names = {
    submission: String(sbom.body.submission),
    host: 'registry.invalid',
    kind: 'all',
    other: digest,
    receiver: String(receiver.body.id),
    digest,
    job,
    hook: String(hook.body.id),
    token: String(token.body.id),
    project: 'ours',
    name: 'nobody.here',
  };
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function makeToken(body: object): Promise<string> {
  const { body: made } = await server.ask('POST', '/api/v1/tokens', body);
  return made.token as string;
}

/** The route's address with names of things of the project `ours`. */
function addressOf({ path }: Route): string {
  const idOf = path.includes('/jobs/')
    ? names['job']!
    : path.includes('/submissions/')
      ? names['submission']!
      : path.includes('/hooks/')
        ? names['hook']!
        : path.includes('/receivers/')
          ? names['receiver']!
          : path.includes('/tokens/')
            ? names['token']!
            : path.includes('/vulnerabilities/')
              ? 'CVE-2026-1'
              : '0';
  // Operations that need more than the path to find what they are about.
  const query = path === '/v1/images/{digest}/check' ? '?tag=registry.invalid/theirs:1' : '';
  return `${path}${query}`.replace('{id}', idOf).replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? 'x');
}

async function statusFor(who: string, route: Route): Promise<number> {
  const body = route.body === undefined ? undefined : {};
  const answer = await server.ask(route.method, addressOf(route), body, { token: who === 'nobody' ? '' : tokens.get(who)! });
  return answer.status;
}

/** Deleting last, so that what others ask for is still there; following a job would wait for its end. */
const asked = [...routes]
  .filter(({ path, access }) => access !== 'own' && !path.endsWith('/events'))
  .sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));

describe('the route table', () => {
  it('has no operation twice, and names those that check secrets of their own', () => {
    const lines = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(routes.filter(({ access }) => access === 'own').map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(ownChecks),
    );
  });

  it.each(asked.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s lets in exactly those whom it is for',
    async (_, route) => {
      const ranks = ['viewer', 'editor', 'owner'];
      const expected = new Map<string, 'in' | 401 | 403>([['nobody', route.access === 'public' ? 'in' : 401]]);
      for (const who of [...ranks, 'admin']) {
        const isIn =
          route.access === 'public' ||
          route.access === 'signed-in' ||
          who === 'admin' ||
          (route.access !== 'admin' && ranks.indexOf(who) >= ranks.indexOf(route.access));
        expected.set(who, isIn ? 'in' : 403);
      }
      const seen = new Map<string, 'in' | 401 | 403>();
      for (const who of expected.keys()) {
        if (who === 'admin' && route.method === 'DELETE') continue;
        const status = await statusFor(who, route);
        seen.set(who, status === 401 || status === 403 ? status : 'in');
        expect(status).toBeLessThan(500);
      }
      if (route.method === 'DELETE') expected.delete('admin');
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
    },
  );

  it.each(asked.filter(({ access }) => access !== 'public').map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s shows another tenant nothing',
    async (_, route) => {
      const body = route.body === undefined ? undefined : {};
      const answer = await server.ask(route.method, addressOf(route), body, { token: tokens.get('stranger')! });
      // A list of what has a vulnerability is empty for who has none, and Clair answers that what is not there is deleted.
      const isAboutOne =
        !route.path.endsWith('/vulnerabilities/{id}/images') &&
        !(route.method === 'DELETE' && route.path.startsWith('/indexer/')) &&
        /\{(?:digest|id|project|host)\}/.test(route.path) &&
        route.access !== 'admin';
      if (isAboutOne && body === undefined) expect(answer.status).toBe(404);
      const text = JSON.stringify(answer.body);
      expect(text).not.toContain('registry.invalid/ours');
      expect(text.replace(addressOf(route), '').replaceAll(digest, isAboutOne ? '' : digest)).not.toContain(digest);
    },
  );
});

describe('a token', () => {
  it('is refused once it is revoked or has expired, and cannot make one with more rights', async () => {
    const { body } = await server.ask('POST', '/api/v1/tokens', { name: 'short', role: 'viewer', project: 'ours' });
    const ask = () => server.ask('GET', '/api/v1/images', undefined, { token: body.token });
    expect((await ask()).status).toBe(200);
    await server.ask('DELETE', `/api/v1/tokens/${body.id}`);
    expect((await ask()).status).toBe(401);
    const { db } = server.server.context;
    const expired = await server.ask('POST', '/api/v1/tokens', { name: 'old', project: 'ours' });
    await db
      .updateTable('api_token')
      .set({ expires_at: new Date(0) })
      .where('id', '=', expired.body.id)
      .execute();
    expect((await server.ask('GET', '/api/v1/images', undefined, { token: expired.body.token })).status).toBe(401);
    const owner = tokens.get('stranger')!;
    expect((await server.ask('POST', '/api/v1/tokens', { name: 'x', isAdmin: true }, { token: owner })).status).toBe(403);
    expect((await server.ask('POST', '/api/v1/tokens', { name: 'x', project: 'ours' }, { token: owner })).status).toBe(404);
    expect(JSON.stringify(await db.selectFrom('api_token').selectAll().execute())).not.toContain(body.token);
  });
});

describe('credentials of a registry', () => {
  it('are stored encrypted, shown never, and sent to their host only', async () => {
    const { db, keys } = server.server.context;
    await server.ask('PUT', '/api/v1/registries', {
      host: 'registry.invalid:5000',
      username: 'robot',
      password: 'a registry password',
      project: 'ours',
    });
    const rows = await db.selectFrom('registry_credential').selectAll().where('host', '=', 'registry.invalid:5000').execute();
    const [row] = rows;
    expect(Buffer.from(row!.password).includes('a registry password')).toBe(false);
    expect(JSON.stringify((await server.ask('GET', '/api/v1/registries')).body)).not.toContain('a registry password');
    const context = server.server.context;
    expect(await registryFor('registry.invalid:5000', row!.project_id, context)).toMatchObject({
      credentials: { username: 'robot', password: 'a registry password' },
    });
    expect((await registryFor('registry.invalid', row!.project_id + 1, context)).credentials).toBeUndefined();
    expect((await registryFor('other.invalid:5000', row!.project_id, context)).credentials).toBeUndefined();
    expect(() => keys.decrypt(row!.password, `registry ${row!.project_id} other.invalid`)).toThrow();
  });
});

describe('an account', () => {
  it('logs in for a session whose changes need the form token, and is locked out by failed tries', async () => {
    await server.ask('POST', '/api/v1/accounts', {
      name: 'ann',
      password: 'correct horse battery',
      roles: [{ project: 'ours', role: 'owner' }],
    });
    const wrong = await server.ask('POST', '/api/v1/session', { name: 'ann', password: 'wrong' }, { token: '' });
    const unknown = await server.ask('POST', '/api/v1/session', { name: 'nobody', password: 'wrong' }, { token: '' });
    expect([wrong.status, unknown.status, wrong.body]).toEqual([401, 401, unknown.body]);
    const logged = await server.ask('POST', '/api/v1/session', { name: 'ann', password: 'correct horse battery' }, { token: '' });
    expect(logged.body).toMatchObject({ name: 'account ann', isAdmin: false, roles: [{ project: 'ours', role: 'owner' }] });
    const set = logged.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^pratique_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const cookie = set.split(';')[0]!;
    const as = (method: string, path: string, body?: object, headers = {}) =>
      server.ask(method, path, body, { token: '', headers: { cookie, ...headers } });
    expect((await as('GET', '/api/v1/images')).body.items).toHaveLength(1);
    expect((await as('POST', '/api/v1/tokens', { name: 'x', project: 'ours' })).status).toBe(403);
    const form = { 'x-pratique-form': logged.body.formToken as string };
    expect((await as('POST', '/api/v1/tokens', { name: 'x', project: 'ours' }, form)).status).toBe(201);
    await as('DELETE', '/api/v1/session', undefined, form);
    expect((await as('GET', '/api/v1/images')).status).toBe(401);
    for (let count = 0; count < 10; count += 1) await server.ask('POST', '/api/v1/session', { name: 'bob', password: 'x' }, { token: '' });
    expect(await server.ask('POST', '/api/v1/session', { name: 'bob', password: 'x' }, { token: '' })).toMatchObject({ status: 429 });
    const audit = (await server.ask('GET', '/api/v1/audit?limit=500')).body.items as { action: string; subject: string }[];
    expect(audit.filter(({ subject }) => subject === 'ann').map(({ action }) => action)).toEqual([
      'session.open',
      'session.refused',
      'account.make',
    ]);
    await expect(server.server.context.db.deleteFrom('audit_entry').execute()).rejects.toThrow('append-only');
  });
});

describe('an address that a client names', () => {
  const spellings = [
    '127.0.0.1', '127.1', '0x7f.0.0.1', '0x7f000001', '2130706433', '0177.0.0.1', '017700000001', '127.0.0.1.', 'localhost', 'LOCALHOST', 'a.localhost', '0.0.0.0', '0',
    '[::1]', '[0:0:0:0:0:0:0:1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0xa9fea9fe',
    '2852039166', '[fe80::1]', '[fc00::1]', '[fd00:ec2::254]', 'metadata.google.internal', 'metadata.goog', 'instance-data', '100.64.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1', '192.0.0.192',
  ]; // prettier-ignore

  it('is not connected to where it is private, in any spelling, by a job either', async () => {
    let connections = 0;
    const canary = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => canary.listen(0, '::', resolve));
    const { port } = canary.address() as AddressInfo;
    const guarded = mkdtempSync(join(tmpdir(), 'pratique-guarded-'));
    try {
      await using strict = await startServer({
        database: { folder: guarded },
        change: {
          settings: {
            toolVersion: 'test',
            scan: { open: { platform: 'all', registry: { insecure: true } }, threads: 0 },
            allowsPrivateAddresses: false,
            concurrency: 4,
          },
        },
      });
      const answers = await Promise.all(spellings.flatMap((host) => [
        strict.ask('POST', '/api/v1/images', { reference: `${host}:${port}/lab/app:1` }),
        strict.ask('POST', '/api/v1/hooks', { name: host, format: 'harbor', registry: `${host}:${port}` }),
      ])); // prettier-ignore
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
      const jobs = [];
      for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
        const reference = `${host}:${port}/lab/app:1`;
        jobs.push(
          await enqueueJob(
            strict.server.context,
            scanImage,
            { project: 1, subject: reference, input: { reference, trigger: 'person' } },
            { key: host },
          ),
        );
      }
      for (const job of jobs) {
        await strict.server.context.db.selectFrom('project').select('id').execute();
        expect((await strict.ended(job)).state).toBe('failed');
      }
      expect(connections).toBe(0);
    } finally {
      canary.close();
      rmSync(guarded, { recursive: true, force: true });
    }
  });
});
