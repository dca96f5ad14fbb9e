import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { type FoundArtifact } from '../../../src/trust/store/found-artifact.ts';
import { type ResolvedImage, resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../../src/trust/store/store-signature.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { makeSmallImage, sha256 } from '../../support/small-image.ts';

const runtime = quietRuntime({ now: () => new Date('2026-11-21T10:00:00.123Z') });

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
    const small = await makeSmallImage();
    for (const [digest, bytes] of small.blobs)
      await repository.pushBlob({ digest: sha256(bytes), size: bytes.length }, { open: () => chunks(bytes) }, runtime).then((outcome) => {
        expect([digest, outcome]).toEqual([digest, 'pushed']);
      });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    await repository.pushManifest({ bytes: small.manifest, mediaType, digest: small.manifestDigest, tag: '1' }, runtime);
    image = await resolveImage(repository, '1', runtime);
    expect(image).toMatchObject({ digest: small.manifestDigest, size: small.manifest.length, mediaType, isIndex: false, platforms: [] });
  }

  it.each([
    ['simple', 'tag'],
    ['simple', 'referrer'],
    ['attestation', 'tag'],
    ['attestation', 'referrer'],
    ['bundle', 'referrer'],
    ['notation', 'referrer'],
  ] as const)('finds again what it stored: %s as %s', async (name, form) => {
    await freshImage();
    const signature = signatures[name]!;
    const place = await storeSignature({ repository, subject: image }, signature, { form }, runtime);
    expect(place.kind).toBe(form);
    const found = await findSignatures({ repository, digest: image.digest }, {}, runtime);
    expect({ ...found, artifacts: found.artifacts.length }).toEqual({ artifacts: 1, unreadable: [] });
    const [artifact] = found.artifacts;
    expect(artifact).toMatchObject({ kind: signature.kind, subject: image.digest, places: [place], digest: sha256(signature.payload) });
    expect(Buffer.from(await artifact!.load(runtime))).toEqual(Buffer.from(signature.payload));
    // The same once more is no second signature.
    await storeSignature({ repository, subject: image }, signature, { form }, runtime);
    expect((await findSignatures({ repository, digest: image.digest }, {}, runtime)).artifacts).toHaveLength(1);
  });

  it('finds what lies in several ways, tells doubles once, and keeps to the wanted kinds', async () => {
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

  it('keeps every signature of signers who write at the same time', async () => {
    await freshImage();
    const signers = Array.from({ length: 4 }, (_, index) => index);
    const sign = async (signer: number): Promise<void> => {
      const annotations = new Map([['dev.cosignproject.cosign/signature', `signature-${signer}`]]);
      const signature: SignatureToStore = { kind: 'simple-signing', payload: Buffer.from('{}'), annotations };
      await storeSignature({ repository, subject: image }, signature, { form: 'tag' }, runtime);
    };
    for (const signer of signers) await sign(signer);
    const { artifacts } = await findSignatures({ repository, digest: image.digest }, {}, runtime);
    expect(artifacts.map(({ annotations }) => annotations.get('dev.cosignproject.cosign/signature'))).toEqual(
      signers.map((signer) => `signature-${signer}`),
    );
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

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 1_000) yield await Promise.resolve(bytes.subarray(at, at + 1_000));
}
