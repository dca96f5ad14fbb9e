import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUse, testPassphrases } from '../../../../test/support/notary-context.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../../../test/support/memory-registry.ts';
import { pushSmallImage } from '../../../../test/support/push-small-image.ts';
import { quickRuntime } from '../../../../test/support/quick-runtime.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type Digest } from '../../../model/digest.ts';
import { createRegistryClient, type RegistryClient } from '../../../oci/registry/registry-client.ts';
import { parseGun } from '../../notary/gun.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { openNotaryContext } from '../../notary/open-notary-context.ts';
import { certify } from '../../notary/operation/initialize-repository.ts';
import { repositoryStatus } from '../../notary/operation/repository-status.ts';
import { revokeTag } from '../../notary/operation/revoke-tag.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { removeTrustData } from '../../notary/operation/remove-trust-data.ts';
import { rotateKey } from '../../notary/operation/rotate-key.ts';
import { signTag } from '../../notary/operation/sign-tag.ts';
import { publishChanges } from '../../notary/publish/publish-changes.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../registry-metadata/open-repository-remote.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { applyMigration, checkResigners, type MigrationRun, type MigrationStep } from './apply-migration.ts';
import { MigrationRecord } from './migration-record.ts';
import { registryResigner } from './registry-resigner.ts';
import { requireKnownRoot } from './require-known-root.ts';

/** The owner of a repository migrates, and somebody else can push to it. */
describe('apply with trust metadata in the registry', () => {
  const folder = temporaryFolder();
  const runtime = quickRuntime();
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
    /** What was signed with Content Trust. */
    readonly images: ResolvedSignedImage[];
    contextOf(person: string): NotaryContext;
    sign(person: string, tag: string, digest: Digest): Promise<void>;
    /** Runs as the owner: what the check says, and then every step. */
    apply(record?: string): Promise<{ readonly check: string; readonly steps: readonly MigrationStep['outcome'][]; readonly pinned: readonly string[] | string | undefined }>;
    /** The owner keeps the keys and loses the cached metadata. */
    loseCache(): Promise<void>;
  } // prettier-ignore

  async function openLab(): Promise<Lab> {
    const path = `app-${++made}`;
    const repository = client.repository(path);
    const name = `${registry.host}/${path}`;
    const images: ResolvedSignedImage[] = [];
    for (const tag of ['1', '2']) {
      const { manifest } = await pushSmallImage(repository, tag);
      const { digest, mediaType } = await repository.readManifest(tag, runtime);
      const signed = { tag, role: 'targets', version: 1, expires: new Date(), signers: [] };
      images.push({ gun: name, repository: name, digest, size: manifest.length, tags: [signed], trustRoot: { kind: 'first use', name: 'old' }, state: { kind: 'present', mediaType: mediaType ?? '' }, moved: [] });
    } // prettier-ignore
    const directoryOf = (person: string): string => join(folder.path, path, person);
    const contextOf = (person: string): NotaryContext =>
      openNotaryContext({ gun: parseGun(name), remote: openRepositoryRemote(repository), trustDirectory: directoryOf(person), passphrases: testPassphrases, pins: firstUse }, runtime); // prettier-ignore
    return {
      images,
      contextOf,
      sign: async (person, tag, digest) => {
        const { size } = images.find((image) => image.digest === digest)!;
        await signTag(contextOf(person), { tag, digest, size });
      },
      apply: async (recordName = 'record') => {
        const resigner = registryResigner(() => Promise.resolve(contextOf('owner')));
        const record = await MigrationRecord.open(join(folder.path, `${path}-${recordName}.jsonl`));
        const run: MigrationRun = { images, resigners: [resigner], refusedTags: () => Promise.resolve(new Map()), record, repositoryOf: () => repository, verifiedAt: new Date(), isDryRun: false }; // prettier-ignore
        const check = await checkResigners(run, runtime).then(
          () => 'passed',
          (error: unknown) => (error as { code: string }).code,
        );
        const steps = (await applyMigration(run, runtime)).map(({ outcome }) => outcome);
        const pinned = await resigner.policyTerms({ name, repository }, runtime).then(
          ({ notary }) => notary?.rootKeys ?? [],
          (error: unknown) => (error as { code: string }).code,
        );
        return { check, steps, pinned };
      },
      loseCache: () => rm(join(directoryOf('owner'), 'tuf'), { recursive: true }),
    };
  }

  const refused = {
    check: 'ROOT_PIN_REQUIRED',
    steps: [1, 2].map(() => ({ kind: 'failed', reason: expect.stringContaining('(ROOT_PIN_REQUIRED)') as string })),
    pinned: 'ROOT_PIN_REQUIRED',
  };
  const signedBefore = [{ kind: 'signed before' }, { kind: 'signed before' }];
  const signed = [1, 2].map(() => ({ kind: 'signed', foundAt: 'tag pratique-trust' }));
  const rootOf = async (context: NotaryContext): Promise<readonly string[]> =>
    (await readRepository(context)).root.content.roles.root.keyIds;

  it('refuses a root that somebody else put there first, although every tag is bound as it was signed', async () => {
    const { images, sign, apply } = await openLab();
    for (const { digest, tags } of images) await sign('attacker', tags[0]!.tag, digest);
    expect(await apply()).toEqual(refused);
    expect(await apply()).toEqual(refused);
  });

  it('refuses it when the owner has looked at it once, too', async () => {
    const { images, contextOf, sign, apply } = await openLab();
    for (const { digest, tags } of images) await sign('attacker', tags[0]!.tag, digest);
    const { trustRoot } = await readRepository(contextOf('owner'));
    expect([trustRoot.kind, await apply()]).toEqual(['first use', refused]);
  });

  it('publishes nothing that was staged before, by the owner or by a run that was killed', async () => {
    const { images, contextOf, apply } = await openLab();
    await apply();
    const owner = contextOf('owner');
    const [first, second] = images as [ResolvedSignedImage, ResolvedSignedImage];
    await signTag(owner, { tag: '1', digest: second.digest, size: second.size, isStaged: true });
    await revokeTag(owner, { tag: '2' });
    expect((await apply()).steps).toEqual([{ kind: 'signed before' }, signed[1]]);
    expect(listTags(await readRepository(owner)).map(({ tag, sha256 }) => [tag, `sha256:${sha256}`])).toEqual([
      ['1', first.digest],
      ['2', second.digest],
    ]);
    expect((await repositoryStatus(owner)).staged).toHaveLength(1);
  });

  it('signs the other tags of an image that has one that is bound to another', async () => {
    const { images, sign, apply } = await openLab();
    const [first, second] = images as [ResolvedSignedImage, ResolvedSignedImage];
    await sign('owner', '2', first.digest);
    images.splice(0, 2, { ...second, tags: [...second.tags, ...first.tags] });
    expect((await apply()).steps).toMatchObject([{ kind: 'failed', reason: expect.stringContaining('bind 2 to') as string }, signed[0]]);
  });

  it('refuses a root that replaced the one of the owner, with or without the record, the keys and the cache', async () => {
    const { images, contextOf, sign, apply, loseCache } = await openLab();
    expect(await apply()).toMatchObject({ check: 'passed', steps: signed });
    await loseCache();
    await removeTrustData(contextOf('attacker'), { isRemoteToo: true });
    await sign('attacker', '1', images[1]!.digest);
    expect([await apply(), await apply('lost-record')]).toEqual([refused, refused]);
  });

  it('refuses a root that was only looked at once, however it was rotated since', async () => {
    const { images, contextOf, sign, apply, loseCache } = await openLab();
    await sign('attacker', '1', images[0]!.digest);
    await readRepository(contextOf('owner'));
    expect(await apply()).toEqual(refused);
    const attacker = contextOf('attacker');
    await rotateKey(attacker, { role: 'root' });
    await readRepository(contextOf('owner'));
    expect(await apply()).toEqual(refused);
    await expect(requireKnownRoot(contextOf('owner'))).rejects.toThrow(/cached in .* only because it was the first one met there/);
    await loseCache();
    const pins = { ...firstUse, certificates: new Map([[attacker.gun, await rootOf(attacker)]]) };
    await readRepository({ ...contextOf('owner'), pins });
    await rotateKey(attacker, { role: 'root' });
    await readRepository(contextOf('owner'));
    expect(await apply()).toMatchObject({ pinned: await rootOf(attacker) });
  });

  it('knows its own root by its keys', async () => {
    const { contextOf, apply, loseCache } = await openLab();
    await apply();
    const own = await rootOf(contextOf('owner'));
    await loseCache();
    expect(await apply()).toEqual({ check: 'passed', steps: signedBefore, pinned: own });
  });

  it('refuses a root that lists the owner’s key beside one of somebody else', async () => {
    const { contextOf, apply, loseCache } = await openLab();
    await apply();
    const { root } = await readRepository(contextOf('owner'));
    const own = root.content.keys.get(root.content.roles.root.keyIds[0] ?? '')!;
    await loseCache();
    const attacker = contextOf('attacker');
    await removeTrustData(attacker, { isRemoteToo: true });
    await signTag(attacker, { tag: '1', digest: `sha256:${'a'.repeat(64)}` as Digest, size: 1 });
    const [stored] = (await attacker.keys.list()).filter(({ role }) => role === 'root');
    const certificate = certify(attacker.gun, await attacker.keys.open(stored!.id), runtime.now());
    await publishChanges(attacker, [{ kind: 'replace keys', role: 'root', keys: [certificate, own] }]);
    expect(await rootOf(attacker)).toContain(own.id);
    expect(await apply()).toEqual(refused);
  });

  it('refuses a tag that is bound to another image, and signs the rest', async () => {
    const { images, sign, apply } = await openLab();
    const [first, second] = images as [ResolvedSignedImage, ResolvedSignedImage];
    await apply();
    await sign('owner', '2', first.digest);
    const bound = `the trust metadata in the registry bind 2 to ${first.digest} already (CHANGE_INVALID)`;
    expect(await apply()).toMatchObject({ steps: [{ kind: 'signed before' }, { kind: 'failed', reason: bound }] });
    await sign('owner', '2', second.digest);
    expect(await apply()).toMatchObject({ steps: signedBefore });
  });
});
