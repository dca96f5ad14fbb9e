import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classicHoldings, startFakeEngine, type FakeEngine } from '../../test/support/fake-engine.ts';
import { startFakeRegistry } from '../../test/support/fake-registry.ts';
import { buildImage } from '../../test/support/image-builder.ts';
import { makeSmallImage } from '../../test/support/small-image.ts';
import { type EngineOptions } from '../model/engine-options.ts';
import { type Image, type OpenOptions } from '../model/image.ts';
import { parsePlatform } from '../model/platform.ts';
import { quietRuntime } from '../model/runtime.ts';
import { openTarget } from './open-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-reference-'));
afterAll(() => rmSync(folder, { recursive: true }));

const image = buildImage({ layers: [{ files: [{ path: 'a', content: Buffer.from('1') }] }] });
const engines: EngineOptions = { docker: { sockets: [join(folder, 'docker.sock')] }, podman: { sockets: [join(folder, 'podman.sock')] } };

let running: FakeEngine[] = [];
let said: string[] = [];
beforeEach(() => {
  said = [];
});
afterEach(async () => {
  for (const engine of running) await engine[Symbol.asyncDispose]();
  running = [];
});

async function run(name: 'docker' | 'podman', ...images: readonly string[]): Promise<FakeEngine> {
  const held = Object.assign({}, ...images.map((each) => classicHoldings(image, each))) as ReturnType<typeof classicHoldings>;
  const engine = await startFakeEngine({ folder, socketName: `${name}.sock`, images: held });
  running.push(engine);
  return engine;
}

function open(target: string, asked: Partial<OpenOptions> = {}): Promise<readonly Image[]> {
  const note = (kind: string) => (message: string) => void said.push(`${kind}: ${message.replaceAll(folder, '')}`);
  const log = { ...quietRuntime().log, warn: note('warn'), notice: note('notice') };
  const options = {
    platform: parsePlatform('linux/amd64'),
    isPlatformOptional: true,
    engines,
    layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }),
  };
  return openTarget(target, { ...options, ...asked }, quietRuntime({ log }));
}

const schemes = (images: readonly Image[]): string[] => images.map(({ scheme }) => scheme);

describe('a plain name', () => {
  it('is looked up in Docker, then in Podman', async () => {
    await run('docker', 'app:1');
    const podman = await run('podman', 'app:1', 'other');
    expect(schemes(await open('app:1'))).toEqual(['docker']);
    expect(podman.requests).toEqual([]);
    expect(schemes(await open('other'))).toEqual(['podman']);
    expect(said).toEqual([]);
  });

  it('may be an image ID', async () => {
    const docker = await run('docker', 'app:1');
    docker.images.set('0123456789ab', docker.images.get('app:1')!);
    for (const id of [image.configDigest, '0123456789ab']) expect(schemes(await open(id))).toEqual(['docker']);
  });

  it('is asked of its registry after them', async () => {
    await run('docker');
    await using registry = await startFakeRegistry({ image: await makeSmallImage() });
    expect(schemes(await open(`${registry.host}/app:1`, { registry: { insecure: true } }))).toEqual(['registry']);
  });

  it('is shown in full before Docker Hub is asked', async () => {
    await run('docker');
    // Tests connect to this machine only.
    await expect(open('app')).rejects.toThrow();
    expect(said[0]).toBe('notice: pulling docker.io/library/app:latest');
  });

  it('is not asked of a registry offline', async () => {
    await run('docker');
    await expect(open('app', { isOffline: true })).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: 'app is not on this machine (Docker has no such image)',
    });
    await expect(open('registry:app', { isOffline: true })).rejects.toMatchObject({ code: 'USAGE' });
    expect(said).toEqual([]);
  });

  it('is not looked up where no engine is running', async () => {
    await expect(open('app', { isOffline: true })).rejects.toMatchObject({
      message: 'app is not on this machine (no container engine was found)',
    });
  });

  it('is looked up in the next store when one cannot be asked, with a warning', async () => {
    writeFileSync(join(folder, 'docker.sock'), '');
    await run('podman', 'app');
    expect(schemes(await open('app'))).toEqual(['podman']);
    expect(said).toEqual([
      'warn: Docker could not be queried: cannot connect to the Docker daemon at unix:///docker.sock: nothing listens there',
    ]);
    rmSync(join(folder, 'docker.sock'));
  });

  it('is looked up in the next store when one has it for another platform only', async () => {
    await run('docker', 'app');
    const arm = { platform: parsePlatform('linux/arm64'), isPlatformOptional: false, isOffline: true };
    await expect(open('app', arm)).rejects.toMatchObject({
      message: 'app is not on this machine (Docker: app has no image for linux/arm64; it has linux/amd64)',
    });
    expect(said).toEqual(['notice: Docker: app has no image for linux/arm64; it has linux/amd64']);
  });

  it('is asked of its registry when all platforms are wanted of an image that was pulled', async () => {
    const docker = await run('docker', 'app');
    expect(schemes(await open('app', { platform: 'all' }))).toEqual(['docker']);
    const held = docker.images.get('app')!;
    docker.images.set('app', { ...held, inspected: { ...(held.inspected as object), RepoDigests: [`app@${image.manifestDigest}`] } });
    await expect(open('app', { platform: 'all', isOffline: true })).rejects.toMatchObject({
      message: 'app is not on this machine (Docker has only one platform of it)',
    });
  });

  it('names the results of the stores if the registry does not have the image either', async () => {
    await run('docker');
    await expect(open('localhost:1/app:1')).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringMatching(/ \(Docker has no such image\)$/),
    });
  });
});

describe('docker: and podman:', () => {
  it('open an image of their engine and no other', async () => {
    await run('docker', 'app');
    await run('podman', 'other');
    expect(schemes(await open('docker:app'))).toEqual(['docker']);
    expect(schemes(await open('podman:other'))).toEqual(['podman']);
    await expect(open('docker:other')).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: `the Docker daemon at unix://${folder}/docker.sock has no image other`,
      hint: 'list them with docker images; to scan it from its registry, use registry:other; the image called docker is registry:docker:other',
    });
    expect(said).toEqual([]);
  });

  it.each(['docker:../../containers/json', 'docker:app?x=1', 'docker:', 'docker:App', 'docker:-v'])(
    'refuse the name %j before anything is asked',
    async (target) => {
      const engine = await run('docker', 'app');
      await expect(open(target)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
      expect(engine.requests).toEqual([]);
    },
  );

  it('say what to do where no engine is running', async () => {
    await expect(open('docker:app')).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `cannot connect to the Docker daemon at unix://${folder}/docker.sock: no such socket`,
      hint: 'start Docker, or set DOCKER_HOST or DOCKER_CONTEXT',
    });
    await expect(open('podman:app')).rejects.toMatchObject({
      hint: 'start it with systemctl start podman.socket (systemctl --user without root), or set CONTAINER_HOST',
    });
    await expect(open('docker:app', { engines: {} })).rejects.toMatchObject({ message: 'the address of the Docker daemon is not known' });
  });
});
