import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { limits } from '../../../src/model/limits.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { type TrustVerdict } from '../../../src/model/trust/trust-verdict.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { readImageTree } from '../../../src/trust/store/image-tree.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { signatureTag } from '../../../src/trust/store/signature-tags.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type MemoryRegistry, type MemoryRegistryOptions, startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';
import { sha256 } from '../../support/small-image.ts';

/** Registries that list too many signatures: work and memory stay bounded, the answer says so, and nothing unverified is accepted. */
const runtime = quickRuntime();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const noDigest = (at: number): string => `sha256:${at.toString(16).padStart(64, '0')}`;
const entry = (at: number): object => ({ mediaType: manifestType, digest: noDigest(at), size: 500, artifactType: bundleType });
const entries = (count: number): readonly object[] => Array.from({ length: count }, (_, at) => entry(at));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-test-'));
  writeFileSync(join(folder, 'k.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function verify(image: string): Promise<TrustVerdict> {
  const policy = decodeTrustPolicy("trust: {images: [{match: '**', sigstore: {identities: {key: k.pub}}}]}", 'pratique.yaml');
  if (policy === undefined) throw new Error('no policy');
  const places = { notary: folder, trustedRoot: join(folder, 'none'), notation: folder };
  return verifyImage(image, { policy, policyDirectory: folder, registry: {}, isOffline: true, requiresPin: false, places }, runtime);
}

interface World {
  readonly registry: MemoryRegistry;
  readonly image: string;
  readonly digest: Digest;
}

/** An image with one good signature, and one by another signer. */
async function makeWorld(options: MemoryRegistryOptions, form: 'bundle' | 'classic tag' = 'bundle'): Promise<World> {
  const registry = await startMemoryRegistry(options);
  await using client = await createRegistryClient(registry.host, {});
  const repository = client.repository('a/b');
  await pushSmallImage(repository, '1');
  for (const key of [privateKey, other.privateKey]) await signImage(repository, '1', keyContext(key), { form });
  const { digest } = await repository.readManifest('1', runtime);
  registry.requests.length = 0;
  return { registry, image: `${registry.host}/a/b:1`, digest };
}

function codes({ isTrusted, refused, failures }: TrustVerdict): readonly string[] {
  return [isTrusted ? 'trusted' : 'not trusted', ...refused.map(({ code }) => code), ...failures.map(({ code }) => code)];
}

function sendIndex(response: ServerResponse, manifests: readonly object[], headers: Readonly<Record<string, string>> = {}): true {
  response.writeHead(200, { 'content-type': indexType, ...headers });
  response.end(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }));
  return true;
}

/** Every read of the search: both tags of signatures, the list, and no more referrers than the limit. */
const mostRequests = limits.signatures + limits.listingPages + 20;

describe('100,000 referrers', () => {
  it('in one answer are refused by their size', async () => {
    const fault: MemoryRegistryOptions['fault'] = (request, response) =>
      request.method === 'GET' && request.url?.includes('/referrers/') === true && isAttacking && sendIndex(response, entries(100_000));
    let isAttacking = false;
    const { registry, image } = await makeWorld({ fault });
    await using _ = registry;
    isAttacking = true;
    expect(codes(await verify(image))).toEqual(['not trusted', 'DOCUMENT_TOO_LARGE']);
    expect(registry.requests.length).toBeLessThan(mostRequests);
  });

  it('on pages without end are read up to the limit, which the answer names', async () => {
    let page = 0;
    const fault: MemoryRegistryOptions['fault'] = (request, response, self) => {
      if (request.method !== 'GET' || request.url?.includes('/referrers/') !== true || !isAttacking) return false;
      page += 1;
      const link = `<${request.url.split('?')[0] ?? ''}?page=${page}>; rel="next"`;
      return sendIndex(response, Array.from({ length: 50 }, (_, at) => entry(page * 50 + at)), { link, host: self.host });
    };
    let isAttacking = false;
    const { registry, image } = await makeWorld({ fault });
    await using _ = registry;
    isAttacking = true;
    expect(codes(await verify(image))).toEqual(['not trusted', 'LIMIT_REACHED']);
    expect(registry.requests.length).toBeLessThan(mostRequests);
  }); // prettier-ignore

  it('under the fallback tag are refused by their size, or read up to the limit', async () => {
    const { registry, image, digest } = await makeWorld({ hasReferrers: false });
    await using _ = registry;
    const { tags, manifests } = registry.repository('a/b');
    const put = (list: readonly object[]): void => {
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: list }));
      manifests.set(sha256(bytes), { bytes, mediaType: indexType });
      tags.set(digest.replace(':', '-'), sha256(bytes));
    };
    const signed = manifests.get(tags.get(digest.replace(':', '-')) ?? '')?.bytes.toString() ?? '';
    const { manifests: own } = JSON.parse(signed) as { manifests: readonly object[] };
    put(entries(100_000));
    expect(codes(await verify(image))).toEqual(['not trusted', 'DOCUMENT_TOO_LARGE']);
    put([...entries(15_000), ...own]);
    expect(codes(await verify(image))).toEqual(['not trusted', 'LIMIT_REACHED']);
    // A signature that is within the limit counts, whatever comes after it.
    put([...own, ...entries(15_000)]);
    expect(codes(await verify(image))).toEqual(['trusted', 'KEY_MISMATCH']);
    expect(registry.requests.length).toBeLessThan(3 * mostRequests);
  });
});

describe('10,000 signatures under one tag', () => {
  it.each([
    ['first', ['trusted', 'KEY_MISMATCH']],
    ['last', ['not trusted', 'LIMIT_REACHED']],
  ] as const)('are read up to the limit, where the good one is the %s', async (place, expected) => {
    const { registry, image, digest } = await makeWorld({}, 'classic tag');
    await using _ = registry;
    const { tags, manifests } = registry.repository('a/b');
    const tag = signatureTag(digest, 'sig');
    const manifest = JSON.parse(manifests.get(tags.get(tag) ?? '')?.bytes.toString() ?? '') as { layers: Record<string, unknown>[] };
    const [good, bad] = manifest.layers as [Record<string, unknown>, Record<string, unknown>];
    const fakes = Array.from({ length: 10_000 }, (_, at) => ({ ...bad, annotations: { 'dev.cosignproject.cosign/signature': Buffer.from(`${at}`.padStart(70, 'x')).toString('base64') } }));
    const bytes = Buffer.from(JSON.stringify({ ...manifest, layers: place === 'first' ? [good, bad, ...fakes] : [...fakes, good] }));
    expect(bytes.length).toBeLessThan(limits.documentBytes);
    manifests.set(sha256(bytes), { bytes, mediaType: manifestType });
    tags.set(tag, sha256(bytes));
    const verdict = await verify(image);
    expect([...new Set(codes(verdict))].filter((code) => expected.includes(code as never))).toEqual(expected);
    expect(verdict.isTrusted).toBe(place === 'first');
    expect(registry.requests.length).toBeLessThan(mostRequests);
  }); // prettier-ignore
});

describe('an index in an index, many times', () => {
  it('is not followed to its end', async () => {
    const { registry, digest } = await makeWorld({});
    await using _ = registry;
    const { tags, manifests } = registry.repository('a/b');
    let inner: object = { mediaType: manifestType, digest, size: manifests.get(digest)?.bytes.length };
    for (let depth = 0; depth < 200; depth += 1) {
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [inner] }));
      manifests.set(sha256(bytes), { bytes, mediaType: indexType });
      tags.set('deep', sha256(bytes));
      inner = { mediaType: indexType, digest: sha256(bytes), size: bytes.length };
    }
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository('a/b');
    const tree = await readImageTree(repository, 'deep', runtime);
    expect(tree.digest).toBe(tags.get('deep'));
    const target = await openLayoutRepository(join(folder, 'deep'), { create: true });
    await expect(
      copyImage({ repository, tagOrDigest: 'deep' }, { repository: target, tag: 'deep' }, { withArtifacts: true }, runtime),
    ).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(codes(await verify(`${registry.host}/a/b:deep`))).toEqual(['not trusted', 'SIGNATURE_MISSING']);
    expect(registry.requests.length).toBeLessThan(mostRequests);
  });
});
