import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { publicKeyFromPem } from '../../../src/trust/crypto/public-key-from-pem.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { addDelegation } from '../../../src/trust/notary/operation/add-delegation.ts';
import { addSigner } from '../../../src/trust/notary/operation/add-signer.ts';
import { exportKeys } from '../../../src/trust/notary/operation/export-keys.ts';
import { generateKey } from '../../../src/trust/notary/operation/generate-key.ts';
import { importKeys } from '../../../src/trust/notary/operation/import-keys.ts';
import { initializeRepository } from '../../../src/trust/notary/operation/initialize-repository.ts';
import { inspectRepository } from '../../../src/trust/notary/operation/inspect-repository.ts';
import { listDelegations } from '../../../src/trust/notary/operation/list-delegations.ts';
import { listTargets } from '../../../src/trust/notary/operation/list-targets.ts';
import { loadKey } from '../../../src/trust/notary/operation/load-key.ts';
import { publishStaged } from '../../../src/trust/notary/operation/publish-staged.ts';
import { purgeDelegationKeys } from '../../../src/trust/notary/operation/purge-delegation-keys.ts';
import { removeDelegation } from '../../../src/trust/notary/operation/remove-delegation.ts';
import { removeSigner } from '../../../src/trust/notary/operation/remove-signer.ts';
import { removeTrustData } from '../../../src/trust/notary/operation/remove-trust-data.ts';
import { repositoryStatus } from '../../../src/trust/notary/operation/repository-status.ts';
import { resetChanges } from '../../../src/trust/notary/operation/reset-changes.ts';
import { revokeTag } from '../../../src/trust/notary/operation/revoke-tag.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { verifyTag } from '../../../src/trust/notary/operation/verify-tag.ts';
import { witnessRoles } from '../../../src/trust/notary/operation/witness-roles.ts';
import { dockerTrustDirectory, openLabContext, testPassphrases } from '../../support/notary-context.ts';
import { dockerTrustClients, hasNotary, type NotaryLab, runDockerTrust, runNotary, startNotaryLab } from '../../support/notary-lab.ts';

/**
 * The reference clients and ours take turns on one server and one trust directory. After each operation both must see the same.
 */
describe.skipIf(!hasNotary)('with notary 0.7', () => {
  let lab: NotaryLab;
  let directory: string;
  const gun = 'localhost:5000/lab/app';

  beforeAll(async () => {
    lab = await startNotaryLab({ trustService: 'remote' });
    directory = join(lab.folder, 'trust');
    makeKeyPair(lab.folder, 'bob');
    makeKeyPair(lab.folder, 'carol');
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  const notary = async (...words: string[]): Promise<string> => {
    const run = await runNotary(words, { ...lab, trustDirectory: directory, input: 'yes\n' });
    if (run.status !== 0) throw new Error(`notary ${words.join(' ')}: ${run.stderr || run.stdout}`);
    return run.stdout;
  };
  const ours = async <T>(work: (context: NotaryContext) => Promise<T>, name = gun): Promise<T> => {
    await using context = await openLabContext({ ...lab, gun: name, trustDirectory: directory });
    return await work(context);
  };
  /** `name sha256[0..8] size role` of each line of `notary list`. */
  const theirView = async (name = gun): Promise<string[]> => {
    const lines = (await notary('list', name)).split('\n').slice(2);
    return lines.flatMap((line) => {
      const [tag, digest = '', size = '', role = ''] = line.split(/ +/);
      return tag === '' || tag === undefined ? [] : [`${tag} ${digest.slice(0, 8)} ${size} ${role}`];
    });
  };
  /** The same of ours; `notary list` shows each name once, by the first role that has it. */
  const ourView = (name = gun): Promise<string[]> =>
    ours(async (context) => {
      const { targets } = await listTargets(context);
      return targets.map(({ name: tag, digest, size, role }) => `${tag} ${digest.slice(7, 15)} ${size} ${role}`);
    }, name);
  const bothSee = async (expected: readonly string[], name = gun): Promise<void> => {
    expect({ notary: await theirView(name), pratique: await ourView(name) }).toEqual({ notary: expected, pratique: expected });
  };
  const pem = (name: string): string => readFileSync(join(lab.folder, name), 'utf8');
  const target = (tag: string): { tag: string; digest: ReturnType<typeof toDigest>; size: number } => ({
    tag,
    digest: toDigest('sha256', hexOf(tag)),
    size: tag.length * 100,
  });
  const addHash = (tag: string, ...words: string[]): Promise<string> =>
    notary('addhash', '-p', gun, tag, String(tag.length * 100), '--sha256', hexOf(tag), ...words);

  it('reads what we write, and the other way round, operation by operation', async () => {
    // 1–4: they make the repository and sign; we read, sign, and they read.
    await notary('init', '-p', gun);
    await bothSee([]);
    await addHash('v1');
    await bothSee(lines(['v1'], 'targets'));
    await ours((context) => signTag(context, target('v2')));
    await bothSee(lines(['v1', 'v2'], 'targets'));
    await ours((context) => revokeTag(context, { tag: 'v1' }));
    await bothSee(lines(['v2'], 'targets'));
    // 5–9: rotations of each role by either side, the snapshot key to the server and back.
    await notary('key', 'rotate', gun, 'snapshot', '-r');
    await ours((context) => signTag(context, target('v3')));
    await bothSee(lines(['v2', 'v3'], 'targets'));
    await ours((context) => rotateKey(context, { role: 'timestamp' }));
    await ours((context) => rotateKey(context, { role: 'targets' }));
    await addHash('v4');
    await bothSee(lines(['v2', 'v3', 'v4'], 'targets'));
    await notary('key', 'rotate', gun, 'targets');
    await ours((context) => rotateKey(context, { role: 'root' }));
    await ours((context) => rotateKey(context, { role: 'snapshot', isOnServer: false }));
    await ours((context) => signTag(context, target('v5')));
    await bothSee(lines(['v2', 'v3', 'v4', 'v5'], 'targets'));
    await notary('key', 'rotate', gun, 'root');
    await notary('remove', '-p', gun, 'v5');
    await ours((context) => rotateKey(context, { role: 'snapshot', isOnServer: true }));
    await bothSee(lines(['v2', 'v3', 'v4'], 'targets'));
    // 10–16: delegations with a certificate's key and a bare one.
    await notary('delegation', 'add', '-p', gun, 'targets/releases', join(lab.folder, 'bob.crt'), '--all-paths');
    await ours((context) =>
      addDelegation(context, { role: 'targets/carol', keys: [publicKeyFromPem(pem('carol.pub'), 'carol')], paths: [''] }),
    );
    await notary('key', 'import', join(lab.folder, 'bob.key'), '--role', 'targets/releases');
    await ours((context) =>
      loadKey(context.keys, { path: join(lab.folder, 'carol.key'), name: 'carol', filePassphrases: testPassphrases }),
    );
    await addHash('v6', '-r', 'targets/releases');
    const { roles } = await ours((context) => signTag(context, target('v7')));
    expect(roles).toEqual(['targets/releases', 'targets/carol']);
    const released = [...lines(['v2', 'v3', 'v4'], 'targets'), ...lines(['v6'], 'targets/releases')];
    expect(await theirView()).toEqual([...released, ...lines(['v7'], 'targets/releases')]);
    expect(await ourView()).toEqual([...released, ...lines(['v7'], 'targets/carol'), ...lines(['v7'], 'targets/releases')]);
    expect(await ours((context) => verifyTag(context, { tag: 'v7' })).then(({ signed }) => signed.signers)).toEqual(['targets/carol']);
    expect((await ours(listDelegations)).map(({ role, keyIds }) => `${role} ${keyIds.length}`)).toEqual([
      'targets/carol 1',
      'targets/releases 1',
    ]);
    const theirDelegations = await notary('delegation', 'list', gun);
    for (const { keyIds } of await ours(listDelegations)) expect(theirDelegations).toContain(keyIds[0]);
    // 17–20: deeper, paths, purge, removal.
    await notary('delegation', 'add', '-p', gun, 'targets/carol/deep', join(lab.folder, 'carol.pub'), '--paths', 'd');
    await notary('witness', '-p', gun, 'targets/carol');
    await ours((context) => signTag(context, { ...target('d1'), roles: ['targets/carol/deep'] }));
    expect((await theirView()).at(0)).toBe(lines(['d1'], 'targets/carol/deep')[0]);
    await ours((context) => removeDelegation(context, { role: 'targets/carol/deep', paths: ['d'] }));
    expect((await ourView()).some((line) => line.includes('deep'))).toBe(false);
    await ours((context) => witnessRoles(context, { roles: ['targets', 'targets/releases'] }));
    await ours((context) => removeDelegation(context, { role: 'targets/carol' }));
    expect(await theirView()).toEqual([...released, ...lines(['v7'], 'targets/releases')]);
    expect(await ourView()).toEqual([...released, ...lines(['v7'], 'targets/releases')]);
    // 21–24: what one stages the other publishes.
    await ours((context) => signTag(context, { ...target('s1'), roles: ['targets'], isStaged: true }));
    await ours((context) => revokeTag(context, { tag: 'v2', roles: ['targets'], isStaged: true }));
    expect(await notary('status', gun)).toMatch(/create +targets +target +s1\n.*delete +targets +target +v2/);
    await notary('publish', gun);
    await notary('addhash', gun, 's2', '200', '--sha256', hexOf('s2'));
    await notary('remove', gun, 's1');
    expect((await ours(repositoryStatus)).staged.map(({ change }) => change.kind)).toEqual(['add target', 'remove target']);
    expect((await ours(publishStaged)).count).toBe(2);
    const left = [...lines(['s2', 'v3', 'v4'], 'targets'), ...lines(['v6', 'v7'], 'targets/releases')];
    await bothSee(left);
    await notary('addhash', gun, 'never', '200', '--sha256', hexOf('never'));
    expect(await ours((context) => resetChanges(context))).toBe(1);
    expect(await notary('status', gun)).toContain('No unpublished changes');
    // 25–27: keys travel both ways, and an independent directory sees the same.
    await notary('key', 'export', '-o', join(lab.folder, 'theirs.pem'));
    directory = join(lab.folder, 'second');
    const text = pem('theirs.pem');
    const ids = await ours((context) => importKeys(context.keys, { text, path: 'theirs.pem', filePassphrases: testPassphrases }));
    expect(ids.length).toBeGreaterThan(3);
    await bothSee(left);
    await addHash('w1', '-r', 'targets');
    const exported = await ours((context) => exportKeys(context.keys));
    writeFileSync(join(lab.folder, 'ours.pem'), exported);
    directory = join(lab.folder, 'third');
    await notary('key', 'import', join(lab.folder, 'ours.pem'));
    await addHash('w2', '-r', 'targets/releases');
    const [, bobId] = /releases.*?([0-9a-f]{64})/.exec(await notary('delegation', 'list', gun)) ?? [];
    await ours((context) => purgeDelegationKeys(context, { keyIds: [bobId ?? ''], isStaged: true }));
    expect(await notary('status', gun)).toContain('targets/*');
    await ours((context) => resetChanges(context));
    expect((await ours((context) => verifyTag(context, { tag: 'w2' }))).signed.role).toBe('targets/releases');
  });

  it('reads tag names that servers and clients encode differently, and that sort differently in JavaScript', async () => {
    const name = 'localhost:5000/lab/names';
    await ours((context) => initializeRepository(context, { isSnapshotOnServer: false }), name);
    const names = ['__proto__', '10', '9', 'a<b>&c', 'line\u2028', '\u{e000}', '\u{1f600}', 'constructor'];
    for (const tag of names) await ours((context) => signTag(context, { ...target(tag), size: 1 }), name);
    const seen = (await theirView(name)).map((line) => line.split(' ')[0]);
    expect([...seen].sort()).toEqual([...names].sort());
    expect((await ourView(name)).length).toBe(names.length);
  });

  it('deletes a repository that we create, and the other way round', async () => {
    const name = 'localhost:5000/lab/gone';
    await ours((context) => signTag(context, target('v1')), name);
    await notary('delete', name, '--remote');
    await ours((context) => signTag(context, target('v2')), name);
    await bothSee(lines(['v2'], 'targets'), name);
    await ours((context) => removeTrustData(context, { isRemoteToo: true }), name);
    await expect(notary('list', name)).rejects.toThrow('does not have trust data');
  });

  describe.each(dockerTrustClients)('and $name', (client) => {
    const number = dockerTrustClients.indexOf(client);
    const repository = `127.0.0.1:5000/lab/docker-${number}`;
    let home: string;
    const docker = async (...words: string[]): Promise<string> => {
      const run = await runDockerTrust(client, words, { ...lab, home });
      if (run.status !== 0) throw new Error(`docker trust ${words.join(' ')}: ${run.stderr || run.stdout}`);
      return run.stdout;
    };
    const inspected = async (): Promise<unknown> => JSON.parse(await docker('inspect', repository));
    const ourInspection = (): Promise<unknown> =>
      ours(async (context) => [(await inspectRepository(context, { name: repository })).docker], repository);
    const bothInspect = async (tags: readonly string[], signers: readonly string[]): Promise<void> => {
      const [theirs, own] = [await inspected(), await ourInspection()];
      expect(own).toEqual(theirs);
      const [only] = own as [{ SignedTags: { SignedTag: string; Signers: string[] }[]; Signers: { Name: string }[] }];
      expect(only.SignedTags.map(({ SignedTag, Signers }) => `${SignedTag} ${Signers.join()}`)).toEqual(tags);
      expect(only.Signers.map(({ Name }) => Name).reverse()).toEqual(signers);
    };

    it('sees the same signers, tags and keys after every command', async () => {
      home = join(lab.folder, `home-${number}`);
      mkdirSync(home, { recursive: true });
      directory = dockerTrustDirectory(home);
      await docker('key', 'generate', 'alice');
      await docker('signer', 'add', '--key', 'alice.pub', 'alice', repository);
      await bothInspect([], ['alice']);
      await ours((context) => signTag(context, target('v1')), repository);
      await bothInspect(['v1 alice'], ['alice']);
      await docker('sign', `${repository}:v1`);
      const generated = await ours((context) => generateKey(context.keys, { name: 'dave' }), repository);
      writeFileSync(join(home, 'dave.pub'), generated.publicKeyPem);
      await docker('signer', 'add', '--key', 'dave.pub', 'dave', repository);
      await ours((context) => signTag(context, target('v10')), repository);
      await ours((context) => signTag(context, target('v9')), repository);
      await bothInspect(['v1 alice', 'v9 alice,dave', 'v10 alice,dave'], ['alice', 'dave']);
      await docker('sign', `${repository}:v1`);
      await bothInspect(['v1 alice,dave', 'v9 alice,dave', 'v10 alice,dave'], ['alice', 'dave']);
      await docker('revoke', '-y', `${repository}:v9`);
      await bothInspect(['v1 alice,dave', 'v10 alice,dave'], ['alice', 'dave']);
      await ours((context) => revokeTag(context, { tag: 'v10' }), repository);
      await bothInspect(['v1 alice,dave'], ['alice', 'dave']);
      const erin = publicKeyFromPem(pem('carol.pub'), 'erin');
      await ours((context) => addSigner(context, { name: 'erin', keys: [erin] }), repository);
      await docker('key', 'load', '--name', 'erin', join(lab.folder, 'carol.key'));
      await bothInspect(['v1 alice,dave'], ['alice', 'dave', 'erin']);
      await docker('sign', `${repository}:v1`);
      await bothInspect(['v1 alice,dave,erin'], ['alice', 'dave', 'erin']);
      const removed = await docker('signer', 'remove', '-f', 'dave', repository);
      // Docker 26 and later removes a signer only after asking, and it asks only about the last one: without a question it ends with 0
      // and changes nothing (docker/cli, signer_remove.go, maybePromptForSignerRemoval).
      if (!removed.includes('Successfully removed dave')) {
        await bothInspect(['v1 alice,dave,erin'], ['alice', 'dave', 'erin']);
        await ours((context) => removeSigner(context, { name: 'dave' }), repository);
      }
      await bothInspect(['v1 alice,erin'], ['alice', 'erin']);
      await ours((context) => removeSigner(context, { name: 'erin' }), repository);
      await bothInspect(['v1 alice'], ['alice']);
      await ours((context) => removeSigner(context, { name: 'alice', isForced: true }), repository);
      expect(JSON.stringify(await inspected())).not.toContain('alice');
    });

    it('sees the first signer of a repository that we create', async () => {
      const name = `127.0.0.1:5000/lab/ours-${number}`;
      home = join(lab.folder, `home-${number}`);
      directory = dockerTrustDirectory(home);
      await ours((context) => signTag(context, { ...target('v1'), signer: 'frank' }), name);
      const theirs: unknown = JSON.parse(await docker('inspect', name));
      expect(await ours(async (context) => [(await inspectRepository(context, { name })).docker], name)).toEqual(theirs);
      expect(theirs).toMatchObject([{ SignedTags: [{ SignedTag: 'v1', Digest: hexOf('v1'), Signers: ['frank'] }] }]);
    });
  });
});

function hexOf(tag: string): string {
  return createHash('sha256').update(tag).digest('hex');
}

function lines(tags: readonly string[], role: string): string[] {
  return tags.map((tag) => `${tag} ${hexOf(tag).slice(0, 8)} ${tag.length * 100} ${role}`);
}

function makeKeyPair(folder: string, name: string): void {
  const path = (file: string): string => join(folder, file);
  const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: 'pipe' });
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path(`${name}.key`));
  openssl('ec', '-in', path(`${name}.key`), '-pubout', '-out', path(`${name}.pub`));
  openssl('req', '-new', '-x509', '-key', path(`${name}.key`), '-days', '365', '-subj', `/CN=${name}`, '-out', path(`${name}.crt`));
}
