import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts';
import {
  dockerTrustClients,
  hasNotary,
  passphrases,
  runDockerTrust,
  runNotary,
  startNotaryLab,
  type NotaryLab,
} from '../support/notary-lab.ts';
import { pushSmallImages } from '../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const canRun = hasNotary && hasDockerRegistry;

describe('what trust verbs take', () => {
  const verbs = commands.filter(({ name }) => name.startsWith('trust '));

  it.each(verbs.map((entry) => [entry.name, entry] as const))('%s takes no passphrase from the command line', async (_, entry) => {
    const names = (await entry.load()).options.map(({ name }) => name);
    expect(names.filter((name) => name.includes('passphrase') && !/-(?:file|fd)$/.test(name))).toEqual([]);
  });
});

describe.skipIf(!canRun)('trust verbs against the real notary-server and docker-registry', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let digests: ReadonlyMap<string, string>;
  let image = '';
  const folder = temporaryFolder();
  const home = join(folder.path, 'home');
  const run = (...words: string[]): Promise<CommandRun> => runCommand(['trust', ...words]);
  const done = async (...words: string[]): Promise<string> => {
    const ran = await run(...words);
    expect([ran.exitCode, ran.exitCode === 0 ? '' : ran.stderr]).toEqual([0, '']);
    return ran.stdout;
  };

  beforeAll(async () => {
    [lab, registry] = [await startNotaryLab(), await startDockerRegistry()];
    image = `${registry.host}/org/app`;
    digests = await pushSmallImages(registry.host, 'org/app', ['1', '2', '10']);
    const tls = join(home, '.docker/tls', lab.host);
    mkdirSync(tls, { recursive: true });
    writeFileSync(join(tls, 'ca.crt'), lab.authority);
    Object.assign(process.env, {
      HOME: home,
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    });
    delete process.env['DOCKER_CONFIG'];
    delete process.env['CI'];
    process.chdir(folder.path);
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    process.chdir('/');
    folder[Symbol.dispose]();
  });

  it('signs a tag by the digest in the registry, with a new key and signer; only the owner can read key files', async () => {
    expect(await done('key', 'generate', 'alice')).toMatch(/^key [0-9a-f]{64}\npublic key in alice\.pub\n$/);
    expect(readFileSync('alice.pub', 'utf8')).toContain('-----BEGIN PUBLIC KEY-----\nrole: alice\n');
    expect(await run('key', 'generate', 'alice')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await done('signer', 'add', 'alice', image, '--key', 'alice.pub')).toBe(
      `added signer alice to ${image}: published root version 1, targets version 1\n`,
    );
    expect(await done('sign', `${image}:1`)).toContain(`signed ${image}:1 as ${digests.get('1') ?? ''}: `);
    const files = readdirSync(join(home, '.docker/trust/private'));
    expect(files.map((name) => statSync(join(home, '.docker/trust/private', name)).mode & 0o777)).toEqual(files.map(() => 0o600));
  });

  it('verify prints only the digest to pull, as list and inspect show it', async () => {
    const verified = await run('verify', `${image}:1`);
    expect(verified.stdout).toBe(`${image}@${digests.get('1') ?? ''}\n`);
    expect(verified.stderr).toContain('is signed by targets/alice');
    expect((await done('list', image)).split('\n').filter((line) => line.startsWith('1 '))).toHaveLength(2);
    const [inspected] = JSON.parse(await done('inspect', image)) as { SignedTags: { Digest: string; Signers: string[] }[] }[];
    expect(inspected?.SignedTags).toEqual([{ SignedTag: '1', Digest: digests.get('1')?.slice(7), Signers: ['alice'] }]);
  });

  it.skipIf(dockerTrustClients.length === 0)(
    'reads what docker writes, and the other way round; inspect prints the same bytes',
    async () => {
      const docker = (...words: string[]) => runDockerTrust(dockerTrustClients[0]!, words, { ...lab, home });
      await done('sign', `${image}:10`);
      for (const flags of [[], ['--pretty']]) {
        const theirs = await docker('inspect', ...flags, image);
        expect(await done('inspect', ...flags, image)).toBe(theirs.stdout);
      }
      expect((await docker('revoke', `${image}:10`)).status).toBe(0);
      expect(await run('verify', `${image}:10`)).toMatchObject({ exitCode: 1, stdout: '' });
      expect((await docker('key', 'generate', 'dora')).status).toBe(0);
      expect(await done('key', 'list')).toContain('\ndora ');
    },
  );

  it('writes what the notary client reads, with another trust directory', async () => {
    const ran = await runNotary(['list', image], { ...lab, trustDirectory: join(folder.path, 'notary') });
    expect(ran.stdout).toContain(digests.get('1')?.slice(7));
  });

  it('stages, shows, discards and publishes changes', async () => {
    expect(await done('sign', `${image}:2`, '--stage', '--role', 'targets/alice')).toContain(`staged ${image}:2`);
    expect(await done('status', image)).toMatch(/\n0 {2}add target {2}targets\/alice {2}2 is sha256:/);
    expect(await run('reset', image, '--all')).toMatchObject({ exitCode: 2 });
    expect(await done('reset', image, '--number', '0', '--yes')).toBe(`discarded 1 staged change of ${image}\n`);
    expect(await done('status', image)).toBe('(none)\n');
    await done('sign', `${image}:2`, '--stage');
    expect(await done('publish', image)).toContain('published 2 changes');
    expect(await done('verify', `${image}:2`)).toContain(digests.get('2'));
  });

  it('rotates keys, adds and removes delegations, re-signs roles', async () => {
    expect(await done('key', 'rotate', image, 'targets')).toContain(`replaced the targets key of ${image}: published root version 2`);
    expect(await done('key', 'rotate', image, 'snapshot', '--server-managed')).toContain('root version 3');
    expect(await run('key', 'rotate', image, 'root')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await done('key', 'rotate', image, 'root', '--yes')).toContain('root version 4');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'bob.key', '-out', 'bob.crt', '-days', '30', '-subj', '/CN=bob'], { stdio: 'pipe' });
    await done('delegation', 'add', image, 'bob', 'bob.crt', '--path', 'v', '--path', 'w');
    const key = /key ([0-9a-f]{64})/.exec(await done('key', 'load', 'bob.key', '--name', 'bob'))?.[1] ?? '';
    await done('delegation', 'remove', image, 'bob', '--path', 'w');
    const listed = JSON.parse(await done('delegation', 'list', image, '--format', 'json')) as object[];
    expect(listed).toContainEqual({ role: 'targets/bob', paths: ['v'], keyIds: [key], threshold: 1 });
    expect(await done('witness', image, 'targets')).toMatch(/^re-signed: published targets version \d+\n$/);
    expect(await run('delegation', 'purge', image, '--key', key)).toMatchObject({ exitCode: 2, stdout: '' });
    await done('delegation', 'purge', image, '--key', key, '--yes');
    await done('delegation', 'remove', image, 'bob', '--yes');
    expect(await done('delegation', 'list', image)).not.toContain('bob');
  }); // prettier-ignore

  it('exports and imports keys, still encrypted, and changes a passphrase', async () => {
    await done('key', 'export', '--all', '--output', 'keys.pem');
    expect(statSync('keys.pem').mode & 0o777).toBe(0o600);
    const count = readFileSync('keys.pem', 'utf8').split('-----BEGIN ENCRYPTED PRIVATE KEY-----').length - 1;
    const ids = (await done('key', 'import', 'keys.pem', '--trust-dir', 'other')).match(/key [0-9a-f]{64}/g) ?? [];
    expect(ids).toHaveLength(count);
    const id = ids[0]?.slice(4) ?? '';
    writeFileSync('new', 'another-passphrase\n');
    await done('key', 'passwd', id.slice(0, 8), '--trust-dir', 'other', '--new-passphrase-file', 'new');
    expect(await run('key', 'passwd', id, '--trust-dir', 'other', '--new-passphrase-file', 'new')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('PASSPHRASE_WRONG') });
    const descriptor = openSync('new', 'r');
    await done('key', 'passwd', id, '--trust-dir', 'other', '--passphrase-fd', String(descriptor), '--new-passphrase-file', 'new');
    expect(await run('key', 'passwd', id, '--trust-dir', 'other')).toMatchObject({ exitCode: 2, stdout: '' });
  }); // prettier-ignore

  it('creates nothing without a passphrase and a terminal', async () => {
    const kept = { ...process.env };
    delete process.env['DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE'];
    delete process.env['DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE'];
    const ran = await run('key', 'generate', 'erin', '--trust-dir', 'empty');
    Object.assign(process.env, kept);
    expect(ran).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('PASSPHRASE_MISSING') });
    expect([existsSync('erin.pub'), existsSync('empty')]).toEqual([false, false]);
  });

  it('trusts no root on first use in CI unless it is pinned', async () => {
    process.env['CI'] = 'true';
    const refused = await run('list', image, '--trust-dir', 'ci');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('ROOT_PIN_REQUIRED') });
    const wrong = await run('list', image, '--trust-dir', 'ci', '--root-key', '0'.repeat(64));
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('ROOT_PIN_MISMATCH') });
    const rootId = (JSON.parse(await done('inspect', image)) as { AdministrativeKeys: { Keys: { ID: string }[] }[] }[])[0]?.AdministrativeKeys[0]?.Keys[0]?.ID ?? '';
    expect((await run('list', image, '--trust-dir', 'ci', '--root-key', rootId)).exitCode).toBe(0);
    const own = await run('sign', `${registry.host}/org/fresh:1`, '--digest', `sha256:${'7'.repeat(64)}`, '--size', '12', '--trust-dir', 'fresh');
    delete process.env['CI'];
    expect([own.exitCode, own.stdout]).toEqual([0, expect.stringContaining('signed')]);
  }); // prettier-ignore

  it('refuses a digest other than the signed one, and revokes tags', async () => {
    expect(await run('verify', `${image}:1`, '--digest', `sha256:${'0'.repeat(64)}`)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('DIGEST_DIFFERS') });
    expect(await run('revoke', image)).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await done('revoke', `${image}:2`)).toContain(`revoked ${image}:2`);
    expect(await run('verify', `${image}:2`)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('TARGET_NOT_SIGNED') });
    expect(await run('signer', 'remove', 'alice', image, '--yes')).toMatchObject({ exitCode: 3 });
    await done('signer', 'remove', 'alice', image, '--yes', '--force');
  }); // prettier-ignore

  it('stores trust metadata in the registry with the same commands', async () => {
    const there = ['--server', 'registry'];
    expect(await done('sign', `${image}:1`, ...there)).toContain('signed');
    expect(await done('verify', `${image}:1`, ...there)).toBe(`${image}@${digests.get('1') ?? ''}\n`);
    expect(await done('repo', 'renew', image)).toMatch(/: timestamp version 3, expires /);
    const other = await run('verify', `${image}:1`, ...there, '--trust-dir', 'reader', '--first-use', 'no');
    expect(other).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('lists the repositories of a server in an inventory', async () => {
    writeFileSync('.env', 'DOCKER_CONTENT_TRUST=1\n');
    const taken = JSON.parse(await done('migrate', 'inventory', '.env', '--server', lab.url, '--trust-dir', join(home, '.docker/trust'), '--format', 'json')) as {
      findings: { path: string }[];
      servers: { guns: string[] }[];
      trustDirectories: { collections: { gun: string }[]; keys: unknown[] }[];
    };
    expect(taken.findings.map(({ path }) => path)).toEqual(['.env']);
    expect(taken.servers.map(({ guns }) => guns)).toEqual([[image, `${registry.host}/org/fresh`].sort()]);
    expect(taken.trustDirectories[0]?.collections.map(({ gun }) => gun)).toEqual([image]);
    expect(taken.trustDirectories[0]?.keys.length).toBeGreaterThan(3);
    const shut = await run('migrate', 'inventory', '.env', '--server', 'https://127.0.0.1:1');
    expect([shut.exitCode, shut.stdout]).toEqual([4, expect.stringContaining('\nnot scanned:\n    https://127.0.0.1:1: ')]);
  }); // prettier-ignore

  it('removes trust data from this machine and from the server', async () => {
    expect(await run('remove', image, '--remote')).toMatchObject({ exitCode: 2, stdout: '' });
    await done('remove', image, '--remote', '--yes');
    const gone = await run('inspect', image);
    expect([gone.exitCode, gone.stdout]).toEqual([1, '[]\n']);
  });
});
