import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Runtime } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { addSigner } from '../../../src/trust/notary/operation/add-signer.ts';
import { listDelegations } from '../../../src/trust/notary/operation/list-delegations.ts';
import { revokeTag } from '../../../src/trust/notary/operation/revoke-tag.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { verifyTag } from '../../../src/trust/notary/operation/verify-tag.ts';
import { witnessRoles } from '../../../src/trust/notary/operation/witness-roles.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { restorePublication } from '../../../src/trust/registry-metadata/restore-publication.ts';
import { trustMetadataTag } from '../../../src/trust/store/trust-metadata-tag.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Someone with write access puts the metadata from before a revocation back, and it expires. */
describe.skipIf(!hasDockerRegistry)('expired trust metadata that was rolled back', () => {
  const folder = temporaryFolder();
  const warnings: string[] = [];
  const log: Runtime['log'] = { ...quickRuntime().log, warn: (message) => warnings.push(message) };
  const today = quickRuntime({ log });
  const inThirtyDays = quickRuntime({ log, now: () => new Date(Date.now() + 30 * 86_400_000) });
  let registry: DockerRegistry;
  let client: RegistryClient;
  let repository: Repository;
  let made = 0;
  const digests = new Map<string, string>();
  beforeAll(async () => {
    registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
    client = await createRegistryClient(registry.host, {});
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const directoryOf = (machine: string): string => join(folder.path, String(made), machine);
  const context = (machine: string, runtime: Runtime, options: { readonly isExpiryAccepted?: boolean } = {}): NotaryContext =>
    openNotaryContext(
      {
        gun: parseGun(`${registry.host}/expired-${made}`),
        remote: openRepositoryRemote(repository),
        trustDirectory: directoryOf(machine),
        passphrases: testPassphrases,
        pins: firstUse,
        ...options,
      },
      runtime,
    );
  const targetOf = async (tag: string): Promise<Parameters<typeof signTag>[1]> => {
    const { manifest } = await pushSmallImage(repository, tag);
    const { digest } = await repository.readManifest(tag, today);
    digests.set(tag, digest);
    return { tag, digest, size: manifest.length };
  };

  beforeEach(async () => {
    made += 1;
    repository = client.repository(`expired-${made}`);
    for (const tag of ['1', 'vuln']) await signTag(context('publisher', today), await targetOf(tag));
    const old = await repository.readManifest(trustMetadataTag, today);
    await revokeTag(context('publisher', today), { tag: 'vuln' });
    await repository.pushManifest({ ...old, mediaType: 'application/vnd.oci.image.manifest.v1+json', tag: trustMetadataTag }, today);
    await cp(join(directoryOf('publisher'), 'private'), join(directoryOf('ci'), 'private'), { recursive: true });
    warnings.length = 0;
  });

  const verbs: Readonly<Record<string, (trust: NotaryContext) => Promise<unknown>>> = {
    renew: (trust) => renewTimestamp(trust),
    sign: async (trust) => signTag(trust, await targetOf('2')),
    'sign in a role': async (trust) => signTag(trust, { ...(await targetOf('2')), roles: ['targets'] }),
    revoke: (trust) => revokeTag(trust, { tag: '1' }),
    witness: (trust) => witnessRoles(trust, { roles: ['targets'] }),
    'key rotate': (trust) => rotateKey(trust, { role: 'snapshot' }),
    'signer add': async (trust) => addSigner(trust, { name: 'alice', keys: [(await trust.keys.create('alice')).publicKey] }),
    'delegation list': (trust) => listDelegations(trust),
  };

  it.each(Object.keys(verbs))('is not made valid by %s on a machine that has the keys and no cache', async (verb) => {
    for (const attempt of [1, 2])
      await expect(verbs[verb]!(context('ci', inThirtyDays)), `attempt ${attempt}`).rejects.toMatchObject({
        code: 'TRUST_CACHE_MISSING',
        message: expect.stringMatching(/^version 3 of the timestamp metadata expired on \S+, and \S+ has no earlier copy/) as string,
      });
    await expect(verifyTag(context('reader', inThirtyDays), { tag: 'vuln' })).rejects.toMatchObject({ code: 'METADATA_EXPIRED' });
  });

  it('is refused as a rollback by the machine that has the cache, which restores the newer metadata', async () => {
    await expect(renewTimestamp(context('publisher', inThirtyDays))).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' });
    expect((await restorePublication(context('publisher', inThirtyDays), { repository })).before).toBe('older');
    await renewTimestamp(context('publisher', inThirtyDays));
    await expect(verifyTag(context('reader', inThirtyDays), { tag: 'vuln' })).rejects.toMatchObject({ code: 'TARGET_NOT_SIGNED' });
  });

  it('is made valid on request, which lists the tags; the publisher can undo it', async () => {
    await renewTimestamp(context('ci', inThirtyDays, { isExpiryAccepted: true }));
    const gun = `${registry.host}/expired-${made}`;
    expect(warnings).toEqual([
      expect.stringMatching(/^version 3 of the timestamp metadata expired on .* \(--accept-expired\)\. These tags become valid again:$/),
      ...['1', 'vuln'].map((tag) => `  ${gun}:${tag} ${digests.get(tag) ?? ''} (targets)`),
    ]);
    await verifyTag(context('reader', inThirtyDays), { tag: 'vuln' });
    await expect(renewTimestamp(context('publisher', inThirtyDays))).rejects.toMatchObject({ code: 'METADATA_EQUIVOCATION' });
    const hint =
      /^older metadata was put back and then signed again.* delete the tag pratique-trust .* until the timestamp has a version above/;
    const restore = (isExpiryAccepted = false): Promise<unknown> =>
      restorePublication(context('publisher', inThirtyDays), { repository, isExpiryAccepted });
    await expect(restore()).rejects.toMatchObject({ code: 'CHANGE_INVALID', hint: expect.stringMatching(hint) as string });
    const { version } = await renewTimestamp(context('ci', inThirtyDays));
    await verifyTag(context('reader', inThirtyDays), { tag: 'vuln' });
    await expect(renewTimestamp(context('publisher', inThirtyDays))).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' });
    await expect(restore()).rejects.toMatchObject({
      code: 'CHANGE_INVALID',
      hint: expect.stringMatching(`${hint.source} ${version}$`) as string,
    });
    // As the hint says.
    await repository.deleteManifest((await repository.findManifest(trustMetadataTag, today))!.digest, today);
    await restore(true);
    while ((await renewTimestamp(context('publisher', inThirtyDays))).version <= version);
    await expect(verifyTag(context('reader', inThirtyDays), { tag: 'vuln' })).rejects.toMatchObject({ code: 'TARGET_NOT_SIGNED' });
    await verifyTag(context('reader', inThirtyDays), { tag: '1' });
  });
});
