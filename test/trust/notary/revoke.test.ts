import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { addSigner, findOrMakeSignerKey } from '../../../src/trust/notary/operation/add-signer.ts';
import { initializeRepository } from '../../../src/trust/notary/operation/initialize-repository.ts';
import { revokeTag } from '../../../src/trust/notary/operation/revoke-tag.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { openLabContext } from '../../support/notary-context.ts';
import { hasNotary, type NotaryLab, passphrases, runNotary, startNotaryLab } from '../../support/notary-lab.ts';
import { runCommand } from '../../support/run-command.ts';

/** The owner holds the targets key; alice and bob are signers with their own keys on machines of their own. */
describe.skipIf(!hasNotary)('revoking tags that several roles sign', () => {
  let lab: NotaryLab;
  const gun = '127.0.0.1:5000/lab/revoke';
  const environment = { ...process.env };

  const as = async <T>(person: string, work: (context: NotaryContext) => Promise<T>): Promise<T> => {
    await using context = await openLabContext({ ...lab, gun, trustDirectory: join(lab.folder, person) });
    return await work(context);
  };
  const sign = (person: string, tag: string, roles?: readonly string[]): Promise<unknown> =>
    as(person, (context) => {
      const digest = toDigest('sha256', createHash('sha256').update(`${person} ${tag}`).digest('hex'));
      return signTag(context, { tag, digest, size: 100, ...(roles === undefined ? {} : { roles }) });
    });
  const revoke = (person: string, tag: string, roles?: readonly string[]): ReturnType<typeof revokeTag> =>
    as(person, (context) => revokeTag(context, { tag, ...(roles === undefined ? {} : { roles }) }));
  /** The tags that the notary client sees. */
  const seen = async (): Promise<readonly string[]> => {
    const where = { ...lab, trustDirectory: join(lab.folder, 'reader') };
    const rows = (await runNotary(['list', gun], where)).stdout.split('\n').slice(2);
    return rows.flatMap((row) => row.split(/ +/)[0] || []);
  };

  beforeAll(async () => {
    lab = await startNotaryLab();
    await as('owner', (context) => initializeRepository(context));
    await sign('owner', 'old', ['targets']);
    await sign('owner', 'both', ['targets']);
    for (const name of ['alice', 'bob']) {
      const key = await as(name, (context) => findOrMakeSignerKey(context.keys, name));
      await as('owner', (context) => addSigner(context, { name, keys: [key] }));
    }
    await sign('alice', 'new');
    await sign('bob', 'new', ['targets/bob']);
    await sign('alice', 'both');
  });
  afterAll(async () => {
    process.env = environment;
    await lab[Symbol.asyncDispose]();
  });

  it('names the role whose key is missing, and changes nothing', async () => {
    const before = await seen();
    await expect(revoke('alice', 'old')).rejects.toMatchObject({
      code: 'KEY_NOT_FOUND',
      message: 'cannot revoke "old": targets signs it, and its key is not in the trust directory; nothing was changed',
    });
    await expect(revoke('alice', 'both')).rejects.toMatchObject({ code: 'KEY_NOT_FOUND', message: expect.stringContaining('targets signs it') });
    await expect(revoke('owner', 'both')).rejects.toMatchObject({ code: 'KEY_NOT_FOUND', message: expect.stringContaining('targets/releases signs it') });
    await expect(revoke('nobody', 'both')).rejects.toMatchObject({ message: expect.stringContaining('targets and targets/releases sign it, and their keys are') });
    expect([before, await seen()]).toEqual([before, ['both', 'new', 'old']]);
  }); // prettier-ignore

  it('says so on the command line, with exit code 3', async () => {
    const home = join(lab.folder, 'alice-home');
    mkdirSync(join(home, 'tls', lab.host), { recursive: true });
    writeFileSync(join(home, 'tls', lab.host, 'ca.crt'), lab.authority);
    Object.assign(process.env, { DOCKER_CONFIG: home, DOCKER_CONTENT_TRUST_SERVER: lab.url, DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets });
    expect(await runCommand(['trust', 'revoke', `${gun}:old`, '--trust-dir', join(lab.folder, 'alice')])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'pratique: cannot revoke "old": targets signs it, and its key is not in the trust directory; nothing was changed (KEY_NOT_FOUND); try: load the key with pratique trust key load, or have the owner of targets revoke the tag\n',
    });
  }); // prettier-ignore

  it('removes a tag from targets although there are delegations', async () => {
    expect(await revoke('owner', 'old')).toMatchObject({ tags: ['old'], remaining: [] });
    expect(await seen()).toEqual(['both', 'new']);
  });

  it('leaves roles of other signers, from which tags are not pulled, and names them', async () => {
    expect(await revoke('alice', 'new')).toMatchObject({
      tags: ['new'],
      remaining: [{ tag: 'new', role: 'targets/bob', isPulled: false }],
    });
    await expect(revoke('alice', 'new')).rejects.toMatchObject({
      code: 'KEY_NOT_FOUND',
      message: expect.stringContaining('targets/bob signs it'),
    });
    expect(await revoke('bob', 'new')).toMatchObject({ tags: ['new'], remaining: [] });
    await expect(revoke('bob', 'new')).rejects.toMatchObject({ code: 'TARGET_NOT_SIGNED' });
    expect(await seen()).toEqual(['both']);
  });

  it('accepts a role by name, and names the role that the tag is still trusted by', async () => {
    await expect(revoke('alice', 'both', ['targets/bob'])).rejects.toMatchObject({
      code: 'TARGET_NOT_SIGNED',
      message: `targets/bob does not sign "both" in ${gun}; targets and targets/releases and targets/alice do`,
    });
    const { remaining } = await revoke('owner', 'both', ['targets']);
    expect(remaining).toEqual([
      { tag: 'both', role: 'targets/releases', isPulled: true },
      { tag: 'both', role: 'targets/alice', isPulled: false },
    ]);
    expect(await revoke('alice', 'both')).toMatchObject({ remaining: [] });
    expect(await seen()).toEqual([]);
  });

  it('revokes all tags at once, each in the roles that sign it', async () => {
    await sign('alice', 'one');
    await sign('alice', 'two');
    const { tags } = await as('alice', (context) => revokeTag(context, {}));
    expect([tags, await seen()]).toEqual([['one', 'two'], []]);
    await expect(as('alice', (context) => revokeTag(context, {}))).rejects.toMatchObject({ code: 'TARGET_NOT_SIGNED' });
  });
});
