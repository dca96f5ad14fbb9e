import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { type TrustVerdict } from '../../../src/model/trust/trust-verdict.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { readImageTree } from '../../../src/trust/store/image-tree.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { storeSignature } from '../../../src/trust/store/store-signature.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { readSignedSubjects } from '../../../src/trust/verdict/read-signed-subjects.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushManifest, pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';
import { indexType, manifestType } from '../../support/small-image.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const context = keyContext(privateKey);
const opened: AsyncDisposable[] = [];
let folder = '';
const warnings: string[] = [];
const runtime = quickRuntime({
  log: {
    debug: () => undefined,
    info: () => undefined,
    notice: () => undefined,
    warn: (message, fields) => warnings.push(`${message} ${JSON.stringify(fields)}`),
  },
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-test-'));
  writeFileSync(join(folder, 'key.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  warnings.length = 0;
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Place {
  readonly repository: Repository;
  readonly other: Repository;
}

async function open(start: () => Promise<AsyncDisposable & { readonly host: string }>): Promise<Place> {
  const registry = await start();
  const client = await createRegistryClient(registry.host, {});
  opened.push(registry, client);
  return { repository: client.repository('team/app'), other: client.repository('team/copied') };
}

function verify(repository: Repository): Promise<TrustVerdict> {
  const policy = decodeTrustPolicy(`trust: {images: [{match: '**', sigstore: {identities: [{key: key.pub}]}}]}`, 'pratique.yaml')!;
  const places = { notary: join(folder, 'none'), trustedRoot: join(folder, 'none'), notation: join(folder, 'none') };
  const options = { policy, policyDirectory: folder, registry: {}, isOffline: true, requiresPin: false, places };
  return verifyImage(`${repository.name}:1`, options, runtime);
}

/** `yes`, or the codes of what is wrong, and what the verdict notes. */
async function outcome(repository: Repository): Promise<readonly string[]> {
  const { isTrusted, refused, failures, notices } = await verify(repository);
  return [isTrusted ? 'yes' : [...refused, ...failures].map(({ code }) => code).join(' '), ...notices];
}

function listTag(digest: Digest): string {
  return digest.replace(':', '-');
}

/** What `cosign copy` 2 and 3 write at the target: each image and index once more, under the tag that is its list of referrers. */
async function leaveCopy(repository: Repository, digests: readonly Digest[]): Promise<void> {
  for (const digest of digests) {
    const { bytes, mediaType = manifestType } = await repository.readManifest(digest, runtime);
    await pushManifest(repository, Buffer.from(bytes), mediaType, listTag(digest));
  }
}

async function pushCopiedImage(repository: Repository): Promise<Digest> {
  const { manifestDigest } = await pushSmallImage(repository, '1');
  await leaveCopy(repository, [manifestDigest]);
  return manifestDigest;
}

async function pushCopiedIndex(repository: Repository): Promise<Digest> {
  const { digest, images } = await pushSmallIndex(repository, '1');
  await leaveCopy(repository, [digest, ...images.map(({ manifestDigest }) => manifestDigest)]);
  return digest;
}

function noteOn(digest: Digest): string {
  return `tag ${listTag(digest)} holds the image itself, as "cosign copy" leaves it, and lists no referrers; "cosign copy" does not copy referrers`;
}

function problemOn(digest: Digest, hasApi: boolean): object {
  return { code: hasApi ? 'LEFTOVER_LIST_TAG' : 'IMAGE_UNDER_LIST_TAG', object: listTag(digest), message: `it holds ${digest}` };
}

const withoutApi: readonly (readonly [string, boolean, () => Promise<AsyncDisposable & { readonly host: string }>])[] = [
  ['a registry without the referrers API', true, () => startMemoryRegistry({ hasReferrers: false })],
  ['docker-registry', hasDockerRegistry, () => startDockerRegistry()],
];
const withApi = ['a registry with the referrers API', true, () => startMemoryRegistry()] as const;

describe.each([...withoutApi, withApi].filter(([, isHere]) => isHere))('after "cosign copy" to %s', (name, _, start) => {
  const hasApi = name === withApi[0];

  it('uses the signature under the .sig tag', async () => {
    const { repository } = await open(start);
    const digest = await pushCopiedImage(repository);
    await signImage(repository, '1', context, { form: 'classic tag' });
    expect(await outcome(repository)).toEqual(['yes']);
    const { beside } = await readImageTree(repository, '1', runtime);
    expect({ ...beside, artifacts: beside.artifacts.map(({ kind }) => kind) }).toEqual({
      artifacts: ['simple-signing'],
      unreadable: [],
      notes: hasApi ? [] : [noteOn(digest)],
    });
    expect((await diagnoseRepository(repository, readSignedSubjects, runtime)).problems).toEqual([problemOn(digest, hasApi)]);
  });

  it('says that an image without signatures is not signed', async () => {
    const { repository } = await open(start);
    const digest = await pushCopiedImage(repository);
    expect(await outcome(repository)).toEqual(['SIGNATURE_MISSING', ...(hasApi ? [] : [noteOn(digest)])]);
  });

  it.each([
    ['image', pushCopiedImage],
    ['index', pushCopiedIndex],
  ])('signs an %s: the tag becomes the list, and the image stays', async (_kind, push) => {
    const { repository, other } = await open(start);
    const digest = await push(repository);
    const { bytes } = await repository.readManifest(digest, runtime);
    const subject = await resolveImage(repository, '1', runtime);
    const annotations = new Map([['dev.cosignproject.cosign/signature', 'MEUC']]);
    const place = await storeSignature(
      { repository, subject },
      { kind: 'simple-signing', payload: Buffer.from('{}'), annotations },
      {},
      runtime,
    );
    expect(place).toMatchObject({ kind: 'referrer', listedBy: hasApi ? 'api' : 'tag' });
    const moved = `a tag that held the image itself, as "cosign copy" leaves it, now lists the artifacts of the image; the image keeps its digest and its other tags ${JSON.stringify({ tag: `${repository.name}:${listTag(digest)}`, image: `${repository.name}@${digest}` })}`;
    expect(warnings).toEqual(hasApi ? [] : [moved]);
    expect((await repository.readManifest(digest, runtime)).bytes).toEqual(bytes);
    expect((await repository.readManifest('1', runtime)).digest).toBe(digest);
    const underTag = await repository.readManifest(listTag(digest), runtime);
    const listed = (JSON.parse(Buffer.from(underTag.bytes).toString()) as { manifests?: { digest: string }[] }).manifests;
    if (hasApi) expect(underTag.digest).toBe(digest);
    else expect(listed?.map((entry) => entry.digest)).toEqual([place.manifest]);
    // The second is added to the list, without another warning; and both go to the next repository.
    await signImage(repository, '1', context);
    expect(warnings).toHaveLength(hasApi ? 0 : 1);
    expect(await outcome(repository)).toEqual(['yes']);
    const copied = await copyImage({ repository, tagOrDigest: '1' }, { repository: other, tag: '1' }, { withArtifacts: true }, runtime);
    expect(copied).toMatchObject({ artifacts: 2, notes: [], isComplete: true });
    expect(await outcome(other)).toEqual(['yes']);
  });

  it('reads the signatures that cosign appends to an image’s own index', async () => {
    const { repository, other } = await open(start);
    const { digest, bytes, images } = await pushSmallIndex(repository, '1');
    await signImage(repository, '1', context);
    const subject = await resolveImage(repository, '1', runtime);
    const { items } = await repository.listReferrers(subject.digest, {}, runtime);
    const { manifests, ...index } = JSON.parse(bytes.toString()) as { manifests: object[] };
    const mixed = Buffer.from(JSON.stringify({ ...index, manifests: [...manifests, ...items] }));
    await pushManifest(repository, mixed, indexType, listTag(digest));
    expect(await outcome(repository)).toEqual(['yes']);
    const { beside } = await readImageTree(repository, '1', runtime);
    const platforms = images.map(({ manifestDigest }) => manifestDigest).toSorted();
    expect({ ...beside, artifacts: beside.artifacts.map(({ kind }) => kind) }).toEqual({
      artifacts: ['sigstore-bundle'],
      unreadable: [],
      notes: hasApi ? [] : platforms.map((each) => `the referrers of ${digest} include ${each}, which is an image and not a referrer`),
    });
    const copied = await copyImage({ repository, tagOrDigest: '1' }, { repository: other, tag: '1' }, { withArtifacts: true }, runtime);
    expect(copied.artifacts).toBe(1);
    expect(copied.notes.toSorted()).toEqual(
      hasApi ? [] : platforms.map((each) => `referrer ${each} not copied: it is listed for ${digest} but names no subject`),
    );
    // The platforms stay in the list: whoever pulls by this tag still can.
    await signImage(repository, '1', keyContext(generateKeyPairSync('ed25519').privateKey));
    const underTag = JSON.parse(Buffer.from((await repository.readManifest(listTag(digest), runtime)).bytes).toString()) as {
      manifests: object[];
    };
    expect(underTag.manifests).toHaveLength(hasApi ? 3 : 4);
  });

  it.each([
    ['another image', pushSmallImage],
    ['another index', pushSmallIndex],
  ])('never moves a tag that holds %s', async (_kind, push) => {
    const { repository } = await open(start);
    const { manifestDigest: digest } = await pushSmallImage(repository, '1');
    await push(repository, listTag(digest));
    const { digest: taken } = await repository.readManifest(listTag(digest), runtime);
    await signImage(repository, '1', context, { form: 'classic tag' });
    const signing = signImage(repository, '1', context);
    if (hasApi) await signing;
    else
      await expect(signing).rejects.toMatchObject({
        code: 'REFERRERS_TAG_TAKEN',
        message: expect.stringContaining(listTag(digest)) as string,
      });
    expect((await repository.readManifest(listTag(digest), runtime)).digest).toBe(taken);
    expect(await outcome(repository)).toEqual(['yes']);
    expect(warnings).toEqual([]);
  });
});
