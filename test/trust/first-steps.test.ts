import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts';
import { pushSmallImages } from '../support/push-small-images.ts';
import { runCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('trust migrate check', () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  const place = join(folder.path, 'checkout');
  const check = (...words: string[]): ReturnType<typeof runCommand> =>
    runCommand(['trust', 'migrate', 'check', place, '--docker-version', '28.0', ...words]);
  beforeAll(() => {
    mkdirSync(place);
    writeFileSync(join(place, '.env'), 'DOCKER_CONTENT_TRUST=1\n');
  });

  it('counts a place once that has two problems', async () => {
    const { stdout } = await check();
    const [line, ...others] = stdout.match(/^(?:ENDS|BROKEN) .*$/gm) ?? [];
    expect([others, line]).toEqual([[], expect.stringMatching(/ {2}SERVICE_\w+, CONTENT_TRUST_ENDS$/)]);
    expect(stdout.match(/^ {9}→ /gm)).toHaveLength(2);
    expect(stdout).toMatch(/^1 place: \d broken, \d will end, 0 unknown$/m);
  });

  it('prints only problems with --quiet, and a page with --format markdown', async () => {
    const { stdout } = await check('--quiet');
    expect(stdout).not.toMatch(/^docker: |place: /m);
    expect(stdout).toMatch(/^(?:ENDS|BROKEN) /m);
    expect((await check('--format', 'markdown')).stdout).toMatch(/^# .*\n\n1 place: .*\n\n\| state \| place \|/);
  });
});

describe.skipIf(!hasDockerRegistry)('the first trust commands of a newcomer, against docker-registry', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;
  let image = '';
  const run = (...words: string[]): ReturnType<typeof runCommand> => runCommand(['trust', ...words]);
  const inRegistry = (...words: string[]): ReturnType<typeof runCommand> =>
    run(...words, '--server', 'registry', '--trust-dir', folder.path);
  const passphrase = join(folder.path, 'passphrase');

  beforeAll(async () => {
    registry = await startDockerRegistry();
    await pushSmallImages(registry.host, 'lab/app', ['1.0']);
    image = `${registry.host}/lab/app`;
    // "verify" keeps what it trusts in Docker's directory.
    process.env['DOCKER_CONFIG'] = join(folder.path, 'docker');
    writeFileSync(passphrase, 'correct horse\n');
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('sign without --server says which server was tried and proposes the registry', async () => {
    const { exitCode, stderr } = await run('sign', `${image}:1.0`, '--trust-dir', folder.path);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`no Notary server was named, so https://${registry.host} was tried`);
    expect(stderr).toContain('add --server registry');
  });

  it('sign prints the root key ID and the policy once, and key list and inspect show the same ID', async () => {
    const first = await inRegistry('sign', `${image}:1.0`, '--passphrase-file', passphrase);
    const id = /root key ID, to pin with --root-key or rootKeys: ([0-9a-f]{64})$/m.exec(first.stderr)?.[1] ?? '';
    expect({ exitCode: first.exitCode, id }).toEqual({ exitCode: 0, id: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(first.stderr).toContain(`          - ${id}\n`);
    const verifying =
      new RegExp(`to verify with it: pratique (verify --trust-server registry --root-key ${id} ${image}):TAG$`, 'm').exec(
        first.stderr,
      )?.[1] ?? '';
    const { exitCode, stdout } = await runCommand([...verifying.split(' ').slice(0, -1), `${image}:1.0`], { cacheDirectory: folder.path });
    expect([exitCode, stdout.split('  ')[0]]).toEqual([0, 'TRUSTED']);
    expect((await inRegistry('key', 'list')).stdout).toMatch(new RegExp(`^${image.replace('.', '\\.')} +${id} +[0-9a-f]{12}$`, 'm'));
    expect((await inRegistry('inspect', image, '--first-use', 'yes')).stderr).toContain(id);
    const again = await inRegistry('sign', `${image}:1.0`, '--passphrase-file', passphrase);
    expect(again.stdout).toMatch(/^nothing to publish: targets already binds /);
  });

  it('verify says that it tried a Notary server nobody named, and which options verify the trust metadata in the registry', async () => {
    const verify = (...words: string[]): ReturnType<typeof runCommand> =>
      runCommand(['verify', ...words, `${image}:1.0`], { cacheDirectory: folder.path });
    const guessed = await verify('--root-key', 'a'.repeat(64), '--format', 'json');
    const failure = JSON.stringify((JSON.parse(guessed.stdout) as { verdicts: { failures: unknown }[] }).verdicts[0]?.failures);
    expect(guessed.exitCode).toBe(3);
    expect(failure).toContain(`no Notary server was named, so https://${registry.host} was tried`);
    expect(failure).toContain('add --trust-server registry');
    const unnamed = await verify();
    expect([unnamed.exitCode, unnamed.stdout.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('verify the tag with --trust-server registry --root-key ID'),
    ]);
    expect((await verify('--root-key', 'a'.repeat(64), '--server', 'registry')).stdout).toContain('ROOT_PIN_MISMATCH');
  });

  it('a policy that pins another ID is told which key it is', async () => {
    const { stdout } = await inRegistry('key', 'list', '--format', 'json');
    const keys = JSON.parse(stdout) as readonly {
      readonly id: string;
      readonly role: string;
      readonly roots?: readonly { readonly rootKeyId: string }[];
    }[];
    const root = keys.find(({ role }) => role === 'root')!;
    const targets = keys.find(({ role }) => role === 'targets')!;
    expect((await inRegistry('inspect', image, '--root-key', root.id)).stderr).toContain(
      `is pinned by the ID of its private key, ${root.id}; pin the root key ID instead: ${root.roots![0]!.rootKeyId}`,
    );
    expect((await inRegistry('inspect', image, '--root-key', targets.id)).stderr).toContain(
      `the pinned ${targets.id} is the targets (repository) key`,
    );
  });

  it('key list without --server says where the keys are', async () => {
    const { stdout, stderr } = await run('key', 'list', '--trust-dir', folder.path);
    expect(stdout).toBe('(none)\n');
    expect(stderr).toContain('4 keys of trust metadata in registries: add --server registry');
  });
});
