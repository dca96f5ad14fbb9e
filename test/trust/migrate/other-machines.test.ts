import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!hasNotary || !hasDockerRegistry)('a migration on a machine that does not know the repository', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let image = '';
  const folder = temporaryFolder();
  const environment = { ...process.env };
  const run = (...words: string[]): Promise<CommandRun> => runCommand(words, { cacheDirectory: join(folder.path, 'cache') });
  const at = (machine: string): void => {
    const config = join(folder.path, machine);
    mkdirSync(join(config, 'tls', lab.host), { recursive: true });
    writeFileSync(join(config, 'tls', lab.host, 'ca.crt'), lab.authority);
    process.env['DOCKER_CONFIG'] = config;
  };

  beforeAll(async () => {
    [lab, registry] = [await startNotaryLab(), await startDockerRegistry({ kind: 'none' }, { allowsDelete: true })];
    Object.assign(process.env, {
      HOME: folder.path,
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    });
    delete process.env['CI'];
    delete process.env['PRATIQUE_CONFIG'];
    process.chdir(folder.path);
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sign.key'], { stdio: 'pipe' });
    execFileSync('openssl', ['pkey', '-in', 'sign.key', '-pubout', '-out', 'sign.pub'], { stdio: 'pipe' });
    image = `${registry.host}/org/app`;
    await pushSmallImages(registry.host, 'org/app', ['1']);
    at('publisher');
    expect(await run('trust', 'sign', `${image}:1`)).toMatchObject({ exitCode: 0 });
    expect(await run('trust', 'migrate', 'export', image, '--output', 'app.tar')).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    process.env = environment;
    process.chdir('/');
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('says that an export without a known root lists no tags, and what to add', async () => {
    at('ci');
    const ran = await run('trust', 'migrate', 'export', image, '--output', 'ci.tar', '--first-use', 'no');
    expect(ran).toMatchObject({ exitCode: 4, stdout: expect.stringContaining(`${image}: not verified (ROOT_PIN_REQUIRED), so no tags are listed, `), stderr: expect.stringContaining('export again with the root key of the publisher, --root-key ID') });
  });

  it('names the root key of the archive, and accepts it', async () => {
    at('ci');
    const refused = await run('trust', 'migrate', 'resolve', '--from', 'app.tar', '--first-use', 'no');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    const id = /app\.tar was verified by the root key ([0-9a-f]{64}) .* add --root-key \1/.exec(refused.stderr)?.[1] ?? 'none';
    expect(await run('trust', 'migrate', 'resolve', '--from', 'app.tar', '--first-use', 'no', '--root-key', id)).toMatchObject({ exitCode: 0 });
  });

  it('says how to forget a root that was cached before the right one was pinned', async () => {
    at('reader');
    expect(await run('trust', 'inspect', image)).toMatchObject({ exitCode: 0 });
    const refused = await run('trust', 'verify', `${image}:1`, '--root-key', 'a'.repeat(64));
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/this machine cached the other root before \(ROOT_PIN_MISMATCH\); try: .*pratique trust remove /) });
  });

  it('imports keys of somebody else with two passphrases, without a terminal', async () => {
    at('publisher');
    expect(await run('trust', 'key', 'export', '--output', 'keys.pem')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--all') });
    expect(await run('trust', 'key', 'export', '--all', '--output', 'keys.pem')).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/includes the root key of \S*app/) });
    writeFileSync('owner.txt', `${passphrases.targets}\n`, { mode: 0o600 });
    writeFileSync('bob.txt', 'a passphrase of bob\n', { mode: 0o600 });
    writeFileSync('root.txt', `${passphrases.root}\n`, { mode: 0o600 });
    at('bob');
    const ids = (await run('trust', 'key', 'list', '--trust-dir', join(folder.path, 'publisher/trust'), '--format', 'json')).stdout;
    const keys = JSON.parse(ids) as { id: string; role: string }[];
    const targets = keys.find(({ role }) => role === 'targets')?.id ?? '';
    expect(await run('trust', 'key', 'export', targets, '--trust-dir', join(folder.path, 'publisher/trust'), '--output', 'one.pem')).toMatchObject({ exitCode: 0 });
    expect(await run('trust', 'key', 'import', '--from-passphrase-file', 'bob.txt', '--passphrase-file', 'bob.txt', 'one.pem')).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/one\.pem: the targets key of [^]*PASSPHRASE_WRONG/) });
    expect(await run('trust', 'key', 'import', '--from-passphrase-file', 'owner.txt', '--passphrase-file', 'bob.txt', 'one.pem')).toMatchObject({ exitCode: 0 });
    expect(await run('trust', 'key', 'passwd', targets, '--passphrase-file', 'bob.txt', '--new-passphrase-file', 'owner.txt')).toMatchObject({ exitCode: 0 });
  });

  it.each(['oci-archive:app', 'docker-archive:app', 'dir:app', 'podman:app'])('asks no registry for %s', async (target) => {
    at('reader');
    const refusal = { exitCode: 2, stdout: '', stderr: expect.stringContaining(`${target}: signatures are stored in registries and OCI layouts, not in ${target.split(':')[0] ?? ''} (USAGE)`) };
    expect([await run('verify', '--key', 'sign.pub', target), await run('scan', '--verify', '--key', 'sign.pub', target)]).toMatchObject([refusal, refusal]);
  });

  it('says that a scan with --verify fails before the image is scanned', async () => {
    at('reader');
    const ran = await run('scan', '--verify', '--key', 'sign.pub', '--offline', `${image}:1`);
    expect(ran.stderr).toContain(`pratique: ${image}:1: FAIL, not trusted (SIGNATURE_MISSING); scanning it for the report`);
  });
}); // prettier-ignore
