import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { type Runtime } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { removeTrustData } from '../../../src/trust/notary/operation/remove-trust-data.ts';
import { repositoryStatus } from '../../../src/trust/notary/operation/repository-status.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { verifyTag } from '../../../src/trust/notary/operation/verify-tag.ts';
import { readRepository } from '../../../src/trust/notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { listRoleTags } from '../../../src/trust/tuf/signed-tags.ts';
import { type RestorableCopy, restorePublication } from '../../../src/trust/registry-metadata/restore-publication.ts';
import { trustMetadataTag } from '../../../src/trust/store/trust-metadata-tag.ts';
import { type RootPins } from '../../../src/trust/tuf/root-pins.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!hasDockerRegistry)('trust metadata that a registry lost', () => {
  const folder = temporaryFolder();
  const runtime = quickRuntime();
  let registry: DockerRegistry;
  let client: RegistryClient;
  let made = 0;
  beforeAll(async () => {
    registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
    client = await createRegistryClient(registry.host, {});
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  function openLab(): Lab {
    const name = `lost-${++made}`;
    const repository = client.repository(name);
    const gun = parseGun(`${registry.host}/${name}`);
    const directoryOf = (person: string): string => join(folder.path, name, person);
    const context: Lab['context'] = (person, options = {}) =>
      openNotaryContext(
        {
          gun,
          remote: openRepositoryRemote(repository),
          trustDirectory: directoryOf(person),
          passphrases: testPassphrases,
          pins: options.pins ?? firstUse,
          ...(options.known === undefined ? {} : { knownRootKeys: () => Promise.resolve(options.known!) }),
        },
        options.runtime ?? runtime,
      );
    return {
      gun,
      repository,
      context,
      copy: (from, to) => cp(directoryOf(from), directoryOf(to), { recursive: true }),
      async sign(person, tag) {
        const { manifest } = await pushSmallImage(repository, tag);
        const { digest } = await repository.readManifest(tag, runtime);
        await signTag(context(person), { tag, digest, size: manifest.length });
        return digest;
      },
      async lose() {
        const found = await repository.findManifest(trustMetadataTag, runtime);
        await repository.deleteManifest(found!.digest, runtime);
      },
      rootOf: async (person) => (await readRepository(context(person), { isForChange: true })).root.content.roles.root.keyIds,
    };
  }

  it('is published again with its root and versions, by a machine that only verified it', async () => {
    const lab = openLab();
    const digest = await lab.sign('publisher', '1.0');
    await verifyTag(lab.context('verifier'), { tag: '1.0' });
    const root = await lab.rootOf('publisher');
    await lab.lose();
    const restored = await restorePublication(lab.context('verifier'), { repository: lab.repository });
    expect({ before: restored.before, versions: Object.fromEntries(restored.versions) }).toEqual({
      before: 'missing',
      versions: { root: 1, targets: 2, snapshot: 2, timestamp: 2 },
    });
    const pins: RootPins = { certificates: new Map([[lab.gun, root]]), authorities: new Map(), allowFirstUse: false };
    expect((await verifyTag(lab.context('other', { pins }), { tag: '1.0' })).digest).toBe(digest);
    const next = await lab.sign('publisher', '1.1');
    expect((await verifyTag(lab.context('verifier'), { tag: '1.1' })).digest).toBe(next);
    expect((await restorePublication(lab.context('verifier'), { repository: lab.repository })).before).toBe('same');
  });

  it('says which tags were pushed again since, though the timestamp of the copy is valid', async () => {
    const lab = openLab();
    const [first, kept] = [await lab.sign('publisher', '1.0'), await lab.sign('publisher', '1.1')];
    await verifyTag(lab.context('old'), { tag: '1.1' });
    const next = await pushSmallIndex(lab.repository, '1.0');
    const second = (await lab.repository.readManifest('1.0', runtime)).digest;
    await signTag(lab.context('publisher'), { tag: '1.0', digest: second, size: next.bytes.length });
    expect(kept).not.toBe(second);
    await lab.lose();
    const changed: unknown[] = [];
    const announce = ({ changedTags }: RestorableCopy): void => void changed.push(...changedTags);
    // Another directory of this machine that is newer: nothing is published.
    const otherDirectories = [lab.context('publisher').directory];
    await expect(restorePublication(lab.context('old'), { repository: lab.repository, announce, otherDirectories })).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      message: expect.stringMatching(/ has version 4 of the \w+ metadata, and this copy has version 3$/) as string,
    });
    expect(changed).toEqual([{ tag: '1.0', signed: first, found: second }]);
    expect(await lab.repository.findManifest(trustMetadataTag, runtime)).toBe(undefined);
    const newest = lab.context('publisher');
    const own = { repository: lab.repository, announce, otherDirectories: [newest.directory, lab.context('old').directory] };
    expect((await restorePublication(newest, own)).versions.get('targets')).toBe(4);
    expect(changed).toHaveLength(1);
  });

  it('brings back earlier roots, so that a machine that trusts the first root follows', async () => {
    const lab = openLab();
    const digest = await lab.sign('publisher', '1.0');
    await verifyTag(lab.context('reader'), { tag: '1.0' });
    for (const role of ['root', 'targets', 'root'] as const) await rotateKey(lab.context('publisher'), { role });
    await lab.lose();
    const { versions } = await restorePublication(lab.context('publisher'), { repository: lab.repository });
    expect(versions.get('root')).toBe(4);
    expect((await verifyTag(lab.context('reader'), { tag: '1.0' })).digest).toBe(digest);
  });

  it('has a delegation, and an expired timestamp that is renewed afterwards', async () => {
    const lab = openLab();
    const { manifest } = await pushSmallImage(lab.repository, '1.0');
    const { digest } = await lab.repository.readManifest('1.0', runtime);
    await signTag(lab.context('publisher'), { tag: '1.0', digest, size: manifest.length, signer: 'alice' });
    await lab.lose();
    const inTwentyDays = quickRuntime({ now: () => new Date(Date.now() + 20 * 86_400_000) });
    const late = lab.context('publisher', { runtime: inTwentyDays });
    const shown: string[] = [];
    const announce = ({ versions, repository }: RestorableCopy): void => {
      shown.push(`targets ${versions.get('targets')}: ${listRoleTags(repository).map(({ tag, role }) => `${tag} in ${role}`).join(', ')}`); // prettier-ignore
    };
    await expect(restorePublication(late, { repository: lab.repository, announce })).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      message: expect.stringContaining('the copy on this machine is old, its timestamp expired') as string,
    });
    expect(shown).toEqual(['targets 1: 1.0 in targets/alice, 1.0 in targets/releases']);
    expect(await lab.repository.findManifest(trustMetadataTag, runtime)).toBe(undefined);
    const { versions } = await restorePublication(late, { repository: lab.repository, isExpiryAccepted: true });
    expect([...versions.keys()].sort()).toEqual(['root', 'snapshot', 'targets', 'targets/alice', 'targets/releases', 'timestamp']);
    await renewTimestamp(lab.context('publisher', { runtime: inTwentyDays }));
    const verified = await verifyTag(lab.context('reader', { runtime: inTwentyDays }), { tag: '1.0' });
    expect(verified.signatures.map(({ signer }) => signer.name)).toEqual(['targets/releases', 'targets/alice']);
  });

  it('is put in the place of an older publication, and never of a newer one', async () => {
    const lab = openLab();
    await lab.sign('publisher', '1.0');
    await lab.copy('publisher', 'stale');
    const before = await lab.repository.readManifest(trustMetadataTag, runtime);
    const digest = await lab.sign('publisher', '1.1');
    await expect(restorePublication(lab.context('stale'), { repository: lab.repository })).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      message: expect.stringMatching(/ has version 3 of the \S+ metadata, and this machine only has version 2$/) as string,
    });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    await lab.repository.pushManifest({ ...before, mediaType, tag: trustMetadataTag }, runtime);
    expect((await restorePublication(lab.context('publisher'), { repository: lab.repository })).before).toBe('older');
    expect((await verifyTag(lab.context('reader'), { tag: '1.1' })).digest).toBe(digest);
  });

  it('is not put over other content under the same version: the next version continues both', async () => {
    const lab = openLab();
    await lab.sign('publisher', '1.0');
    await lab.copy('publisher', 'second');
    await lab.sign('publisher', '1.1');
    // The registry goes back by one version, and a machine that does not know better signs from there.
    await lab.lose();
    await restorePublication(lab.context('second'), { repository: lab.repository });
    await lab.sign('second', '1.2');
    await expect(restorePublication(lab.context('publisher'), { repository: lab.repository })).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      message: expect.stringMatching(/has other content in version 3 of the \S+ metadata$/) as string,
    });
    await lab.sign('second', '1.3');
    expect((await verifyTag(lab.context('publisher'), { tag: '1.3' })).signed.tag).toBe('1.3');
  });

  it('replaces another root only when asked to', async () => {
    const lab = openLab();
    const digest = await lab.sign('publisher', '1.0');
    const root = await lab.rootOf('publisher');
    await lab.lose();
    await lab.sign('newcomer', '1.0');
    expect(await lab.rootOf('newcomer')).not.toEqual(root);
    await expect(verifyTag(lab.context('publisher'), { tag: '1.0' })).rejects.toMatchObject({
      code: 'ROOT_CHAIN_BROKEN',
      message: expect.stringMatching(
        / has another root than the one trusted here \(root key [0-9a-f]{64}\), which did not sign it$/,
      ) as string,
    });
    await expect(restorePublication(lab.context('publisher'), { repository: lab.repository })).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      message: expect.stringMatching(/ has trust metadata with another root$/) as string,
    });
    const restored = await restorePublication(lab.context('publisher'), { repository: lab.repository, mayReplaceRoot: true });
    expect(restored.before).toBe('other root');
    expect((await verifyTag(lab.context('publisher'), { tag: '1.0' })).digest).toBe(digest);
    expect(await lab.rootOf('reader')).toEqual(root);
    await expect(verifyTag(lab.context('newcomer'), { tag: '1.0' })).rejects.toMatchObject({ code: 'ROOT_CHAIN_BROKEN' });
  });

  it('is restored by a machine that has seen a new root and refused it, which still refuses older metadata until then', async () => {
    const lab = openLab();
    const digest = await lab.sign('publisher', '1.0');
    const before = await lab.repository.readManifest(trustMetadataTag, runtime);
    const pins: RootPins = {
      certificates: new Map([[lab.gun, await lab.rootOf('publisher')]]),
      authorities: new Map(),
      allowFirstUse: false,
    };
    await verifyTag(lab.context('reader', { pins }), { tag: '1.0' });
    await rotateKey(lab.context('publisher'), { role: 'root' });
    await expect(verifyTag(lab.context('reader', { pins }), { tag: '1.0' })).rejects.toMatchObject({ code: 'ROOT_PIN_MISMATCH' });
    await lab.repository.pushManifest(
      { ...before, mediaType: 'application/vnd.oci.image.manifest.v1+json', tag: trustMetadataTag },
      runtime,
    );
    await expect(verifyTag(lab.context('reader'), { tag: '1.0' })).rejects.toMatchObject({
      code: 'METADATA_HASH_MISMATCH',
      hint: expect.stringMatching(/^this machine has seen version 2 of the root/) as string,
    });
    await lab.lose();
    const seen: unknown[] = [];
    const options = { repository: lab.repository, announce: ({ seenRoot }: RestorableCopy): void => void seen.push(seenRoot) };
    const refusal = new Error('no');
    await expect(restorePublication(lab.context('reader', { pins }), { ...options, confirm: () => Promise.reject(refusal) })).rejects.toBe(
      refusal,
    );
    expect(await lab.repository.findManifest(trustMetadataTag, runtime)).toBe(undefined);
    expect((await repositoryStatus(lab.context('reader'))).copy?.versions.get('root')).toBe(1);
    const restored = await restorePublication(lab.context('reader', { pins }), options);
    expect(seen).toEqual([2, 2]);
    expect(restored.versions.get('root')).toBe(1);
    expect((await verifyTag(lab.context('reader', { pins }), { tag: '1.0' })).digest).toBe(digest);
    // The machine that rotated the root has the newer copy.
    expect((await restorePublication(lab.context('publisher'), { repository: lab.repository })).before).toBe('older');
    await expect(verifyTag(lab.context('reader', { pins }), { tag: '1.0' })).rejects.toMatchObject({ code: 'ROOT_PIN_MISMATCH' });
  });

  it('cannot be restored without a copy', async () => {
    const lab = openLab();
    await lab.sign('publisher', '1.0');
    await lab.lose();
    await expect(restorePublication(lab.context('stranger'), { repository: lab.repository })).rejects.toMatchObject({
      code: 'TRUST_DATA_NOT_FOUND',
    });
  });

  it('is not silently replaced by a new root: a cached root, a pin and a policy refuse, and old keys warn', async () => {
    const lab = openLab();
    await lab.sign('publisher', '1.0');
    const root = await lab.rootOf('publisher');
    await lab.lose();
    await expect(lab.sign('publisher', '1.1')).rejects.toMatchObject({ code: 'TRUST_DATA_LOST' });
    const pins: RootPins = { certificates: new Map([[lab.gun, root]]), authorities: new Map(), allowFirstUse: true };
    const { digest } = await lab.repository.readManifest('1.0', runtime);
    const target = { tag: '1.0', digest, size: 500 };
    for (const options of [{ pins }, { known: root }])
      await expect(signTag(lab.context('newcomer', options), target)).rejects.toMatchObject({
        code: 'TRUST_DATA_LOST',
        message: expect.stringContaining(`a root of it is pinned: ${root[0]}`) as string,
      });
    await removeTrustData(lab.context('publisher'));
    const warnings: string[] = [];
    const heard = quickRuntime({ log: { ...runtime.log, warn: (message) => warnings.push(message) } });
    await signTag(lab.context('publisher', { runtime: heard }), target);
    expect(warnings).toEqual([expect.stringContaining(`creating a new root of ${lab.gun}, although `)]);
  });

  it('a root that a signing machine trusts on first use is reported once', async () => {
    const lab = openLab();
    await lab.sign('publisher', '1.0');
    const notices: string[] = [];
    const heard = quickRuntime({ log: { ...runtime.log, notice: (message) => notices.push(message) } });
    await renewTimestamp(lab.context('publisher', { runtime: heard }));
    expect(notices).toEqual([]);
    await expect(renewTimestamp(lab.context('other', { runtime: heard }))).rejects.toMatchObject({ code: 'KEY_NOT_FOUND' });
    expect(notices).toEqual([`trusted on first use: ${lab.gun} with root key ${(await lab.rootOf('publisher'))[0]}`]);
  });
});

interface Lab {
  readonly gun: string;
  readonly repository: Repository;
  /** Opened anew, with the trust directory of that person. */
  context(
    person: string,
    options?: { readonly runtime?: Runtime; readonly pins?: RootPins; readonly known?: readonly string[] },
  ): NotaryContext;
  copy(from: string, to: string): Promise<void>;
  /** Pushes an image and signs it. */
  sign(person: string, tag: string): Promise<Digest>;
  /** Deletes the trust metadata, as a cleanup job does. */
  lose(): Promise<void>;
  rootOf(person: string): Promise<readonly string[]>;
}
