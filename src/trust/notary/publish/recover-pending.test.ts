import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUse, testPassphrases } from '../../../../test/support/notary-context.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../../../test/support/memory-registry.ts';
import { quickRuntime } from '../../../../test/support/quick-runtime.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type Digest } from '../../../model/digest.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { createRegistryClient, type RegistryClient } from '../../../oci/registry/registry-client.ts';
import { openRepositoryRemote } from '../../registry-metadata/open-repository-remote.ts';
import { listRoleTags, listTags } from '../../tuf/signed-tags.ts';
import { parseGun } from '../gun.ts';
import { type NotaryContext } from '../notary-context.ts';
import { openNotaryContext } from '../open-notary-context.ts';
import { addSigner, findOrMakeSignerKey } from '../operation/add-signer.ts';
import { repositoryStatus } from '../operation/repository-status.ts';
import { removeSigner } from '../operation/remove-signer.ts';
import { revokeTag } from '../operation/revoke-tag.ts';
import { rotateKey } from '../operation/rotate-key.ts';
import { signTag } from '../operation/sign-tag.ts';
import { recoverPending } from './recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';

const digestOf = (letter: string): Digest => `sha256:${letter.repeat(64)}` as Digest;
const [old, fixed, other] = ['a', 'b', 'c'].map(digestOf) as [Digest, Digest, Digest];

function isVersion(bytes: Buffer, least: number): boolean {
  return (JSON.parse(bytes.toString()) as { signed: { version: number } }).signed.version >= least;
}

/** Two machines have the keys of a repository. What one of them signed did not arrive, and the other published meanwhile. */
describe('a publication that failed and was overtaken', () => {
  const folder = temporaryFolder();
  let registry: MemoryRegistry;
  let client: RegistryClient;
  let made = 0;
  beforeAll(async () => {
    registry = await startMemoryRegistry({ allowsDelete: true });
    client = await createRegistryClient(registry.host, {});
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  interface Lab {
    readonly machine: NotaryContext;
    /** The machine while its registry is down. */
    readonly down: NotaryContext;
    readonly another: NotaryContext;
    /** What the machine that failed is told. */
    readonly told: string[];
    /** Signs on the machine whose registry is down. */
    signInVain(tag: string, digest: Digest): Promise<void>;
    tags(): Promise<Record<string, string>>;
  }

  async function openLab(): Promise<Lab> {
    const path = `app-${++made}`;
    const remote = openRepositoryRemote(client.repository(path));
    const told: string[] = [];
    const note = (text: string): void => void told.push(text);
    const runtime = quickRuntime({ log: { ...quickRuntime().log, warn: note, notice: note } });
    const trustDirectory = join(folder.path, path);
    const contextOf = (used: NotaryContext['remote']): NotaryContext =>
      openNotaryContext({ gun: parseGun(`${registry.host}/${path}`), remote: used, trustDirectory, passphrases: testPassphrases, pins: firstUse }, runtime); // prettier-ignore
    const machine = contextOf(remote);
    const down = contextOf({ ...remote, name: remote.name, fetch: (...words) => remote.fetch(...words), removeAll: (...words) => remote.removeAll(...words), publish: () => Promise.reject(new PratiqueError('REGISTRY_UNREACHABLE', 'answered 500')) }); // prettier-ignore
    await signTag(machine, { tag: 'x', digest: old, size: 1 });
    return {
      machine,
      down,
      // The same keys, without what is pending here.
      another: { ...machine, directory: { ...machine.directory, path: join(folder.path, `${path}-another`) } },
      told,
      signInVain: async (tag, digest) =>
        expect(signTag(down, { tag, digest, size: 1 })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' }),
      tags: async () => Object.fromEntries(listTags(await readRepository(machine)).map(({ tag, sha256 }) => [tag, `sha256:${sha256}`])),
    };
  }

  it('does not take back what the other signed', async () => {
    const { machine, another, told, signInVain, tags } = await openLab();
    await signInVain('x', other);
    await signTag(another, { tag: 'x', digest: fixed, size: 1 });
    await signTag(machine, { tag: 'y', digest: old, size: 1 });
    expect(await tags()).toEqual({ x: fixed, y: old });
    expect(told.join('\n')).toMatch(/is kept: the next command [^]*is dropped, because others have changed the same since: x\./);
    expect(await repositoryStatus(machine)).toMatchObject({ staged: [], interrupted: [] });
  });

  it('does not sign again what the other revoked', async () => {
    const { machine, another, signInVain, tags } = await openLab();
    await signInVain('x', other);
    await revokeTag(another, { tag: 'x' });
    await signTag(machine, { tag: 'y', digest: old, size: 1 });
    expect(await tags()).toEqual({ y: old });
  });

  it('does not sign again what the other revoked where the version before is gone from the registry', async () => {
    const { machine, another, signInVain, tags } = await openLab();
    await signInVain('x', other);
    await revokeTag(another, { tag: 'x' });
    const { remote } = machine;
    const before = await readRepository(another).then(({ targets }) => targets.get('targets')!.file.content.version);
    const fetch: typeof remote.fetch = async (file, ...words) => {
      const bytes = await remote.fetch(file, ...words);
      return bytes !== undefined && 'hash' in file && file.role === 'targets' && !isVersion(bytes, before) ? undefined : bytes;
    };
    const pruned = { ...machine, remote: { ...remote, name: remote.name, fetch, publish: remote.publish.bind(remote), removeAll: remote.removeAll.bind(remote) } };
    await recoverPending(pruned);
    expect(await tags()).toEqual({});
  }); // prettier-ignore

  it('does not sign in one role what the other has changed in another', async () => {
    const { machine, another, signInVain, tags } = await openLab();
    await addSigner(another, { name: 'alice', keys: [await findOrMakeSignerKey(another.keys, 'alice')] });
    await signInVain('x', other);
    await signTag(another, { tag: 'x', digest: fixed, size: 1, roles: ['targets'] });
    await signTag(machine, { tag: 'y', digest: old, size: 1, roles: ['targets'] });
    const signed = listRoleTags(await readRepository(machine)).map(({ tag, role, sha256 }) => [role, tag, `sha256:${sha256}`]);
    expect(signed).toEqual([
      ['targets', 'x', fixed],
      ['targets', 'y', old],
    ]);
    expect(await tags()).toEqual({ x: fixed, y: old });
  });

  it('does not bring back a signer whom the other has removed', async () => {
    const { machine, down, another, told, tags } = await openLab();
    const keys = [await findOrMakeSignerKey(another.keys, 'mallory')];
    await expect(addSigner(down, { name: 'mallory', keys })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    await addSigner(another, { name: 'mallory', keys });
    await addSigner(another, { name: 'alice', keys: [await findOrMakeSignerKey(another.keys, 'alice')] });
    await removeSigner(another, { name: 'mallory', isForced: true });
    await signTag(machine, { tag: 'y', digest: old, size: 1, roles: ['targets'] });
    const { roles } = (await readRepository(machine)).targets.get('targets')!.file.content.delegations;
    expect(roles.map(({ name, keyIds }) => [name, keyIds.length])).toEqual([
      ['targets/releases', 1],
      ['targets/alice', 1],
    ]);
    expect(await tags()).toEqual({ x: old, y: old });
    expect(told.join('\n')).toMatch(/is dropped, because others have changed the same since: targets\/mallory, targets\/releases\./);
  });

  it('adds a signer again whom it failed to add, where the other has signed tags only', async () => {
    const { machine, down, another } = await openLab();
    const keys = [await findOrMakeSignerKey(another.keys, 'bob')];
    await expect(addSigner(down, { name: 'bob', keys })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    await signTag(another, { tag: 'z', digest: fixed, size: 1 });
    await signTag(machine, { tag: 'y', digest: old, size: 1, roles: ['targets'] });
    const { roles } = (await readRepository(machine)).targets.get('targets')!.file.content.delegations;
    expect(roles.map(({ name }) => name)).toContain('targets/bob');
  });

  it('does not replace keys that the other has replaced', async () => {
    const { machine, down, another } = await openLab();
    await expect(rotateKey(down, { role: 'targets' })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    await rotateKey(another, { role: 'targets' });
    const now = (await readRepository(another)).root.content.roles.targets.keyIds;
    expect(await recoverPending(machine)).toEqual(['dropped']);
    expect((await readRepository(machine)).root.content.roles.targets.keyIds).toEqual(now);
  });

  it('is made again, and told, for tags that nobody has changed', async () => {
    const { machine, another, told, signInVain, tags } = await openLab();
    await signInVain('x', other);
    await signTag(another, { tag: 'z', digest: fixed, size: 1 });
    expect((await repositoryStatus(machine)).interrupted).toMatchObject([{ changes: [{ kind: 'add target', name: 'x' }] }]);
    await signTag(machine, { tag: 'y', digest: old, size: 1 });
    expect(await tags()).toEqual({ x: other, y: old, z: fixed });
    expect(told.at(-1)).toMatch(/an interrupted change of .* is published now: x/);
  });
});
