import { afterEach, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { readImageTree } from '../../../src/trust/store/image-tree.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { storeSignature } from '../../../src/trust/store/store-signature.ts';
import { type MemoryRegistryOptions, startMemoryRegistry, type StoredRepository } from '../../support/memory-registry.ts';
import { putImage } from '../../support/put-image.ts';
import { indexType, manifestType, sha256, type SmallImage } from '../../support/small-image.ts';

const runtime = quickRuntime();
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Place {
  readonly stored: StoredRepository;
  readonly repository: Repository;
  readonly image: SmallImage;
}

async function start(options: MemoryRegistryOptions = {}): Promise<Place> {
  const registry = await startMemoryRegistry(options);
  const client = await createRegistryClient(registry.host, {});
  opened.push(registry, client);
  const image = await putImage(registry, 'team/app', '1');
  return { stored: registry.repository('team/app'), repository: client.repository('team/app'), image };
}

function put(stored: StoredRepository, document: object, mediaType: string, tag?: string): ReturnType<typeof sha256> {
  const bytes = Buffer.from(JSON.stringify(document));
  stored.manifests.set(sha256(bytes), { bytes, mediaType });
  if (tag !== undefined) stored.tags.set(tag, sha256(bytes));
  return sha256(bytes);
}

function blobIn(stored: StoredRepository, content: string): { readonly digest: ReturnType<typeof sha256>; readonly size: number } {
  const bytes = Buffer.from(content);
  stored.blobs.set(sha256(bytes), bytes);
  return { digest: sha256(bytes), size: bytes.length };
}

it('shows BuildKit’s attestations as unsigned', async () => {
  const { stored, repository, image } = await start();
  const statement = { mediaType: 'application/vnd.in-toto+json', ...blobIn(stored, '{}') };
  const layer = { ...statement, annotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' } };
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', ...blobIn(stored, '{}') };
  const attestation = put(stored, { schemaVersion: 2, config, layers: [layer] }, manifestType);
  const unknown = { os: 'unknown', architecture: 'unknown' };
  const about = { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': image.manifestDigest };
  const gone = sha256(Buffer.from('gone'));
  const manifests = [
    {
      mediaType: manifestType,
      digest: image.manifestDigest,
      size: image.manifest.length,
      platform: { os: 'linux', architecture: 'amd64' },
    },
    {
      mediaType: manifestType,
      digest: attestation,
      size: stored.manifests.get(attestation)!.bytes.length,
      platform: unknown,
      annotations: about,
    },
    { mediaType: manifestType, digest: gone, size: 1, platform: unknown, annotations: about },
  ];
  put(stored, { schemaVersion: 2, mediaType: indexType, manifests }, indexType, '2');
  const { platforms, beside } = await readImageTree(repository, '2', runtime);
  expect(beside.artifacts).toEqual([]);
  expect(platforms.map((each) => each.beside.artifacts)).toEqual([
    [
      {
        purpose: 'attestation',
        kind: 'buildkit-attestation',
        foundAt: `index, manifest ${attestation}`,
        mediaType: 'application/vnd.in-toto+json',
        digest: statement.digest,
        size: 2,
        predicateType: 'https://spdx.dev/Document',
      },
    ],
  ]);
});

it.each([
  [manifestType, manifestType],
  ['application/vnd.docker.distribution.manifest.v2+json', 'application/vnd.docker.distribution.manifest.v2+json'],
  ['application/json', manifestType],
])('reads a manifest announced as %s, without a type of its own, as %s', async (announced, expected) => {
  const { stored, repository, image } = await start();
  const { mediaType: _own, ...document } = JSON.parse(image.manifest.toString()) as { mediaType: string };
  put(stored, document, announced, '2');
  expect((await resolveImage(repository, '2', runtime)).mediaType).toBe(expected);
});

it('refuses a wrong digest after a push, and invalid tags', async () => {
  const other = sha256(Buffer.from('other'));
  const { repository, image } = await start({
    fault: (request, response) => {
      if (request.method !== 'PUT') return false;
      request.resume().once('end', () => response.writeHead(201, { 'docker-content-digest': other }).end());
      return true;
    },
  });
  const manifest = { bytes: image.manifest, mediaType: manifestType, digest: image.manifestDigest };
  await expect(repository.pushManifest(manifest, runtime)).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
    message: expect.stringContaining(other),
  });
  await expect(repository.pushManifest({ ...manifest, digest: other }, runtime)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  for (const tag of ['../x', '-x', '', 'x'.repeat(129), 'a/b'])
    await expect(repository.pushManifest({ ...manifest, tag }, runtime)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
});

it('finds a manifest where the registry sends no digest', async () => {
  const { repository, image } = await start({
    fault: (request, response) => {
      if (request.method !== 'HEAD') return false;
      response.writeHead(200, { 'content-type': manifestType }).end();
      return true;
    },
  });
  expect(await repository.findManifest('1', runtime)).toEqual({
    digest: image.manifestDigest,
    size: image.manifest.length,
    mediaType: manifestType,
  });
});

it('fails where another client overwrites every attempt', async () => {
  const { stored, repository, image } = await start();
  const tag = `${image.manifestDigest.replace(':', '-')}.sig`;
  let count = 0;
  const contested = new Proxy(repository, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        const result: unknown = await (value as (...given: unknown[]) => unknown).apply(target, given);
        if (key === 'pushManifest')
          put(stored, { schemaVersion: 2, layers: [], annotations: { n: String((count += 1)) } }, manifestType, tag);
        return result;
      };
    },
  });
  const subject = await resolveImage(repository, '1', runtime);
  const signature = { kind: 'simple-signing', payload: Buffer.from('{}'), annotations: new Map() } as const;
  const storing = storeSignature({ repository: contested, subject }, signature, { form: 'tag' }, runtime);
  await expect(storing).rejects.toMatchObject({
    code: 'REGISTRY_REFUSED',
    message: expect.stringContaining(`other clients changed it ${limits.tagWriteAttempts} times`),
  });
});

it('copies an SBOM, but keeps another one at the target', async () => {
  const source = await start();
  const tag = `${source.image.manifestDigest.replace(':', '-')}.sbom`;
  const sbomOf = (stored: StoredRepository, content: string): string => {
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', ...blobIn(stored, '{}') };
    return put(
      stored,
      { schemaVersion: 2, mediaType: manifestType, config, layers: [{ mediaType: 'text/spdx+xml', ...blobIn(stored, content) }] },
      manifestType,
      tag,
    );
  };
  const ours = sbomOf(source.stored, '<spdx/>');
  const target = await start();
  const copy = (): ReturnType<typeof copyImage> =>
    copyImage(
      { repository: source.repository, tagOrDigest: '1' },
      { repository: target.repository, tag: '2' },
      { withArtifacts: true },
      runtime,
    );
  expect(await copy()).toMatchObject({ artifacts: 1, notes: [] });
  expect(target.stored.tags.get(tag)).toBe(ours);
  const { beside } = await readImageTree(target.repository, '2', runtime);
  expect(beside.artifacts).toMatchObject([{ purpose: 'sbom', kind: 'sbom', mediaType: 'text/spdx+xml', foundAt: `tag ${tag}` }]);
  const theirs = sbomOf(target.stored, '<other/>');
  expect(await copy()).toMatchObject({ artifacts: 0, notes: [`${tag} not copied: the target has another SBOM under this tag`] });
  expect(target.stored.tags.get(tag)).toBe(theirs);
});
