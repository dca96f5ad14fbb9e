import { createHmac, hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatedLanes } from '../../../src/model/finding.ts';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { scanTarget } from '../../../src/scan/scan-target.ts';
import { buildImage, dockerArchive } from '../../support/image-builder.ts';
import { until } from '../../support/until.ts';
import { serveLayers, type LayerServer } from '../support/layer-server.ts';
import { buildNpmDatabase, npmImage, npmPackage } from '../support/npm-image.ts';
import { startServer, type TestServer } from '../support/running-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-clair-'));
const database = join(folder, 'db');
const image = npmImage(['left@1.0.0', 'fine@1.0.0'], ['right@1.0.0', 'left@1.0.0']);
const key = Buffer.alloc(32, 9);
let server: TestServer;
let layers: LayerServer;

beforeAll(async () => {
  await buildNpmDatabase(database, [
    { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
    { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
  ]);
  layers = await serveLayers(image, {
    '/elsewhere': (_, response) =>
      response.writeHead(307, { location: layers.url.replace('127.0.0.1', 'localhost') + '/0/layer.tar' }).end(),
    '/metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    '/text': (_, response) => response.end('<html>log in first</html>'),
    '/cut': (_, response) => response.writeHead(200, { 'content-type': 'application/x-tar' }).end(image.layers[0]!.tar.subarray(0, 530)),
  });
  server = await startServer({
    database: { folder: join(folder, 'server') },
    scan: { database, cacheDirectory: join(folder, 'cache') },
    change: {
      settings: {
        toolVersion: 'test',
        scan: { open: { platform: 'all', registry: { insecure: true } }, threads: 0, database, cacheDirectory: join(folder, 'cache') },
        allowsPrivateAddresses: true,
        concurrency: 2,
        publicUrl: 'http://clair.example/',
        peers: { apis: ['clair', 'clair-v1'], clair: { key, issuers: ['quay'], isOpen: true } },
      },
    },
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await layers[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** `CVE package version severity fix`, as `pratique scan` of the same image finds them. */
async function scanned(): Promise<readonly string[]> {
  const path = join(folder, 'image.tar');
  writeFileSync(path, dockerArchive(image));
  const [report] = await scanTarget(path, { open: { platform: 'all' }, threads: 0, database }, quietRuntime());
  const packages = new Map(report!.packages.map((each) => [each.id, each]));
  return report!.findings
    .flatMap((finding) =>
      finding.kind === 'vulnerability' && gatedLanes.includes(finding.lane)
        ? [finding.packageId, ...finding.otherPackageIds].map((id) => {
            const { name, version } = packages.get(id)!;
            return `${finding.id} ${name} ${version} ${finding.severity} ${finding.fixedVersion ?? ''}`;
          })
        : [],
    )
    .sort();
}

/** As clair-scanner 13 asks: no token, `Content-Type` of JSON. */
const open = { token: '', headers: { 'user-agent': 'Go-http-client/1.1' } };

describe('Clair 1', () => {
  const post = (name: string, uri: string, parent = '', more: object = {}) =>
    server.ask('POST', '/v1/layers', { Layer: { Name: name, Path: uri, ParentName: parent, Format: 'Docker', ...more } }, open);

  it('gives clair-scanner the vulnerabilities that a scan finds, each with its layer', async () => {
    for (const [at, each] of ['base', 'top'].entries()) {
      const answer = await post(each, `${layers.url}/${at}/layer.tar`, at === 0 ? '' : 'base');
      expect(answer).toMatchObject({ status: 201, body: { Layer: { Name: each, Format: 'Docker', IndexedByVersion: 3 } } });
    }
    const { status, body } = await server.ask('GET', '/v1/layers/top?vulnerabilities', undefined, open);
    expect(status).toBe(200);
    expect(body.Layer).toMatchObject({ Name: 'top', ParentName: 'base' });
    const features = body.Layer.Features as {
      Name: string;
      Version: string;
      AddedBy: string;
      Vulnerabilities?: { Name: string; Severity: string; FixedBy: string }[];
    }[];
    const found = features.flatMap(({ Name, Version, Vulnerabilities = [] }) =>
      Vulnerabilities.map((each) => `${each.Name} ${Name} ${Version} ${each.Severity.toLowerCase()} ${each.FixedBy}`),
    );
    expect(found.sort()).toEqual(await scanned());
    expect(found).toHaveLength(3);
    expect(features.map(({ Name, AddedBy }) => `${Name} ${AddedBy}`).sort()).toEqual(['fine base', 'left base', 'left top', 'right top']);
    const below = await server.ask('GET', '/v1/layers/base?features', undefined, open);
    expect(below.body.Layer.Features.map((each: object) => 'Vulnerabilities' in each)).toEqual([false, false]);
  });

  it('reads a layer once, and sends a client’s header fields with the request, as Klar needs it', async () => {
    const headers = { Headers: { Authorization: 'Bearer of the registry', 'Accept-Encoding': 'gzip' } };
    const before = layers.requests.length;
    expect((await post('klar', `${layers.url}/0/layer.tar`, '', headers)).status).toBe(201);
    const sent = layers.requests.slice(before);
    expect(sent.map((request) => request.headers.authorization)).toEqual(sent.map(() => 'Bearer of the registry'));
    expect(sent[0]!.headers['accept-encoding']).toBe('identity');
    const asked = layers.requests.length;
    expect((await post('klar', `${layers.url}/0/layer.tar`, '', headers)).status).toBe(201);
    await server.ask('GET', '/v1/layers/klar?vulnerabilities', undefined, open);
    expect(layers.requests).toHaveLength(asked);
    const rows = await server.server.context.db.selectFrom('named_layer').selectAll().execute();
    expect(Buffer.concat(rows.map(({ location }) => location)).includes('of the registry')).toBe(false);
    const jobs = await server.server.context.database.executeSql('select data::text as data from pgboss.job', []);
    expect(JSON.stringify(jobs.rows)).not.toContain('of the registry');
  });

  it('does not send those fields along a redirect to another origin', async () => {
    const before = layers.requests.length;
    expect((await post('moved', `${layers.url}/elsewhere`, '', { Headers: { Authorization: 'Basic x', 'X-Key': 'secret' } })).status).toBe(
      201,
    );
    const followed = layers.requests.slice(before).filter(({ path }) => path !== '/elsewhere');
    expect(followed.length).toBeGreaterThan(0);
    for (const { headers } of followed) expect([headers.authorization, headers['x-key']]).toEqual([undefined, undefined]);
  });

  it.each([
    ['no JSON', '{', 400, 'the body is not JSON'],
    ['no layer', {}, 400, 'body.Layer'],
    ['an unknown parent', { Name: 'x', Path: 'http://127.0.0.1:1/', ParentName: 'nobody', Format: 'Docker' }, 400, 'nobody is unknown'],
    ['another format', { Name: 'x', Path: 'http://127.0.0.1:1/', Format: 'ACI' }, 400, 'Layer.Format'],
    ['a path of the server', { Name: 'x', Path: 'file:///etc/passwd', Format: 'Docker' }, 400, 'Layer.Path'],
    ['a header that splits', { Name: 'x', Path: 'http://127.0.0.1:1/', Headers: { A: 'b\r\nHost: c' } }, 400, 'Layer.Headers'],
  ])('tells as Clair does what is wrong with %s', async (_, layer, status, words) => {
    const body = typeof layer === 'string' ? layer : 'Name' in layer ? { Layer: layer } : layer;
    const answer = await server.ask('POST', '/v1/layers', body, open);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json;charset=utf-8']);
    expect(answer.body.Error.Message).toContain(words);
  });

  it.each([
    ['/missing', 'answered 404'],
    ['/metadata', '169.254.169.254'],
    ['/cut', 'LAYER_TRUNCATED|truncated|ends inside'],
    ['/text', 'layer'],
  ])('fails the one request of a layer that cannot be read: %s', async (path, words) => {
    const answer = await post(path.slice(1), `${layers.url}${path}`);
    expect(answer.status).toBe(500);
    expect(answer.body.Error.Message).toMatch(new RegExp(words));
    expect((await server.ask('GET', `/v1/layers${path}`, undefined, open)).status).toBe(404);
  });

  it('forgets a layer with what is above it', async () => {
    expect((await server.ask('DELETE', '/v1/layers/base', undefined, open)).status).toBe(200);
    for (const name of ['base', 'top']) {
      const answer = await server.ask('GET', `/v1/layers/${name}?vulnerabilities`, undefined, open);
      expect([answer.status, answer.body]).toEqual([404, { Error: { Message: 'the layer cannot be found' } }]);
    }
  });
});

describe('Clair 4', () => {
  const located = () => ({
    hash: image.manifestDigest,
    layers: image.layers.map(({ digest }, at) => ({ hash: digest, uri: `${layers.url}/${at}/layer.tar`, headers: { Accept: ['*/*'] } })),
  });
  const report = `/indexer/api/v1/index_report/${image.manifestDigest}`;
  /** clairctl names no type for the JSON that it sends. */
  const send = async (body: object) => {
    const answer = await fetch(`${server.url}/indexer/api/v1/index_report`, { method: 'POST', body: Buffer.from(JSON.stringify(body)) });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };

  it('indexes a manifest as clairctl sends it, and matches it as a scan does', async () => {
    const unknown = await server.ask('GET', report, undefined, open);
    expect([unknown.status, unknown.headers.get('content-type'), unknown.body.code]).toEqual([
      404,
      'application/vnd.clair.error.v1+json',
      'not-found',
    ]);
    const indexed = await send(located());
    expect(indexed).toMatchObject({
      status: 201,
      body: { manifest_hash: image.manifestDigest, state: 'IndexFinished', success: true, err: '' },
    });
    expect(indexed.headers.get('location')).toBe(report);
    expect(indexed.headers.get('link')).toContain(`<${report}>; rel="https://projectquay.io/clair/v1/index_report"`);
    const { body } = await server.ask('GET', `/matcher/api/v1/vulnerability_report/${image.manifestDigest}`, undefined, open);
    const vulnerabilities = body.vulnerabilities as Record<string, { name: string; normalized_severity: string; fixed_in_version: string }>;
    const packages = body.packages as Record<string, { name: string; version: string }>;
    const found = new Set(
      Object.entries(body.package_vulnerabilities as Record<string, string[]>).flatMap(([of, ids]) =>
        ids.map((id) => {
          const { name, normalized_severity: severity, fixed_in_version: fix } = vulnerabilities[id]!;
          return `${name} ${packages[of]!.name} ${packages[of]!.version} ${severity.toLowerCase()} ${fix}`;
        }),
      ),
    );
    expect([...found].sort()).toEqual([...new Set(await scanned())]);
    const left = Object.entries(packages).find(([, { name }]) => name === 'left')![0];
    expect(body.environments[left].map((each: { introduced_in: string }) => each.introduced_in)).toEqual(
      image.layers.map(({ digest }) => digest),
    );
    expect(new Set(Object.keys(body.environments))).toEqual(new Set(Object.keys(packages)));
  });

  it('does not index the same again: 412 and 304 with the state, and layers are not fetched', async () => {
    const state = await server.ask('GET', '/indexer/api/v1/index_state', undefined, open);
    const etag = state.headers.get('etag')!;
    expect(etag).toBe(`"${state.body.state}"`);
    const headers = { 'if-none-match': etag };
    expect((await server.ask('GET', '/indexer/api/v1/index_state', undefined, { token: '', headers })).status).toBe(304);
    expect((await server.ask('GET', report, undefined, { token: '', headers })).status).toBe(304);
    const asked = layers.requests.length;
    expect((await server.ask('POST', '/indexer/api/v1/index_report', located(), { token: '', headers })).status).toBe(412);
    expect((await send(located())).status).toBe(201);
    const other = { ...located(), hash: `sha256:${'0'.repeat(64)}` };
    expect((await server.ask('POST', '/indexer/api/v1/index_report', other, { token: '', headers })).status).toBe(201);
    expect(layers.requests).toHaveLength(asked);
  });

  it('keeps what it knows of an image when a client gives its digest to other layers', async () => {
    const answer = await send({ ...located(), layers: located().layers.slice(0, 1) });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'bad-request', message: expect.stringContaining('is known with other layers') },
    });
  });

  it.each([
    ['no digest', { hash: 'latest', layers: [] }, 'body.hash'],
    ['no layers', { hash: image.manifestDigest, layers: [] }, 'has no layers'],
    [
      '10,000 layers',
      {
        hash: image.manifestDigest,
        layers: Array.from({ length: 10_000 }, () => ({ hash: image.layers[0]!.digest, uri: 'http://a.invalid/' })),
      },
      'has more than 1000 layers',
    ],
    [
      'another protocol',
      { hash: image.manifestDigest, layers: [{ hash: image.layers[0]!.digest, uri: 'gopher://a.invalid/' }] },
      'layers.0.uri',
    ],
    [
      'a password in its URL',
      { hash: image.manifestDigest, layers: [{ hash: image.layers[0]!.digest, uri: 'http://a:b@c.invalid/' }] },
      'layers.0.uri',
    ],
  ])('refuses a manifest with %s, and names the field', async (_, body, words) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request', message: expect.stringContaining(words) } });
  });

  it('fails the request of a layer that is not what its digest says', async () => {
    const [first] = located().layers;
    const wrong = { hash: `sha256:${'1'.repeat(64)}`, layers: [{ ...first!, hash: `sha256:${'2'.repeat(64)}` }] };
    const answer = await send(wrong);
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal-error', message: expect.stringMatching(/expected sha256:2+, got sha256:/) },
    });
    expect((await server.ask('GET', `/indexer/api/v1/index_report/${wrong.hash}`, undefined, open)).status).toBe(404);
  });

  it('lists what could not be scanned among the vulnerabilities', async () => {
    const dpkg = buildImage({
      layers: [
        {
          files: [
            { path: 'var/lib/dpkg/status', content: 'Package: libc6\nStatus: install ok installed\nVersion: 1.0\n' },
            ...npmPackage('left', '1.0.0'),
          ],
        },
      ],
    });
    await using other = await serveLayers(dpkg);
    const answer = await send({ hash: dpkg.manifestDigest, layers: [{ hash: dpkg.layers[0]!.digest, uri: `${other.url}/0/layer.tar` }] });
    expect(answer.status).toBe(201);
    const { body } = await server.ask('GET', `/matcher/api/v1/vulnerability_report/${dpkg.manifestDigest}`, undefined, open);
    const names = Object.values(body.vulnerabilities as Record<string, { name: string; normalized_severity: string }>).map(
      (each) => `${each.name} ${each.normalized_severity}`,
    );
    expect(names).toEqual(expect.arrayContaining(['CVE-2026-10001 Critical', expect.stringMatching(/^PRATIQUE-\w+ Unknown$/)]));
  });

  it('answers in the type that a client asks for, and 415 where it has none', async () => {
    const type = async (accept: string) => {
      const answer = await server.ask('GET', report, undefined, { token: '', headers: { accept } });
      return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`;
    };
    expect(await type('application/json;q=0.5, application/vnd.clair.index_report.v1+json')).toBe(
      '200 application/vnd.clair.index_report.v1+json',
    );
    expect(await type('application/json')).toBe('200 application/json');
    expect(await type('text/html')).toBe('415 application/vnd.clair.error.v1+json');
  });

  it('forgets images, one or many, and tells which were there', async () => {
    const other = `sha256:${'0'.repeat(64)}`;
    const answer = await server.ask('DELETE', '/indexer/api/v1/index_report', [other, `sha256:${'f'.repeat(64)}`], open);
    expect([answer.status, answer.body]).toEqual([200, [other]]);
    expect((await server.ask('DELETE', report, undefined, open)).status).toBe(204);
    expect((await server.ask('GET', report, undefined, open)).status).toBe(404);
  });
});

describe('the notifier of Clair 4', () => {
  it('tells where the images of a new vulnerability are to be fetched, page by page, until that is deleted', async () => {
    const digests = ['4', '5'].map((digit) => `sha256:${digit.repeat(64)}`);
    for (const digest of digests) {
      const body = {
        hash: digest,
        layers: image.layers.map((layer, at) => ({ hash: layer.digest, uri: `${layers.url}/${at}/layer.tar` })),
      };
      expect((await server.ask('POST', '/indexer/api/v1/index_report', body, open)).status).toBe(201);
    }
    const told: { body: string; authorization: string | undefined }[] = [];
    await using receiver = await serveLayers(undefined, {
      '/quay': (request, response) => {
        const { authorization } = request.headers;
        request.on('data', (bytes: Buffer) => told.push({ body: bytes.toString(), authorization }));
        request.on('end', () => response.end());
      },
    });
    await server.ask('POST', '/api/v1/receivers', { name: 'quay', channel: 'clair', target: `${receiver.url}/quay` });
    await server.ended((await server.ask('POST', '/api/v1/advisories/update')).body.job);
    await buildNpmDatabase(database, [
      { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
      { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
      { id: 'GHSA-3', name: 'fine', fixed: '4.0.0' },
    ]);
    await server.ask('POST', '/api/v1/advisories/update');
    await until('the receiver is told', () => told.length > 0);
    const { notification_id: id, callback } = JSON.parse(told[0]!.body) as { notification_id: string; callback: string };
    expect(callback).toBe(`http://clair.example/notifier/api/v1/notification/${id}`);
    const [header, payload, signature] = told[0]!.authorization!.replace('Bearer ', '').split('.');
    expect(signature).toBe(createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url'));
    const path = new URL(callback).pathname;
    const seen: string[] = [];
    for (let next = ''; ;) {
      const { status, body } = await server.ask('GET', `${path}?page_size=1${next}`, undefined, open);
      expect([status, body.page.size, body.notifications.length]).toEqual([200, 1, 1]);
      expect(body.notifications[0]).toMatchObject({
        reason: 'added',
        vulnerability: {
          name: 'CVE-2026-10003',
          normalized_severity: 'Critical',
          fixed_in_version: '4.0.0',
          package: { name: 'fine', version: '1.0.0' },
        },
      });
      seen.push(body.notifications[0].manifest);
      if (body.page.next === undefined) break;
      next = `&next=${body.page.next}`;
    }
    expect(seen).toEqual(expect.arrayContaining(digests));
    expect(new Set(seen).size).toBe(seen.length);
    expect((await server.ask('GET', `${path}?next=${id}`, undefined, open)).status).toBe(400);
    const guessed = path.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect((await server.ask('GET', guessed, undefined, open)).status).toBe(404);
    expect((await server.ask('DELETE', path, undefined, open)).status).toBe(200);
    expect((await server.ask('GET', path, undefined, open)).status).toBe(404);
  });
});

describe('a client of Clair', () => {
  const ask = (headers: Record<string, string>) => server.ask('GET', '/indexer/api/v1/index_state', undefined, { token: '', headers });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const sign = (claims: object, header: object = { alg: 'HS256' }, secret: Buffer = key) => {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };

  it('may sign with the pre-shared key, with clocks that differ a little', async () => {
    const seconds = Date.now() / 1_000;
    const clocks = [{}, { exp: seconds + 60, nbf: seconds - 60 }, { exp: seconds - 5 }, { nbf: seconds + 10, iat: seconds + 10 }];
    for (const claims of clocks) expect((await ask({ authorization: sign({ iss: 'quay', ...claims }) })).status).toBe(200);
  });

  it.each([
    ['has expired', sign({ iss: 'quay', exp: now - 60 })],
    ['is not valid yet', sign({ iss: 'quay', nbf: now + 86_400 })],
    ['is of another issuer', sign({ iss: 'mallory' })],
    ['has no issuer', sign({})],
    ['is signed with another key', sign({ iss: 'quay' }, { alg: 'HS256' }, Buffer.alloc(32, 1))],
    ['is not signed', `Bearer ${encode({ alg: 'none' })}.${encode({ iss: 'quay' })}.`],
    ['claims no algorithm', sign({ iss: 'quay' }, {})],
    ['claims another algorithm', sign({ iss: 'quay' }, { alg: 'HS512' })],
    ['is no web token', 'Bearer a.b.c'],
  ])('is refused where its web token %s', async (_, authorization) => {
    const answer = await ask({ authorization });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthorized']);
  });

  it('needs no token where it is a program of this machine, and no page of a browser is one', async () => {
    expect((await ask({})).status).toBe(200);
    const pages: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { cookie: 'pratique_session=x' },
    ];
    for (const headers of pages) expect((await ask(headers)).status).toBe(401);
    await server.server.context.db.selectFrom('project').select('id').execute();
    expect((await server.ask('GET', '/api/v1/images', undefined, { token: '' })).status).toBe(401);
  });

  it('finds no API that is turned off', async () => {
    expect((await server.ask('GET', '/api/v1/metadata', undefined)).status).toBe(404);
  });
});

it('reaches no private address unless the server was started so', async () => {
  const other = join(folder, 'strict');
  await using strict = await startServer({
    database: { folder: other },
    change: {
      settings: {
        toolVersion: 'test',
        scan: { open: { platform: 'all' }, threads: 0, database },
        allowsPrivateAddresses: false,
        concurrency: 2,
      },
    },
  });
  const asked = layers.requests.length;
  const named = ['127.0.0.1', 'localhost', '[::1]', '0x7f000001'].map((host) => layers.url.replace('127.0.0.1', host));
  for (const [at, url] of named.entries()) {
    const answer = await strict.ask('POST', '/v1/layers', { Layer: { Name: `l${at}`, Path: `${url}/0/layer.tar`, Format: 'Docker' } });
    expect([answer.status, answer.body.Error.Message]).toEqual([500, expect.stringMatching(/only public addresses are allowed/)]);
    const body = { hash: `sha256:${hash('sha256', url)}`, layers: [{ hash: image.layers[0]!.digest, uri: `${url}/0/layer.tar` }] };
    expect((await strict.ask('POST', '/indexer/api/v1/index_report', body)).status).toBe(500);
  }
  expect(layers.requests).toHaveLength(asked);
});
