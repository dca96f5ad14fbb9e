import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeLayerIndex, type GatheredLayer } from '../../src/image/layer-index-codec.ts';
import { EntryTableBuilder } from '../../src/image/entry-table.ts';
import { openSubmissions } from '../../src/scan/open-submission.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { buildImage, writeOciLayout, type BuiltImage } from '../support/image-builder.ts';
import { runCommand } from '../support/run-command.ts';
import { buildNpmDatabase, npmImage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer, type TestServer } from './support/running-server.ts';

function layoutOf(folder: string, name: string, image: BuiltImage): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeOciLayout(path, image);
  return path;
}

interface Scanned {
  readonly exitCode: number;
  readonly report: unknown;
  readonly stderr: string;
}

async function scan(words: readonly string[], server?: TestServer, folder = '/nonexistent', project = 'default'): Promise<Scanned> {
  const remote: string[] = [];
  if (server !== undefined) {
    writeFileSync(join(folder, 'token'), `${server.token}\n`);
    remote.push('--server', server.url, '--token-file', join(folder, 'token'), '--project', project);
  }
  const { exitCode, stdout, stderr } = await runCommand(
    ['scan', ...words, '--format', 'json', '--severity', 'CRITICAL', '--exit-code', '1', ...remote],
    {
      runtime: quietRuntime(),
    },
  );
  if (stdout === '') return { exitCode, report: undefined, stderr };
  const [report] = (JSON.parse(stdout) as { reports: Record<string, unknown>[] }).reports;
  const { startedAt: _startedAt, durationMs: _duration, ...rest } = report!;
  return { exitCode, report: rest, stderr };
}

describeOnBoth('a scan that is left to a server', (place) => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-submissions-'));
  const database = join(folder, 'db');
  const cacheDirectory = join(folder, 'cache');
  let server: TestServer;
  beforeAll(async () => {
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }]);
    server = await startServer({ database: await place(), scan: { database, cacheDirectory } });
    for (const name of ['linked', 'lied', 'other', 'pulled', 'broken', 'sboms']) await server.ask('POST', '/api/v1/projects', { name });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const layersOf = (project: string) =>
    server.server.context.db
      .selectFrom('submitted_layer as l')
      .innerJoin('project', 'project.id', 'l.project_id')
      .select('l.name')
      .where('project.name', '=', project)
      .execute();
  const imagesOf = async (project: string): Promise<object[]> =>
    (await server.ask('GET', `/api/v1/images?order=name&project=${project}`)).body.items as object[];

  it('gives the report, the gate and the exit code of a local one, and sends each layer index once', async () => {
    const first = layoutOf(folder, 'first', npmImage(['fine@1.0.0'], ['left@1.0.0']));
    const byServer = await scan([first], server, folder);
    expect(byServer).toMatchObject({ exitCode: 1 });
    expect(byServer.report).toEqual((await scan([first, '--db', database])).report);
    expect(await layersOf('default')).toHaveLength(2);
    const second = layoutOf(folder, 'second', npmImage(['fine@1.0.0'], ['left@2.0.0']));
    expect(await scan([second], server, folder)).toMatchObject({ exitCode: 0 });
    expect(await layersOf('default')).toHaveLength(3);
    expect(await imagesOf('default')).toMatchObject([
      { name: first, verdict: 'fail', origin: 'submitted', tags: [] },
      { name: second, verdict: 'pass', origin: 'submitted' },
    ]);
  });

  it('sends what a link leads to, where no file of a layer has a wanted name', async () => {
    const status = 'Package: left\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n\n';
    const image = buildImage({
      layers: [
        { files: [{ path: 'store/status', content: status }] },
        { files: [{ path: 'var/lib/dpkg/status', linkTo: '/store/status' }, { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' }] },
      ],
    });
    const target = layoutOf(folder, 'linked', image);
    const local = await scan([target, '--db', database]);
    expect(local.report).toMatchObject({ packages: [{ name: 'left' }] });
    expect(await scan([target], server, folder, 'linked')).toMatchObject({ exitCode: local.exitCode, report: local.report });
  });

  it('counts in its project only, and never for what the server itself reads', async () => {
    const image = npmImage(['left@1.0.0']);
    const target = layoutOf(folder, 'image', image);
    // A client that lies: the index of an empty layer, under the digest of one with a flaw.
    const [opened] = await openSubmissions(target, { open: { platform: 'all' } }, quietRuntime());
    const { image: described, demand, kinds } = opened!;
    const submit = (project: string) =>
      server.ask('POST', '/api/v1/submissions', { project, demand, kinds, image: described });
    const name = described.layers[0]!.name;
    expect((await submit('lied')).body).toEqual({ missing: [name] });
    expect((await put(server, 'lied', name, emptyIndex())).status).toBe(200);
    const { submission } = (await submit('lied')).body;
    expect(await server.ended(submission.job)).toMatchObject({ state: 'completed', output: { verdict: 'pass' } });
    expect((await submit('other')).body).toEqual({ missing: [name] });
    expect(await scan([target], server, folder, 'other')).toMatchObject({ exitCode: 1 });
    expect(existsSync(cacheDirectory) ? readdirSync(cacheDirectory) : []).toEqual([]);
    const layers = await server.server.context.db.selectFrom('layer').select('identity').execute();
    expect(layers.every(({ identity }) => identity.startsWith('submitted:'))).toBe(true);
  });

  it.skipIf(!hasDockerRegistry)('has the server pull an image of a registry, whose result no submission replaces', async () => {
    await using registry = await startDockerRegistry();
    const image = npmImage(['left@1.0.0']);
    await pushImages(registry, 'team/app:1', image);
    const reference = `${registry.host}/team/app:1`;
    const pulled = await scan([`registry:${reference}`], server, folder, 'pulled');
    expect(pulled).toMatchObject({ exitCode: 1, report: { target: { name: reference, manifestDigest: image.manifestDigest } } });
    expect(await layersOf('pulled')).toEqual([]);
    const sent = await scan([`registry:${reference}`, '--send-layers'], server, folder, 'pulled');
    expect(sent).toMatchObject({ exitCode: 1 });
    expect(await layersOf('pulled')).toHaveLength(1);
    expect(await imagesOf('pulled')).toMatchObject([{ origin: 'pulled', tags: [reference] }]);
  });

  it('refuses indexes that lead nowhere, and fails a job whose facts no inspector gives', async () => {
    const [opened] = await openSubmissions(layoutOf(folder, 'broken', npmImage(['left@1.0.0'])), { open: { platform: 'all' } }, quietRuntime());
    const { image, demand, kinds } = opened!;
    const { name } = image.layers[0]!;
    const table = new EntryTableBuilder();
    table.add({ path: '../etc/passwd', name: 'passwd', type: 'file', size: 1, mode: 0o644, userId: 0, groupId: 0 });
    const good = emptyIndex();
    const past = Buffer.from(good);
    past.writeUInt32LE(0xffff_ffff, 0);
    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), past, good.subarray(0, 40), emptyIndex({ table }), emptyIndex({ issues: [{}] as never })])
      expect(await put(server, 'broken', name, bytes)).toMatchObject({ status: 422 });
    expect((await put(server, 'broken', name, good, false)).status).toBe(422);
    expect((await put(server, 'broken', 'x', good)).status).toBe(400);
    expect((await server.ask('POST', '/api/v1/submissions', { project: 'broken', demand: 'older', kinds, image })).status).toBe(409);
    await put(server, 'broken', name, emptyIndex({ facts: [{ inspectorId: 'secrets', path: 'app/key', value: null }] }));
    const { submission } = (await server.ask('POST', '/api/v1/submissions', { project: 'broken', demand, kinds, image })).body;
    expect(await server.ended(submission.job)).toMatchObject({ state: 'failed', attempt: 1, output: { code: 'SUBMISSION_INVALID' } });
  });

  it('takes an SBOM', async () => {
    const path = join(folder, 'app.cdx.json');
    const components = [{ type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' }];
    writeFileSync(path, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }));
    const byServer = await scan([path], server, folder, 'sboms');
    expect(byServer.report).toEqual((await scan([path, '--db', database])).report);
    const sent = await server.ask('POST', '/api/v1/sboms?name=broken&project=sboms', { not: 'an SBOM' });
    expect(await server.ended(sent.body.job)).toMatchObject({ state: 'failed', attempt: 1, output: { code: 'SBOM_UNREADABLE' } });
    expect(await imagesOf('sboms')).toMatchObject([{ name: path, origin: 'sbom' }]);
  });
}); // prettier-ignore

async function put(server: TestServer, project: string, name: string, bytes: Buffer, isCompressed = true): Promise<Response> {
  return fetch(`${server.url}/api/v1/submissions/layers/${name}?project=${project}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/octet-stream' },
    body: isCompressed ? gzipSync(bytes) : Uint8Array.from(bytes),
  });
}

function emptyIndex(change: Partial<GatheredLayer> = {}): Buffer {
  return encodeLayerIndex({
    compressedBytes: 0,
    uncompressedBytes: 0,
    whiteouts: [],
    opaqueDirectories: [],
    facts: [],
    issues: [],
    table: new EntryTableBuilder(),
    kept: new Map(),
    ...change,
  });
}
