import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { type Runtime } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { addSigner, findOrMakeSignerKey } from '../../../src/trust/notary/operation/add-signer.ts';
import { inspectRepository } from '../../../src/trust/notary/operation/inspect-repository.ts';
import { removeTrustData } from '../../../src/trust/notary/operation/remove-trust-data.ts';
import { revokeTag } from '../../../src/trust/notary/operation/revoke-tag.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { verifyTag } from '../../../src/trust/notary/operation/verify-tag.ts';
import { trustMetadataTag } from '../../../src/trust/store/trust-metadata-tag.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const dayMs = 86_400_000;

interface Place {
  /** A repository that nothing was written to yet, and its name. */
  readonly open: () => Promise<{ readonly repository: Repository; readonly gun: string }>;
}

describe.skipIf(!hasDockerRegistry)('trust data in a repository of docker-registry', () => {
  let registry: DockerRegistry | undefined;
  let made = 0;
  beforeAll(async () => {
    registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
  });
  afterAll(() => registry?.[Symbol.asyncDispose]());
  bindsTags({
    async open() {
      const client = await createRegistryClient(registry!.host, {});
      const name = `app-${++made}`;
      return { repository: client.repository(name), gun: `${registry!.host}/${name}` };
    },
  });
});

describe('trust data in an OCI layout', () => {
  const folder = temporaryFolder();
  let made = 0;
  afterAll(() => folder[Symbol.dispose]());
  bindsTags({
    async open() {
      const name = `layout-${++made}`;
      return { repository: await openLayoutRepository(join(folder.path, name), { create: true }), gun: `example.org/${name}` };
    },
  });
});

function bindsTags({ open }: Place): void {
  it('returns the digest, signers and version of a tag, and follows it when it moves', async () => {
    await using lab = await openLab(open);
    const publisher = lab.context('publisher');
    const first = await lab.image('1.0');
    expect(await signTag(publisher, { tag: '1.0', ...first })).toMatchObject({ isNew: true, roles: ['targets'] });
    const reader = lab.context('reader');
    const verified = await verifyTag(reader, { tag: '1.0' });
    expect({ digest: verified.digest, size: verified.size }).toEqual(first);
    expect(verified.signatures[0]).toMatchObject({
      foundAt: `server ${lab.repository.name}:${trustMetadataTag}`,
      tagBinding: { tag: '1.0', role: 'targets', version: 2 },
    });
    const second = await lab.image('1.0');
    await signTag(publisher, { tag: '1.0', ...second });
    expect((await verifyTag(reader, { tag: '1.0' })).digest).toBe(second.digest);
    await expect(verifyTag(reader, { tag: '1.0', digest: first.digest })).rejects.toMatchObject({ code: 'DIGEST_DIFFERS' });
    await revokeTag(publisher, { tag: '1.0' });
    await expect(verifyTag(reader, { tag: '1.0' })).rejects.toMatchObject({ code: 'TARGET_NOT_SIGNED' });
  });

  it('supports signers and key rotation, which a reader of the first root follows', async () => {
    await using lab = await openLab(open);
    const publisher = lab.context('publisher');
    const image = await lab.image('2.0');
    await signTag(publisher, { tag: '2.0', ...image });
    const reader = lab.context('reader');
    await verifyTag(reader, { tag: '2.0' });
    await addSigner(publisher, { name: 'alice', keys: [await findOrMakeSignerKey(publisher.keys, 'alice')] });
    await signTag(publisher, { tag: '2.0', ...image });
    for (const role of ['root', 'targets', 'snapshot', 'timestamp', 'root'] as const) await rotateKey(publisher, { role });
    const { signatures } = await verifyTag(reader, { tag: '2.0' });
    expect(signatures.map(({ signer }) => signer.name)).toEqual(['targets/releases', 'targets/alice']);
    const { docker } = await inspectRepository(publisher, { name: lab.gun });
    expect(docker.SignedTags.map(({ SignedTag, Signers }) => [SignedTag, Signers])).toEqual([['2.0', ['alice']]]);
    expect(docker.Signers.map(({ Name }) => Name)).toEqual(['alice']);
  });

  it('refuses a publication that was put back [274]', async () => {
    await using lab = await openLab(open);
    const publisher = lab.context('publisher');
    await signTag(publisher, { tag: '3.0', ...(await lab.image('3.0')) });
    const before = await lab.repository.readManifest(trustMetadataTag, lab.runtime);
    const image = await lab.image('3.0');
    await signTag(publisher, { tag: '3.0', ...image });
    const reader = lab.context('reader');
    await verifyTag(reader, { tag: '3.0' });
    const after = await lab.repository.readManifest(trustMetadataTag, lab.runtime);
    await lab.repository.pushManifest(
      { bytes: before.bytes, mediaType: manifestType, digest: before.digest, tag: trustMetadataTag },
      lab.runtime,
    );
    await expect(verifyTag(lab.context('reader'), { tag: '3.0' })).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' });
    await lab.repository.pushManifest(
      { bytes: after.bytes, mediaType: manifestType, digest: after.digest, tag: trustMetadataTag },
      lab.runtime,
    );
    expect((await verifyTag(lab.context('reader'), { tag: '3.0' })).digest).toBe(image.digest);
  });

  it('a timestamp that is not renewed expires, and can be renewed later', async () => {
    await using lab = await openLab(open);
    const image = await lab.image('4.0');
    await signTag(lab.context('publisher'), { tag: '4.0', ...image });
    const inTwentyDays = quickRuntime({ now: () => new Date(Date.now() + 20 * dayMs) });
    await expect(verifyTag(lab.context('reader', inTwentyDays), { tag: '4.0' })).rejects.toMatchObject({ code: 'METADATA_EXPIRED' });
    const renewed = await renewTimestamp(lab.context('publisher', inTwentyDays), 7);
    expect(Math.round((renewed.expires.getTime() - Date.now()) / dayMs)).toBe(27);
    expect((await verifyTag(lab.context('reader', inTwentyDays), { tag: '4.0' })).digest).toBe(image.digest);
    const inThirtyDays = quickRuntime({ now: () => new Date(Date.now() + 30 * dayMs) });
    await expect(verifyTag(lab.context('reader', inThirtyDays), { tag: '4.0' })).rejects.toMatchObject({ code: 'METADATA_EXPIRED' });
  });

  it('keeps both signatures when two people publish at the same time [302]', async () => {
    await using lab = await openLab(open);
    const image = await lab.image('5.0');
    await signTag(lab.context('alice'), { tag: '5.0', ...image });
    await lab.copyTrustDirectory('alice', 'bob');
    const tags = ['5.1', '5.2'];
    const people = ['alice', 'bob'];
    const outcomes = await Promise.allSettled(tags.map((tag, at) => signTag(lab.context(people[at]!), { tag, ...image })));
    // A publisher who loses every attempt gets TRUST_CONFLICT and signs again.
    for (const [at, outcome] of outcomes.entries())
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'TRUST_CONFLICT' });
        await signTag(lab.context(people[at]!), { tag: tags[at]!, ...image });
      }
    for (const tag of ['5.0', ...tags]) expect((await verifyTag(lab.context('reader'), { tag })).digest).toBe(image.digest);
  });

  it('keeps the signature of a publisher that another one overtakes between check and write', async () => {
    await using lab = await openLab(open);
    const image = await lab.image('7.0');
    await signTag(lab.context('alice'), { tag: '7.0', ...image });
    await lab.copyTrustDirectory('alice', 'bob');
    let isOvertaken = false;
    const overtakenOnce = beforeWrite(lab.repository, async () => {
      if (isOvertaken) return;
      isOvertaken = true;
      await signTag(lab.context('bob'), { tag: '7.2', ...image });
    });
    await signTag(lab.context('alice', lab.runtime, overtakenOnce), { tag: '7.1', ...image });
    expect(isOvertaken).toBe(true);
    // A layout has compare-and-swap. In a registry the write of alice replaces what bob published, and bob learns of it when he verifies.
    const tags = lab.repository.replaceTag === undefined ? ['7.0', '7.1'] : ['7.0', '7.1', '7.2'];
    for (const tag of tags) expect((await verifyTag(lab.context('reader'), { tag })).digest).toBe(image.digest);
    if (lab.repository.replaceTag === undefined)
      await expect(verifyTag(lab.context('bob'), { tag: '7.2' })).rejects.toMatchObject({ code: 'METADATA_EQUIVOCATION' });
  });

  it('removes everything on request', async () => {
    await using lab = await openLab(open);
    const publisher = lab.context('publisher');
    const image = await lab.image('6.0');
    await signTag(publisher, { tag: '6.0', ...image });
    await removeTrustData(publisher, { isRemoteToo: true });
    expect(await lab.repository.findManifest(trustMetadataTag, lab.runtime)).toBeUndefined();
    expect((await lab.repository.findManifest('6.0', lab.runtime))?.digest).toBe(image.digest);
    await expect(verifyTag(lab.context('reader'), { tag: '6.0' })).rejects.toBeInstanceOf(Error);
  });
}

/** The same repository; `act` runs before each write of a tag. */
function beforeWrite(repository: Repository, act: () => Promise<void>): Repository {
  return new Proxy(repository, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      if (key !== 'pushManifest' && key !== 'replaceTag') return (member as () => unknown).bind(target);
      return async (...parts: unknown[]) => {
        await act();
        return (member as (...all: unknown[]) => unknown).apply(target, parts);
      };
    },
  });
}

interface Lab extends AsyncDisposable {
  readonly repository: Repository;
  readonly gun: string;
  readonly runtime: Runtime;
  /** Opened anew, with the trust directory of that person. */
  context(person: string, runtime?: Runtime, repository?: Repository): NotaryContext;
  /** Keys and trusted metadata of one person, for another. */
  copyTrustDirectory(from: string, to: string): Promise<void>;
  image(tag: string): Promise<{ readonly digest: Digest; readonly size: number }>;
}

async function openLab(open: Place['open']): Promise<Lab> {
  const folder = temporaryFolder();
  const { repository, gun } = await open();
  const runtime = quickRuntime();
  return {
    repository,
    gun,
    runtime,
    copyTrustDirectory: (from, to) => cp(join(folder.path, from), join(folder.path, to), { recursive: true }),
    context: (person, own = runtime, place = repository) =>
      openNotaryContext(
        {
          gun: parseGun(gun),
          remote: openRepositoryRemote(place),
          trustDirectory: join(folder.path, person),
          passphrases: testPassphrases,
          pins: firstUse,
        },
        own,
      ),
    async image(tag) {
      const { manifest } = await pushSmallImage(repository, tag);
      const { digest } = await repository.readManifest(tag, runtime);
      return { digest, size: manifest.length };
    },
    [Symbol.asyncDispose]: () => {
      folder[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}
