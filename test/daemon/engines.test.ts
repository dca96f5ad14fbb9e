import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDockerEndpoint } from '../../src/image/engine/find-docker-endpoint.ts';
import { type EngineOptions } from '../../src/model/engine-options.ts';
import { makeCertificate } from '../support/certificate.ts';
import {
  hasContainerd,
  hasDocker,
  hasPodman,
  startContainerd,
  startDocker,
  startPodman,
  type RunningEngine,
} from '../support/container-engines.ts';
import { freePort } from '../support/free-port.ts';
import { buildImage, dockerArchive, ociArchive } from '../support/image-builder.ts';
import { observeImage, type ObservedImage } from '../support/observe-image.ts';

/** The same image in real engines: it must be the one that the archive holds. */
const built = buildImage({
  tag: 'example/app:1',
  config: { User: 'app', Env: ['A=b'], Labels: { a: 'b' } },
  layers: [
    {
      createdBy: 'ADD rootfs',
      files: [
        { path: 'usr/lib/os-release', content: Buffer.from('ID=debian\n') },
        { path: 'srv/big', content: Buffer.alloc(300_000, 'b') },
        { path: 'srv/gone', content: Buffer.from('1') },
      ],
    },
    { createdBy: 'RUN rm', files: [{ path: 'srv/.wh.gone', content: Buffer.alloc(0) }] },
    { createdBy: 'RUN apt-get', files: [{ path: 'var/lib/dpkg/status', content: Buffer.alloc(200_000, 'Package: a\n') }] },
  ],
});

const folder = mkdtempSync(join(tmpdir(), 'pratique-daemon-'));
const archive = join(folder, 'docker.tar');
let expected: unknown;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  writeFileSync(archive, dockerArchive(built));
  writeFileSync(join(folder, 'oci.tar'), ociArchive(built));
  expected = (await observeImage(archive)).observed;
});
afterAll(() => rmSync(folder, { recursive: true }));

const observe = (target: string, engines: EngineOptions): Promise<ObservedImage> => observeImage(target, engines);

describe.skipIf(!hasDocker)('dockerd of Debian', () => {
  let engine: RunningEngine;
  let engines: EngineOptions;
  let port = 0;
  const certificates = { ca: makeCertificate(), server: '', client: '' };

  beforeAll(async () => {
    const { ca } = certificates;
    const [server, client] = [makeCertificate({ issuer: ca }), makeCertificate({ issuer: ca })];
    const write = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    port = await freePort();
    const tls = ['--tlsverify', '--tlscacert', write('ca.pem', ca.certificate), '--tlscert', write('server.pem', server.certificate)];
    write('cert.pem', client.certificate);
    write('key.pem', client.key);
    engine = await startDocker([...tls, '--tlskey', write('server-key.pem', server.key), '--host', `tcp://127.0.0.1:${port}`]);
    engines = { docker: { sockets: [engine.socket] } };
    engine.run('load', '--input', archive);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it.each(['docker:example/app:1', 'example/app:1', `docker:${built.configDigest}`, `docker:${built.configDigest.slice(7, 19)}`])(
    'gives the image %s as the archive has it',
    async (target) => {
      expect(await observe(target, engines)).toEqual({ scheme: 'docker', observed: expected });
    },
  );

  it('gives it over TCP with TLS', async () => {
    const docker = { host: `tcp://127.0.0.1:${port}`, tls: { certificateDirectory: folder, isVerified: true }, sockets: [] };
    expect(await observe('docker:example/app:1', { docker })).toEqual({ scheme: 'docker', observed: expected });
    await expect(observe('docker:example/app:1', { docker: { host: docker.host, sockets: [] } })).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
    });
  });

  it('is found by a context that the docker command made', async () => {
    const configDirectory = join(folder, 'config');
    const env = { ...process.env, DOCKER_CONFIG: configDirectory };
    execFileSync('/usr/bin/docker', ['context', 'create', 'lab', '--docker', `host=unix://${engine.socket}`], { env, stdio: 'ignore' });
    execFileSync('/usr/bin/docker', ['context', 'use', 'lab'], { env, stdio: 'ignore' });
    expect((await findDockerEndpoint({ configDirectory, sockets: [] })).endpoint).toEqual({ kind: 'unix', path: engine.socket });
    expect((await observe('docker:example/app:1', { docker: { configDirectory, sockets: [] } })).scheme).toBe('docker');
  });

  it('reports a missing image', async () => {
    await expect(observe('docker:nothing', engines)).rejects.toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: `the Docker daemon at unix://${engine.socket} has no image nothing`,
    });
  });

  it('uses the API version of the environment, and reports the error of the daemon for one that is too new', async () => {
    const asking = (apiVersion: string): EngineOptions => ({ docker: { sockets: [engine.socket], apiVersion } });
    expect((await observe('docker:example/app:1', asking('1.40'))).scheme).toBe('docker');
    await expect(observe('docker:example/app:1', asking('1.99'))).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('client version 1.99 is too new'),
    });
  });
});

describe.skipIf(!hasPodman)('podman of Debian', () => {
  let engine: RunningEngine;
  beforeAll(async () => {
    engine = await startPodman();
    engine.run('load', '--input', archive);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it.each(['podman:example/app:1', 'example/app:1', `podman:${built.configDigest}`])(
    'gives the image %s as the archive has it',
    async (target) => {
      const engines = { podman: { sockets: [engine.socket] } };
      expect(await observe(target, engines)).toEqual({ scheme: 'podman', observed: expected });
    },
  );
});

describe.skipIf(!hasContainerd)('containerd of Debian', () => {
  let engine: RunningEngine;
  const name = 'docker.io/example/app:1';
  beforeAll(async () => {
    engine = await startContainerd();
    engine.run('images', 'import', '--no-unpack', '--index-name', name, join(folder, 'oci.tar'));
    engine.run('--namespace', 'k8s.io', 'images', 'import', '--no-unpack', '--index-name', name, join(folder, 'oci.tar'));
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it.each(['containerd:example/app:1', 'example/app:1'])(
    'gives the image %s as the archive has it, from the files of a running containerd',
    async (target) => {
      const engines = { containerd: { roots: [join(engine.folder, 'root')] } };
      expect(await observe(target, engines)).toEqual({ scheme: 'containerd', observed: expected });
    },
  );

  it('finds a name while containerd writes others, in pages that split', async () => {
    const engines = { containerd: { roots: [join(engine.folder, 'root')] } };
    for (let count = 0; count < 60; count++) {
      engine.run('images', 'tag', name, `docker.io/example/copy-${count}:${'x'.repeat(100)}`);
      if (count % 10 === 0) expect((await observe('containerd:example/app:1', engines)).scheme).toBe('containerd');
    }
    expect((await observe(`containerd:example/copy-59:${'x'.repeat(100)}`, engines)).observed).toEqual(expected);
  });
});
