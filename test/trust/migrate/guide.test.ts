import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDockerDaemon, hasDockerDaemon, type DockerDaemon } from '../../support/docker-daemon.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { projectRoot } from '../../support/project-root.ts';
import { ensureBuilt, program } from '../../support/run-pratique.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const guide = readFileSync(join(projectRoot, 'docs/guide/leaving-docker-content-trust.md'), 'utf8');
/** The repository that the guide names. */
const documented = 'docker.io/org/app';

interface Step {
  readonly command: string;
  /** Lines as the guide shows them; `…` stands for any text, and on its own line for any number of lines. */
  readonly shown: readonly string[];
}

/** Every command of the guide's console blocks, in order. */
const steps: readonly Step[] = [...guide.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...shown] = text.trimEnd().split('\n');
      return { command, shown };
    }),
);

/** Runs every command of the guide as written, as a user of Docker 20.10, with a real registry and Notary server. */
describe.skipIf(!hasNotary || !hasDockerRegistry || !hasDockerDaemon)('the guide docs/guide/leaving-docker-content-trust.md', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let daemon: DockerDaemon | undefined;
  let image = '';
  let environment: Readonly<Record<string, string>> = {};
  const folder = temporaryFolder();
  const work = join(folder.path, 'checkout');

  const type = async (command: string): Promise<{ readonly exitCode: number; readonly output: string }> => {
    // As on a terminal: both streams in the order in which they are written.
    const { stdout, code } = await promisify(execFile)('bash', ['-c', `exec 2>&1; ${command.replaceAll(documented, image)}`], { cwd: work, env: environment }).then(
      (ended) => ({ ...ended, code: 0 }),
      (error: unknown) => error as { readonly stdout: string; readonly code: number },
    );
    return { exitCode: code, output: stdout };
  }; // prettier-ignore

  beforeAll(async () => {
    ensureBuilt();
    [lab, registry, daemon] = [await startNotaryLab({ trustService: 'remote' }), await startDockerRegistry(), await startDockerDaemon()];
    image = `${registry.host}/org/app`;
    const home = join(folder.path, 'home');
    const programs = join(folder.path, 'bin');
    for (const path of [work, programs, join(home, '.docker/tls', lab.host)]) mkdirSync(path, { recursive: true });
    writeFileSync(join(home, '.docker/tls', lab.host, 'ca.crt'), lab.authority);
    writeFileSync(join(programs, 'pratique'), `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, { mode: 0o755 });
    symlinkSync('/usr/bin/docker', join(programs, 'docker'));
    environment = {
      PATH: `${programs}:/usr/bin:/bin`,
      HOME: home,
      DOCKER_HOST: daemon?.host ?? '',
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
    await daemon?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('has commands', () => {
    expect(steps.length).toBeGreaterThan(15);
  });

  it.for(steps)('$command', async ({ command, shown }, { skip }) => {
    skip(daemon === undefined, 'dockerd does not start here');
    const { exitCode, output } = await type(command);
    expect({ exitCode, output: mismatch(shown, output, image) }).toEqual({ exitCode: command.includes('migrate check') ? 1 : 0, output: undefined });
  }); // prettier-ignore
});

/** `undefined` when the output is what the guide shows, otherwise both. */
function mismatch(shown: readonly string[], output: string, image: string): string | undefined {
  if (shown.length === 0) return undefined;
  // Columns are as wide as the name of the registry.
  const normal = (text: string): string => text.replaceAll(/ +/g, ' ').trim();
  const pattern = shown.map((line) => (line === '…' ? '(?:.*\n)*?' : `${escape(normal(line.replaceAll(documented, image))).replaceAll('…', '.+?')}\n`)).join('');
  const lines = output.trimEnd().split('\n').map(normal);
  return new RegExp(`^${pattern}$`).test(`${lines.join('\n')}\n`) ? undefined : `the guide shows:\n${shown.join('\n')}\nand the output is:\n${output}`;
} // prettier-ignore

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Images in Docker's own store, as a build leaves them. */
function makeImages(image: string, env: Readonly<Record<string, string>>, folder: string): void {
  for (const tag of ['1.0', '0.9', '1.1']) {
    writeFileSync(join(folder, 'version'), tag);
    const layer = spawnSync('tar', ['-C', folder, '-c', 'version']).stdout;
    const { status, stderr } = spawnSync('docker', ['import', '-', `${image}:${tag}`], { input: layer, env });
    if (status !== 0) throw new Error(stderr.toString());
  }
}
