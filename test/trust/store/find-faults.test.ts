import { afterEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { limits } from '../../../src/model/limits.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import {
  type MemoryRegistry,
  type MemoryRegistryOptions,
  startMemoryRegistry,
  type StoredRepository,
} from '../../support/memory-registry.ts';
import { putImage } from '../../support/put-image.ts';
import { indexType, manifestType, sha256 } from '../../support/small-image.ts';

const runtime = quickRuntime();
const simpleType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Scene {
  readonly registry: MemoryRegistry;
  readonly stored: StoredRepository;
  readonly repository: Repository;
  readonly digest: Digest;
  readonly tag: string;
}

async function makeScene(options: MemoryRegistryOptions = {}): Promise<Scene> {
  const registry = await startMemoryRegistry({ pageSize: 50, ...options });
  const client = await createRegistryClient(registry.host, { limits: { ...limits, backoffMs: 1 } });
  opened.push(registry, client);
  const image = await putImage(registry, 'team/app', '1');
  const digest = image.manifestDigest;
  return {
    registry,
    stored: registry.repository('team/app'),
    repository: client.repository('team/app'),
    digest,
    tag: digest.replace(':', '-'),
  };
}

function put(stored: StoredRepository, document: object, tag?: string, mediaType = manifestType): Digest {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
  const digest = sha256(bytes);
  stored.manifests.set(digest, { bytes, mediaType });
  if (tag !== undefined) stored.tags.set(tag, digest);
  return digest;
}

function blobIn(stored: StoredRepository, content: string): { readonly digest: Digest; readonly size: number } {
  const bytes = Buffer.from(content);
  stored.blobs.set(sha256(bytes), bytes);
  return { digest: sha256(bytes), size: bytes.length };
}

const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(Buffer.from('{}')), size: 2 };

function bundleOf(stored: StoredRepository, digest: Digest, content: string, subject: object | null = { digest }): Digest {
  const layer = { mediaType: bundleType, ...blobIn(stored, content) };
  const about = subject === null ? {} : { subject: { mediaType: manifestType, size: 1, ...subject } };
  return put(stored, { artifactType: bundleType, config, layers: [layer], ...about });
}

describe('a damaged artifact hides no other', () => {
  it.each([
    ['is not JSON', 'nothing', /sig: .*not a manifest/, 'REGISTRY_PROTOCOL'],
    ['is an index', JSON.stringify({ schemaVersion: 2, manifests: [] }), /is an image index, not a signature/, undefined],
    ['is other JSON', '{}', /schemaVersion is not 2/, undefined],
    [
      'has a layer without a digest',
      JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: 'a/b', size: 1 }] }),
      /layers\[0\]\.digest/,
      undefined,
    ],
    [
      'has a digest that is a path',
      JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: 'a/b', size: 1, digest: 'sha256:../../x' }] }),
      /not a sha256/,
      undefined,
    ],
    [
      'has a negative size',
      JSON.stringify({ schemaVersion: 2, layers: [{ mediaType: 'a/b', size: -1, digest: config.digest }] }),
      /size/,
      undefined,
    ],
    [
      'has annotations that are not text',
      JSON.stringify({ schemaVersion: 2, layers: [{ ...config, annotations: { a: {} } }] }),
      /annotations/,
      undefined,
    ],
  ])('reads the rest where a tag %s', async (_, text, message, code) => {
    const { stored, repository, digest, tag } = await makeScene();
    const bytes = Buffer.from(text);
    stored.manifests.set(sha256(bytes), { bytes, mediaType: manifestType });
    stored.tags.set(`${tag}.sig`, sha256(bytes));
    bundleOf(stored, digest, '{"real":1}');
    const finding = findSignatures({ repository, digest }, {}, runtime);
    if (code !== undefined) {
      await expect(finding).rejects.toMatchObject({ code });
      return;
    }
    const { artifacts, unreadable } = await finding;
    expect(artifacts.map(({ kind }) => kind)).toEqual(['sigstore-bundle']);
    expect(unreadable).toEqual([{ foundAt: `tag ${tag}.sig`, message: expect.stringMatching(message) }]);
  });

  it('reads the rest of a list with invalid, missing and foreign entries', async () => {
    const { stored, repository, digest, tag } = await makeScene({ hasReferrers: false });
    const real = bundleOf(stored, digest, '{"real":1}');
    const gone = sha256(Buffer.from('gone'));
    const elsewhere = bundleOf(stored, digest, '{"other":1}', { digest: gone });
    const unsaid = bundleOf(stored, digest, '{"unsaid":1}', null);
    const manifests = [
      { digest: 'x' },
      { digest: gone, artifactType: bundleType },
      { digest: elsewhere },
      { digest: unsaid },
      { digest: real },
    ];
    put(stored, { manifests }, tag, indexType);
    const { artifacts, unreadable, stoppedAt } = await findSignatures({ repository, digest }, {}, runtime);
    expect(stoppedAt).toBeUndefined();
    expect(artifacts.map(({ places }) => places)).toEqual([[{ kind: 'referrer', manifest: real, layer: 0, listedBy: 'tag' }]]);
    expect(unreadable.map(({ foundAt, message }) => `${foundAt}: ${message}`).sort()).toEqual(
      [
        `list of referrers: an entry in the referrers of ${digest} has no digest`,
        `referrer ${gone}: ${repository.name}@${gone}: ${repository.name.split('/')[0]} answered 404: MANIFEST_UNKNOWN: manifest_unknown`,
        `referrer ${elsewhere}: it is listed for ${digest}, but its subject is ${gone}`,
        `referrer ${unsaid}: it is listed for ${digest}, but its subject is missing`,
      ].sort(),
    );
  });
});

describe('limits', () => {
  it('stops at 100 of 5,000 signatures under one tag [325]', async () => {
    const { stored, repository, digest, tag } = await makeScene();
    const blob = blobIn(stored, '{}');
    const layers = Array.from({ length: 5_000 }, (_, index) => ({
      mediaType: simpleType,
      ...blob,
      annotations: { 'dev.cosignproject.cosign/signature': `s${index}` },
    }));
    put(stored, { config, layers }, `${tag}.sig`);
    const { artifacts, stoppedAt } = await findSignatures({ repository, digest }, {}, runtime);
    expect([artifacts.length, stoppedAt]).toEqual([100, `tag ${tag}.sig has more than 100 signatures`]);
  });

  it('refuses a payload of 1 GB, and payloads that exceed the limit together [325]', async () => {
    const { registry, stored, repository, digest, tag } = await makeScene();
    const huge = { mediaType: simpleType, digest: sha256(Buffer.from('huge')), size: 1_000_000_000 };
    const halves = [1, 2].map((index) => ({ mediaType: simpleType, digest: sha256(Buffer.from(`half${index}`)), size: 70_000_000 }));
    put(stored, { config, layers: [huge, ...halves] }, `${tag}.sig`);
    const { artifacts } = await findSignatures({ repository, digest }, {}, runtime);
    const before = registry.requests.length;
    await expect(artifacts[0]!.load(runtime)).rejects.toMatchObject({
      name: 'VerificationError',
      code: 'LIMIT_REACHED',
      object: `tag ${tag}.sig`,
    });
    expect(registry.requests.length).toBe(before);
    const [first, second] = await Promise.allSettled([artifacts[1]!.load(runtime), artifacts[2]!.load(runtime)]);
    expect([first, second]).toMatchObject([{ reason: { code: 'TARGET_NOT_FOUND' } }, { reason: { code: 'LIMIT_REACHED' } }]);
  });

  it('finds a wanted referrer among many others, and stops at 100 wanted ones [338]', async () => {
    const { registry, stored, repository, digest } = await makeScene();
    for (let index = 0; index < 150; index += 1)
      put(stored, { artifactType: 'a/noise', config, layers: [], subject: { digest }, annotations: { n: `${index}` } });
    bundleOf(stored, digest, '{"real":1}');
    const found = await findSignatures({ repository, digest }, {}, runtime);
    expect(found).toMatchObject({ artifacts: [{ kind: 'sigstore-bundle' }], unreadable: [] });
    expect(found.stoppedAt).toBeUndefined();
    expect(registry.requests.filter(({ url }) => url.includes('/manifests/sha256:'))).toHaveLength(1);
    for (let index = 0; index < 100; index += 1) bundleOf(stored, digest, `{"n":${index}}`);
    const { artifacts, stoppedAt } = await findSignatures({ repository, digest }, {}, runtime);
    expect([artifacts.length, stoppedAt]).toEqual([100, `${digest} has 101 referrers; only 100 were read`]);
  });

  it('reads ten payloads at a time', async () => {
    let running = 0;
    let most = 0;
    const { stored, repository, digest, tag } = await makeScene({
      fault: async (request, response) => {
        if (request.url?.includes('/blobs/') !== true) return false;
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        response.once('close', () => (running -= 1));
        return false;
      },
    });
    const layers = Array.from({ length: 40 }, (_, index) => ({ mediaType: simpleType, ...blobIn(stored, `{"n":${index}}`) }));
    put(stored, { config, layers }, `${tag}.sig`);
    const { artifacts } = await findSignatures({ repository, digest }, {}, runtime);
    const payloads = await Promise.all(artifacts.map((artifact) => artifact.load(runtime)));
    expect(payloads.map((payload) => Buffer.from(payload).toString())).toEqual(layers.map((_, index) => `{"n":${index}}`));
    expect(most).toBeLessThanOrEqual(11);
    expect(most).toBeGreaterThan(5);
  });
});

describe('fails where the registry could hide an artifact', () => {
  it.each([
    ['the tag', /\.sig$/, 500, 'REGISTRY_REFUSED'],
    ['the tag', /\.sig$/, 403, 'REGISTRY_UNAUTHORIZED'],
    ['the referrers', /\/referrers\//, 502, 'REGISTRY_REFUSED'],
    ['a referrer', /\/manifests\/sha256:/, 500, 'REGISTRY_REFUSED'],
  ])('%s (%s) with %d', async (_, pattern, status, code) => {
    const { stored, repository, digest } = await makeScene({
      fault: (request, response) => {
        if (!pattern.test(request.url ?? '')) return false;
        response.writeHead(status).end();
        return true;
      },
    });
    bundleOf(stored, digest, '{}');
    await expect(findSignatures({ repository, digest }, {}, runtime)).rejects.toMatchObject({ code });
  });

  it('refuses a payload whose digest does not match', async () => {
    const { stored, repository, digest } = await makeScene();
    bundleOf(stored, digest, '{"real":1}');
    stored.blobs.set(sha256(Buffer.from('{"real":1}')), Buffer.from('{"fake":1}'));
    const { artifacts } = await findSignatures({ repository, digest }, {}, runtime);
    await expect(artifacts[0]!.load(runtime)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    // And what failed can be asked for again.
    stored.blobs.set(sha256(Buffer.from('{"real":1}')), Buffer.from('{"real":1}'));
    expect(Buffer.from(await artifacts[0]!.load(runtime)).toString()).toBe('{"real":1}');
  });
});

it('recognizes the kinds that other tools write', async () => {
  const { stored, repository, digest } = await makeScene();
  const artifacts: readonly (readonly [string, string, string])[] = [
    // sigstore-js before bundle v0.3, and GitHub's attestations.
    ['application/vnd.dev.sigstore.bundle+json;version=0.2', 'application/vnd.dev.sigstore.bundle+json;version=0.2', 'sigstore-bundle'],
    ['application/vnd.oci.empty.v1+json', 'application/vnd.dev.sigstore.bundle+json; version=0.1', 'sigstore-bundle'],
    ['application/vnd.in-toto+json', 'application/vnd.dsse.envelope.v1+json', 'dsse-attestation'],
    ['application/vnd.dev.cosign.artifact.sig.v1+json', simpleType, 'simple-signing'],
    ['application/vnd.dev.cosign.artifact.sbom.v1+json', 'text/spdx+json', 'sbom'],
    ['application/vnd.cyclonedx+json', 'application/vnd.cyclonedx+json', 'sbom'],
    ['application/vnd.cncf.notary.signature', 'application/cose', 'notation'],
    // An envelope of another tool.
    ['application/vnd.example', 'application/jose+json', 'other'],
  ];
  for (const [type, layerType] of artifacts) {
    const layer = { mediaType: layerType, ...blobIn(stored, `${type} ${layerType}`) };
    put(stored, { config: { ...config, mediaType: type }, layers: [layer], subject: { mediaType: manifestType, digest, size: 1 } });
  }
  const kinds = new Set(['simple-signing', 'dsse-attestation', 'sigstore-bundle', 'notation', 'sbom', 'other'] as const);
  const found = await findSignatures({ repository, digest }, { kinds }, runtime);
  expect(found.artifacts.map(({ artifactType, mediaType, kind }) => [artifactType, mediaType, kind])).toEqual(artifacts);
  expect(found.unreadable).toEqual([]);
});
