import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueueJob } from '../../../src/server/jobs/job.ts';
import { scanImage } from '../../../src/server/jobs/scan-image.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { until } from '../../support/until.ts';
import { buildNpmDatabase, npmImage, pushImages } from '../support/npm-image.ts';
import { startServer, type TestServer } from '../support/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-harbor-'));
const image = npmImage(['left@1.0.0', 'fine@1.0.0'], ['right@1.0.0', 'left@1.0.0']);
const credentials = { username: 'robot$harbor', password: 'a robot secret' };
const basic = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
const securityReport = 'application/vnd.security.vulnerability.report; version=1.1';
const harborReport = 'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0';
const sbomReport = 'application/vnd.security.sbom.report+json; version=1.0';
let server: TestServer;
let registry: DockerRegistry;

beforeAll(async () => {
  if (!hasDockerRegistry) return;
  const database = join(folder, 'db');
  await buildNpmDatabase(database, [
    { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
    { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
  ]);
  registry = await startDockerRegistry({ kind: 'htpasswd', ...credentials });
  await pushImages(
    { ...registry, push: (source, tag) => registry.push(source, tag, `${credentials.username}:${credentials.password}`) },
    'library/app:1',
    image,
  );
  server = await startServer({ database: { folder: join(folder, 'server') }, scan: { database } });
});

afterAll(async () => {
  if (hasDockerRegistry) await server[Symbol.asyncDispose]();
  if (hasDockerRegistry) await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** As Harbor 2.11 sends it. */
const request = (change: { readonly registry?: object; readonly artifact?: object; readonly more?: object } = {}) => ({
  registry: { url: `http://${registry.host}`, authorization: basic, ...change.registry },
  artifact: {
    repository: 'library/app',
    digest: image.manifestDigest as string,
    tag: '1',
    mime_type: 'application/vnd.oci.image.manifest.v1+json',
    ...change.artifact,
  },
  enabled_capabilities: [{ type: 'vulnerability', produces_mime_types: [securityReport] }],
  ...change.more,
});

const post = (body: unknown) =>
  server.ask('POST', '/api/v1/scan', body, {
    headers: { 'content-type': 'application/vnd.scanner.adapter.scan.request+json; version=1.1' },
  });

const poll = (id: string, accept: string, query = '') =>
  server.ask('GET', `/api/v1/scan/${id}/report${query}`, undefined, { headers: { accept } });

async function report(id: string, accept: string, query = '') {
  let answer: Awaited<ReturnType<typeof poll>> | undefined;
  await until('the report is there', async () => {
    answer = await poll(id, accept, query);
    if (answer.status === 302) expect(answer.headers.get('refresh-after')).toBe('2');
    return answer.status !== 302;
  });
  return answer!;
}

describe.skipIf(!hasDockerRegistry)('the scanner of Harbor', () => {
  it('scans with the credentials of the request, and reports at the first poll after', async () => {
    const accepted = await post(request());
    expect([accepted.status, accepted.headers.get('content-type')]).toEqual([
      202,
      'application/vnd.scanner.adapter.scan.response+json; version=1.0',
    ]);
    const first = await report(accepted.body.id, securityReport);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, securityReport]);
    const again = await poll(accepted.body.id, harborReport);
    expect([again.status, again.headers.get('content-type')]).toEqual([200, harborReport]);
    expect(again.body).toEqual(JSON.parse(first.body as string));
    expect(again.body).toMatchObject({
      artifact: { repository: 'library/app', digest: image.manifestDigest },
      scanner: { name: 'Pratique', vendor: 'Pratique' },
      severity: 'Critical',
    });
    expect(again.body.vulnerabilities).toMatchObject([
      {
        id: 'CVE-2026-10001',
        package: 'left',
        version: '1.0.0',
        fix_version: '2.0.0',
        severity: 'Critical',
        description: 'left is wrong',
        layer: { digest: image.layers[0]!.digest },
      },
      {
        id: 'CVE-2026-10002',
        package: 'right',
        version: '1.0.0',
        fix_version: '3.0.0',
        severity: 'Low',
        layer: { digest: image.layers[1]!.digest },
      },
    ]);
    const jobs = await server.server.context.database.executeSql('select data::text as data from pgboss.job', []);
    const stored = JSON.stringify(jobs.rows);
    for (const secret of [credentials.password, basic.slice(6)]) expect(stored).not.toContain(secret);
  });

  it('gives SBOMs in both formats', async () => {
    const { body } = await post(
      request({ more: { enabled_capabilities: [{ type: 'sbom', parameters: { sbom_media_types: ['application/spdx+json'] } }] } }),
    );
    const spdx = await report(body.id, sbomReport, '?sbom_media_type=application/spdx%2Bjson');
    expect([spdx.status, spdx.headers.get('content-type'), spdx.body.media_type]).toEqual([200, sbomReport, 'application/spdx+json']);
    expect(spdx.body.sbom.packages.map((each: { name: string }) => each.name)).toEqual(expect.arrayContaining(['left', 'right', 'fine']));
    const cyclonedx = await report(body.id, sbomReport, '?sbom_media_type=application/vnd.cyclonedx%2Bjson');
    expect(cyclonedx.body.sbom.components.map((each: { name: string }) => each.name)).toEqual(
      expect.arrayContaining(['left', 'right', 'fine']),
    );
    for (const query of ['', '?sbom_media_type=text/plain']) {
      const refused = await poll(body.id, sbomReport, query);
      expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('sbom_media_type must be one of')]);
    }
  });

  it('asks Harbor to come back while a scan waits or runs, and says when', async () => {
    const reference = `${registry.host}/library/later@${image.manifestDigest}`;
    const job = await enqueueJob(
      server.server.context,
      scanImage,
      { project: 1, subject: reference, input: { reference, trigger: 'client' } },
      { startAfterSeconds: 3_600 },
    );
    const waiting = await fetch(`${server.url}/api/v1/scan/${job}/report`, {
      headers: { authorization: `Bearer ${server.token}`, accept: securityReport },
      redirect: 'manual',
    });
    expect([waiting.status, waiting.headers.get('refresh-after')]).toEqual([302, '2']);
  });

  it('fails a scan with its reason', async () => {
    const wrong = await post(request({ registry: { authorization: `Basic ${Buffer.from('robot:wrong').toString('base64')}` } }));
    const refused = await report(wrong.body.id, securityReport);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([500, 'application/vnd.scanner.adapter.error+json; version=1.0']);
    expect(refused.body.error.message).toMatch(/401|unauthorized|refused/i);
    const missing = await post(request({ artifact: { digest: `sha256:${'0'.repeat(64)}` } }));
    expect((await report(missing.body.id, securityReport)).body.error.message).toContain('404');
  });

  it.each([
    ['no JSON', '{', 400],
    ['a list', [], 400],
    ['no registry', { artifact: {} }, 400],
    ['an empty registry', () => request({ registry: { url: '' } }), 422],
    ['a file', () => request({ registry: { url: 'file:///etc' } }), 422],
    ['a URL with a path', () => request({ registry: { url: 'http://127.0.0.1/v2' } }), 422],
    ['another authorization', () => request({ registry: { authorization: 'Negotiate x' } }), 422],
    ['a repository that is none', () => request({ artifact: { repository: '../etc' } }), 422],
    ['no digest', () => request({ artifact: { digest: '' } }), 422],
    ['another kind of artifact', () => request({ artifact: { mime_type: 'application/vnd.cncf.helm.config.v1+json' } }), 501],
    ['another capability', () => request({ more: { enabled_capabilities: [{ type: 'malware' }] } }), 501],
  ])('answers %s as the contract says', async (_, body, status) => {
    const answer = await post(typeof body === 'function' ? body() : body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/vnd.scanner.adapter.error+json; version=1.0',
    ]);
    expect(answer.body.error.message).toEqual(expect.any(String));
  });

  it('tells what it can do, to Harbor’s API key and to Basic, and to nobody else', async () => {
    const ask = (headers: Record<string, string>) => server.ask('GET', '/api/v1/metadata', undefined, { token: '', headers });
    const token = Buffer.from(`harbor:${server.token}`).toString('base64');
    for (const headers of [{ 'x-scanneradapter-api-key': server.token }, { authorization: `Basic ${token}` }] as Record<string, string>[]) {
      const answer = await ask(headers);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'application/vnd.scanner.adapter.metadata+json; version=1.1',
      ]);
      expect(answer.body.capabilities.map(({ type }: { type: string }) => type)).toEqual(['vulnerability', 'sbom']);
      expect(answer.body.properties['harbor.scanner-adapter/vulnerability-database-updated-at']).toEqual(expect.any(String));
    }
    for (const headers of [{}, { 'x-scanneradapter-api-key': 'wrong' }] as Record<string, string>[]) {
      const answer = await ask(headers);
      expect([answer.status, answer.headers.get('www-authenticate') ?? answer.body.error.message]).toEqual([401, expect.any(String)]);
    }
  });

  it('makes no report that it has no capability for, and none of a scan that it does not know', async () => {
    expect((await poll('3fa85f64-5717-4562-b3fc-2c963f66afa6', 'application/xml')).status).toBe(501);
    for (const id of ['3fa85f64-5717-4562-b3fc-2c963f66afa6', 'x']) expect((await poll(id, securityReport)).status).toBe(404);
  });
});
