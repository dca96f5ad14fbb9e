import { afterEach, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { type ArtifactPurpose } from '../../../src/trust/store/artifact-purpose.ts';
import { readImageTree } from '../../../src/trust/store/image-tree.ts';
import { cleanImage, planCleaning } from '../../../src/trust/store/clean-image.ts';
import { diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { type ResolvedImage, resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../../src/trust/store/store-signature.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { type MemoryRegistryOptions, startMemoryRegistry, type StoredRepository } from '../../support/memory-registry.ts';
import { pushSmallIndex } from '../../support/push-small-image.ts';
import { indexType, manifestType, sha256 } from '../../support/small-image.ts';

const runtime = quickRuntime();
/** The payloads here are of no form; what is signed is judged in doctor-grafted.test.ts. */
const anySubject = (): Promise<undefined> => Promise.resolve(undefined);
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

const simple: SignatureToStore = {
  kind: 'simple-signing',
  payload: Buffer.from('{}'),
  annotations: new Map([['dev.cosignproject.cosign/signature', 'MEUC']]),
};
const attestation: SignatureToStore = {
  kind: 'dsse-attestation',
  payload: Buffer.from('{"a":1}'),
  predicateType: 'https://spdx.dev/Document',
  annotations: new Map(),
};
const provenance: SignatureToStore = {
  kind: 'sigstore-bundle',
  payload: Buffer.from('{"p":1}'),
  content: 'dsse-envelope',
  predicateType: 'https://slsa.dev/provenance/v1',
};
/** cosign 3 signs with a statement. */
const statement: SignatureToStore = {
  ...provenance,
  payload: Buffer.from('{"s":1}'),
  predicateType: 'https://sigstore.dev/cosign/sign/v1',
};
const notation: SignatureToStore = { kind: 'notation', payload: Buffer.from('{"n":1}'), mediaType: 'application/cose', thumbprints: [] };

async function open(host: string): Promise<Repository> {
  const client = await createRegistryClient(host, {});
  opened.push(client);
  return client.repository('team/app');
}

async function signEverything(repository: Repository): Promise<ResolvedImage> {
  await pushSmallIndex(repository, '1');
  const subject = await resolveImage(repository, '1', runtime);
  for (const [signature, form] of [
    [simple, 'tag'],
    [attestation, 'tag'],
    [provenance, 'referrer'],
    [statement, 'referrer'],
  ] as const)
    // prettier-ignore
    await storeSignature({ repository, subject }, signature, { form }, runtime);
  await storeSignature({ repository, subject: subject.platforms[0]! }, notation, {}, runtime);
  return subject;
}

async function purposesLeft(repository: Repository): Promise<readonly string[]> {
  const { beside, platforms } = await readImageTree(repository, '1', runtime);
  return [beside, ...platforms.map((each) => each.beside)].flatMap(({ artifacts }) => artifacts.map(({ purpose }) => purpose)).sort();
}

const kinds: readonly (readonly [string, () => Promise<{ readonly host: string } & AsyncDisposable>])[] = [
  ['with the referrers API', () => startMemoryRegistry({})],
  ['without it', () => startMemoryRegistry({ hasReferrers: false })],
  ...(hasDockerRegistry ? [['docker-registry', () => startDockerRegistry({ kind: 'none' }, { allowsDelete: true })] as const] : []),
];

describe.each(kinds)('a registry: %s', (_, start) => {
  it.each<[readonly ArtifactPurpose[], readonly string[], number]>([
    [['signature'], ['attestation', 'attestation'], 3],
    [['attestation'], ['signature', 'signature', 'signature'], 2],
    [['signature', 'attestation', 'sbom'], [], 5],
    [['sbom'], ['attestation', 'attestation', 'signature', 'signature', 'signature'], 0],
  ])('removes %j and keeps the rest and the image', async (purposes, left, count) => {
    const registry = await start();
    opened.push(registry);
    const repository = await open(registry.host);
    const { digest } = await signEverything(repository);
    const plan = await planCleaning(repository, '1', new Set(purposes), runtime);
    expect({ removals: plan.removals.length, kept: plan.kept }).toEqual({ removals: count, kept: [] });
    expect(await purposesLeft(repository)).toHaveLength(5);
    await cleanImage(repository, plan, runtime);
    expect(await purposesLeft(repository)).toEqual(left);
    expect((await resolveImage(repository, '1', runtime)).digest).toBe(digest);
    expect((await diagnoseRepository(repository, anySubject, runtime)).problems).toEqual([]);
    // A second run has nothing to do.
    await cleanImage(repository, plan, runtime);
    expect(await purposesLeft(repository)).toEqual(left);
  });
});

describe('doctor', () => {
  async function makeScene(
    options: MemoryRegistryOptions,
  ): Promise<{ repository: Repository; stored: StoredRepository; image: ResolvedImage }> {
    const registry = await startMemoryRegistry(options);
    opened.push(registry);
    const repository = await open(registry.host);
    const image = await signEverything(repository);
    return { repository, stored: registry.repository('team/app'), image };
  }

  it.each([{}, { hasReferrers: false }])('finds no problem in a healthy repository (%j)', async (options) => {
    const { repository } = await makeScene(options);
    const fallback = 'hasReferrers' in options ? 2 : 0;
    expect(await diagnoseRepository(repository, anySubject, runtime)).toEqual({
      name: repository.name,
      tags: 3 + fallback,
      artifacts: 5,
      problems: [],
    });
  });

  it('finds orphans', async () => {
    const { repository, stored, image } = await makeScene({ hasReferrers: false });
    stored.manifests.delete(image.digest);
    stored.tags.delete('1');
    const tag = image.digest.replace(':', '-');
    const { problems } = await diagnoseRepository(repository, anySubject, runtime);
    expect(problems).toEqual([
      { code: 'ORPHANED_INDEX', object: tag, message: `${image.digest} does not exist` },
      { code: 'ORPHANED_TAG', object: `${tag}.att`, message: `${image.digest} does not exist` },
      { code: 'ORPHANED_TAG', object: `${tag}.sig`, message: `${image.digest} does not exist` },
    ]);
  });

  it('finds dangling entries, wrong subjects, unreadable artifacts and missing payloads', async () => {
    const { repository, stored, image } = await makeScene({ hasReferrers: false });
    const tag = image.digest.replace(':', '-');
    const gone = sha256(Buffer.from('gone'));
    const lie = Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [], subject: { mediaType: 'a/b', digest: gone, size: 1 } }));
    stored.manifests.set(sha256(lie), { bytes: lie, mediaType: manifestType });
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [{ digest: gone }, { digest: sha256(lie) }, {}] }));
    stored.manifests.set(sha256(index), { bytes: index, mediaType: indexType });
    stored.tags.set(tag, sha256(index));
    const broken = Buffer.from('{"schemaVersion":2}');
    stored.manifests.set(sha256(broken), { bytes: broken, mediaType: manifestType });
    stored.tags.set(`${tag}.sig`, sha256(broken));
    stored.blobs.delete(sha256(attestation.payload));
    const { problems } = await diagnoseRepository(repository, anySubject, runtime);
    expect(problems.map(({ code, object, message }) => [code, object, message])).toEqual([
      ['DANGLING_ENTRY', tag, 'an entry has no digest'],
      ['DANGLING_ENTRY', tag, `it lists ${gone}, which does not exist`],
      ['MISSING_PAYLOAD', `${tag}.att`, `${sha256(attestation.payload)} does not exist`],
      ['UNREADABLE_ARTIFACT', `${tag}.sig`, `${tag}.sig: layers is missing`],
      ['WRONG_SUBJECT', sha256(lie), `it is listed for ${image.digest} but names ${gone}`],
    ]);
  });

  it('finds a missing payload of a referrer that the API lists', async () => {
    const { repository, stored, image } = await makeScene({});
    stored.blobs.delete(sha256(provenance.payload));
    const { problems } = await diagnoseRepository(repository, anySubject, runtime);
    const [referrer] = [...stored.manifests].find(([, { bytes }]) => bytes.includes('slsa.dev/provenance')) ?? [];
    expect(problems).toEqual([{ code: 'MISSING_PAYLOAD', object: referrer, message: `${sha256(provenance.payload)} does not exist` }]);
    expect(image.isIndex).toBe(true);
  });
});
