import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../../src/model/reference.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runtime = quickRuntime();
const [alice, mallory] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
let holder: ReturnType<typeof temporaryFolder>;
let layout: string;
beforeAll(() => {
  holder = temporaryFolder();
  writeFileSync(join(holder.path, 'alice.pub'), alice.publicKey.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => holder[Symbol.dispose]());
beforeEach(() => {
  layout = join(holder.path, 'layout');
  rmSync(layout, { recursive: true, force: true });
});

interface Entry {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Rewrites `index.json` as `cosign save` does: kinds for names, and no referrers. */
function toCosignSave(): void {
  const path = join(layout, 'index.json');
  const index = JSON.parse(readFileSync(path, 'utf8')) as { manifests: readonly Entry[] };
  const manifests = index.manifests.flatMap((entry) => {
    const name = entry.annotations?.['org.opencontainers.image.ref.name'];
    if (name === undefined) return [];
    const isIndex = entry.mediaType.includes('index');
    const kind = name.endsWith('.sig') ? 'sigs' : name.endsWith('.att') ? 'atts' : isIndex ? 'imageIndex' : 'image';
    return [{ ...entry, annotations: { kind: `dev.cosignproject.cosign/${kind}` } }];
  });
  writeFileSync(path, JSON.stringify({ ...index, manifests }));
}

const byAlice = "trust: {images: [{match: '**', sigstore: {identities: {key: alice.pub}}}]}";

async function verify(image: string, policy = byAlice, changed: Partial<VerifyOptions> = {}): Promise<string> {
  const options: VerifyOptions = {
    policy: decodeTrustPolicy(policy, 'pratique.yaml')!,
    policyDirectory: holder.path,
    registry: {},
    isOffline: true,
    requiresPin: false,
    places: { notary: join(holder.path, 'none'), trustedRoot: join(holder.path, 'none.json'), notation: join(holder.path, 'notation') },
    ...changed,
  };
  try {
    const { isTrusted, refused, failures } = await verifyImage(image, options, runtime);
    return isTrusted ? 'trusted' : [...refused, ...failures].map(({ code }) => code).join(' ');
  } catch (error) {
    if (error instanceof PratiqueError) return `${error.code} ${error.message}`.replaceAll(layout, 'LAYOUT');
    throw error;
  }
}

describe('a layout by cosign save', () => {
  it.each<['image' | 'index', 'classic tag' | 'bundle']>([
    ['image', 'classic tag'],
    ['index', 'classic tag'],
    ['image', 'bundle'],
    ['index', 'bundle'],
  ])('of an %s with signatures in the form "%s" is verified', async (what, form) => {
    const repository = await openLayoutRepository(layout, { create: true });
    await (what === 'image' ? pushSmallImage(repository, '1') : pushSmallIndex(repository, '1'));
    await signImage(repository, '1', keyContext(alice.privateKey), { form });
    const { digest } = await resolveImage(repository, '1', runtime);
    toCosignSave();
    expect(await verify(`oci-dir:${layout}`)).toBe('trusted');
    expect(await verify(`oci-dir:${layout}@${digest}`)).toBe('trusted');
    expect(await verify(`oci-dir:${layout}:1`)).toMatch(/^TARGET_NOT_FOUND/);
  });

  it('with another signer’s signature is refused', async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    for (const form of ['classic tag', 'bundle'] as const) await signImage(repository, '1', keyContext(mallory.privateKey), { form });
    toCosignSave();
    expect(await verify(`oci-dir:${layout}`)).toBe('KEY_MISMATCH KEY_MISMATCH');
  });

  it('with the signature of another image is refused', async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    await signImage(repository, '1', keyContext(alice.privateKey), { form: 'classic tag' });
    await pushSmallImage(repository, '2');
    const { manifests, ...rest } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: readonly Entry[] };
    const names = manifests.map((entry) => entry.annotations?.['org.opencontainers.image.ref.name']);
    writeFileSync(join(layout, 'index.json'), JSON.stringify({ ...rest, manifests: manifests.filter((_, at) => names[at] !== '1') }));
    toCosignSave();
    expect(await verify(`oci-dir:${layout}`)).toBe('DIGEST_DIFFERS');
  });

  it('finds attestations in both forms', async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    for (const form of ['classic tag', 'bundle'] as const)
      await attestImage(repository, '1', keyContext(alice.privateKey), { predicateType: 'https://example.com/a', predicate: {}, form });
    toCosignSave();
    const saved = await openLayoutRepository(layout);
    const { digest } = await resolveImage(saved, await saved.chooseImage(), runtime);
    const { artifacts } = await findSignatures({ repository: saved, digest }, {}, runtime);
    expect(artifacts.map(({ kind }) => kind).sort()).toEqual(['dsse-attestation', 'sigstore-bundle']);
  });

  it('with two images gives neither of them the signatures', async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    for (const tag of ['1', '2']) await pushSmallImage(repository, tag);
    await signImage(repository, '1', keyContext(alice.privateKey), { form: 'classic tag' });
    const { digest } = await resolveImage(repository, '1', runtime);
    toCosignSave();
    expect(await verify(`oci-dir:${layout}`)).toMatch(/^TARGET_AMBIGUOUS LAYOUT has 2 images: sha256:/);
    expect(await verify(`oci-dir:${layout}@${digest}`)).toBe('SIGNATURE_MISSING');
  });
});

describe('a layout without tags', () => {
  it('has its one image verified', async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    await signImage(repository, '1', keyContext(alice.privateKey));
    const path = join(layout, 'index.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"org.opencontainers.image.ref.name":"1"', '"a":"b"'));
    expect(await verify(`oci-dir:${layout}`)).toBe('trusted');
  });

  it('and without images says so', async () => {
    mkdirSync(layout);
    writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(layout, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
    expect(await verify(`oci-dir:${layout}`)).toBe('TARGET_NOT_FOUND LAYOUT has no image');
    expect(existsSync(join(layout, 'blobs'))).toBe(false);
  });
});

describe('--scope', () => {
  beforeEach(async () => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    await signImage(repository, '1', keyContext(alice.privateKey), { form: 'classic tag', dockerReference: 'ghcr.io/org/app' });
  });
  const scope = { scope: parseReference('ghcr.io/org/app') };
  const scoped = byAlice.replace("'**'", 'ghcr.io/org/**');

  it.each<[string, string, Partial<VerifyOptions>, string]>([
    ['any name without it', byAlice, {}, 'trusted'],
    ['the name that was signed', byAlice, scope, 'trusted'],
    ['another name than was signed', byAlice, { scope: parseReference('ghcr.io/org/other') }, 'SIGSTORE_REFERENCE_DIFFERS'],
    ['a policy for its repository', scoped, scope, 'trusted'],
    ['a policy for its repository, without it', scoped, {}, 'POLICY_MISSING'],
    ['a policy for another repository', scoped, { scope: parseReference('quay.io/org/app') }, 'POLICY_MISSING'],
  ])('%s', async (_, policy, changed, expected) => {
    expect(await verify(`oci-dir:${layout}`, policy, changed)).toBe(expected);
  });

  it('is a usage error with an image in a registry', async () => {
    expect(await verify('registry.example/org/app:1', byAlice, scope)).toBe(
      'USAGE --scope was given with an image in a registry, which has a repository of its own',
    );
  });
});

describe('annotations', () => {
  const wanted = (annotations: string): string => byAlice.replace('sigstore: {', `sigstore: {annotations: ${annotations}, `);
  it.each(['classic tag', 'bundle'] as const)('that are required must be in a signature of the form "%s"', async (form) => {
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, '1');
    const annotations = new Map([['env', 'prod'], ['build', '7']]); // prettier-ignore
    await signImage(repository, '1', keyContext(alice.privateKey), { form, annotations });
    const image = `oci-dir:${layout}`;
    expect(await verify(image)).toBe('trusted');
    expect(await verify(image, wanted('{env: prod}'))).toBe('trusted');
    expect(await verify(image, wanted('{env: prod, build: "7"}'))).toBe('trusted');
    expect(await verify(image, wanted('{env: test}'))).toBe('ANNOTATION_MISMATCH');
    expect(await verify(image, wanted('{other: x}'))).toBe('ANNOTATION_MISMATCH');
    expect(await verify(image, byAlice, { annotations: new Map([['env', 'prod']]) })).toBe('trusted');
    expect(await verify(image, wanted('{env: prod}'), { annotations: new Map([['build', '8']]) })).toBe('ANNOTATION_MISMATCH');
  });

  it('leave Docker Content Trust, which signs none, out of a choice', async () => {
    const image = 'registry.example/org/app:1';
    const notary = "trust: {images: [{match: '**', notary: {rootKeys: " + 'a'.repeat(64) + '}}]}';
    expect(await verify(image, notary, { annotations: new Map([['env', 'prod']]) })).toBe('ANNOTATION_MISMATCH');
  });
});
