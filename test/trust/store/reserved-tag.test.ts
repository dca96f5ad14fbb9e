import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!hasDockerRegistry)('the tag pratique-trust', () => {
  let registry: DockerRegistry;
  let image = '';
  const folder = temporaryFolder();
  const environment = { ...process.env };
  const run = (...words: string[]): Promise<CommandRun> => runCommand(words, { cacheDirectory: join(folder.path, 'cache') });
  const digestOfTag = async (): Promise<string | null> => {
    const [host = '', ...path] = image.split('/');
    return (await fetch(`http://${host}/v2/${path.join('/')}/manifests/pratique-trust`, { method: 'HEAD', headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } })).headers.get('docker-content-digest');
  };

  beforeAll(async () => {
    registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
    image = `${registry.host}/org/app`;
    Object.assign(process.env, { HOME: folder.path, DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: 'root-pass', DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'repo-pass' });
    delete process.env['CI'];
    delete process.env['DOCKER_CONFIG'];
    delete process.env['PRATIQUE_CONFIG'];
    process.chdir(folder.path);
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sign.key'], { stdio: 'pipe' });
    writeFileSync('predicate.json', '{}');
    await pushSmallImages(registry.host, 'org/app', ['1']);
    expect(await run('trust', 'sign', '--server', 'registry', `${image}:1`)).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    process.env = environment;
    process.chdir('/');
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it.each([
    ['trust sign', (to: string) => ['trust', 'sign', '--server', 'registry', to]],
    ['trust sign of a digest', (to: string) => ['trust', 'sign', '--server', 'registry', to, '--digest', `sha256:${'1'.repeat(64)}`, '--size', '2']],
    ['trust sign --stage', (to: string) => ['trust', 'sign', '--server', 'registry', '--stage', to]],
    ['sign', (to: string) => ['sign', '--key', 'sign.key', to]],
    ['attest', (to: string) => ['attest', '--key', 'sign.key', '--type', 'custom', '--predicate', 'predicate.json', to]],
    ['copy over it', (to: string) => ['copy', `${image}:1`, to]],
    ['clean', (to: string) => ['clean', '--yes', to]],
  ])('is refused by %s, and stays as it is', async (_, words) => {
    const before = await digestOfTag();
    const reserved = `${image}:pratique-trust is reserved for the trust metadata of the repository (TAG_RESERVED)`;
    expect(await run(...words(`${image}:pratique-trust`))).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining(reserved) });
    expect([await digestOfTag(), before]).toEqual([expect.stringMatching(/^sha256:/), before]);
  });
}); // prettier-ignore
