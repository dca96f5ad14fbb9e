import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quietRuntime } from '../../src/model/runtime.ts';
import { enqueueJob } from '../../src/server/jobs/job.ts';
import { judge } from '../../src/server/jobs/judge.ts';
import { writeOciLayout } from '../support/image-builder.ts';
import { runCommand } from '../support/run-command.ts';
import { buildNpmDatabase, npmImage } from './support/npm-image.ts';
import { describeOnBoth, startServer, type TestServer } from './support/running-server.ts';

const suppressing = (expires: string) => `suppressions:
  - id: GHSA-jfh8-c2jp-5v3q
    reason: left is called with constants only
    owner: platform team
    expires: ${expires}
`;

const statement = `policy:
  - name: not-by-app
    deny: report.user == 'app'
`;

describeOnBoth('the policy of a project', (place) => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-policy-'));
  const database = join(folder, 'db');
  const image = npmImage(['left@1.0.0'], ['fine@1.0.0']);
  const target = join(folder, 'image');
  let server: TestServer;
  beforeAll(async () => {
    await buildNpmDatabase(database, [{ id: 'GHSA-jfh8-c2jp-5v3q', name: 'left', fixed: '2.0.0' }]);
    server = await startServer({ database: await place(), scan: { database } });
    mkdirSync(target);
    writeOciLayout(target, image);
    writeFileSync(join(folder, 'token'), server.token);
    const words = ['scan', target, '--server', server.url, '--token-file', join(folder, 'token')];
    expect(await runCommand(words, { runtime: quietRuntime() })).toMatchObject({ stderr: '' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (method: string, path: string, body?: string): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${server.url}/api/v1/projects/default/${path}`, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' },
      ...(body === undefined ? {} : { body }),
    });
    const answered = (await answer.json()) as { readonly job?: string };
    if (answered.job !== undefined) expect((await server.ended(answered.job)).state).toBe('completed');
    return { status: answer.status, body: answered };
  };
  const read = async (): Promise<unknown> => (await server.ask('GET', `/api/v1/images/${image.manifestDigest}`)).body;
  const suppressed = async (): Promise<unknown> =>
    (await server.ask('GET', `/api/v1/images/${image.manifestDigest}/findings?kind=vulnerability`)).body.items[0].suppression;
  const listed = async (): Promise<unknown> => (await server.ask('GET', '/api/v1/projects/default/suppressions')).body.items;

  it('suppresses until the date of the entry, as on the command line, and says so', async () => {
    expect(await read()).toMatchObject({ verdict: 'fail' });
    expect(await send('PUT', 'policy-file', suppressing('2999-01-01'))).toMatchObject({ status: 202 });
    expect(await read()).toMatchObject({ verdict: 'pass' });
    expect(await suppressed()).toMatchObject({ origin: 'pratique.yaml:2', reason: 'left is called with constants only', expiresOn: '2999-01-01' });
    expect(await listed()).toMatchObject([{ ids: ['GHSA-jfh8-c2jp-5v3q'], owner: 'platform team', isExpired: false, findings: 1, images: 1 }]);
    const config = join(folder, 'pratique.yaml');
    writeFileSync(config, suppressing('2999-01-01'));
    const gate = ['--severity', 'CRITICAL,HIGH', '--ignore-unfixed', '--exit-code', '1', '--db', database];
    expect((await runCommand(['scan', target, ...gate])).exitCode).toBe(1);
    expect((await runCommand(['scan', target, ...gate, '--config', config])).exitCode).toBe(0);

    expect(await send('PUT', 'policy-file', suppressing('2020-01-01'))).toMatchObject({ status: 202 });
    expect(await read()).toMatchObject({ verdict: 'fail' });
    expect(await suppressed()).toBeUndefined();
    expect(await listed()).toMatchObject([{ isExpired: true, findings: 0 }]);
    const audit = (await server.ask('GET', '/api/v1/audit')).body.items as { action: string; detail: object }[];
    expect(audit[0]).toMatchObject({ action: 'policy-file.set', detail: { suppressions: 1, statements: 0 } });
  });

  it('judges again when a suppression expires, without anybody asking', async () => {
    await send('PUT', 'policy-file', suppressing('2999-01-01'));
    const { context } = server.server;
    await context.db.updateTable('suppressed_finding').set({ expires_on: '2020-01-01' }).execute();
    await context.db.updateTable('project').set({ policy_file: suppressing('2020-01-01') }).execute();
    const job = await enqueueJob(context, judge, { project: null, subject: 'expired suppressions', input: {} }, { key: 'all' });
    expect(await server.ended(job)).toMatchObject({ state: 'completed', output: { projects: 1, changed: 1 } });
    expect(await read()).toMatchObject({ verdict: 'fail' });
  });

  it('follows VEX documents, and judges by statements', async () => {
    await send('DELETE', 'policy-file');
    const vex = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.com/vex/1',
      author: 'team',
      timestamp: '2026-06-01T00:00:00Z',
      version: 1,
      statements: [
        {
          vulnerability: { name: 'GHSA-jfh8-c2jp-5v3q' },
          products: [{ '@id': 'pkg:npm/left@1.0.0' }],
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
        },
      ],
    };
    expect(await send('PUT', 'vex/app.json', JSON.stringify(vex))).toMatchObject({ status: 202 });
    expect(await read()).toMatchObject({ verdict: 'pass' });
    expect((await server.ask('GET', '/api/v1/projects/default/vex')).body.items).toMatchObject([{ name: 'app.json' }]);
    await send('PUT', 'policy-file', statement);
    expect(await read()).toMatchObject({ verdict: 'fail' });
    await send('DELETE', 'policy-file');
    await send('DELETE', 'vex/app.json');
    expect(await read()).toMatchObject({ verdict: 'fail' });
  });

  it('refuses a file that cannot be read, with its line, and keeps the one before', async () => {
    await send('PUT', 'policy-file', suppressing('2999-01-01'));
    for (const text of ['suppressions:\n  - reason: none\n', 'polcy: []\n', 'a: [', 'policy:\n  - name: x\n    deny: "("\n'])
      expect(await send('PUT', 'policy-file', text)).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/pratique\.yaml:\d/) as string } });
    expect(await send('PUT', 'vex/x.json', '{}')).toMatchObject({ status: 400 });
    expect(await read()).toMatchObject({ verdict: 'pass' });
  });
}); // prettier-ignore
