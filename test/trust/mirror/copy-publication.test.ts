import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { type Runtime } from '../../../src/model/runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { type ManifestToPush, type PushedManifest, type Repository } from '../../../src/oci/registry/repository.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { copyPublication } from '../../../src/trust/registry-metadata/copy-publication.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { copyImage, type CopyReport } from '../../../src/trust/store/copy-image.ts';
import { hasDockerRegistry } from '../../support/docker-registry.ts';
import { type MirrorLab, startMirrorLab } from '../../support/mirror-lab.ts';
import { pushManifest, pushSmallImage } from '../../support/push-small-image.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { manifestType } from '../../support/small-image.ts';

/** Between two real registries, and through a layout. */
describe.skipIf(!hasDockerRegistry)('copying trust metadata with an image', () => {
  const runtime = quickRuntime();
  let lab: MirrorLab;
  let made = 0;

  beforeAll(async () => {
    lab = await startMirrorLab();
  });
  afterAll(async () => lab[Symbol.asyncDispose]());

  /** Names of a new source and of its mirror. */
  function names(): readonly [string, string] {
    made += 1;
    return [`${lab.hosts[0]}/copied/source-${made}`, `${lab.hosts[1]}/copied/mirror-${made}`];
  }

  async function copy(from: Repository, to: Repository, tag = '1'): Promise<CopyReport> {
    return copyImage({ repository: from, tagOrDigest: tag }, { repository: to, tag }, { withArtifacts: true, copyTrustMetadata: copyPublication }, runtime); // prettier-ignore
  }

  const trustOf = async (name: string): Promise<string> =>
    Buffer.from((await lab.repository(name).readManifest('pratique-trust', runtime)).bytes).toString();

  it('copies it byte for byte, through a layout and to a copy of a copy', async () => {
    const [source, mirror] = names();
    await lab.publish(source, '1');
    const layout = await openLayoutRepository(`${lab.folder}/layout-${made}`, { create: true });
    expect(await copy(lab.repository(source), layout)).toMatchObject({ trustMetadata: 'copied', isComplete: true, notes: [] });
    expect(await layout.chooseImage()).toBe('1');
    expect(await copy(layout, lab.repository(mirror))).toMatchObject({ trustMetadata: 'copied', isComplete: true, notes: [] });
    expect(await copy(lab.repository(mirror), lab.repository(`${mirror}-2`))).toMatchObject({ trustMetadata: 'copied' });
    const published = await trustOf(source);
    expect([await trustOf(mirror), await trustOf(`${mirror}-2`)]).toEqual([published, published]);
    expect(await copy(lab.repository(mirror), lab.repository(`${mirror}-2`))).toMatchObject({ trustMetadata: 'present', notes: [] });
    expect(await copy(lab.repository(mirror), lab.repository(mirror))).not.toHaveProperty('trustMetadata');
  });

  it('brings newer metadata to a copy, with every root, and rolls none back', async () => {
    const [source, mirror] = names();
    await lab.publish(source, '1');
    await copy(lab.repository(source), lab.repository(mirror));
    const layout = await openLayoutRepository(`${lab.folder}/older-${made}`, { create: true });
    await copy(lab.repository(source), layout);
    await rotateKey(lab.publisher(source), { role: 'root' });
    await renewTimestamp(lab.publisher(source));
    expect(await copy(lab.repository(source), lab.repository(mirror))).toMatchObject({ trustMetadata: 'copied', notes: [] });
    const newest = await trustOf(source);
    expect(newest.match(/"root"/g)).toHaveLength(2);
    expect(await copy(layout, lab.repository(mirror))).toMatchObject({
      trustMetadata: 'kept',
      isComplete: true,
      notes: [
        `${layout.name}:pratique-trust not copied: ${mirror}:pratique-trust has newer trust metadata: version 2 of root, and the source has version 1`,
      ],
    });
    expect(await trustOf(mirror)).toBe(newest);
  });

  it('leaves metadata with another root alone, and what is no metadata', async () => {
    const [source, mirror] = names();
    await lab.publish(source, '1');
    await lab.publish(mirror, '1');
    const own = await trustOf(mirror);
    const { trustMetadata, notes } = await copy(lab.repository(source), lab.repository(mirror));
    expect([trustMetadata, notes]).toEqual([
      'kept',
      [
        `${source}:pratique-trust not copied: ${mirror}:pratique-trust has trust metadata of its own, with another root, which was left as it is. Sign the tags there, with "pratique trust sign --server registry"; or delete that tag and copy again, to verify by the root of the source`,
      ],
    ]);
    expect(await trustOf(mirror)).toBe(own);

    const [, other] = names();
    const { manifest } = await pushSmallImage(lab.repository(other), 'pratique-trust');
    expect(await copy(lab.repository(source), lab.repository(other))).toMatchObject({
      trustMetadata: 'kept',
      notes: [
        `${other}:pratique-trust was left as it is, because its content is not trust metadata: ${other}:pratique-trust has no root metadata`,
      ],
    });
    expect(await trustOf(other)).toBe(manifest.toString());
    // The other way round, the copy is not complete.
    await pushSmallImage(lab.repository(other), '1');
    const [, target] = names();
    expect(await copy(lab.repository(other), lab.repository(target))).toMatchObject({
      isComplete: false,
      notes: [`${other}:pratique-trust not copied, the trust metadata cannot be read: ${other}:pratique-trust has no root metadata`],
    });
    expect(await lab.repository(target).findManifest('pratique-trust', runtime)).toBeUndefined();
  });

  it('believes the versions in the files, not those that a registry states', async () => {
    const [source, mirror] = names();
    await lab.publish(source, '1');
    const older = await trustOf(source);
    await renewTimestamp(lab.publisher(source));
    await copy(lab.repository(source), lab.repository(mirror));
    const newer = await trustOf(mirror);
    // An older publication that claims to be newer than any other.
    const claiming = older.replaceAll(/"dev.pratique.trust.version":"\d+"/g, '"dev.pratique.trust.version":"99"');
    await pushManifest(lab.repository(source), Buffer.from(claiming), manifestType, 'pratique-trust');
    expect(await copy(lab.repository(source), lab.repository(mirror))).toMatchObject({ trustMetadata: 'kept' });
    expect(await trustOf(mirror)).toBe(newer);
  });

  it('copies the image where the target refuses the metadata, and says that something is missing', async () => {
    const [source, mirror] = names();
    await lab.publish(source, '1');
    const target = lab.repository(mirror);
    const refuse = (manifest: ManifestToPush, inner: Runtime): Promise<PushedManifest> => {
      if (manifest.tag === 'pratique-trust') throw new PratiqueError('REGISTRY_REFUSED', 'the tag is immutable');
      return target.pushManifest(manifest, inner);
    };
    const refusing = new Proxy(target, {
      get(object, name) {
        if (name === 'pushManifest') return refuse;
        const member: unknown = Reflect.get(object, name, object);
        return typeof member === 'function' ? (member.bind(object) as unknown) : member;
      },
    });
    expect(await copy(lab.repository(source), refusing)).toMatchObject({
      trustMetadata: 'kept',
      isComplete: false,
      notes: [`${source}:pratique-trust not copied, so tags of ${mirror} cannot be verified by it: the tag is immutable`],
    });
    expect(await target.findManifest('1', runtime)).toBeDefined();
  });
});
