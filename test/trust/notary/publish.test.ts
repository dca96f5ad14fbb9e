import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { addSigner } from '../../../src/trust/notary/operation/add-signer.ts';
import { initializeRepository } from '../../../src/trust/notary/operation/initialize-repository.ts';
import { listTargets } from '../../../src/trust/notary/operation/list-targets.ts';
import { publishStaged } from '../../../src/trust/notary/operation/publish-staged.ts';
import { removeSigner } from '../../../src/trust/notary/operation/remove-signer.ts';
import { removeTrustData } from '../../../src/trust/notary/operation/remove-trust-data.ts';
import { repositoryStatus } from '../../../src/trust/notary/operation/repository-status.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { resetChanges } from '../../../src/trust/notary/operation/reset-changes.ts';
import { signTag, type SignTagOptions } from '../../../src/trust/notary/operation/sign-tag.ts';
import { verifyTag } from '../../../src/trust/notary/operation/verify-tag.ts';
import { witnessRoles } from '../../../src/trust/notary/operation/witness-roles.ts';
import { type MetadataRemote } from '../../../src/trust/notary/remote/metadata-remote.ts';
import { memoryRemote } from '../../support/memory-remote.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const gun = parseGun('registry.example/org/app');
const start = new Date('2026-11-01T00:00:00Z');
const day = 86_400_000;
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

/** A remote that holds no keys: the client signs all four roles. */
describe('publishing', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let remote: ReturnType<typeof memoryRemote>;
  let now: Date;
  beforeEach(() => {
    folder = temporaryFolder();
    remote = memoryRemote();
    now = start;
    return () => folder[Symbol.dispose]();
  });

  function context(name = 'publisher', overrides: Partial<NotaryContext> = {}): NotaryContext {
    const options = { gun, remote, trustDirectory: join(folder.path, name), passphrases: testPassphrases, pins: firstUse };
    return { ...openNotaryContext(options, quickRuntime({ now: () => now })), ...overrides };
  }
  const failing = (when: 'before' | 'after', error: unknown): MetadataRemote => ({
    ...remote,
    publish: async (files, runtime) => {
      if (when === 'after') await remote.publish(files, runtime);
      throw error;
    },
  });
  const lost = new PratiqueError('REGISTRY_UNREACHABLE', 'the answer was lost');
  const names = async (reader = context()): Promise<readonly string[]> =>
    (await listTargets(reader)).targets.map(({ name, role }) => `${role}:${name}`);
  const versions = async (): Promise<readonly (number | undefined)[]> => {
    const { repository } = await listTargets(context());
    return [repository.root, repository.targets.get('targets')?.file, repository.snapshot, repository.timestamp].map(
      (file) => file?.content.version,
    );
  };

  it('makes a repository, signs, and another directory sees the same', async () => {
    expect((await signTag(context(), tag('v1'))).isNew).toBe(true);
    expect(await versions()).toEqual([1, 2, 2, 2]);
    const verified = await verifyTag(context('reader'), { tag: 'v1' });
    expect([verified.digest, verified.size, verified.signatures.length]).toEqual([tag('v1').digest, 1, 1]);
    expect(verified.notices).toEqual([`trusted on first use: ${gun} with root key ${verified.repository.trustRoot.name}`]);
    expect((await verifyTag(context('reader'), { tag: 'v1' })).notices).toEqual([]);
  });

  it.each<[string, Partial<Parameters<typeof verifyTag>[1]>, string]>([
    ['another tag', { tag: 'v2' }, 'TARGET_NOT_SIGNED'],
    ['another digest', { digest: tag('v2').digest }, 'DIGEST_DIFFERS'],
    ['another size', { size: 2 }, 'SIZE_DIFFERS'],
  ])('%s is refused', async (_, asked, expected) => {
    await signTag(context(), tag('v1'));
    await expect(verifyTag(context('reader'), { tag: 'v1', ...asked })).rejects.toThrow(code(expected));
  });

  it('refuses the first contact where nothing is pinned and first use is not allowed [283]', async () => {
    await signTag(context(), tag('v1'));
    await expect(verifyTag(context('reader', { pins: { ...firstUse, allowFirstUse: false } }), { tag: 'v1' })).rejects.toThrow(
      code('ROOT_PIN_REQUIRED'),
    );
  });

  it('nothing can be staged for a repository that is not there', async () => {
    await expect(signTag(context(), { ...tag('v1'), isStaged: true })).rejects.toThrow(code('TRUST_DATA_NOT_FOUND'));
    expect(remote.published).toBe(0);
  });

  it('does not sign what is signed already', async () => {
    await signTag(context(), tag('v1'));
    expect((await signTag(context(), tag('v1'))).publication?.versions).toEqual(new Map());
    expect(remote.published).toBe(2);
  });

  it('when the answer was lost, the next run sees that it had arrived [303]', async () => {
    await signTag(context(), tag('v1'));
    await expect(signTag(context('publisher', { remote: failing('after', lost) }), tag('v2'))).rejects.toThrow(lost);
    expect((await repositoryStatus(context())).interrupted).toMatchObject([{ roles: ['targets', 'snapshot', 'timestamp'] }]);
    await signTag(context(), tag('v2'));
    expect(await versions()).toEqual([1, 3, 3, 3]);
    expect((await repositoryStatus(context())).interrupted).toEqual([]);
    expect(readdirSync(join(folder.path, 'publisher/tuf/registry.example/org/app/pratique-pending'))).toEqual([]);
  });

  it('when it did not arrive, the next run sends what was signed, without a passphrase [303]', async () => {
    await signTag(context(), tag('v1'));
    await expect(signTag(context('publisher', { remote: failing('before', lost) }), tag('v2'))).rejects.toThrow(lost);
    const silent = { ...context(), keys: context('nobody').keys };
    expect(await publishStaged(silent)).toMatchObject({ recovered: ['published now'], count: 0 });
    expect(await names()).toEqual(['targets:v1', 'targets:v2']);
    expect(await versions()).toEqual([1, 3, 3, 3]);
  });

  it('when it did not arrive and another was published since, it is made again on top of that [303]', async () => {
    await signTag(context(), tag('v1'));
    await expect(signTag(context('publisher', { remote: failing('before', lost) }), tag('v2'))).rejects.toThrow(lost);
    const keys = context().keys;
    await signTag(context('second', { keys }), tag('v3'));
    expect((await publishStaged(context())).recovered).toEqual(['made again']);
    expect(await names()).toEqual(['targets:v1', 'targets:v2', 'targets:v3']);
    expect(await versions()).toEqual([1, 4, 4, 4]);
  });

  it('also the making of a repository [303]', async () => {
    await expect(initializeRepository(context('publisher', { remote: failing('before', lost) }))).rejects.toThrow(lost);
    await signTag(context(), tag('v1'));
    expect(await versions()).toEqual([1, 2, 2, 2]);
    expect((await context().keys.list()).map(({ role }) => role)).toEqual(['root', 'snapshot', 'targets', 'timestamp']);
  });

  it('with two publishers at once, the second starts again from what the first published [302]', async () => {
    await signTag(context(), tag('v1'));
    const keys = context().keys;
    remote.beforePublish = async () => {
      await signTag(context('second', { keys }), tag('v2'));
    };
    await signTag(context(), tag('v3'));
    expect(await names()).toEqual(['targets:v1', 'targets:v2', 'targets:v3']);
    expect(await versions()).toEqual([1, 4, 4, 4]);
  });

  it('gives up after three times [302]', async () => {
    await signTag(context(), tag('v1'));
    const busy: MetadataRemote = { ...remote, publish: () => Promise.resolve('conflict') };
    const blocked = context('publisher', { remote: busy });
    await expect(signTag(blocked, tag('v2'))).rejects.toMatchObject({
      code: 'TRUST_CONFLICT',
      hint: 'nothing was published or staged; run the command again',
    });
    expect(await repositoryStatus(blocked)).toMatchObject({ staged: [], interrupted: [] });
    await signTag(blocked, { ...tag('v2'), isStaged: true });
    await expect(publishStaged(blocked)).rejects.toMatchObject({
      code: 'TRUST_CONFLICT',
      hint: `run pratique trust publish ${gun} again; the changes are still staged`,
    });
    expect((await repositoryStatus(blocked)).staged).toHaveLength(1);
    await resetChanges(blocked);
    expect(await repositoryStatus(context())).toMatchObject({ staged: [], interrupted: [] });
  });

  it('leaves nothing behind after a server refuses', async () => {
    await signTag(context(), tag('v1'));
    const refused = new PratiqueError('TRUST_SERVER_REFUSED', 'no');
    await expect(signTag(context('publisher', { remote: failing('before', refused) }), tag('v2'))).rejects.toThrow(refused);
    expect(await repositoryStatus(context())).toMatchObject({ staged: [], interrupted: [] });
    expect(await names()).toEqual(['targets:v1']);
  });

  it('reports a server that does not return what it accepted [295]', async () => {
    await signTag(context(), tag('v1'));
    const forgetful: MetadataRemote = {
      ...remote,
      fetch: async (file, max, runtime) => ('hash' in file && file.role === 'targets' ? undefined : remote.fetch(file, max, runtime)),
    };
    await expect(signTag(context('publisher', { remote: forgetful }), tag('v2'))).rejects.toThrow(code('TRUST_SERVER_REFUSED'));
  });

  it('refuses expired metadata, which anyone with the keys can renew', async () => {
    await signTag(context(), tag('v1'));
    const verify = (): ReturnType<typeof verifyTag> => verifyTag(context('reader'), { tag: 'v1' });
    const later = (days: number): void => {
      now = new Date(start.getTime() + days * day);
    };
    later(13);
    await verify();
    later(14);
    await expect(verify()).rejects.toThrow(code('METADATA_EXPIRED'));
    await witnessRoles(context(), { roles: ['snapshot'] });
    await verify();
    expect(await versions()).toEqual([1, 2, 3, 3]);
    later(1_095);
    await witnessRoles(context(), { roles: ['snapshot'] });
    await expect(verify()).rejects.toThrow(expect.objectContaining({ code: 'METADATA_EXPIRED', object: 'targets' }));
    await witnessRoles(context(), { roles: ['targets'] });
    await verify();
  });

  it.each([
    [915, []],
    [916, ['targets of registry.example/org/app expires soon: on 2029-10-31, in 179 days']],
    [1_065, ['targets of registry.example/org/app expires soon: on 2029-10-31, in 30 days']],
    [1_066, ['targets of registry.example/org/app expires very soon: on 2029-10-31, in 29 days']],
  ])('after %i days it warns: %j', async (days, expected) => {
    await signTag(context(), tag('v1'));
    now = new Date(start.getTime() + days * day);
    await witnessRoles(context(), { roles: ['snapshot'] });
    expect((await verifyTag(context(), { tag: 'v1' })).notices).toEqual(expected);
  });

  it('names the certificate of the root apart from its metadata [280]', async () => {
    await signTag(context(), tag('v1'));
    now = new Date(start.getTime() + 3_500 * day);
    await witnessRoles(context(), { roles: ['targets'] });
    const { notices } = await verifyTag(context(), { tag: 'v1' });
    expect(notices.map((line) => line.replace(/[0-9a-f]{12}/, 'ID'))).toEqual([
      'root of registry.example/org/app expires soon: on 2036-10-29, in 150 days',
      'certificate of root key ID of registry.example/org/app expires soon: on 2036-10-29, in 150 days',
    ]);
  });

  it('removes the last signer of released tags by force only, and hands targets/releases to the owner’s key', async () => {
    await signTag(context(), { ...tag('v1'), signer: 'alice' });
    expect(await names()).toEqual(['targets/alice:v1', 'targets/releases:v1']);
    await expect(removeSigner(context(), { name: 'alice' })).rejects.toThrow(code('CHANGE_INVALID'));
    await removeSigner(context(), { name: 'alice', isForced: true });
    await expect(verifyTag(context(), { tag: 'v1' })).rejects.toThrow(code('TARGET_NOT_SIGNED'));
    const bob = await context().keys.create('bob');
    await addSigner(context(), { name: 'bob', keys: [bob.publicKey] });
    await expect(verifyTag(context(), { tag: 'v1' })).rejects.toThrow(code('TARGET_NOT_SIGNED'));
    await signTag(context(), tag('v2'));
    expect(await names()).toEqual(['targets/bob:v2', 'targets/releases:v2']);
    await expect(verifyTag(context(), { tag: 'v1' })).rejects.toThrow(code('TARGET_NOT_SIGNED'));
  });

  it('every key is replaced, and old readers follow [306]', async () => {
    await signTag(context(), tag('v1'));
    await verifyTag(context('reader'), { tag: 'v1' });
    for (const role of ['targets', 'snapshot', 'timestamp', 'root'] as const) {
      await rotateKey(context(), { role });
      expect((await verifyTag(context('reader'), { tag: 'v1' })).repository.trustRoot.kind).toBe('cached root');
    }
    expect(await versions()).toEqual([5, 3, 6, 6]);
    await expect(rotateKey(context(), { role: 'targets', isOnServer: true })).rejects.toThrow(code('USAGE'));
  });

  it('does not create a new root while the old one is trusted here, until it is removed', async () => {
    await signTag(context(), tag('v1'));
    await remote.removeAll(quickRuntime());
    await expect(signTag(context(), tag('v2'))).rejects.toThrow(code('TRUST_DATA_LOST'));
    await removeTrustData(context());
    await signTag(context(), tag('v2'));
    expect(await names()).toEqual(['targets:v2']);
  });

  it('what was kept is used when the remote is away, only where that is allowed, and it is said [298]', async () => {
    await signTag(context(), tag('v1'));
    await verifyTag(context('reader'), { tag: 'v1' });
    const away: MetadataRemote = { ...remote, fetch: () => Promise.reject(lost) };
    await expect(verifyTag(context('reader', { remote: away }), { tag: 'v1' })).rejects.toThrow(lost);
    const offline = context('reader', { remote: away, isOfflineAllowed: true });
    expect((await verifyTag(offline, { tag: 'v1' })).notices[0]).toMatch(/^from cache, written at \d{4}-.*: memory cannot be reached$/);
    now = new Date(start.getTime() + 20 * day);
    await expect(verifyTag(offline, { tag: 'v1' })).rejects.toThrow(code('METADATA_EXPIRED'));
    await expect(verifyTag(context('fresh', { remote: away, isOfflineAllowed: true }), { tag: 'v1' })).rejects.toThrow(lost);
  });

  it('does not sign for roles whose keys are missing [307]', async () => {
    await signTag(context(), { ...tag('v1'), signer: 'alice' });
    const other = context('other');
    await expect(signTag(other, tag('v2'))).rejects.toThrow(code('KEY_NOT_FOUND'));
  });
});

function tag(name: string): SignTagOptions {
  return { tag: name, digest: toDigest('sha256', createHash('sha256').update(name).digest('hex')), size: 1 };
}
