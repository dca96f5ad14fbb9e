import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { cleanImage, planCleaning } from '../../../src/trust/store/clean-image.ts';
import { diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { planOrphans } from '../../../src/trust/store/plan-orphans.ts';
import { readSignedSubjects } from '../../../src/trust/verdict/read-signed-subjects.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushManifest, pushSmallImage } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { manifestType } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runtime = quietRuntime();
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
