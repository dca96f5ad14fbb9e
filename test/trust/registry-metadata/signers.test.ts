import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!hasDockerRegistry)('signers of trust metadata in the registry, each on a machine of their own', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;
  let image = '';
  let exporting = '';

  const trustOn = (person: string, ...words: string[]): Promise<CommandRun> => {
    const command = ['trust', ...words.slice(0, words[0] === 'signer' || words[0] === 'key' || words[0] === 'delegation' ? 2 : 1)];
    const server = ['--server', 'registry', '--trust-dir', join(folder.path, person)];
    return runCommand([...command, ...server, ...words.slice(command.length - 1)], { cacheDirectory: join(folder.path, 'cache') });
  };

  beforeAll(async () => {
    registry = await startDockerRegistry();
    image = `${registry.host}/org/app`;
    await pushSmallImages(registry.host, 'org/app', ['1', '2', '3']);
    process.chdir(folder.path);
    delete process.env['CI'];
    Object.assign(process.env, { DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: 'password1', DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'password1' });
    execFileSync('sh', ['-c', 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out bob.key && openssl pkey -in bob.key -pubout -out bob.pub'], { stdio: 'pipe' });
    await trustOn('owner', 'sign', `${image}:1`);
  }); // prettier-ignore
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    process.chdir('/');
    folder[Symbol.dispose]();
  });

  it('signer add says which keys the signer needs, and how the owner goes on signing', async () => {
    const added = await trustOn('owner', 'signer', 'add', 'bob', image, '--key', 'bob.pub');
    exporting = /^ {2}pratique trust key export --server registry ([0-9a-f]{12} [0-9a-f]{12}) --output keys\.pem$/m.exec(added.stderr)?.[1] ?? '';
    expect(added).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/bob also needs the snapshot and timestamp keys[^]*this machine has no signer’s key; to sign here: .*--role targets.*signer add --server registry/) });
    expect(exporting).not.toBe('');
  }); // prettier-ignore

  it('the owner’s failure to sign names the ways out, and --role targets is one', async () => {
    const refused = await trustOn('owner', 'sign', `${image}:2`);
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/KEY_NOT_FOUND\); try: load the key of a signer: pratique trust key load --server registry FILE.*--role targets/) });
    expect((await trustOn('owner', 'sign', '--role', 'targets', `${image}:2`)).exitCode).toBe(0);
    expect((await trustOn('reader', 'verify', `${image}:2`)).exitCode).toBe(0);
  }); // prettier-ignore

  it('the signer’s failure names the shared keys, with which he signs', async () => {
    await trustOn('bob', 'key', 'load', '--name', 'bob', 'bob.key');
    const refused = await trustOn('bob', 'sign', `${image}:3`);
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(`the owner runs: pratique trust key export --server registry ${exporting} --output keys.pem; you run: pratique trust key import --server registry keys.pem`) });
    expect((await trustOn('owner', 'key', 'export', ...exporting.split(' '), '--output', 'keys.pem')).exitCode).toBe(0);
    expect((await trustOn('bob', 'key', 'import', 'keys.pem')).exitCode).toBe(0);
    expect((await trustOn('bob', 'sign', `${image}:3`)).exitCode).toBe(0);
    expect((await trustOn('reader', 'verify', `${image}:3`)).exitCode).toBe(0);
  }); // prettier-ignore

  it('after the last signer is removed, the owner signs again, and an older image does not come back under a released tag', async () => {
    const digest = `sha256:${'5'.repeat(64)}`;
    await trustOn('bob', 'sign', '--digest', digest, '--size', '9', `${image}:2`);
    expect((await trustOn('owner', 'signer', 'remove', '--yes', 'bob', image)).exitCode).toBe(3);
    expect((await trustOn('owner', 'signer', 'remove', '--yes', '--force', 'bob', image)).exitCode).toBe(0);
    expect(await trustOn('reader', 'verify', `${image}:2`)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('TARGET_NOT_SIGNED') });
    for (const tag of ['2', '3']) expect((await trustOn('owner', 'sign', `${image}:${tag}`)).exitCode).toBe(0);
    for (const tag of ['1', '2', '3']) expect((await trustOn('reader', 'verify', `${image}:${tag}`)).exitCode).toBe(0);
  }); // prettier-ignore

  it('readers who knew the removed signer trust one who is added later', async () => {
    expect((await trustOn('owner', 'signer', 'add', 'carol', image, '--key', 'bob.pub')).exitCode).toBe(0);
    expect((await trustOn('bob', 'sign', `${image}:1`)).exitCode).toBe(0);
    expect(await trustOn('reader', 'verify', `${image}:1`)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('targets/carol') });
  }); // prettier-ignore

  it('a removed signer can be added again under the same name', async () => {
    expect((await trustOn('owner', 'signer', 'add', 'bob', image, '--key', 'bob.pub')).exitCode).toBe(0);
    expect(await trustOn('bob', 'sign', `${image}:2`)).toMatchObject({ exitCode: 0 });
    expect((await trustOn('reader', 'verify', `${image}:2`)).exitCode).toBe(0);
  });

  it('a machine that has not met the repository trusts only the root that its trust policy pins', async () => {
    const rootKeyId = /[0-9a-f]{64}/.exec((await trustOn('looker', 'inspect', image)).stderr)?.[0] ?? '';
    const pin = (keyId: string): void =>
      writeFileSync('pratique.yaml', `trust:\n  images:\n    - match: "${image}"\n      action: enforce\n      notary: { server: registry, rootKeys: ['${keyId}'] }\n`);
    try {
      pin('1'.repeat(64));
      for (const words of [['verify', `${image}:1`], ['inspect', image], ['sign', `${image}:1`]])
        expect([words[0], (await trustOn('stranger', ...words)).stderr]).toEqual([words[0], expect.stringContaining('ROOT_PIN_MISMATCH')]);
      // What is kept decides where there is something.
      expect((await trustOn('reader', 'verify', `${image}:1`)).exitCode).toBe(0);
      pin(rootKeyId);
      expect((await trustOn('stranger', 'verify', `${image}:1`)).exitCode).toBe(0);
    } finally {
      rmSync('pratique.yaml');
    }
  }); // prettier-ignore
});
