import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { readImageTree } from '../../../src/trust/store/image-tree.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../../src/trust/store/store-signature.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../support/memory-registry.ts';
import { type SmallIndex } from '../../support/put-image.ts';
import { pushSmallIndex } from '../../support/push-small-image.ts';

const runtime = quickRuntime();
const bundle: SignatureToStore = { kind: 'sigstore-bundle', payload: Buffer.from('{"b":1}'), content: 'message-signature' };
const notation: SignatureToStore = {
  kind: 'notation',
  payload: Buffer.from('{"n":1}'),
  mediaType: 'application/cose',
  thumbprints: ['aa'],
};

function simple(signer: string): SignatureToStore {
  const annotations = new Map([['dev.cosignproject.cosign/signature', signer]]);
  return { kind: 'simple-signing', payload: Buffer.from('{}'), annotations };
}

describe('copying', () => {
  let folder: string;
  let withReferrers: MemoryRegistry;
  let without: MemoryRegistry;
  let docker: (AsyncDisposable & { readonly host: string }) | undefined;
  const clients: RegistryClient[] = [];
  const places = new Map<string, () => Promise<Repository>>();
  let source: Repository;
  let index: SmallIndex;
  let count = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-copy-'));
    withReferrers = await startMemoryRegistry({});
    without = await startMemoryRegistry({ hasReferrers: false });
    docker = hasDockerRegistry ? await startDockerRegistry() : undefined;
    const hosts = new Map([
      ['with referrers', withReferrers.host],
      ['without', without.host],
      ['docker-registry', docker?.host],
    ]);
    for (const [name, host] of hosts) {
      if (host === undefined) continue;
      const client = await createRegistryClient(host, {});
      clients.push(client);
      places.set(name, () => Promise.resolve(client.repository(`copies/app-${(count += 1)}`)));
    }
    places.set('layout', () => openLayoutRepository(join(folder, `layout-${(count += 1)}`), { create: true }));
    source = await places.get('with referrers')!();
    index = await pushSmallIndex(source, '1');
    const top = await resolveImage(source, '1', runtime);
    await storeSignature({ repository: source, subject: top }, simple('top'), { form: 'tag' }, runtime);
    const place = await storeSignature({ repository: source, subject: top }, bundle, {}, runtime);
    await storeSignature({ repository: source, subject: top.platforms[1]! }, notation, {}, runtime);
    // A signature of an attestation: a referrer of a referrer.
    const attached = await source.findManifest(place.manifest, runtime);
    const subject = { mediaType: attached!.mediaType!, digest: attached!.digest, size: attached!.size! };
    await storeSignature({ repository: source, subject }, simple('of the bundle'), { form: 'tag' }, runtime);
  });
  afterAll(async () => {
    for (const client of clients) await client[Symbol.asyncDispose]();
    await withReferrers[Symbol.asyncDispose]();
    await without[Symbol.asyncDispose]();
    await docker?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const targets = ['with referrers', 'without', 'layout', ...(hasDockerRegistry ? ['docker-registry'] : [])];

  it.each(targets)('copies everything to %s, and from there to every other kind', async (kind) => {
    const first = await places.get(kind)!();
    const report = await copyImage(
      { repository: source, tagOrDigest: '1' },
      { repository: first, tag: 'v1' },
      { withArtifacts: true },
      runtime,
    );
    expect(report).toMatchObject({ digest: index.digest, artifacts: 4, notes: [], isComplete: true, blobs: { mounted: 0, present: 0 } });
    expect(await readImageTree(first, 'v1', runtime)).toEqual({ ...(await readImageTree(source, '1', runtime)), name: first.name });
    for (const next of targets) {
      const second = await places.get(next)!();
      await copyImage({ repository: first, tagOrDigest: 'v1' }, { repository: second, tag: 'v2' }, { withArtifacts: true }, runtime);
      expect(await readImageTree(second, 'v2', runtime)).toEqual({ ...(await readImageTree(source, '1', runtime)), name: second.name });
    }
  });

  it.each(targets)('uploads nothing twice to %s', async (kind) => {
    const target = await places.get(kind)!();
    const copy = (): Promise<unknown> =>
      copyImage({ repository: source, tagOrDigest: '1' }, { repository: target, tag: 'v1' }, { withArtifacts: true }, runtime);
    await copy();
    expect(await copy()).toMatchObject({ blobs: { copied: 0, mounted: 0 }, bytes: 0, manifests: { copied: 0 }, artifacts: 4 });
  });

  it('mounts blobs of another repository of the registry', async () => {
    const target = await places.get('with referrers')!();
    const mountFrom = source.name.slice(source.name.indexOf('/') + 1);
    const options = { withArtifacts: true, mountFrom };
    const report = await copyImage({ repository: source, tagOrDigest: '1' }, { repository: target, tag: 'v1' }, options, runtime);
    expect(report).toMatchObject({ bytes: 0, blobs: { copied: 0, mounted: 10, present: 0 } });
  });

  it('keeps the signatures of the target', async () => {
    const target = await places.get('without')!();
    const plain = { withArtifacts: false };
    const report = await copyImage({ repository: source, tagOrDigest: '1' }, { repository: target, tag: 'v1' }, plain, runtime);
    expect(report).toMatchObject({ artifacts: 0 });
    const subject = await resolveImage(target, 'v1', runtime);
    await storeSignature({ repository: target, subject }, simple('already there'), { form: 'tag' }, runtime);
    await copyImage({ repository: source, tagOrDigest: '1' }, { repository: target, tag: 'v1' }, { withArtifacts: true }, runtime);
    const wanted = { kinds: new Set(['simple-signing'] as const) };
    const { artifacts } = await findSignatures({ repository: target, digest: index.digest }, wanted, runtime);
    expect(artifacts.map(({ annotations }) => annotations.get('dev.cosignproject.cosign/signature'))).toEqual(['already there', 'top']);
  });

  it.skipIf(!hasDockerRegistry)('makes what skopeo reads, from registries and layouts, with equal digests', async () => {
    const target = await places.get('docker-registry')!();
    const layout = await places.get('layout')!();
    await copyImage({ repository: source, tagOrDigest: '1' }, { repository: target, tag: 'v1' }, { withArtifacts: true }, runtime);
    await copyImage({ repository: target, tagOrDigest: 'v1' }, { repository: layout, tag: 'v1' }, { withArtifacts: true }, runtime);
    for (const [name, from] of [
      ['registry', `docker://${target.name}:v1`],
      ['layout', `oci:${layout.name}:v1`],
    ] as const) {
      const to = join(folder, `skopeo-${name}`);
      const flags = ['--insecure-policy', 'copy', '--all', '--src-tls-verify=false', '--preserve-digests', from, `oci:${to}:v1`];
      await promisify(execFile)('skopeo', flags);
      const read = await openLayoutRepository(to);
      expect((await resolveImage(read, 'v1', runtime)).digest).toBe(index.digest);
      for (const { blobs } of index.images)
        for (const digest of blobs.keys()) expect(readdirSync(join(to, 'blobs/sha256'))).toContain(digest.slice(7));
    }
  });

  it('leaves no temporary file, and a layout that other tools read', async () => {
    const layout = await places.get('layout')!();
    await copyImage({ repository: source, tagOrDigest: '1' }, { repository: layout, tag: 'v1' }, { withArtifacts: true }, runtime);
    const files = readdirSync(layout.name, { recursive: true, encoding: 'utf8' }).filter((each) =>
      statSync(join(layout.name, each)).isFile(),
    );
    expect(files.filter((each) => !/^(?:oci-layout|index\.json|blobs\/sha256\/[0-9a-f]{64})$/.test(each))).toEqual([]);
  });
});
