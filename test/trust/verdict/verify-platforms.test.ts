import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../../src/model/digest.ts';
import { parsePlatform } from '../../../src/model/platform.ts';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyAttestations } from '../../../src/trust/verdict/verify-attestations.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { bytesStream } from '../../support/bytes-stream.ts';
import { pushManifest } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { indexType, manifestType, sha256 } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runtime = quickRuntime();
const alice = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let holder: ReturnType<typeof temporaryFolder>;
let repository: Repository;
beforeAll(() => {
  holder = temporaryFolder();
  writeFileSync(join(holder.path, 'alice.pub'), alice.publicKey.export({ format: 'pem', type: 'spki' }));
});
afterAll(() => holder[Symbol.dispose]());
beforeEach(async () => {
  rmSync(join(holder.path, 'layout'), { recursive: true, force: true });
  repository = await openLayoutRepository(join(holder.path, 'layout'), { create: true });
});

const byAlice = "trust: {images: [{match: '**', sigstore: {identities: {key: alice.pub}}}]}";

function optionsFor(platform: string | undefined, policy = byAlice): VerifyOptions {
  return {
    policy: decodeTrustPolicy(policy, 'pratique.yaml')!,
    policyDirectory: holder.path,
    registry: {},
    isOffline: true,
    requiresPin: false,
    places: { notary: join(holder.path, 'none'), trustedRoot: join(holder.path, 'none.json'), notation: join(holder.path, 'none') },
    ...(platform === undefined ? {} : { platform: parsePlatform(platform) }),
  };
}

/** `trusted` and the digest to pull, with what the user is told, or the codes of the refusals. */
async function verify(platform: string | undefined, policy = byAlice): Promise<string> {
  try {
    const image = `oci-dir:${join(holder.path, 'layout')}:app`;
    const { isTrusted, refused, failures, digest, notices } = await verifyImage(image, optionsFor(platform, policy), runtime);
    return isTrusted ? ['trusted', digest, ...notices].join(' ') : [...refused, ...failures].map(({ code }) => code).join(' ');
  } catch (error) {
    if (error instanceof PratiqueError) return error.code;
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;
interface Listed {
  readonly digest: Digest;
  readonly size: number;
  readonly mediaType: string;
}

/** An image whose configuration is `config`; `configType` makes an artifact of it. */
async function pushImage(config: Json, configType = 'application/vnd.oci.image.config.v1+json'): Promise<Listed> {
  const bytes = Buffer.from(JSON.stringify({ config: {}, rootfs: { type: 'layers', diff_ids: [] }, ...config }));
  const descriptor = { mediaType: configType, digest: sha256(bytes), size: bytes.length };
  await repository.pushBlob(descriptor, { open: () => bytesStream(bytes) }, runtime);
  return push({ schemaVersion: 2, mediaType: manifestType, config: descriptor, layers: [] }, manifestType);
}

async function pushIndex(entries: readonly (readonly [Listed, Json | undefined])[], tag?: string): Promise<Listed> {
  const manifests = entries.map(([listed, platform]) => (platform === undefined ? listed : { ...listed, platform }));
  return push({ schemaVersion: 2, mediaType: indexType, manifests }, indexType, tag);
}

async function push(document: object, mediaType: string, tag?: string): Promise<Listed> {
  const bytes = Buffer.from(JSON.stringify(document));
  return { digest: await pushManifest(repository, bytes, mediaType, tag), size: bytes.length, mediaType };
}

const sign = ({ digest }: Listed): Promise<void> => signImage(repository, digest, keyContext(alice.privateKey));
const linux = { os: 'linux', architecture: 'amd64' };
const windows = { os: 'windows', architecture: 'amd64' };

describe('a signed image in an index that is not signed', () => {
  it.each<[string, Json, Json, string, 'trusted' | 'PLATFORM_DIFFERS' | 'PLATFORM_NOT_FOUND']>([
    ['for its own platform', linux, linux, 'linux/amd64', 'trusted'],
    ['under another system', linux, windows, 'windows/amd64', 'PLATFORM_DIFFERS'],
    ['under another architecture', linux, { os: 'linux', architecture: 'arm64' }, 'linux/arm64', 'PLATFORM_DIFFERS'],
    ['under another variant', { os: 'linux', architecture: 'arm', variant: 'v6' }, { os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7', 'PLATFORM_DIFFERS'],
    ['under another variant that was not asked for', { os: 'linux', architecture: 'arm', variant: 'v6' }, { os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm', 'PLATFORM_DIFFERS'],
    ['under a variant that its configuration leaves out', { os: 'linux', architecture: 'arm64' }, { os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64', 'trusted'],
    ['under another version of Windows', { ...windows, 'os.version': '10.0.17763.1' }, { ...windows, 'os.version': '10.0.20348.1' }, 'windows/amd64', 'PLATFORM_DIFFERS'],
    ['under a platform, without one of its own', {}, linux, 'linux/amd64', 'PLATFORM_DIFFERS'],
    ['under a platform, with half of one', { os: 'linux' }, linux, 'linux/amd64', 'PLATFORM_DIFFERS'],
    ['as an attestation manifest', linux, { os: 'unknown', architecture: 'unknown' }, 'linux/amd64', 'PLATFORM_NOT_FOUND'],
    ['for another platform than was asked for', linux, linux, 'windows/amd64', 'PLATFORM_NOT_FOUND'],
  ])('%s', async (_, config, listed, asked, expected) => {
    const image = await pushImage(config);
    await sign(image);
    await pushIndex([[image, listed]], 'app');
    expect(await verify(asked)).toBe(expected === 'trusted' ? `trusted ${image.digest}` : expected);
  }); // prettier-ignore

  it('is chosen by its configuration where the index names no platform', async () => {
    const [arm, amd] = [await pushImage({ os: 'linux', architecture: 'arm64' }), await pushImage(linux)];
    await sign(amd);
    await pushIndex([[arm, undefined], [amd, undefined]], 'app'); // prettier-ignore
    expect(await verify('linux/amd64')).toBe(`trusted ${amd.digest}`);
    expect(await verify('linux/arm64')).toBe('SIGNATURE_MISSING');
    expect(await verify('windows/amd64')).toBe('PLATFORM_NOT_FOUND');
  });

  it('is found in an index inside the index, and its platform is compared there too', async () => {
    const image = await pushImage(linux);
    await sign(image);
    const inner = await pushIndex([[image, windows]]);
    await pushIndex([[inner, windows]], 'app');
    expect(await verify('windows/amd64')).toBe('PLATFORM_DIFFERS');
    await pushIndex([[await pushIndex([[image, linux]]), undefined]], 'app');
    expect(await verify('linux/amd64')).toBe(`trusted ${image.digest}`);
  });

  it('is refused as an artifact, whose configuration states no platform', async () => {
    const chart = await pushImage(linux, 'application/vnd.cncf.helm.config.v1+json');
    await sign(chart);
    await pushIndex([[chart, linux]], 'app');
    expect(await verify('linux/amd64')).toBe('PLATFORM_DIFFERS');
  });

  it('is refused with a size that is not its own', async () => {
    const image = await pushImage(linux);
    await sign(image);
    await pushIndex([[{ ...image, size: image.size + 1 }, linux]], 'app');
    expect(await verify('linux/amd64')).toBe('DIGEST_MISMATCH');
  });

  it('is refused as an index, which it is not', async () => {
    const image = await pushImage(linux);
    await sign(image);
    await pushIndex([[{ ...image, mediaType: indexType }, linux]], 'app');
    expect(await verify('linux/amd64')).toBe('DOCUMENT_INVALID');
  });

  it('has its attestations refused as well', async () => {
    const image = await pushImage(linux);
    await attestImage(repository, image.digest, keyContext(alice.privateKey), { predicateType: 'https://example.com/a', predicate: {} });
    await pushIndex([[image, windows], [image, linux]], 'app'); // prettier-ignore
    const attested = `trust: {images: [{match: '**', attestations: [{predicateType: 'https://example.com/a', identities: {key: alice.pub}}]}]}`;
    expect(await verify('windows/amd64', attested)).toBe('PLATFORM_DIFFERS');
    const target = `oci-dir:${join(holder.path, 'layout')}:app`;
    for (const policy of [attested, byAlice]) {
      const answer = await verifyAttestations(
        target,
        { types: new Set(['https://example.com/a']), assertions: [] },
        optionsFor('windows/amd64', policy),
        runtime,
      );
      expect(answer.kind === 'found' ? answer.trusted : []).toEqual([]);
      expect(answer.refused.map(({ code }) => code)).toEqual(['PLATFORM_DIFFERS']);
    }
  });
});

describe('an image in a signed index', () => {
  it('has the platform that the index states, and reports the one in its configuration', async () => {
    const image = await pushImage(linux);
    await sign(await pushIndex([[image, windows]], 'app'));
    const told = `${image.digest}: the index lists it for windows/amd64, and its configuration says linux/amd64`;
    expect(await verify('windows/amd64')).toBe(`trusted ${image.digest} ${told}`);
  });

  it('is trusted through an index inside an index that is not signed', async () => {
    const image = await pushImage(linux);
    const inner = await pushIndex([[image, linux]]);
    await sign(inner);
    await pushIndex([[inner, undefined]], 'app');
    expect(await verify('linux/amd64')).toBe(`trusted ${image.digest}`);
  });
});

it('refuses indexes that are nested too deep', async () => {
  let listed = await pushIndex([[await pushImage(linux), linux]]);
  for (let depth = 0; depth < 4; depth += 1) listed = await pushIndex([[listed, linux]], 'app');
  expect(await verify('linux/amd64')).toBe('LIMIT_EXCEEDED');
});
