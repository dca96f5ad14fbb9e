import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { type MemoryRegistryOptions, startMemoryRegistry } from '../../support/memory-registry.ts';
import { putImage } from '../../support/put-image.ts';
import { type Form, keyContext, signImage } from '../../support/sign-image.ts';
import { type SmallImage } from '../../support/small-image.ts';

const runtime = quietRuntime();
const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function start(options: MemoryRegistryOptions): Promise<{ repository: Repository; image: SmallImage }> {
  const registry = await startMemoryRegistry(options);
  const image = await putImage(registry, 'team/app', '1');
  const client = await createRegistryClient(registry.host, { limits: { ...limits, backoffMs: 1 } });
  opened.push(registry, client);
  return { repository: client.repository('team/app'), image };
}

const newKey = (): ReturnType<typeof keyContext> => keyContext(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

describe('two clients that sign an image at the same moment', () => {
  it.each<[Form, RegExp]>([
    ['bundle', /manifests\/sha256-[0-9a-f]{64}$/],
    ['classic tag', /\.sig$/],
  ])('both keep their signature in the form "%s"', async (form, listTag) => {
    // The second client writes after the first has read its own write back, and overwrites a list that it never saw.
    let writes = 0;
    const { repository, image } = await start({
      hasReferrers: false,
      fault: async (request) => {
        if (request.method !== 'PUT' || !listTag.test(request.url ?? '')) return false;
        writes += 1;
        if (writes === 2) await new Promise((resolve) => setTimeout(resolve, 100));
        return false;
      },
    });
    await Promise.all([0, 1].map(() => signImage(repository, '1', newKey(), { form, runtime })));
    const { artifacts } = await findSignatures({ repository, digest: image.manifestDigest }, {}, runtime);
    expect(artifacts).toHaveLength(2);
  });
});

describe('a registry that answers DIGEST_INVALID to a tag that another client writes', () => {
  const refusing = (times: number): MemoryRegistryOptions => {
    const state = { left: times };
    return {
      fault: (request, response) => {
        if (request.method !== 'PUT' || request.url?.endsWith('manifests/2') !== true || state.left === 0) return false;
        state.left -= 1;
        request.resume();
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end('{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"}]}');
        return true;
      },
    };
  };
  const push = async (times: number): Promise<unknown> => {
    const { repository, image } = await start(refusing(times));
    const manifest = { bytes: image.manifest, digest: image.manifestDigest, mediaType: 'application/vnd.oci.image.manifest.v1+json' };
    return repository.pushManifest({ ...manifest, tag: '2' }, runtime);
  };

  it('is asked again', async () => {
    expect(await push(3)).toEqual({});
  });

  it('is reported when it goes on', async () => {
    await expect(push(4)).rejects.toMatchObject({ code: 'REGISTRY_REFUSED', message: expect.stringContaining('DIGEST_INVALID') as string });
  });
});
