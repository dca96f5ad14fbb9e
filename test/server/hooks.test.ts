import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonObject } from '../../src/lib/json/json-readers.ts';
import { hookFormats } from '../../src/server/hooks/hook-formats.ts';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { buildNpmDatabase, npmImage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer, type TestServer } from './support/running-server.ts';

const digest = `sha256:${'e'.repeat(64)}`;

async function makeHook(server: TestServer, format: string, registry: string): Promise<{ id: number; path: string; secret: string }> {
  const { status, body } = await server.ask('POST', '/api/v1/hooks', { name: format, format, registry });
  expect(status).toBe(201);
  return body as { id: number; path: string; secret: string };
}

function toLines(...lines: readonly string[]): string {
  return [...lines].sort().join('\n');
}

describeOnBoth('notifications of docker-registry', (place) => {
  it.skipIf(!hasDockerRegistry)('scan what is pushed, move its tags, and remove them when it is deleted', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }]);
    await using server = await startServer({ database: await place(), scan: { database } });
    // The registry's host is part of the hook, and the hook's address part of the registry's configuration.
    const relay = await freePort();
    const hook = await makeHook(server, 'distribution', `127.0.0.1:${relay}`);
    await using registry = await startDockerRegistry(
      { kind: 'none' },
      { allowsDelete: true, notifies: { url: `${server.url}${hook.path}`, authorization: `Bearer ${hook.secret}` } },
    );
    await server.server.context.db.updateTable('hook').set({ registry: registry.host }).where('id', '=', hook.id).execute();
    const [first, second] = [npmImage(['left@1.0.0']), npmImage(['left@2.0.0'])];
    // Which of two scans ended last is not what this is about.
    const list = async (): Promise<string> => {
      const { body } = await server.ask('GET', '/api/v1/images');
      const items = body.items as { digest: string; tags: string[]; verdict: string }[];
      return toLines(...items.map(({ digest: its, tags, verdict }) => [its, ...tags, verdict].join(' ')));
    };
    const tag = `${registry.host}/team/app:1`;
    await pushImages(registry, 'team/app:1', first);
    await until('the push is scanned', async () => (await list()) === `${first.manifestDigest} ${tag} fail`);
    await pushImages(registry, 'team/app:1', second);
    const moved = toLines(`${second.manifestDigest} ${tag} pass`, `${first.manifestDigest} fail`);
    await until('the second push is scanned', async () => (await list()) === moved);
    await fetch(`http://${registry.host}/v2/team/app/manifests/${second.manifestDigest}`, { method: 'DELETE' });
    const untagged = toLines(`${second.manifestDigest} pass`, `${first.manifestDigest} fail`);
    await until('the tag is gone', async () => (await list()) === untagged);
  });
});

describeOnBoth('a hook', (place) => {
  it('refuses a wrong secret, takes each message once, and believes nothing about another registry', async () => {
    await using server = await startServer({ database: await place() });
    const hook = await makeHook(server, 'harbor', 'registry.invalid');
    const event = (type: string, tag: string, host = 'registry.invalid'): object => ({
      type,
      occur_at: 1_793_527_200,
      event_data: {
        resources: [{ digest, tag, resource_url: `${host}/lab/app:${tag}` }],
        repository: { name: 'app', namespace: 'lab', repo_full_name: 'lab/app' },
      },
    });
    const send = (body: object, authorization = hook.secret) =>
      server.ask('POST', hook.path, body, { token: '', headers: { authorization } });
    expect(await send(event('PUSH_ARTIFACT', '1.0'), `${hook.secret}x`)).toMatchObject({
      status: 401,
      body: { detail: 'the secret is not right' },
    });
    expect(
      await server.ask('POST', '/hooks/999999', event('PUSH_ARTIFACT', '1.0'), { token: '', headers: { authorization: hook.secret } }),
    ).toMatchObject({ status: 401, body: { detail: 'the secret is not right' } });
    const answers = [];
    for (const body of [
      event('PUSH_ARTIFACT', '1.0'),
      event('PUSH_ARTIFACT', '1.0'),
      event('PUSH_ARTIFACT', digest),
      event('PUSH_ARTIFACT', ''),
      event('SCANNING_COMPLETED', '1.0'),
      event('PUSH_ARTIFACT', '2.0', '169.254.169.254'),
    ])
      answers.push((await send(body)).body);
    expect(answers).toEqual([
      { accepted: 1, ignored: 0 },
      { accepted: 0, ignored: 1 },
      { accepted: 1, ignored: 0 },
      { accepted: 1, ignored: 0 },
      { accepted: 0, ignored: 0 },
      { accepted: 0, ignored: 1 },
    ]);
    const jobs = (await server.ask('GET', '/api/v1/jobs?kind=scan')).body.items.map(({ subject }: { subject: string }) => subject);
    expect(jobs.sort()).toEqual(['registry.invalid/lab/app:1.0', `registry.invalid/lab/app@${digest}`]);
    expect(await send([])).toMatchObject({ status: 400, body: { errors: [{ field: 'body', rule: 'must be a JSON object' }] } });
    expect((await server.ask('POST', hook.path, '{', { token: '', headers: { authorization: hook.secret } })).status).toBe(400);
    expect(
      (await server.ask('POST', hook.path, `"${'x'.repeat(1 << 20)}"`, { token: '', headers: { authorization: hook.secret } })).status,
    ).toBe(413);
  });

  it('checks an HMAC over the bytes as they were sent', async () => {
    await using server = await startServer({ database: await place() });
    const hook = await makeHook(server, 'github-packages', 'ghcr.io');
    const body = JSON.stringify(
      { action: 'published', package: { package_type: 'CONTAINER', name: 'app', namespace: 'Lab', package_version: { version: digest } } },
      null,
      2,
    );
    const signature = `sha256=${createHmac('sha256', hook.secret).update(body).digest('hex')}`;
    const send = (text: string, given: string) =>
      server.ask('POST', hook.path, text, { token: '', headers: { 'x-hub-signature-256': given } });
    expect((await send(JSON.stringify(JSON.parse(body)), signature)).status).toBe(401);
    expect((await send(body, signature.slice(0, -1))).status).toBe(401);
    expect(await send(body, signature)).toMatchObject({ status: 202, body: { accepted: 1 } });
  });
});

describe('the formats of notifications', () => {
  const event = (value: object): unknown => value;
  it.each<[string, object, unknown]>([
    [
      'distribution',
      { events: [
        { id: 'a', action: 'push', target: { mediaType: 'application/vnd.docker.distribution.manifest.v2+json', digest, repository: 'lab/app', tag: '1' } },
        { id: 'b', action: 'push', target: { mediaType: 'application/octet-stream', digest, repository: 'lab/app' } },
        { id: 'c', action: 'delete', target: { digest, repository: 'lab/app' } },
      ] },
      [{ action: 'push', repository: 'lab/app', tag: '1', digest, id: 'a' }, { action: 'delete', repository: 'lab/app', digest, id: 'c' }],
    ],
    ['docker-hub', { callback_url: 'http://169.254.169.254/', push_data: { tag: 'latest', pusher: 'lab' }, repository: { repo_name: 'lab/app' } }, [{ action: 'push', registry: 'docker.io', repository: 'lab/app', tag: 'latest' }]],
    ['github-packages', { action: 'published', registry_package: { package_type: 'CONTAINER', name: 'app', namespace: 'Lab', package_version: { version: digest, container_metadata: { tag: { name: 'v1', digest } } } } }, [{ action: 'push', registry: 'ghcr.io', repository: 'lab/app', tag: 'v1', digest }]],
    ['quay', { repository: 'lab/app', docker_url: 'quay.io/lab/app', updated_tags: ['latest', 'x'] }, [{ action: 'push', registry: 'quay.io', repository: 'lab/app', tag: 'latest' }, { action: 'push', registry: 'quay.io', repository: 'lab/app', tag: 'x' }]],
    ['gitlab', { events: [{ id: 'a', action: 'pull', target: { mediaType: 'application/vnd.oci.image.index.v1+json', digest, repository: 'lab/app' } }] }, [{ action: 'pull', repository: 'lab/app', digest, id: 'a' }]],
    ['nexus', { action: 'CREATED', repositoryName: 'docker', component: { format: 'docker', name: 'lab/app', version: '1' } }, [{ action: 'push', repository: 'lab/app', tag: '1' }]],
    ['artifactory', { domain: 'docker', event_type: 'pushed', data: { repo_key: 'docker-local', image_name: 'app', tag: '1', sha256: 'x' } }, [{ action: 'push', repository: 'docker-local/app', tag: '1' }]],
    ['ecr', { id: 'i', source: 'aws.ecr', account: '123456789012', region: 'eu-west-1', detail: { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'lab/app', 'image-digest': digest, 'image-tag': '1' } }, [{ action: 'push', registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'lab/app', tag: '1', digest, id: 'i' }]],
  ])('%s', (id, payload, events) => {
    const format = hookFormats.find((each) => each.id === id)!;
    expect(format.read(payload as JsonObject)).toEqual(events);
  }); // prettier-ignore

  it.each(hookFormats.map(({ id, read }) => [id, read] as const))('%s: takes nothing from values of other types', (_, read) => {
    for (const value of [
      {},
      { events: 1 },
      { type: 'PUSH_ARTIFACT', event_data: 1, repository: [], package: 'x', component: null, detail: [], data: 1 },
    ])
      expect(read(event(value) as JsonObject & object)).toEqual([]);
  });
});
