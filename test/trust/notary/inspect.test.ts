import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerTrustClients, hasNotary, type NotaryLab, runDockerTrust, runNotary, startNotaryLab } from '../../support/notary-lab.ts';
import { runCommand } from '../../support/run-command.ts';

const host = '127.0.0.1:5000';

/** `trust inspect` prints what Docker's clients print, byte for byte, of repositories that the notary client made. */
describe.skipIf(!hasNotary || dockerTrustClients.length === 0)('trust inspect', () => {
  let lab: NotaryLab;
  let home = '';
  const environment = { ...process.env };

  const notary = async (...words: string[]): Promise<void> => {
    const where = { ...lab, trustDirectory: join(home, '.docker/trust'), input: 'yes\n' };
    const run = await runNotary(words, where);
    if (run.status !== 0) throw new Error(`notary ${words.join(' ')}: ${run.stderr || run.stdout}`);
  };
  const init = async (name: string): Promise<string> => {
    await notary('init', '-p', `${host}/${name}`);
    await notary('key', 'rotate', `${host}/${name}`, 'snapshot', '-r');
    return `${host}/${name}`;
  };
  const delegate = (gun: string, role: string, keys: readonly string[], ...paths: string[]): Promise<void> =>
    notary(
      'delegation',
      'add',
      gun,
      `targets/${role}`,
      ...keys.map((key) => join(home, `${key}.crt`)),
      ...(paths.length === 0 ? ['--all-paths'] : ['--paths', paths.join()]),
    );
  /** Staged, since each publication takes its time. */
  const add = async (gun: string, tag: string, ...roles: string[]): Promise<void> => {
    const sha256 = createHash('sha256').update(tag).digest('hex');
    await notary('addhash', gun, tag, '100', '--sha256', sha256, ...roles.flatMap((role) => ['-r', role === 'targets' ? role : `targets/${role}`]));
  }; // prettier-ignore

  beforeAll(async () => {
    lab = await startNotaryLab();
    home = join(lab.folder, 'home');
    mkdirSync(join(home, '.docker/tls', lab.host), { recursive: true });
    writeFileSync(join(home, '.docker/tls', lab.host, 'ca.crt'), lab.authority);
    for (const name of ['alice', 'bob', 'a-signer-with-a-long-name']) {
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-keyout',
          join(home, `${name}.key`),
          '-out',
          join(home, `${name}.crt`),
          '-days',
          '365',
          '-subj',
          `/CN=${name}`,
        ],
        { stdio: 'pipe' },
      );
      await notary('key', 'import', join(home, `${name}.key`), '--role', name);
    }
    const signers = await init('signers');
    await delegate(signers, 'releases', ['alice', 'bob', 'a-signer-with-a-long-name']);
    for (const name of ['bob', 'alice', 'a-signer-with-a-long-name']) await delegate(signers, name, [name]);
    await notary('publish', signers);
    await add(signers, 'v1', 'bob', 'alice', 'releases');
    await add(signers, 'v2', 'a-signer-with-a-long-name', 'releases');
    for (const tag of ['v10', '1.10', '1.9', '1.09', '9', '09', 'V3', '_x', 'a-b', 'a.b', 'aB', 'latest', 'v1.0', 'v1.0-rc1', 'v02'])
      await add(signers, tag, 'releases');
    await add(signers, 'unreleased', 'alice');
    await notary('publish', signers);
    const admin = await init('admin');
    await add(admin, 'v1');
    await notary('publish', admin);
    await notary('key', 'rotate', admin, 'root');
    await init('empty');
    const untagged = await init('untagged');
    await delegate(untagged, 'alice', ['alice']);
    await notary('publish', untagged);
    const deep = await init('deep');
    await delegate(deep, 'team', ['alice', 'bob'], 'v', 'w');
    await delegate(deep, 'team/part', ['bob'], 'v');
    await notary('publish', deep);
    await add(deep, 'v1', 'team', 'team/part', 'targets');
    await add(deep, 'outside', 'targets');
    await notary('publish', deep);
    Object.assign(process.env, { DOCKER_CONFIG: join(home, '.docker'), DOCKER_CONTENT_TRUST_SERVER: lab.url });
    delete process.env['CI'];
  });
  afterAll(async () => {
    process.env = environment;
    await lab[Symbol.asyncDispose]();
  });

  const repositories = ['signers', 'signers:v1', 'signers:v10', 'signers:missing', 'signers:unreleased', 'admin', 'admin:v1', 'empty', 'empty:v1', 'untagged', 'untagged:v1', 'deep', 'deep:v1', 'unsigned', 'unsigned:v1', 'admin empty', 'admin unsigned signers', 'unsigned admin']; // prettier-ignore
  describe.each(dockerTrustClients)('$name', (client) => {
    it.each(repositories.flatMap((names) => [[names, []] as const, [names, ['--pretty']] as const]))('%s %j', async (names, flags) => {
      const words = ['inspect', ...flags, ...names.split(' ').map((name) => `${host}/${name}`)];
      const theirs = await runDockerTrust(client, words, { ...lab, home });
      const ours = await runCommand(['trust', ...words]);
      expect([ours.exitCode, ours.stdout]).toEqual([theirs.status, theirs.stdout]);
      expect(ours.stdout + ours.stderr).not.toBe('');
    });
  });
});
