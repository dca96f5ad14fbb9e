import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { until } from '../../support/until.ts';
import { buildNpmDatabase, npmImage, pushImages } from '../support/npm-image.ts';
import { startServer, type TestServer } from '../support/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-anchore-'));
const image = npmImage(['left@1.0.0', 'fine@1.0.0'], ['right@1.0.0']);
let server: TestServer;
let registry: DockerRegistry;

beforeAll(async () => {
  if (!hasDockerRegistry) return;
  const database = join(folder, 'db');
  await buildNpmDatabase(database, [
    { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
    { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
  ]);
  registry = await startDockerRegistry();
  await pushImages(registry, 'team/app:1', image);
  server = await startServer({ database: { folder: join(folder, 'server') }, scan: { database, cacheDirectory: join(folder, 'cache') } });
});

afterAll(async () => {
  if (hasDockerRegistry) await server[Symbol.asyncDispose]();
  if (hasDockerRegistry) await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** As anchore-cli 0.9 asks: `Basic`, JSON as the type of every request, Python’s spelling of what is true. */
const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, `/v1${path}`, body, {
    token: '',
    headers: { authorization: `Basic ${Buffer.from(`admin:${server.token}`).toString('base64')}`, 'content-type': 'application/json' },
  });

/** Small, of the form that `anchore-cli policy add` sends. */
const bundle = (id: string, action: string, gates: readonly object[] = []) => ({
  id,
  version: '1_0',
  name: 'ours',
  policies: [
    {
      id: 'rules',
      version: '1_0',
      name: 'rules',
      rules: [
        {
          id: '1',
          gate: 'vulnerabilities',
          trigger: 'package',
          action,
          params: [
            { name: 'package_type', value: 'all' },
            { name: 'severity_comparison', value: '>=' },
            { name: 'severity', value: 'high' },
          ],
        },
        ...gates,
      ],
    },
  ],
  whitelists: [
    { id: 'list', version: '1_0', name: 'list', items: [{ id: '1', gate: 'vulnerabilities', trigger_id: 'CVE-2026-10002+right' }] },
  ],
  mappings: [
    {
      id: '1',
      name: 'all',
      registry: '*',
      repository: '*',
      image: { type: 'tag', value: '*' },
      policy_ids: ['rules'],
      whitelist_ids: ['list'],
    },
  ],
  whitelisted_images: [],
  blacklisted_images: [],
});

describe.skipIf(!hasDockerRegistry)('a client of Anchore Engine', () => {
  const tag = () => `${registry.host}/team/app:1`;
  const path = `/images/${encodeURIComponent(image.manifestDigest)}`;

  it('adds an image, waits for it, and lists its vulnerabilities and packages', async () => {
    expect((await ask('GET', '/')).status).toBe(200);
    const added = await ask('POST', '/images?autosubscribe=True', { tag: tag() });
    expect([added.status, added.body[0].imageDigest]).toEqual([200, image.manifestDigest]);
    expect(added.body[0].image_detail[0]).toMatchObject({ fulltag: tag(), registry: registry.host, repo: 'team/app', tag: '1' });
    await until('the image is analyzed', async () => {
      const [record] = (await ask('GET', `/images?fulltag=${encodeURIComponent(tag())}&history=false`)).body;
      expect(['not_analyzed', 'analyzing', 'analyzed']).toContain(record.analysis_status);
      return record.analysis_status === 'analyzed';
    });
    const listed = await ask('GET', '/images');
    expect(listed.body).toMatchObject([
      { imageDigest: image.manifestDigest, analysis_status: 'analyzed', image_detail: [{ imageId: image.configDigest.slice(7) }] },
    ]);
    expect((await ask('GET', `/images/by_id/${image.configDigest.slice(7)}`)).body).toEqual(listed.body);
    const { body } = await ask('GET', `${path}/vuln/all`);
    expect(body).toMatchObject({
      imageDigest: image.manifestDigest,
      vulnerability_type: 'all',
      vulnerabilities: [
        {
          vuln: 'CVE-2026-10001',
          package: 'left-1.0.0',
          package_type: 'npm',
          severity: 'Critical',
          fix: '2.0.0',
          package_path: '/layer0/node_modules/left/package.json',
        },
        { vuln: 'CVE-2026-10002', package: 'right-1.0.0', package_type: 'npm', severity: 'Low', fix: '3.0.0' },
      ],
    });
    expect((await ask('GET', `${path}/vuln/os`)).body.vulnerabilities).toEqual([]);
    expect((await ask('GET', `${path}/vuln/non-os?vendor_only=True`)).body.vulnerabilities).toHaveLength(2);
    expect((await ask('GET', `${path}/content`)).body).toEqual(['npm', 'os']);
    const npm = await ask('GET', `${path}/content/npm`);
    expect(npm.body.content.map((each: { package: string }) => each.package)).toEqual(['fine', 'left', 'right']);
  });

  it('evaluates with the project’s own policy, with an active bundle, and with one that is named', async () => {
    const check = async (query = '') => {
      const { status, body } = await ask('GET', `${path}/check?history=false&detail=true&tag=${encodeURIComponent(tag())}${query}`);
      if (status !== 200) return { status, body };
      return { status, body: body[0][image.manifestDigest][tag()][0] };
    };
    expect((await check()).body).toMatchObject({ status: 'fail', policyId: 'pratique' });
    const dockerfile = {
      id: '2',
      gate: 'dockerfile',
      trigger: 'effective_user',
      action: 'STOP',
      params: [
        { name: 'users', value: 'app' },
        { name: 'type', value: 'blacklist' },
      ],
    };
    for (const each of [bundle('strict', 'STOP', [dockerfile]), bundle('mild', 'WARN')]) {
      const added = await ask('POST', '/policies?detail=True', each);
      expect([added.status, added.body.policyId, added.body.active, added.body.policybundle]).toEqual([200, each.id, false, each]);
    }
    const [record] = (await ask('GET', '/policies/mild?detail=True')).body;
    expect((await ask('PUT', '/policies/mild', { ...record, active: true })).body).toMatchObject([{ policyId: 'mild', active: true }]);
    const mild = await check();
    expect(mild.body).toMatchObject({ status: 'pass', policyId: 'mild', detail: { result: { final_action: 'warn' } } });
    const strict = (await check('&policyId=strict')).body;
    expect(strict).toMatchObject({ status: 'fail', policyId: 'strict', detail: { result: { final_action: 'stop' } } });
    const { rows } = strict.detail.result.result[image.configDigest.slice(7)].result as { rows: unknown[][] };
    expect(rows.map((row) => [row[3], row[4], row[6]])).toEqual(
      expect.arrayContaining([
        ['vulnerabilities', 'package', 'stop'],
        ['dockerfile', 'effective_user', 'stop'],
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain('CVE-2026-10002');
    expect(await check('&policyId=none')).toMatchObject({ status: 404, body: { httpcode: 404 } });
    expect((await ask('DELETE', '/policies/mild')).body).toMatchObject({ httpcode: 400, message: expect.stringContaining('is active') });
    expect((await ask('DELETE', '/policies/strict')).status).toBe(200);
    expect((await ask('GET', '/policies')).body.map((each: { policyId: string }) => each.policyId)).toEqual(['mild']);
  });

  it('tells as the engine does what is wrong', async () => {
    const missing = await ask('POST', '/images', { tag: `${registry.host}/team/app:none` });
    expect(missing.body).toMatchObject({
      httpcode: 404,
      message: expect.stringMatching(/^cannot fetch image digest\/manifest from registry/),
      detail: {},
    });
    expect((await ask('POST', '/images', { tag: 'UPPER CASE' })).body).toMatchObject({
      httpcode: 400,
      detail: { error_codes: [expect.stringContaining('tag')] },
    });
    expect((await ask('GET', '/images?fulltag=a.invalid%2Fb:1')).body).toMatchObject({ httpcode: 404 });
    expect((await ask('POST', '/policies', { id: 'broken', policies: [], mappings: 'x' })).body).toMatchObject({
      httpcode: 400,
      message: expect.stringContaining('invalid policy bundle'),
    });
    const nobody = await server.ask('GET', '/v1/images', undefined, { token: '' });
    expect([nobody.status, nobody.body.httpcode]).toEqual([401, 401]);
  });

  it('is told which services run, and which advisories there are', async () => {
    const system = await ask('GET', '/system');
    expect(system.body.service_states.every(({ status }: { status: boolean }) => status)).toBe(true);
    const feeds = await ask('GET', '/system/feeds');
    expect(feeds.body).toMatchObject([
      {
        name: 'vulnerabilities',
        last_full_sync: expect.any(String),
        groups: expect.arrayContaining([expect.objectContaining({ name: expect.stringContaining('npm') })]),
      },
    ]);
  });
});
