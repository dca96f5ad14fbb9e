import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { signEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { type Diagnosis, diagnoseRepository } from '../../../src/trust/store/diagnose-repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { type ResolvedImage, resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../../src/trust/store/store-signature.ts';
import { readSignedSubjects } from '../../../src/trust/verdict/read-signed-subjects.ts';
import { startMemoryRegistry, type StoredRepository } from '../../support/memory-registry.ts';
import { pushManifest, pushSmallImage } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { manifestType, sha256 } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OpensslCertificates } from '../notation/support/openssl-certificates.ts';
import { daysFromNow, runtimeAt, signerOf } from '../notation/support/sign-sample.ts';

const runtime = quickRuntime();
const context = keyContext(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const folder = temporaryFolder();
const chain = Object.values(new OpensslCertificates(folder.path).makeChain()).reverse();
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});
afterAll(() => folder[Symbol.dispose]());

interface Scene {
  readonly repository: Repository;
  readonly stored: StoredRepository;
  readonly mine: ResolvedImage;
  readonly other: ResolvedImage;
}

async function makeScene(hasReferrers: boolean): Promise<Scene> {
  const registry = await startMemoryRegistry({ hasReferrers });
  const client = await createRegistryClient(registry.host, {});
  opened.push(registry, client);
  const repository = client.repository('team/app');
  for (const tag of ['mine', 'other']) await pushSmallImage(repository, tag);
  const [mine, other] = [await resolveImage(repository, 'mine', runtime), await resolveImage(repository, 'other', runtime)];
  return { repository, stored: registry.repository('team/app'), mine, other };
}

const predicateType = 'https://slsa.dev/provenance/v1';

/** Each signs `mine` and returns the stored signature, to be attached to the other image. */
const forms: readonly (readonly [string, Diagnosis['code'], (scene: Scene) => Promise<void>, (payload: Buffer) => SignatureToStore])[] = [
  [
    'signature under the .sig tag',
    'GRAFTED_SIGNATURE',
    ({ repository }) => signImage(repository, 'mine', context, { form: 'classic tag' }),
    (payload) => ({ kind: 'simple-signing', payload, annotations: new Map([['dev.cosignproject.cosign/signature', 'MEUC']]) }),
  ],
  [
    'signature as a bundle',
    'GRAFTED_SIGNATURE',
    ({ repository }) => signImage(repository, 'mine', context),
    (payload) => ({ kind: 'sigstore-bundle', payload, content: 'dsse-envelope', predicateType: 'https://sigstore.dev/cosign/sign/v1' }),
  ],
  [
    'attestation under the .att tag',
    'GRAFTED_ATTESTATION',
    ({ repository }) => attestImage(repository, 'mine', context, { predicateType, predicate: {}, form: 'classic tag' }),
    (payload) => ({ kind: 'dsse-attestation', payload, predicateType, annotations: new Map() }),
  ],
  [
    'attestation as a bundle',
    'GRAFTED_ATTESTATION',
    ({ repository }) => attestImage(repository, 'mine', context, { predicateType, predicate: {} }),
    (payload) => ({ kind: 'sigstore-bundle', payload, content: 'dsse-envelope', predicateType }),
  ],
  [
    'Notation signature',
    'GRAFTED_SIGNATURE',
    async ({ repository, mine }) => {
      const at = runtimeAt(daysFromNow(1));
      const { bytes, mediaType } = await signEnvelope(mine, signerOf(chain, daysFromNow(1)), { format: 'cose' }, at);
      await storeSignature({ repository, subject: mine }, { kind: 'notation', payload: bytes, mediaType, thumbprints: [] }, {}, runtime);
    },
    (payload) => ({ kind: 'notation', payload, mediaType: 'application/cose', thumbprints: [] }),
  ],
];

describe.each([
  ['with the referrers API', true],
  ['without the referrers API', false],
])('doctor on a registry %s', (_, hasReferrers) => {
  it.each(forms)('finds a grafted %s', async (_form, code, sign, graft) => {
    const scene = await makeScene(hasReferrers);
    const { repository, mine, other } = scene;
    await sign(scene);
    const examined = await diagnoseRepository(repository, readSignedSubjects, runtime);
    expect(examined).toMatchObject({ artifacts: 1, problems: [] });
    const [artifact] = (await findSignatures({ repository, digest: mine.digest }, {}, runtime)).artifacts;
    const signature = graft(Buffer.from(await artifact!.load(runtime)));
    const place = await storeSignature(
      { repository, subject: other },
      signature,
      { form: artifact!.places[0].kind === 'tag' ? 'tag' : 'referrer' },
      runtime,
    );
    const object = place.kind === 'tag' ? place.tag : place.manifest;
    const message = `it is attached to ${other.digest}, and was signed for ${mine.digest}`;
    expect((await diagnoseRepository(repository, readSignedSubjects, runtime)).problems).toEqual([{ code, object, message }]);
  });

  it('finds a signature whose payload cannot be read', async () => {
    const { repository, mine } = await makeScene(hasReferrers);
    const signature = { kind: 'sigstore-bundle', payload: Buffer.from('{}'), content: 'message-signature' } as const;
    const { manifest } = await storeSignature({ repository, subject: mine }, signature, {}, runtime);
    const { problems } = await diagnoseRepository(repository, readSignedSubjects, runtime);
    expect(problems).toEqual([{ code: 'UNREADABLE_ARTIFACT', object: manifest, message: 'the bundle: mediaType is missing' }]);
  });

  it('finds a tagged artifact whose image does not exist', async () => {
    const { repository } = await makeScene(hasReferrers);
    const gone = sha256(Buffer.from('gone'));
    await pushReferrerOf(repository, gone, 'signed-1');
    const { problems } = await diagnoseRepository(repository, readSignedSubjects, runtime);
    expect(problems).toEqual([{ code: 'ORPHANED_REFERRER', object: 'signed-1', message: `its subject ${gone} does not exist` }]);
  });

  it('reports a faulty signature of an SBOM', async () => {
    const { repository, stored, mine } = await makeScene(hasReferrers);
    const sbom = await pushReferrerOf(repository, mine.digest);
    const subject = await resolveImage(repository, sbom, runtime);
    await storeSignature({ repository, subject: mine }, { ...bundle, payload: Buffer.from('{}') }, {}, runtime);
    const { manifest } = await storeSignature({ repository, subject }, bundle, {}, runtime);
    stored.blobs.delete(sha256(bundle.payload));
    const { problems } = await diagnoseRepository(repository, () => Promise.resolve(undefined), runtime);
    expect(problems).toEqual([{ code: 'MISSING_PAYLOAD', object: manifest, message: `${sha256(bundle.payload)} does not exist` }]);
  });
});

const bundle = { kind: 'sigstore-bundle', payload: Buffer.from('{"a":1}'), content: 'message-signature' } as const;

/** An artifact of no kind we know. */
async function pushReferrerOf(repository: Repository, digest: Digest, tag?: string): Promise<Digest> {
  const config = Buffer.from('{}');
  const blob = { digest: sha256(config), size: config.length };
  await repository.pushBlob(blob, { open: () => one(config) }, runtime);
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: 'application/vnd.example',
    config: { mediaType: 'application/vnd.oci.empty.v1+json', ...blob },
    layers: [],
    subject: { mediaType: manifestType, digest, size: 1 },
  };
  return pushManifest(repository, Buffer.from(JSON.stringify(manifest)), manifestType, tag);
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
