import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { type Digest } from '../../../src/model/digest.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { type FoundArtifact } from '../../../src/trust/store/found-artifact.ts';
import { type ResolvedImage, resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../../src/trust/store/store-signature.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { bytesStream } from '../../support/bytes-stream.ts';
import { pushManifest, pushSmallImage } from '../../support/push-small-image.ts';
import { manifestType, sha256 } from '../../support/small-image.ts';

const runtime = quickRuntime({ now: () => new Date('2026-11-21T10:00:00.123Z') });

const signatures: Readonly<Record<string, SignatureToStore>> = {
  simple: {
    kind: 'simple-signing',
    payload: Buffer.from('{"critical":{}}'),
    annotations: new Map([['dev.cosignproject.cosign/signature', 'MEUC']]),
  },
  attestation: {
    kind: 'dsse-attestation',
    payload: Buffer.from('{"payloadType":"application/vnd.in-toto+json"}'),
    predicateType: 'https://slsa.dev/provenance/v1',
    annotations: new Map(),
  },
  bundle: {
    kind: 'sigstore-bundle',
    payload: Buffer.from('{"mediaType":"…"}'),
    content: 'dsse-envelope',
    predicateType: 'https://spdx.dev/Document',
  },
  notation: {
    kind: 'notation',
    payload: Buffer.from('{"payload":"…"}'),
    mediaType: 'application/jose+json',
    thumbprints: ['b7a6', '932e'],
  },
};

const registries = [
  ['without the referrers API', { hasReferrers: false }],
  ['with it', {}],
] as const;

describe.each(registries)('a registry %s', (_, options) => {
  contract(() => startMemoryRegistry({ ...options, pageSize: 2 }));
});

describe.skipIf(!hasDockerRegistry)('docker-registry 2.8.2', () => {
  contract(() => startDockerRegistry());
});

function contract(start: () => Promise<{ readonly host: string } & AsyncDisposable>): void {
  let registry: { readonly host: string } & AsyncDisposable;
  let client: RegistryClient;
  let repository: Repository;
  let image: ResolvedImage;
  let count = 0;

  beforeAll(async () => {
    registry = await start();
    client = await createRegistryClient(registry.host, {});
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  async function freshImage(): Promise<void> {
    count += 1;
    repository = client.repository(`team/app-${count}`);
    const small = await pushSmallImage(repository, '1');
    image = await resolveImage(repository, '1', runtime);
    expect(image).toMatchObject({
      digest: small.manifestDigest,
      size: small.manifest.length,
      mediaType: manifestType,
      isIndex: false,
      platforms: [],
    });
  }

  it.each([
    ['simple', 'tag'],
    ['simple', 'referrer'],
    ['attestation', 'tag'],
    ['attestation', 'referrer'],
    ['bundle', 'referrer'],
    ['notation', 'referrer'],
  ] as const)('finds what it stored: %s as %s', async (name, form) => {
    await freshImage();
    const signature = signatures[name]!;
    const place = await storeSignature({ repository, subject: image }, signature, { form }, runtime);
    expect(place.kind).toBe(form);
    const found = await findSignatures({ repository, digest: image.digest }, {}, runtime);
    expect({ ...found, artifacts: found.artifacts.length }).toEqual({ artifacts: 1, unreadable: [], notes: [] });
    const [artifact] = found.artifacts;
    expect(artifact).toMatchObject({ kind: signature.kind, subject: image.digest, places: [place], digest: sha256(signature.payload) });
    expect(Buffer.from(await artifact!.load(runtime))).toEqual(Buffer.from(signature.payload));
    // The same once more is no second signature.
    await storeSignature({ repository, subject: image }, signature, { form }, runtime);
    expect((await findSignatures({ repository, digest: image.digest }, {}, runtime)).artifacts).toHaveLength(1);
  });

  it.each([
    ['simple', 'tag'],
    ['attestation', 'tag'],
    ['simple', 'referrer'],
    ['attestation', 'referrer'],
  ] as const)('stores a deterministic signature again where its timestamp is new: %s as %s', async (name, form) => {
    await freshImage();
    const signature = signatures[name] as Extract<SignatureToStore, { readonly annotations: unknown }>;
    const stamp = 'dev.sigstore.cosign/rfc3161timestamp';
    for (const time of [undefined, 'first', 'second', 'second']) {
      const annotations = new Map([...signature.annotations, ...(time === undefined ? [] : [[stamp, time] as const])]);
      const place = await storeSignature({ repository, subject: image }, { ...signature, annotations }, { form }, runtime);
      const { artifacts } = await findSignatures({ repository, digest: image.digest }, {}, runtime);
      const [stored] = artifacts.filter(({ places }) =>
        places.some((each) => each.manifest === place.manifest && each.layer === place.layer),
      );
      expect(stored?.annotations.get(stamp)).toBe(time);
    }
    const { artifacts } = await findSignatures({ repository, digest: image.digest }, {}, runtime);
    expect(artifacts.map(({ annotations }) => annotations.get(stamp) ?? '').sort()).toEqual(['', 'first', 'second']);
  });

  it('finds artifacts in every place, lists duplicates once, and only the wanted kinds', async () => {
    await freshImage();
    const places = [];
    for (const [name, form] of [
      ['simple', 'tag'],
      ['simple', 'referrer'],
      ['attestation', 'tag'],
      ['bundle', 'referrer'],
      ['notation', 'referrer'],
    ] as const)
      // prettier-ignore
      places.push(await storeSignature({ repository, subject: image }, signatures[name]!, { form }, runtime));
    const tag = image.digest.replace(':', '-');
    const { artifacts } = await findSignatures({ repository, digest: image.digest }, {}, runtime);
    expect(artifacts.map(({ kind, foundAt }) => `${kind}: ${foundAt}`).sort()).toEqual([
      `dsse-attestation: tag ${tag}.att`,
      `notation: referrer ${places[4]?.manifest}`,
      `sigstore-bundle: referrer ${places[3]?.manifest}`,
      `simple-signing: tag ${tag}.sig and referrer ${places[1]?.manifest}`,
    ]);
    const wanted = await findSignatures({ repository, digest: image.digest }, { kinds: new Set(['notation']) }, runtime);
    expect(wanted.artifacts.map(describeArtifact)).toEqual([
      {
        kind: 'notation',
        artifactType: 'application/vnd.cncf.notary.signature',
        mediaType: 'application/jose+json',
        annotations: {},
        manifestAnnotations: {
          'io.cncf.notary.x509chain.thumbprint#S256': '["b7a6","932e"]',
          'org.opencontainers.image.created': '2026-11-21T10:00:00Z',
        },
      },
    ]);
  });

  it('stores Notation signatures with the empty configuration that notation requires beside an artifact type', async () => {
    await freshImage();
    const { manifest } = await storeSignature({ repository, subject: image }, signatures['notation']!, { form: 'referrer' }, runtime);
    const { bytes } = await repository.readManifest(manifest, runtime);
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({
      artifactType: 'application/vnd.cncf.notary.signature',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', size: 2 },
      subject: { digest: image.digest },
    });
  });

  it('appends to signatures of other clients', async () => {
    await freshImage();
    const signers = ['a', 'b', 'c'];
    for (const signer of signers) await storeSignature({ repository, subject: image }, simple(signer), { form: 'tag' }, runtime);
    expect(await signersOf(repository, image.digest)).toEqual(signers);
  });

  it('keeps a signature that another client stores meanwhile', async () => {
    await freshImage();
    let isFirst = true;
    // Between our reading and our writing another signer writes.
    const slow = withHook(repository, async () => {
      if (!isFirst) return;
      isFirst = false;
      await storeSignature({ repository, subject: image }, simple('other'), { form: 'tag' }, runtime);
    });
    await storeSignature({ repository: slow, subject: image }, simple('ours'), { form: 'tag' }, runtime);
    expect(await signersOf(repository, image.digest)).toEqual(['other', 'ours']);
  });

  it.each<[string, object, string]>([
    ['sig', { schemaVersion: 2, config: {}, layers: {} }, 'DOCUMENT_INVALID'],
    ['sig', { schemaVersion: 2, manifests: [] }, 'REFERRERS_TAG_TAKEN'],
    ['sig', { schemaVersion: 2, layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }] }, 'REFERRERS_TAG_TAKEN'],
  ])('does not overwrite a .%s tag that holds something else: %j', async (suffix, document, code) => {
    await freshImage();
    const tag = `${image.digest.replace(':', '-')}.${suffix}`;
    const bytes = Buffer.from(JSON.stringify(document));
    const odd = {
      ...repository,
      name: repository.name,
      readManifest: () => Promise.resolve({ bytes, digest: sha256(bytes) }),
    } as unknown as Repository;
    const storing = storeSignature({ repository: odd, subject: image }, simple('ours'), { form: 'tag' }, runtime);
    await expect(storing).rejects.toMatchObject({ code, message: expect.stringContaining(tag) });
  });

  it('refuses a signature beyond the number that is read', async () => {
    await freshImage();
    const layers = Array.from({ length: 100 }, (_, index) => ({
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      digest: sha256(Buffer.from('{}')),
      size: 2,
      annotations: { 'dev.cosignproject.cosign/signature': `s${index}` },
    }));
    await repository.pushBlob({ digest: sha256(Buffer.from('{}')), size: 2 }, { open: () => bytesStream(Buffer.from('{}')) }, runtime);
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(Buffer.from('{}')), size: 2 };
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers }));
    await pushManifest(repository, manifest, manifestType, `${image.digest.replace(':', '-')}.sig`);
    const storing = storeSignature({ repository, subject: image }, simple('one more'), { form: 'tag' }, runtime);
    await expect(storing).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await findSignatures({ repository, digest: image.digest }, {}, runtime)).toMatchObject({
      artifacts: { length: 100 },
      unreadable: [],
    });
  });
}

function simple(signer: string): SignatureToStore {
  const annotations = new Map([['dev.cosignproject.cosign/signature', signer]]);
  return { kind: 'simple-signing', payload: Buffer.from('{}'), annotations };
}

async function signersOf(repository: Repository, digest: Digest): Promise<readonly (string | undefined)[]> {
  const { artifacts } = await findSignatures({ repository, digest }, {}, runtime);
  return artifacts.map(({ annotations }) => annotations.get('dev.cosignproject.cosign/signature'));
}

/** Runs the hook before each blob is pushed. */
function withHook(repository: Repository, hook: () => Promise<void>): Repository {
  return new Proxy(repository, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        if (key === 'pushBlob') await hook();
        return (value as (...given: unknown[]) => unknown).apply(target, given);
      };
    },
  });
}

function describeArtifact({ kind, artifactType, mediaType, annotations, manifestAnnotations }: FoundArtifact): object {
  return {
    kind,
    artifactType,
    mediaType,
    annotations: Object.fromEntries(annotations),
    manifestAnnotations: Object.fromEntries(manifestAnnotations),
  };
}
