import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { computeDigest } from '../../../src/oci/document/verify-digest.ts';
import { type Gun, parseGun } from '../../../src/trust/notary/gun.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { diagnoseMetadata } from '../../../src/trust/registry-metadata/diagnose-metadata.ts';
import { formatMetadataArtifact, type StoredFile } from '../../../src/trust/registry-metadata/metadata-artifact.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { readPublication } from '../../../src/trust/registry-metadata/publication.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { trustMetadataTag } from '../../../src/trust/store/trust-metadata-tag.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';
const dayMs = 86_400_000;

describe.skipIf(!hasDockerRegistry)('doctor on trust metadata in a registry', () => {
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

  interface Lab {
    readonly gun: Gun;
    readonly repository: Repository;
    readonly context: NotaryContext;
    /** Codes and messages, as a machine sees them that has the trust directory `person`. */
    examine(person: string, at?: Runtime): Promise<readonly (readonly [string, string])[]>;
    /** Replaces the publication with one that has other files. */
    rewrite(change: (files: readonly StoredFile[]) => readonly StoredFile[]): Promise<void>;
  }

  async function openLab(): Promise<Lab> {
    const name = `examined-${++made}`;
    const repository = client.repository(name);
    const gun = parseGun(`${registry.host}/${name}`);
    const directoryOf = (person: string): string => join(folder.path, name, person);
    const remote = openRepositoryRemote(repository);
    const options = { gun, remote, trustDirectory: directoryOf('publisher'), passphrases: testPassphrases, pins: firstUse };
    const context = openNotaryContext(options, runtime);
    const { manifest } = await pushSmallImage(repository, '1.0');
    const { digest } = await repository.readManifest('1.0', runtime);
    await signTag(context, { tag: '1.0', digest, size: manifest.length });
    return {
      gun,
      repository,
      context,
      async examine(person, at = runtime) {
        const { problems } = await diagnoseMetadata({ repository, gun, trustDirectory: directoryOf(person) }, at);
        return problems.map(({ code, message }) => [code, message]);
      },
      async rewrite(change) {
        const bytes = formatMetadataArtifact({ files: change((await readPublication(repository, runtime))?.files ?? []) });
        await repository.pushManifest({ bytes, mediaType, digest: computeDigest('sha256', bytes), tag: trustMetadataTag }, runtime);
      },
    };
  }

  it('finds nothing wrong with fresh metadata, and lists versions and expiries, earliest first', async () => {
    const { repository, gun } = await openLab();
    const { problems, metadata } = await diagnoseMetadata({ repository, gun, trustDirectory: join(folder.path, 'nobody') }, runtime);
    expect(problems).toEqual([]);
    expect(metadata?.versions).toEqual({ root: 1, targets: 2, snapshot: 2, timestamp: 2 });
    expect(metadata?.rootKeyIds).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(metadata?.expiries.map(({ what }) => what.replace(/[0-9a-f]{12}$/, 'ID'))).toEqual([
      'timestamp',
      'targets',
      'snapshot',
      'certificate of root key ID',
      'root',
    ]);
  });

  it('warns before the timestamp expires, and fails afterwards', async () => {
    const lab = await openLab();
    const { expires } = await renewTimestamp(lab.context, 14);
    const date = expires.toISOString().slice(0, 10);
    const later = (days: number): Runtime => quickRuntime({ now: () => new Date(expires.getTime() - 14 * dayMs + days * dayMs) });
    expect(await lab.examine('nobody', later(8))).toEqual([]);
    expect(await lab.examine('nobody', later(10))).toEqual([['TRUST_METADATA_EXPIRES', `timestamp expires soon: on ${date}, in 4 days`]]);
    expect(await lab.examine('nobody', later(13))).toEqual([
      ['TRUST_METADATA_EXPIRES', `timestamp expires very soon: on ${date}, in 1 day`],
    ]);
    expect(await lab.examine('nobody', later(14))).toEqual([['TRUST_METADATA_EXPIRED', `timestamp expired on ${date}`]]);
  });

  it('reports a deleted tag where this machine trusts the repository, and only there', async () => {
    const lab = await openLab();
    await lab.repository.deleteManifest((await readPublication(lab.repository, runtime))!.digest, runtime);
    expect(await lab.examine('publisher')).toEqual([
      ['TRUST_METADATA_LOST', `the tag does not exist, and ${lab.context.directory.path} has trusted metadata of ${lab.gun}`],
    ]);
    expect(await lab.examine('nobody')).toEqual([]);
  });

  it('reports metadata that lack a file, and roots that are missing', async () => {
    const lab = await openLab();
    await rotateKey(lab.context, { role: 'root' });
    await lab.rewrite((files) => files.filter(({ role, version }) => role !== 'root' || version > 1));
    expect(await lab.examine('nobody')).toEqual([['TRUST_METADATA_INCOMPLETE', '1 of 2 roots does not exist']]);
    await lab.rewrite((files) => files.filter(({ role }) => role !== 'snapshot'));
    expect(await lab.examine('nobody')).toEqual([
      ['TRUST_METADATA_INVALID', 'the snapshot metadata does not exist: the trust data was deleted or is incomplete (METADATA_MISSING)'],
    ]);
  });

  it('reports metadata of another root, and metadata that were put back', async () => {
    const lab = await openLab();
    const before = await lab.repository.readManifest(trustMetadataTag, runtime);
    await renewTimestamp(lab.context);
    await lab.repository.pushManifest({ ...before, mediaType, tag: trustMetadataTag }, runtime);
    expect(await lab.examine('publisher')).toEqual([
      ['TRUST_METADATA_INVALID', 'the timestamp metadata has version 2, older than version 3 seen before (METADATA_ROLLBACK)'],
    ]);
    expect(await lab.examine('nobody')).toEqual([]);
  });
});
