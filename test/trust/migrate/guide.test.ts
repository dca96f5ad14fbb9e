import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDockerDaemon, hasDockerDaemon, type DockerDaemon } from '../../support/docker-daemon.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { compareWithGuide, readGuide } from '../../support/guide-steps.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { ensureBuilt, program } from '../../support/run-pratique.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The repository that the guide names, and the registry of its mirrors. */
const documented = 'docker.io/org/app';
const documentedMirror = 'mirror.example.com';
/** What the guide shows to be refused, and how it ends. */
const refusals: ReadonlyMap<string, number> = new Map([
  ['pratique trust migrate check .', 1],
  [`pratique trust sign --server registry ${documentedMirror}/org/app:1.1`, 3],
]);

const steps = readGuide('leaving-docker-content-trust.md').filter((step) => step.kind === 'command');

/** Runs every command of the guide as written, as a user of Docker 20.10, with a real registry and Notary server. */
describe.skipIf(!hasNotary || !hasDockerRegistry || !hasDockerDaemon)('the guide docs/guide/leaving-docker-content-trust.md', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let mirror: DockerRegistry;
  let daemon: DockerDaemon | undefined;
  let image = '';
  let environment: Readonly<Record<string, string>> = {};
  const folder = temporaryFolder();
  const work = join(folder.path, 'checkout');

  const replace = (text: string): string => text.replaceAll(documented, image).replaceAll(documentedMirror, mirror.host);

  const type = async (command: string): Promise<{ readonly exitCode: number; readonly output: string }> => {
    // As on a terminal: both streams in the order in which they are written.
    const { stdout, code } = await promisify(execFile)('bash', ['-c', `exec 2>&1; ${replace(command)}`], { cwd: work, env: environment }).then(
      (ended) => ({ ...ended, code: 0 }),
      (error: unknown) => error as { readonly stdout: string; readonly code: number },
    );
    return { exitCode: code, output: stdout };
  }; // prettier-ignore

  beforeAll(async () => {
    ensureBuilt();
    [lab, registry, mirror] = [await startNotaryLab({ trustService: 'remote' }), await startDockerRegistry(), await startDockerRegistry()];
    daemon = await startDockerDaemon();
    image = `${registry.host}/org/app`;
    const home = join(folder.path, 'home');
    const programs = join(folder.path, 'bin');
    for (const path of [work, programs, join(home, '.docker/tls', lab.host)]) mkdirSync(path, { recursive: true });
    writeFileSync(join(home, '.docker/tls', lab.host, 'ca.crt'), lab.authority);
    writeFileSync(join(programs, 'pratique'), `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, { mode: 0o755 });
    symlinkSync('/usr/bin/docker', join(programs, 'docker'));
    // skopeo uses TLS unless a registry is known to have none.
    const insecure = [registry, mirror].map(({ host }) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
    mkdirSync(join(home, '.config/containers'), { recursive: true });
    writeFileSync(join(home, '.config/containers/registries.conf'), insecure.join(''));
    environment = {
      PATH: `${programs}:/usr/bin:/bin`,
      HOME: home,
      DOCKER_HOST: daemon?.host ?? '',
      COSIGN_PASSWORD: 'a passphrase',
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
      LC_ALL: 'C.UTF-8',
    };
    writeFileSync(join(work, '.env'), 'DOCKER_CONTENT_TRUST=1\n');
    writeFileSync(join(work, '.gitlab-ci.yml'), 'image: docker:29\nvariables:\n  DOCKER_CONTENT_TRUST: "1"\n');
    if (daemon === undefined) return;
    makeImages(image, environment, folder.path);
    // What Docker 20.10 signs and pushes: the state before the migration.
    for (const command of [
      'docker trust key generate alice',
      `docker trust signer add --key alice.pub alice ${documented}`,
      `docker trust sign ${documented}:1.0`,
      `docker trust sign ${documented}:0.9`,
    ]) {
      const { exitCode, output } = await type(command);
      if (exitCode !== 0) throw new Error(`${command}: ${output}`);
    }
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    await mirror[Symbol.asyncDispose]();
    await daemon?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('has commands', () => {
    expect(steps.length).toBeGreaterThan(15);
  });

  it.for(steps)('$command', async ({ command, shown }, { skip }) => {
    skip(daemon === undefined, 'dockerd does not start here');
    const { exitCode, output } = await type(command);
    expect({ exitCode, output: compareWithGuide(shown, output, replace) }).toEqual({ exitCode: refusals.get(command) ?? 0, output: undefined });
  }); // prettier-ignore
});

/** Images in Docker's own store, as a build leaves them. */
function makeImages(image: string, env: Readonly<Record<string, string>>, folder: string): void {
  for (const tag of ['1.0', '0.9', '1.1']) {
    writeFileSync(join(folder, 'version'), tag);
    const layer = spawnSync('tar', ['-C', folder, '-c', 'version']).stdout;
    const { status, stderr } = spawnSync('docker', ['import', '-', `${image}:${tag}`], { input: layer, env });
    if (status !== 0) throw new Error(stderr.toString());
  }
}
