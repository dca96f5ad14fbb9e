import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { cleanImage, planCleaning } from '../../../src/trust/store/clean-image.ts';
import { diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { planOrphans } from '../../../src/trust/store/plan-orphans.ts';
import { readSignedSubjects } from '../../../src/trust/verdict/read-signed-subjects.ts';
import { bytesStream } from '../../support/bytes-stream.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushManifest, pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { indexType, manifestType, sha256 } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runtime = quickRuntime();
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const opened: (AsyncDisposable | Disposable)[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) {
    if (Symbol.asyncDispose in each) await each[Symbol.asyncDispose]();
    else each[Symbol.dispose]();
  }
});

async function inRegistry(hasReferrers: boolean): Promise<Repository> {
  const registry = await startMemoryRegistry({ hasReferrers });
  const client = await createRegistryClient(registry.host, {});
  opened.push(registry, client);
  return client.repository('team/app');
}

async function inLayout(): Promise<Repository> {
  const folder = temporaryFolder();
  opened.push(folder);
  return openLayoutRepository(`${folder.path}/layout`, { create: true });
}

const everything = new Set(['signature', 'attestation', 'sbom'] as const);

it.each<[string, () => Promise<Repository>]>([
  ['a registry with the referrers API', () => inRegistry(true)],
  ['a registry without it', () => inRegistry(false)],
  ['a layout', inLayout],
])('removes from %s what belongs to an image that is gone, and nothing else', async (_, open) => {
  const repository = await open();
  const [kept, gone] = [await pushSmallImage(repository, 'kept'), await pushSmallImage(repository, 'gone')];
  for (const tag of ['kept', 'gone']) {
    for (const form of ['bundle', 'classic tag'] as const) await signImage(repository, tag, keyContext(privateKey), { form });
    await attestImage(repository, tag, keyContext(privateKey), { predicateType: 'https://example.com/a', predicate: {} });
  }
  expect((await planOrphans(repository, runtime)).removals).toEqual([]);
  await repository.deleteManifest(gone.manifestDigest, runtime);
  const before = await diagnoseRepository(repository, readSignedSubjects, runtime);
  expect(before.problems.length).toBeGreaterThan(0);
  const plan = await planOrphans(repository, runtime);
  expect(new Set(plan.removals.map(({ subject }) => subject))).toEqual(new Set([gone.manifestDigest]));
  expect([...plan.removals.flatMap(({ purposes }) => purposes)].filter((purpose) => purpose !== 'other').sort()).toEqual(['attestation', 'signature', 'signature']); // prettier-ignore
  expect(plan.kept).toEqual([]);
  await cleanImage(repository, plan, runtime);
  expect((await diagnoseRepository(repository, readSignedSubjects, runtime)).problems).toEqual([]);
  expect((await findSignatures({ repository, digest: gone.manifestDigest }, {}, runtime)).artifacts).toEqual([]);
  expect((await findSignatures({ repository, digest: kept.manifestDigest }, {}, runtime)).artifacts).toHaveLength(3);
  expect((await planOrphans(repository, runtime)).removals).toEqual([]);
});

it('keeps an image that names a missing subject', async () => {
  const repository = await inRegistry(true);
  const image = await pushSmallImage(repository, '1');
  const subject = { mediaType: manifestType, digest: `sha256:${'0'.repeat(64)}`, size: 1 };
  const named = Buffer.from(JSON.stringify({ ...(JSON.parse(image.manifest.toString()) as object), subject }));
  await pushManifest(repository, named, manifestType, 'with-subject');
  const { removals, kept } = await planOrphans(repository, runtime);
  expect([removals, kept]).toEqual([
    [],
    [{ foundAt: 'tag with-subject', reason: `it is an image, though it names ${subject.digest} as its subject` }],
  ]);
});

it('removes the referrers of a missing image that is named by its digest', async () => {
  const repository = await inRegistry(true);
  const { manifestDigest } = await pushSmallImage(repository, '1');
  await signImage(repository, '1', keyContext(privateKey));
  await repository.deleteManifest(manifestDigest, runtime);
  const plan = await planCleaning(repository, manifestDigest, everything, runtime);
  expect(plan.removals).toHaveLength(1);
  await cleanImage(repository, plan, runtime);
  expect((await planCleaning(repository, manifestDigest, everything, runtime)).removals).toEqual([]);
});

const missing = `sha256-${'a'.repeat(64)}`;

/** Pushes what `reference` is once more under another tag, which takes no right to delete. */
async function pushAgain(repository: Repository, reference: string, tag: string): Promise<void> {
  const { bytes } = await repository.readManifest(reference, runtime);
  const isIndex = 'manifests' in (JSON.parse(Buffer.from(bytes).toString()) as object);
  await pushManifest(repository, Buffer.from(bytes), isIndex ? indexType : manifestType, tag);
}

function signatureTagOf(digest: string): string {
  return `${digest.replace(':', '-')}.sig`;
}

describe.each<[string, () => Promise<Repository>]>([
  ['a registry with the referrers API', () => inRegistry(true)],
  ['a registry without it', () => inRegistry(false)],
  ['a layout', inLayout],
])('in %s, what anyone with push rights puts under the tags of a missing image', (_, open) => {
  const metadata = {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: 'application/vnd.pratique.trust.v1+json',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(Buffer.from('{}')), size: 2 },
    layers: [],
  };
  /** Pushes something in use, and returns its reference. */
  const scenes: Record<string, (repository: Repository) => Promise<string>> = {
    'an image': async (repository) => (await pushSmallImage(repository, 'prod'), 'prod'),
    'an image without a tag': async (repository) => {
      const index = await pushSmallIndex(repository, 'prod');
      return index.images[0]!.manifestDigest;
    },
    'an image index': async (repository) => (await pushSmallIndex(repository, 'prod'), 'prod'),
    'trust metadata': async (repository) => {
      await repository.pushBlob({ digest: metadata.config.digest, size: 2 }, { open: () => bytesStream(Buffer.from('{}')) }, runtime);
      await pushManifest(repository, Buffer.from(JSON.stringify(metadata)), manifestType, 'pratique-trust');
      return 'pratique-trust';
    },
    'the signatures of an image': async (repository) => {
      const { manifestDigest } = await pushSmallImage(repository, 'prod');
      await signImage(repository, 'prod', keyContext(privateKey), { form: 'classic tag' });
      return signatureTagOf(manifestDigest);
    },
  };
  it.each(Object.keys(scenes))('is kept, and said to be: %s', async (scene) => {
    const repository = await open();
    const reference = await scenes[scene]!(repository);
    const { digest } = await repository.readManifest(reference, runtime);
    const tags = [`${missing}.sig`, `${missing}.att`, `${missing}.sbom`, missing];
    for (const tag of tags) await pushAgain(repository, reference, tag);
    const plan = await planOrphans(repository, runtime);
    // A layout removes such a tag and keeps what it held.
    const alone = plan.removals.filter(({ keptUnder }) => keptUnder === reference);
    const isAlone = repository.removeTag !== undefined && scene === 'the signatures of an image';
    expect(plan.removals).toEqual(alone);
    expect(alone.map(({ foundAt }) => foundAt)).toEqual(
      isAlone ? ['.att', '.sbom', '.sig'].map((suffix) => `tag ${missing}${suffix}`) : [],
    );
    expect([...alone, ...plan.kept].map(({ foundAt }) => foundAt)).toEqual(expect.arrayContaining(tags.map((tag) => `tag ${tag}`)));
    const { problems } = await diagnoseRepository(repository, readSignedSubjects, runtime);
    const told = problems.filter(({ object }) => tags.includes(object)).map(({ code }) => code);
    if (!isAlone) expect(told.filter((code) => code.startsWith('ORPHAN'))).toEqual(tags.map(() => 'ORPHAN_KEPT'));
    await cleanImage(repository, plan, runtime);
    expect((await repository.findManifest(reference, runtime))?.digest).toBe(digest);
  });
});

it('keeps a signature image that another image has too, and says which tag', async () => {
  const repository = await inRegistry(true);
  const [good, other] = [await pushSmallImage(repository, 'good'), await pushSmallImage(repository, 'other')];
  await signImage(repository, 'good', keyContext(privateKey), { form: 'classic tag' });
  const tag = signatureTagOf(good.manifestDigest);
  const grafted = signatureTagOf(other.manifestDigest);
  await pushAgain(repository, tag, grafted);
  const plan = await planCleaning(repository, 'other', everything, runtime);
  expect(plan).toEqual({
    removals: [],
    kept: [{ foundAt: `tag ${grafted}`, reason: `tag ${tag} holds it too, and a registry deletes it under every tag` }],
  });
  // A tag of an image that does not exist keeps nothing.
  await repository.deleteManifest(other.manifestDigest, runtime);
  expect((await planCleaning(repository, 'good', everything, runtime)).removals).toHaveLength(1);
});

it('keeps an image with an SBOM among its layers under the tag of another image', async () => {
  const repository = await inRegistry(true);
  const [image, other] = [await pushSmallImage(repository, 'image'), await pushSmallImage(repository, 'other')];
  const document = JSON.parse(image.manifest.toString()) as { layers: { mediaType: string }[]; config: object };
  const layers = [...document.layers, { ...document.layers[0], mediaType: 'application/spdx+json' }];
  await pushManifest(
    repository,
    Buffer.from(JSON.stringify({ ...document, layers })),
    manifestType,
    `${other.manifestDigest.replace(':', '-')}.sbom`,
  );
  const { removals, kept } = await planCleaning(repository, 'other', everything, runtime);
  expect([removals, kept.map(({ reason }) => reason)]).toEqual([[], ['it is an image']]);
});

it('removes such a tag alone from a layout, whose other tag keeps the signature', async () => {
  const repository = await inLayout();
  const [good, other] = [await pushSmallImage(repository, 'good'), await pushSmallIndex(repository, 'other')];
  await signImage(repository, 'good', keyContext(privateKey), { form: 'classic tag' });
  const [tag, grafted] = [signatureTagOf(good.manifestDigest), signatureTagOf(sha256(other.bytes))];
  await pushAgain(repository, tag, grafted);
  const plan = await planCleaning(repository, 'other', everything, runtime);
  expect(plan).toMatchObject({ removals: [{ foundAt: `tag ${grafted}`, keptUnder: tag }], kept: [] });
  await cleanImage(repository, plan, runtime);
  expect((await repository.listTags(runtime)).items.toSorted()).toEqual(['good', 'other', tag].toSorted());
  expect((await planCleaning(repository, 'good', everything, runtime)).removals).toHaveLength(1);
});
