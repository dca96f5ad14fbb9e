import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime } from '../../../src/model/runtime.ts';
import { copiedTrustDirectory } from '../../../src/trust/notary/directory/copied-trust-directory.ts';
import { type Gun, parseGun } from '../../../src/trust/notary/gun.ts';
import { diagnoseMetadata, type MetadataDiagnosis } from '../../../src/trust/registry-metadata/diagnose-metadata.ts';
import { type RecordedSources } from '../../../src/trust/registry-metadata/metadata-place.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { readSignedSubjects } from '../../../src/trust/verdict/read-signed-subjects.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { hasDockerRegistry } from '../../support/docker-registry.ts';
import { type MirrorLab, startMirrorLab } from '../../support/mirror-lab.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';

describe.skipIf(!hasDockerRegistry)('doctor on copied trust metadata', () => {
  const runtime = quickRuntime();
  let lab: MirrorLab;
  let source: Gun;
  let mirror: Gun;
  let recorded: RecordedSources;

  beforeAll(async () => {
    lab = await startMirrorLab();
    [source, mirror] = [parseGun(`${lab.hosts[0]}/org/app`), parseGun(`${lab.hosts[1]}/mirrored/app`)];
    await lab.publish(source, '1');
    await lab.publish(source, '2');
    recorded = { names: [source], rootKeyIds: [await lab.rootKey(source)] };
    for (const tag of ['1', '2', 'pratique-trust']) await lab.skopeo(`${source}:${tag}`, `${mirror}:${tag}`);
  });
  afterAll(async () => lab[Symbol.asyncDispose]());

  /** As the machine sees it that has this trust directory. */
  async function diagnose(machine: string, known: RecordedSources = recorded, at: Runtime = runtime): Promise<MetadataDiagnosis> {
    const trustDirectory = join(lab.folder, machine);
    const place = {
      repository: lab.repository(mirror),
      gun: mirror,
      trustDirectory,
      copyDirectory: copiedTrustDirectory(trustDirectory, mirror),
    };
    return diagnoseMetadata({ ...place, recorded: known }, at);
  }

  it('names the source, and finds nothing wrong with a recorded copy', async () => {
    const { problems, metadata } = await diagnose('nobody');
    expect(problems).toEqual([]);
    expect(metadata).toMatchObject({ copyOf: source, rootKeyIds: recorded.rootKeyIds, versions: { timestamp: 3, targets: 3, root: 1 } });
  });

  it('says that no policy records the copy, and refuses another root than the policy pins', async () => {
    const unrecorded = { code: 'COPY_NOT_RECORDED', object: 'pratique-trust', message: `it is a copy of the trust metadata of ${source}` };
    const none: RecordedSources = { names: [], rootKeyIds: [] };
    expect((await diagnose('nobody', none)).problems).toEqual([unrecorded]);
    const other = parseGun('other.example/app');
    expect((await diagnose('nobody', { names: [other], rootKeyIds: [] })).problems).toEqual([
      {
        code: 'TRUST_METADATA_INVALID',
        object: 'pratique-trust',
        message: `it is the trust metadata of ${source}, and the policy records the repository as a copy of ${other}`,
      },
    ]);
    const pinned = await diagnose('nobody', { ...recorded, rootKeyIds: ['ab'.repeat(32)] });
    expect(pinned.problems).toEqual([
      {
        code: 'TRUST_METADATA_INVALID',
        object: 'pratique-trust',
        message: expect.stringMatching(/is not pinned; .* \(ROOT_PIN_MISMATCH\)$/),
      },
    ]);
  });

  it('says that the copy is behind what this machine has seen at the source, and that a tag was moved', async () => {
    await renewTimestamp(lab.publisher(source));
    const moved = await pushSmallImage(lab.repository(mirror), '2');
    const { digest } = await lab.repository(source).readManifest('2', runtime);
    const found = (await lab.repository(mirror).findManifest('2', runtime))?.digest;
    expect(moved.manifest.length).toBeGreaterThan(0);
    expect((await diagnose('publisher')).problems).toEqual([
      {
        code: 'COPY_BEHIND',
        object: 'pratique-trust',
        message: `its timestamp has version 3, and this machine has seen version 4 at ${source}`,
      },
      { code: 'COPIED_TAG_DIFFERS', object: '2', message: `it points to ${found}, and ${source} signs ${digest}` },
    ]);
    expect((await diagnose('nobody')).problems.map(({ code }) => code)).toEqual(['COPIED_TAG_DIFFERS']);
    for (const tag of ['2', 'pratique-trust']) await lab.skopeo(`${source}:${tag}`, `${mirror}:${tag}`);
    expect((await diagnose('publisher')).problems).toEqual([]);
  });

  it('says where expired metadata is renewed', async () => {
    const later = quickRuntime({ now: () => new Date(Date.now() + 20 * 86_400_000) });
    expect((await diagnose('nobody', recorded, later)).problems).toEqual([
      { code: 'COPIED_METADATA_EXPIRED', object: 'pratique-trust', message: expect.stringMatching(/^timestamp expired on /) },
    ]);
  });

  it('notices metadata that were rolled back or deleted, on a machine that verified the copy', async () => {
    const policy = `trust: {images: [{match: "${source}", notary: {server: registry, rootKeys: ${recorded.rootKeyIds[0]}}}], copies: [{image: "${mirror}", from: "${source}"}]}`;
    expect(await verifyImage(`${mirror}:1`, lab.verifyOptions(policy, 'verifier'), runtime)).toMatchObject({ isTrusted: true });
    const repository = lab.repository(mirror);
    const newest = await repository.readManifest('pratique-trust', runtime);
    await renewTimestamp(lab.publisher(source));
    await lab.skopeo(`${source}:pratique-trust`, `${mirror}:pratique-trust`);
    expect(await verifyImage(`${mirror}:1`, lab.verifyOptions(policy, 'verifier'), runtime)).toMatchObject({ isTrusted: true });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    await repository.pushManifest({ ...newest, mediaType, tag: 'pratique-trust' }, runtime);
    expect((await diagnose('verifier/registry')).problems).toEqual([
      {
        code: 'TRUST_METADATA_INVALID',
        object: 'pratique-trust',
        message: 'the timestamp metadata has version 4, older than version 5 seen before (METADATA_ROLLBACK)',
      },
    ]);
    const empty = parseGun(`${mirror}-empty`);
    const place = {
      repository: lab.repository(empty),
      gun: empty,
      trustDirectory: '',
      copyDirectory: copiedTrustDirectory(join(lab.folder, 'verifier/registry'), mirror),
    };
    expect((await diagnoseMetadata({ ...place, recorded }, runtime)).problems).toEqual([
      {
        code: 'COPIED_METADATA_LOST',
        object: 'pratique-trust',
        message: `the tag does not exist; this machine verified a copy of the trust metadata of ${source} here`,
      },
    ]);
  });

  it('takes the extra tag that cosign copy leaves for no list of referrers', async () => {
    const copied = lab.repository(`${mirror}-by-cosign`);
    await lab.skopeo(`${source}:pratique-trust`, `${copied.name}:pratique-trust`);
    const digest = (await copied.findManifest('pratique-trust', runtime))?.digest ?? '';
    const leftover = digest.replace(':', '-');
    await lab.skopeo(`${source}:pratique-trust`, `${copied.name}:${leftover}`);
    expect((await diagnoseRepository(copied, readSignedSubjects, runtime)).problems).toEqual([
      { code: 'LEFTOVER_TRUST_TAG', object: leftover, message: `it holds ${digest}` },
    ]);
  });
});
