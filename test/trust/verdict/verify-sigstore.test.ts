import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { type TrustVerdict } from '../../../src/model/trust/trust-verdict.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { inTotoPayloadType } from '../../../src/trust/dsse/payload-types.ts';
import { signAndStore } from '../../../src/trust/sigstore/sign/sign-and-store.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { sha256 } from '../../support/small-image.ts';
import { attestImage, keyContext, keylessContext, signImage } from '../../support/sign-image.ts';
import { type SigstoreServices, startSigstoreServices } from '../../support/sigstore-services.ts';

const runtime = quickRuntime();
const keys = Object.fromEntries(['alice', 'bob', 'mallory'].map((name) => [name, generateKeyPairSync('ec', { namedCurve: 'P-256' })])) as Record<'alice' | 'bob' | 'mallory', { privateKey: KeyObject; publicKey: KeyObject }>; // prettier-ignore
const workflow = { key: '{issuer: https://issuer.example, subject: https://example.com/workflow}' };
let folder = '';
let services: SigstoreServices;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-test-'));
  for (const [name, { publicKey }] of Object.entries(keys))
    writeFileSync(join(folder, `${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }));
  services = await startSigstoreServices();
  writeFileSync(join(folder, 'root.json'), services.trustedRoot);
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function options(policy: string, changed: Partial<VerifyOptions> = {}): VerifyOptions {
  const decoded = decodeTrustPolicy(policy, 'pratique.yaml');
  if (decoded === undefined) throw new Error('no policy');
  return {
    policy: decoded,
    policyDirectory: folder,
    registry: {},
    isOffline: true,
    requiresPin: false,
    places: { notary: join(folder, 'none'), trustedRoot: join(folder, 'none.json'), notation: join(folder, 'none') },
    ...changed,
  };
}

function byKey(...names: readonly (keyof typeof keys)[]): string {
  return `trust: {images: [{match: '**', sigstore: {identities: [${names.map((name) => `{key: ${name}.pub}`).join(', ')}]}}]}`;
}

/** `yes` with the signers' names, or the codes; and what was thrown. */
async function outcome(image: string, policy: string, changed: Partial<VerifyOptions> = {}): Promise<string> {
  return verifyImage(image, options(policy, changed), runtime).then(describeVerdict, (error: unknown) => {
    if (error instanceof PratiqueError) return `! ${error.code}`;
    throw error;
  });
}

function describeVerdict(verdict: TrustVerdict): string {
  const refused = verdict.refused.map(({ code }) => code);
  const failed = verdict.failures.map(({ code }) => `!${code}`);
  const signers = verdict.trusted.map(({ signer }) => signer.subject ?? signer.name);
  const attested = verdict.attestations.map(({ predicateType }) => predicateType);
  expect(verdict.isTrusted ? verdict.digest !== undefined : refused.length + failed.length > 0).toBe(true);
  return [verdict.isTrusted ? 'yes' : 'no', ...signers, ...attested, ...refused, ...failed].join(' ');
}

const registries: readonly (readonly [string, boolean, () => Promise<AsyncDisposable & { readonly host: string }>])[] = [
  ['a registry with referrers', true, () => startMemoryRegistry()],
  ['a registry without referrers', true, () => startMemoryRegistry({ hasReferrers: false })],
  ['docker-registry', hasDockerRegistry, () => startDockerRegistry()],
];

describe.each(registries)('by key, in %s', (_, isThere, start) => {
  let registry: AsyncDisposable & { readonly host: string };
  let client: RegistryClient;
  let repository: Repository;
  let image = '';
  beforeAll(async () => {
    if (!isThere) return;
    registry = await start();
    client = await createRegistryClient(registry.host, {});
    repository = client.repository('lab/app');
    image = `${registry.host}/lab/app`;
    for (const tag of ['bundle', 'classic', 'referrer', 'both', 'unsigned', 'moved', 'renamed', 'mallory', 'logged'])
      await pushSmallImage(repository, tag);
    const alice = keyContext(keys.alice.privateKey);
    await signImage(repository, 'bundle', alice);
    await signImage(repository, 'classic', alice, { form: 'classic tag' });
    await signImage(repository, 'referrer', alice, { form: 'classic referrer' });
    for (const each of [keys.alice, keys.bob]) await signImage(repository, 'both', keyContext(each.privateKey), { form: 'classic tag' });
    for (const form of ['bundle', 'classic tag'] as const)
      await signImage(repository, 'mallory', keyContext(keys.mallory.privateKey), { form });
    await signImage(repository, 'renamed', alice, { form: 'classic tag', dockerReference: 'ghcr.io/other/app' });
    await signImage(
      repository,
      'logged',
      keyContext(keys.alice.privateKey, { logs: [{ url: services.log, majorApiVersion: 1 }], timestampAuthorities: [] }),
    );
  });
  afterAll(async () => {
    if (!isThere) return;
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  it.skipIf(!isThere).each<[string, string, string, RegExp]>([
    ['a bundle', 'bundle', byKey('alice'), /^yes key \w+$/],
    ['cosign’s tag', 'classic', byKey('alice'), /^yes key \w+$/],
    ['a classic referrer', 'referrer', byKey('alice'), /^yes key \w+$/],
    ['one of two who may', 'bundle', byKey('bob', 'alice'), /^yes key \w+$/],
    ['two of two', 'both', byKey('alice', 'bob').replace('sigstore:', 'threshold: 2, sigstore:'), /^yes key \w+ key \w+$/],
    ['one of two', 'classic', byKey('alice', 'bob').replace('sigstore:', 'threshold: 2, sigstore:'), /^no key \w+ THRESHOLD_NOT_REACHED$/],
    ['one of theirs, one of another’s', 'both', byKey('bob'), /^yes key \w+ KEY_MISMATCH$/],
    ['no signature', 'unsigned', byKey('alice'), /^no SIGNATURE_MISSING$/],
    ['another signer', 'mallory', byKey('alice', 'bob'), /^no KEY_MISMATCH KEY_MISMATCH$/],
    ['the name of another repository [314]', 'renamed', byKey('alice'), /^no SIGSTORE_REFERENCE_DIFFERS$/],
    ['a log that is asked for and is not there', 'classic', byKey('alice').replace('sigstore: {', 'sigstore: {transparencyLog: required, trustedRoot: root.json, '), /^no SIGSTORE_LOG_ENTRY_MISSING$/],
    ['a log', 'logged', byKey('alice').replace('sigstore: {', 'sigstore: {transparencyLog: required, trustedRoot: root.json, '), /^yes key \w+$/],
    ['a log that the built-in root does not know', 'logged', byKey('alice').replace('sigstore: {', 'sigstore: {transparencyLog: required, '), /^no SIGSTORE_LOG_UNTRUSTED$/],
    ['an age that a log tells', 'logged', byKey('alice').replace('sigstore: {', 'maxAge: 1d, sigstore: {trustedRoot: root.json, '), /^yes key \w+$/],
    ['an age that nobody tells', 'classic', byKey('alice').replace('sigstore: {', 'maxAge: 1d, sigstore: {trustedRoot: root.json, '), /^no SIGNATURE_STALE$/],
    ['only what is certified', 'bundle', `trust: {images: [{match: '**', sigstore: {trustedRoot: root.json, identities: ${workflow.key}}}]}`, /^no IDENTITY_MISMATCH$/],
    ['another statement', 'bundle', byKey('alice').replace("'**'", 'ghcr.io/**'), /^no POLICY_MISSING$/],
    ['a publisher who is not trusted', 'bundle', byKey('alice').replace('{images', '{publishers: docker-official, images'), /^no PUBLISHER_NOT_TRUSTED$/],
    ['what is forbidden', 'bundle', "trust: {images: [{match: '**', action: forbid}]}", /^no POLICY_FORBIDS$/],
    ['what is ignored', 'bundle', "trust: {images: [{match: '**', action: ignore}]}", /^no POLICY_IGNORES$/],
    ['what is not there', 'missing', byKey('alice'), /^! TARGET_NOT_FOUND$/],
    ['a key that is not there', 'bundle', byKey('alice').replace('alice.pub', 'nobody.pub'), /^no !CONFIG_INVALID$/],
    ['a key that is none', 'bundle', byKey('alice').replace('alice.pub', 'root.json'), /^no !KEY_UNUSABLE$/],
  ])('%s', async (_name, tag, policy, expected) => {
    expect(await outcome(`${image}:${tag}`, policy)).toMatch(expected);
  }); // prettier-ignore

  it.skipIf(!isThere)('accepts a copy only where the policy or the command line names its source', async () => {
    const copied = `${image}:renamed`;
    const refused = 'no SIGSTORE_REFERENCE_DIFFERS';
    const policy = (match: string, copiedFrom: string): string =>
      byKey('alice').replace("'**'", match).replace('sigstore: {', `sigstore: {copiedFrom: ${copiedFrom}, `);
    const recorded = (...copies: readonly (readonly [string, string])[]): string =>
      byKey('alice').replace('{images', `{copies: [${copies.map(([to, from]) => `{image: ${to}, from: ${from}}`).join(', ')}], images`);
    expect(await outcome(copied, policy(image, 'ghcr.io/other/app'))).toMatch(/^yes key \w+$/);
    expect(await outcome(copied, policy(`${registry.host}/lab/*`, 'ghcr.io/other/*'))).toMatch(/^yes key \w+$/);
    expect(await outcome(copied, policy(`${registry.host}/**`, 'ghcr.io/**'))).toBe(refused);
    expect(await outcome(copied, policy(image, 'ghcr.io/other/ap'))).toBe(refused);
    expect(await outcome(copied, policy(image, 'quay.io/other/app'))).toBe(refused);
    expect(await outcome(copied, recorded([image, 'ghcr.io/other/app']))).toMatch(/^yes key \w+$/);
    expect(await outcome(copied, recorded(['a.example/b', 'ghcr.io/other/app'], [image, 'a.example/b']))).toMatch(/^yes key \w+$/);
    expect(await outcome(copied, recorded([`${image}2`, 'ghcr.io/other/app'], ['ghcr.io/other/app', image]))).toBe(refused);
    expect(await outcome(copied, byKey('alice'), { copiedFrom: ['ghcr.io/other/app'] })).toMatch(/^yes key \w+$/);
    expect(await outcome(copied, byKey('alice'), { copiedFrom: ['ghcr.io/other'] })).toBe(refused);
    // Another key's signature counts no more for having a name that is allowed.
    expect(await outcome(copied, policy(image, 'ghcr.io/other/app').replace('alice', 'bob'))).toBe('no KEY_MISMATCH');
    const { trusted } = await verifyImage(copied, options(policy(image, 'ghcr.io/other/app')), runtime);
    expect(trusted.map(({ signedFor }) => signedFor)).toEqual(['ghcr.io/other/app']);
    const own = await verifyImage(`${image}:classic`, options(policy(image, 'ghcr.io/other/app')), runtime);
    expect(own.trusted.map(({ signedFor }) => signedFor)).toEqual([undefined]);
  });

  it.skipIf(!isThere)('refuses a signature for one repository of the source in the place of another', async () => {
    const target = client.repository('lab/hub/app');
    await pushSmallImage(target, '1');
    await signImage(target, '1', keyContext(keys.alice.privateKey), { form: 'classic tag', dockerReference: 'ghcr.io/org/evil' });
    const wildcard = byKey('alice').replace("'**'", `${registry.host}/lab/hub/*`);
    expect(await outcome(`${target.name}:1`, wildcard.replace('sigstore: {', 'sigstore: {copiedFrom: ghcr.io/org/*, '))).toBe('no SIGSTORE_REFERENCE_DIFFERS'); // prettier-ignore
  });

  it.skipIf(!isThere)('verifies by digest, with and without a tag', async () => {
    const { digest } = await repository.readManifest('bundle', runtime);
    const other = await repository.readManifest('unsigned', runtime);
    expect(await outcome(`${image}@${digest}`, byKey('alice'))).toMatch(/^yes/);
    expect(await outcome(`${image}:unsigned@${digest}`, byKey('alice'))).toMatch(/^yes/);
    expect(await outcome(`${image}:bundle@${other.digest}`, byKey('alice'))).toBe('no SIGNATURE_MISSING');
  });

  it.skipIf(!isThere)('refuses a signature attached to another image [314]', async () => {
    const [from, to] = await Promise.all(['bundle', 'moved'].map((tag) => repository.readManifest(tag, runtime)));
    await signImage(repository, 'moved', keyContext(keys.alice.privateKey), { form: 'classic tag', subject: { digest: from!.digest, size: from!.bytes.length, mediaType: 'application/vnd.oci.image.manifest.v1+json' } }); // prettier-ignore
    const own = await repository.readManifest(`sha256-${from!.digest.slice(7)}.sig`, runtime);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    await repository.pushManifest({ bytes: own.bytes, mediaType, digest: own.digest, tag: `sha256-${to!.digest.slice(7)}.sig` }, runtime);
    expect(await outcome(`${image}:moved`, byKey('alice'))).toBe('no DIGEST_DIFFERS');
  });

  it.skipIf(!isThere)('verifies an index as a whole, or one platform of it', async () => {
    const index = await pushSmallIndex(repository, 'index');
    await signImage(repository, 'index', keyContext(keys.alice.privateKey));
    const platform = { os: 'linux', architecture: 'arm64' };
    const whole = await verifyImage(`${image}:index`, options(byKey('alice')), runtime);
    const one = await verifyImage(`${image}:index`, options(byKey('alice'), { platform }), runtime);
    expect([whole.isTrusted, one.isTrusted, one.trusted[0]?.digest]).toEqual([true, true, whole.digest]);
    expect(index.images.map(({ manifest }) => sha256(manifest))).toContain(one.digest);
    expect(one.digest).not.toBe(whole.digest);
    expect(await outcome(`${image}:index`, byKey('alice'), { platform: { os: 'windows', architecture: 'amd64' } })).toBe('! PLATFORM_NOT_FOUND');
    expect(await outcome(`${image}@${one.digest ?? ''}`, byKey('alice'))).toBe('no SIGNATURE_MISSING');
  }); // prettier-ignore

  it.skipIf(!isThere)('refuses a single image for another platform, as scan does', async () => {
    const of = (os: string, more: Partial<VerifyOptions> = {}): Promise<string> =>
      outcome(`${image}:bundle`, byKey('alice'), { platform: { os, architecture: 'amd64' }, ...more });
    expect(await of('linux')).toMatch(/^yes/);
    expect(await of('windows')).toBe('! PLATFORM_NOT_FOUND');
    expect(await of('windows', { isPlatformOptional: true })).toMatch(/^yes/);
  }); // prettier-ignore
});

describe('certificates and attestations', () => {
  let registry: AsyncDisposable & { readonly host: string };
  let client: RegistryClient;
  let image = '';
  const slsa = 'https://slsa.dev/provenance/v1';
  const predicate = {
    buildDefinition: { buildType: 'https://example.com/build', externalParameters: {} },
    runDetails: { builder: { id: 'b' } },
  };
  beforeAll(async () => {
    registry = await startMemoryRegistry();
    client = await createRegistryClient(registry.host, {});
    const repository = client.repository('lab/app');
    image = `${registry.host}/lab/app`;
    for (const tag of ['bundle', 'classic', 'mallory', 'attested', 'classic-attested', 'other']) await pushSmallImage(repository, tag);
    await signImage(repository, 'bundle', await keylessContext(services));
    await signImage(repository, 'classic', await keylessContext(services), { form: 'classic tag' });
    await signImage(repository, 'mallory', await keylessContext(services, { sub: 'https://example.com/workflow-evil' }));
    await attestImage(repository, 'attested', await keylessContext(services), { predicateType: slsa, predicate });
    await attestImage(repository, 'classic-attested', await keylessContext(services), {
      predicateType: slsa,
      predicate,
      form: 'classic tag',
    });
    await attestImage(repository, 'other', await keylessContext(services, { sub: 'mallory' }), { predicateType: slsa, predicate });
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  const identity = (subject: string, issuer = 'https://issuer.example', more = ''): string =>
    `trust: {images: [{match: '**', sigstore: {trustedRoot: root.json, identities: {issuer: ${issuer}, subject: '${subject}'${more}}}}]}`;
  const attested = (assertion: string, type = slsa): string =>
    `trust: {images: [{match: '**', attestations: {predicateType: ${type}, identities: ${workflow.key}${assertion === '' ? '' : `, assertions: ${assertion}`}}}]}`;
  const root = (): Partial<VerifyOptions> => ({ places: { notary: '', notation: '', trustedRoot: join(folder, 'root.json') } });

  it.each<[string, string, string, RegExp]>([
    ['exactly', 'bundle', identity('https://example.com/workflow'), /^yes https:\/\/example.com\/workflow$/],
    ['in cosign’s old form', 'classic', identity('https://example.com/workflow'), /^yes https:\/\/example.com\/workflow$/],
    ['by a pattern', 'bundle', identity('~https://example\\.com/work.*'), /^yes/],
    ['by a pattern that is anchored [311]', 'mallory', identity('~https://example\\.com/workflow'), /^no IDENTITY_MISMATCH$/],
    ['another signer', 'mallory', identity('https://example.com/workflow'), /^no IDENTITY_MISMATCH$/],
    ['another issuer', 'bundle', identity('https://example.com/workflow', 'https://other.example'), /^no IDENTITY_MISMATCH$/],
    ['a claim that the certificate has not got [313]', 'bundle', identity('https://example.com/workflow', 'https://issuer.example', ', extensions: {buildTrigger: push}'), /^no SIGSTORE_EXTENSION_MISMATCH$/],
    ['an attestation alone is no signature', 'attested', identity('https://example.com/workflow'), /^no SIGNATURE_MISSING$/],
  ])('%s', async (_, tag, policy, expected) => {
    expect(await outcome(`${image}:${tag}`, policy)).toMatch(expected);
  }); // prettier-ignore

  it.each<[string, string, string, string]>([
    ['there', 'attested', attested(''), `yes ${slsa}`],
    ['there in the old form', 'classic-attested', attested(''), `yes ${slsa}`],
    ['not there', 'bundle', attested(''), 'no ATTESTATION_MISSING'],
    ['of another type', 'attested', attested('', 'https://spdx.dev/Document'), 'no ATTESTATION_MISSING'],
    ['of somebody else', 'other', attested(''), 'no IDENTITY_MISMATCH'],
    ['and says so', 'attested', attested('{path: buildDefinition.buildType, equals: "https://example.com/build"}'), `yes ${slsa}`],
    ['and says otherwise', 'attested', attested('{path: buildDefinition.buildType, equals: other}'), 'no ATTESTATION_REFUSED'],
  ])('an attestation is %s', async (_, tag, policy, expected) => {
    expect(await outcome(`${image}:${tag}`, policy, root())).toBe(expected);
  });

  it('without a trusted root the built-in one judges, and its age is stated', async () => {
    const policy = identity('https://example.com/workflow').replace('trustedRoot: root.json, ', '');
    expect(await outcome(`${image}:bundle`, policy)).toBe('no SIGSTORE_LOG_UNTRUSTED');
    expect(await outcome(`${image}:attested`, attested(''))).toBe('no SIGSTORE_LOG_UNTRUSTED');
    const { notices } = await verifyImage(`${image}:bundle`, options(policy), runtime);
    expect(notices).toEqual([expect.stringMatching(/^used the trusted root built into pratique, published on \S+ \(.* ago\), since none could be fetched: --offline was given$/)]);
  }); // prettier-ignore

  it('an expired built-in root is a failure, not a refusal', async () => {
    const policy = identity('https://example.com/workflow').replace('trustedRoot: root.json, ', '');
    const verdict = await verifyImage(`${image}:bundle`, options(policy), { ...runtime, now: () => new Date('2100-01-01') });
    expect(describeVerdict(verdict)).toBe('no !TRUSTED_ROOT_EXPIRED');
  });

  it('returns the whole verdict', async () => {
    const verdict = await verifyImage(`${image}:bundle`, options(identity('https://example.com/workflow')), runtime);
    const { bytes, digest } = await client.repository('lab/app').readManifest('bundle', runtime);
    expect(verdict).toEqual({
      image: `${image}:bundle`,
      digest,
      size: bytes.length,
      isTrusted: true,
      policy: '**',
      action: 'enforce',
      trusted: [
        {
          scheme: 'sigstore',
          digest,
          signer: { name: 'https://example.com/workflow', issuer: 'https://issuer.example', subject: 'https://example.com/workflow', certificateFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), certificateKeyId: expect.stringMatching(/^[0-9a-f]{64}$/) },
          foundAt: expect.stringMatching(/^referrer sha256:/),
          trustRoot: { kind: 'trusted root', name: join(folder, 'root.json') },
          signedAt: { time: expect.any(Date), statedBy: expect.stringMatching(/^t/) },
        },
      ],
      attestations: [],
      refused: [],
      failures: [],
      notices: [],
    });
  }); // prettier-ignore
});

describe('a registry that fails', () => {
  it.each<[string, RegExp, number, string]>([
    ['refuses the signatures [330]', /\.sig$/, 403, 'no !REGISTRY_UNAUTHORIZED'],
    ['refuses the referrers [330]', /\/referrers\//, 403, 'no !REGISTRY_UNAUTHORIZED'],
    ['refuses the signature itself [330]', /\/blobs\//, 404, 'no !TARGET_NOT_FOUND'],
    ['refuses the image', /\/manifests\/1$/, 403, '! REGISTRY_UNAUTHORIZED'],
  ])('%s fails and never trusts', async (_, url, status, expected) => {
    let isFailing = false;
    await using registry = await startMemoryRegistry({
      fault: (request, response) => {
        const isHit = isFailing && url.test(request.url ?? '');
        if (isHit) response.writeHead(status, { 'content-type': 'application/json' }).end('{"errors":[]}');
        return isHit;
      },
    });
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository('lab/app');
    await pushSmallImage(repository, '1');
    await signImage(repository, '1', keyContext(keys.alice.privateKey), { form: 'classic tag' });
    expect(await outcome(`${registry.host}/lab/app:1`, byKey('alice'))).toMatch(/^yes/);
    isFailing = true;
    expect(await outcome(`${registry.host}/lab/app:1`, byKey('alice'))).toBe(expected);
  });
});

describe('a layout on disk', () => {
  it('is verified in its folder', async () => {
    const layout = join(folder, 'layout');
    const repository = await openLayoutRepository(layout, { create: true });
    await pushSmallImage(repository, 'a');
    expect(await outcome(`oci-dir:${layout}`, byKey('alice'))).toBe('no SIGNATURE_MISSING');
    await signImage(repository, 'a', keyContext(keys.alice.privateKey), { form: 'classic tag', dockerReference: 'ghcr.io/other/app' });
    expect(await outcome(`oci-dir:${layout}`, byKey('alice'))).toMatch(/^yes/);
    expect(await outcome(`oci-dir:${layout}:a`, byKey('bob'))).toBe('no KEY_MISMATCH');
    expect(await outcome(`oci-dir:${layout}`, byKey('alice'), { copiedFrom: ['ghcr.io/a/b'] })).toBe('no SIGSTORE_REFERENCE_DIFFERS');
    expect(await outcome(`oci-dir:${layout}`, byKey('alice'), { copiedFrom: ['ghcr.io/other/app'] })).toMatch(/^yes/);
    expect(await outcome(`oci-dir:${layout}`, byKey('alice').replace("'**'", 'ghcr.io/**'))).toBe('no POLICY_MISSING');
    await pushSmallImage(repository, 'b');
    expect(await outcome(`oci-dir:${layout}`, byKey('alice'))).toBe('! TARGET_AMBIGUOUS');
  });
});

describe('an attestation of the type of image signatures', () => {
  const [type, app] = ['https://sigstore.dev/cosign/sign/v1', 'lab/app'];
  it.each<[string, readonly unknown[], unknown, string]>([
    ['as cosign signs', [{}], {}, 'yes'],
    ['as cosign 2 signs, without a predicate', [{}], undefined, 'yes'],
    ['as cosign attests', [{ name: app }], { a: 1 }, 'no SIGSTORE_STATEMENT_INVALID'],
    ['with a predicate alone', [{}], { a: 1 }, 'no SIGSTORE_STATEMENT_INVALID'],
    ['with a name alone', [{ name: app }], {}, 'no SIGSTORE_STATEMENT_INVALID'],
    ['with the name of another repository', [{ name: 'lab/tools' }], {}, 'no SIGSTORE_STATEMENT_INVALID'],
  ])('is no signature unless it says nothing else: %s', async (_, subjects, predicate, expected) => {
    await using registry = await startMemoryRegistry();
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository(app);
    await pushSmallImage(repository, '1');
    const { digest, mediaType, size } = await resolveImage(repository, '1', runtime);
    const named = subjects.map((subject) => ({ ...(subject as object), digest: { sha256: digest.slice('sha256:'.length) } }));
    const payload = Buffer.from(
      JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject: named, predicateType: type, predicate }),
    );
    const content = { kind: 'envelope', payload, payloadType: inTotoPayloadType } as const;
    const order = { subject: { digest, mediaType, size }, form: 'bundle', predicateType: type, content } as const;
    await signAndStore(repository, [order], keyContext(keys.alice.privateKey), () => Promise.resolve(), runtime);
    expect((await outcome(`${registry.host}/${app}:1`, byKey('alice'))).replace(/^yes .*/, 'yes')).toBe(expected);
  });
});
