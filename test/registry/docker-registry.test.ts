import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../src/oci/registry/registry-client.ts';
import { registrySource } from '../../src/image/source/registry.ts';
import { type Image, type RegistryOptions } from '../../src/model/image.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { makeCertificate } from '../support/certificate.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { makeSmallImage, sha256, type SmallImage, writeLayout } from '../support/small-image.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const runtime = quietRuntime();

// Debian's docker-registry, skopeo and htpasswd.
describe.skipIf(!hasDockerRegistry)('docker-registry 2.8.2', () => {
  let folder: string;
  let image: SmallImage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-registry-test-'));
    image = await makeSmallImage();
    writeLayout(image, join(folder, 'layout'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('anonymous', () => {
    let registry: DockerRegistry;
    beforeAll(async () => {
      registry = await startDockerRegistry();
      await registry.push(`oci:${join(folder, 'layout')}`, 'team/app:1');
    });
    afterAll(() => registry[Symbol.asyncDispose]());

    it.each([
      ['by tag', () => `${registry.host}/team/app:1`],
      ['by digest', () => `${registry.host}/team/app@${image.manifestDigest}`],
      ['by tag and digest, of which the digest counts', () => `${registry.host}/team/app:gone@${image.manifestDigest}`],
    ])('reads the same image as from the layout, %s', async (_, target) => {
      expect(await openAndRead(target(), {})).toEqual(asPushed(image));
    });

    it('names missing images', async () => {
      const failing = registrySource.open(`${registry.host}/team/app:2`, { platform }, runtime);
      await expect(failing).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND', message: expect.stringContaining('MANIFEST_UNKNOWN') });
    });

    it('resumes a layer by range if connections break', async () => {
      const bytes = image.layers[1]!.bytes;
      await using breaking = await startBreakingProxy(registry.host, 9_000);
      await using client = await createRegistryClient(breaking.host, { limits: { ...limits, backoffMs: 1 } });
      const chunks = [];
      for await (const chunk of client.openBlob('team/app', { digest: image.layers[1]!.digest, size: bytes.length }, runtime))
        chunks.push(chunk);
      expect(sha256(Buffer.concat(chunks))).toBe(image.layers[1]!.digest);
      expect(breaking.breaks).toBeGreaterThanOrEqual(3);
    });

    const realImage = '/var/tmp/images/node-app/oci';
    it.skipIf(!existsSync(realImage))('reads the same real image as from the layout', async () => {
      await registry.push(`oci:${realImage}`, 'real/node-app:1');
      const index = JSON.parse(readFileSync(join(realImage, 'index.json'), 'utf8')) as { manifests: { digest: string }[] };
      const manifest = JSON.parse(readFileSync(join(realImage, 'blobs/sha256', index.manifests[0]!.digest.slice(7)), 'utf8')) as {
        layers: { digest: string }[];
      };
      const read = await openAndRead(`${registry.host}/real/node-app:1`, {});
      expect(read).toMatchObject({ manifestDigest: index.manifests[0]!.digest, layers: manifest.layers.map(({ digest }) => digest) });
    });
  });

  describe('htpasswd', () => {
    const login = { username: 'tester', password: 'hunter-2:with colon' };
    let registry: DockerRegistry;
    beforeAll(async () => {
      registry = await startDockerRegistry({ kind: 'htpasswd', ...login });
      await registry.push(`oci:${join(folder, 'layout')}`, 'team/app:1', `${login.username}:${login.password}`);
    });
    afterAll(() => registry[Symbol.asyncDispose]());

    it('uses the credentials of the command line', async () => {
      expect(await openAndRead(`${registry.host}/team/app:1`, { credentials: login })).toEqual(asPushed(image));
    });

    it('uses the credentials of config.json', async () => {
      const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
      const dockerConfigDirectory = dockerConfig(folder, { auths: { [registry.host]: { auth } } });
      expect(await openAndRead(`${registry.host}/team/app:1`, { dockerConfigDirectory })).toEqual(asPushed(image));
    });

    it.each([
      ['no credentials', {}, 'no credentials in the command line'],
      ['wrong ones', { credentials: { username: 'tester', password: 'wrong-secret' } }, 'credentials from the command line'],
    ])('refuses %s and names the credential files and the challenge', async (_, options, expected) => {
      const message = await failureOf(`${registry.host}/team/app:1`, options, 'REGISTRY_UNAUTHORIZED');
      expect(message).toContain(expected);
      expect(message).toContain('Basic realm="pratique-test"');
      expect(message).not.toContain('wrong-secret');
    });
  });

  describe('token', () => {
    const users = { basic: 'tester:hunter-2', refreshToken: 'refresh-4711' };
    const credentials = { username: 'tester', password: 'hunter-2' };
    let registry: DockerRegistry;
    let tokens: TokenServer;
    beforeAll(async () => {
      const certificate = makeCertificate();
      tokens = await startTokenServer(certificate, users);
      const { realm, service, issuer } = tokens;
      registry = await startDockerRegistry({ kind: 'token', realm, service, issuer, certificate: certificate.certificate });
      await registry.push(`oci:${join(folder, 'layout')}`, 'team/app:1', users.basic);
    });
    afterAll(async () => {
      await registry[Symbol.asyncDispose]();
      await tokens[Symbol.asyncDispose]();
    });

    it('changes a password for one token and uses it for everything', async () => {
      tokens.requests.length = 0;
      expect(await openAndRead(`${registry.host}/team/app:1`, { credentials })).toEqual(asPushed(image));
      expect(tokens.requests.map(({ method, fields }) => [method, fields.get('service'), fields.getAll('scope')])).toEqual([
        ['GET', tokens.service, ['repository:team/app:pull']],
      ]);
    });

    it('changes an identity token by POST', async () => {
      tokens.requests.length = 0;
      const dockerConfigDirectory = dockerConfig(folder, { auths: { [registry.host]: { identitytoken: users.refreshToken } } });
      expect(await openAndRead(`${registry.host}/team/app:1`, { dockerConfigDirectory })).toEqual(asPushed(image));
      expect(tokens.requests.map(({ method, fields }) => [method, fields.get('grant_type'), fields.get('scope')])).toEqual([
        ['POST', 'refresh_token', 'repository:team/app:pull'],
      ]);
    });

    it('requests a token once more and then names the denied scope [208]', async () => {
      const message = await failureOf(`${registry.host}/team/app:1`, {}, 'REGISTRY_UNAUTHORIZED');
      expect(message).toContain('scope="repository:team/app:pull"');
    });

    it('names the token server that refuses a password', async () => {
      const options = { credentials: { username: 'tester', password: 'wrong-secret' } };
      const message = await failureOf(`${registry.host}/team/app:1`, options, 'REGISTRY_UNAUTHORIZED');
      expect(message).toContain(`token server ${new URL(tokens.realm).host} answered 401`);
      expect(message).not.toContain('wrong-secret');
    });
  });
});

/** Hands connections on and cuts each after so many bytes of answer. */
async function startBreakingProxy(
  host: string,
  maxBytes: number,
): Promise<{ readonly host: string; readonly breaks: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  let breaks = 0;
  const server = createServer((socket) => {
    const upstream = connect(Number(host.split(':')[1]), '127.0.0.1');
    let sent = 0;
    for (const each of [socket, upstream]) sockets.add(each.on('error', () => each.destroy()));
    socket.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, maxBytes - sent);
      sent += part.length;
      socket.write(part);
      if (sent < maxBytes) return;
      breaks += 1;
      socket.end();
      upstream.destroy();
    });
    upstream.on('end', () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get breaks() {
      return breaks;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openAndRead(target: string, registry: RegistryOptions): Promise<object> {
  const [image, ...others] = await registrySource.open(target, { platform, registry }, runtime);
  expect(others).toEqual([]);
  await using opened = image!;
  const layers = [];
  for (const layer of opened.layers) layers.push(sha256(await readLayer(layer)));
  const { manifestDigest, configDigest, issues } = opened;
  return { manifestDigest, configDigest, issues, diffIds: opened.layers.map(({ diffId }) => diffId), layers };
}

async function readLayer({ content }: Image['layers'][number]): Promise<Buffer> {
  if (content.kind !== 'remote') throw new Error(`the layer is ${content.kind}`);
  const chunks = [];
  for await (const chunk of content.open(runtime)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function asPushed({ manifestDigest, configDigest, layers }: SmallImage): object {
  return {
    manifestDigest,
    configDigest,
    issues: [],
    diffIds: layers.map(({ diffId }) => diffId),
    layers: layers.map(({ digest }) => digest),
  };
}

async function failureOf(target: string, registry: RegistryOptions, code: string): Promise<string> {
  const error: unknown = await registrySource.open(target, { platform, registry }, runtime).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  return (error as Error).message;
}

function dockerConfig(folder: string, content: object): string {
  const directory = mkdtempSync(join(folder, 'docker-'));
  writeFileSync(join(directory, 'config.json'), JSON.stringify(content));
  return directory;
}
