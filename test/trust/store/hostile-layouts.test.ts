import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { putImage } from '../../support/put-image.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';
import { type SmallImage } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runtime = quickRuntime();
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let holder: ReturnType<typeof temporaryFolder>;
let layout: string;
let image: SmallImage;
beforeEach(async () => {
  holder = temporaryFolder();
  layout = join(holder.path, 'layout');
  image = await pushSmallImage(await openLayoutRepository(layout, { create: true }), '1');
});
afterEach(() => holder[Symbol.dispose]());

const blobPath = (digest: string): string => join(layout, 'blobs/sha256', digest.slice(7));

/** The code and what the user is told, with the folders left out. */
async function refusal(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return 'done';
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return `${error.code} ${error.message}`.replaceAll(layout, 'LAYOUT').replaceAll(holder.path, 'FOLDER');
  }
}

async function copyAway(tag = '1'): Promise<unknown> {
  const target = await openLayoutRepository(join(holder.path, 'copy'), { create: true });
  return copyImage({ repository: await openLayoutRepository(layout), tagOrDigest: tag }, { repository: target, tag: '1' }, { withArtifacts: true }, runtime); // prettier-ignore
}

interface Index {
  readonly manifests: readonly Record<string, unknown>[];
}

function editIndex(edit: (entry: Record<string, unknown>) => Record<string, unknown>): void {
  const path = join(layout, 'index.json');
  const index = JSON.parse(readFileSync(path, 'utf8')) as Index;
  writeFileSync(path, JSON.stringify({ ...index, manifests: index.manifests.map(edit) }));
}

describe('the size in a descriptor', () => {
  it.each<[string, unknown, RegExp]>([
    ['too small', 1, /^DIGEST_MISMATCH LAYOUT: manifest sha256:\w+ has \d+ bytes, and its descriptor says 1$/],
    ['too large', 100_000, /^DIGEST_MISMATCH .* says 100000$/],
    ['no number', '1', /^DOCUMENT_INVALID LAYOUT: index.json: sha256:\w+.size /],
    ['missing', undefined, /^DOCUMENT_INVALID LAYOUT: index.json: sha256:\w+.size /],
  ])('of index.json that is %s is refused, by tag and by digest', async (_, size, expected) => {
    editIndex((entry) => ({ ...entry, size }));
    const repository = await openLayoutRepository(layout);
    for (const name of ['1', image.manifestDigest]) expect(await refusal(resolveImage(repository, name, runtime))).toMatch(expected);
    expect(await refusal(copyAway())).toMatch(expected);
  });

  it('of a configuration is refused', async () => {
    const descriptor = { digest: image.configDigest, size: image.config.length + 1 };
    const registry = await startMemoryRegistry();
    const remote = await putImage(registry, 'team/app', '1');
    const client = await createRegistryClient(registry.host, {});
    const ofRemote = { digest: remote.configDigest, size: remote.config.length - 1 };
    try {
      const local = await openLayoutRepository(layout);
      expect(await refusal(local.readBlob(descriptor, 100_000, runtime))).toMatch(/^DIGEST_MISMATCH .* has \d+ bytes, and its descriptor/);
      expect(await refusal(client.readBlob('team/app', ofRemote, 100_000, runtime))).toMatch(
        /^DIGEST_MISMATCH .*, and its descriptor says/,
      );
    } finally {
      await client[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
    }
  });

  it('of a listed signature makes it unreadable, and hides no other', async () => {
    const repository = await openLayoutRepository(layout);
    for (const form of ['bundle', 'classic tag'] as const) await signImage(repository, '1', keyContext(privateKey), { form });
    editIndex((entry) => ('annotations' in entry ? entry : { ...entry, size: Number(entry['size']) + 1 }));
    const found = await findSignatures({ repository: await openLayoutRepository(layout), digest: image.manifestDigest }, {}, runtime);
    expect(found.artifacts.map(({ kind }) => kind)).toEqual(['simple-signing']);
    expect(found.unreadable.map(({ message }) => message)).toEqual([expect.stringMatching(/ has \d+ bytes, and its descriptor says \d+$/)]);
  });

  it('of a platform in an index is refused when it is copied', async () => {
    const repository = await openLayoutRepository(layout);
    const { bytes, images } = await pushSmallIndex(repository, '2');
    const lie = Buffer.from(bytes.toString().replace(`"size":${images[0]!.manifest.length}`, '"size":7'));
    const { pushManifest } = await import('../../support/push-small-image.ts');
    await pushManifest(repository, lie, 'application/vnd.oci.image.index.v1+json', '2');
    expect(await refusal(copyAway('2'))).toMatch(/^DIGEST_MISMATCH LAYOUT@sha256:\w+ has \d+ bytes, and its descriptor says 7$/);
  });
});

it('refuses an entry whose media type is not that of its document', async () => {
  editIndex((entry) => ({ ...entry, mediaType: 'application/vnd.oci.image.index.v1+json' }));
  expect(await refusal(resolveImage(await openLayoutRepository(layout), '1', runtime))).toMatch(/^DOCUMENT_INVALID .* was declared as /);
});

it('refuses a tag that two images have, whichever comes first', async () => {
  const other = await pushSmallImage(await openLayoutRepository(layout), '2');
  editIndex((entry) => ({ ...entry, annotations: { 'org.opencontainers.image.ref.name': '1' } }));
  const repository = await openLayoutRepository(layout);
  expect(await refusal(resolveImage(repository, '1', runtime))).toBe(
    `TARGET_AMBIGUOUS LAYOUT names 2 images 1: ${image.manifestDigest}, ${other.manifestDigest}`,
  );
  for (const { manifestDigest } of [image, other]) expect(await refusal(resolveImage(repository, manifestDigest, runtime))).toBe('done');
});

describe('a blob of a layout', () => {
  it.each<[string, (path: string) => void, string]>([
    ['missing', () => undefined, 'LAYOUT_INVALID LAYOUT: blob DIGEST is missing, and a manifest of the layout names it'],
    ['a directory', (path) => mkdirSync(path), 'LAYOUT_INVALID LAYOUT: PATH is not a regular file'],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'LAYOUT_INVALID LAYOUT: PATH is not a regular file'],
    ['a link to nowhere', (path) => symlinkSync('nowhere', path), 'LAYOUT_INVALID LAYOUT: blob DIGEST is missing, and a manifest of the layout names it'],
    ['a link to itself', (path) => symlinkSync(path, path), 'TARGET_UNREADABLE LAYOUT cannot be read: it is a symbolic link in a circle, or one that is not followed (PATH)'],
  ])('that is %s is an error with a code', async (_, put, expected) => {
    const { digest } = image.layers[0]!;
    rmSync(blobPath(digest));
    put(blobPath(digest));
    const inLayout = blobPath(digest).replace(layout, 'LAYOUT');
    expect(await refusal(copyAway())).toBe(expected.replace('DIGEST', digest).replace('PATH', inLayout));
  }); // prettier-ignore

  it('that is the manifest, and a directory, is an error with a code', async () => {
    rmSync(blobPath(image.manifestDigest));
    expect(await refusal(copyAway())).toMatch(/^TARGET_NOT_FOUND .* does not exist$/);
    mkdirSync(blobPath(image.manifestDigest));
    expect(await refusal(copyAway())).toMatch(/^LAYOUT_INVALID .* is not a regular file$/);
  });
});

describe('a layout that cannot be written', () => {
  it.each<[string, (target: string) => void, RegExp]>([
    ['a file in the place of its blobs', (target) => writeFileSync(join(target, 'blobs'), ''), /^OUTPUT_UNWRITABLE the OCI layout FOLDER\/copy cannot be written: [a-z]/],
    ['a directory in the place of its index', (target) => mkdirSync(join(target, 'index.json')), /^(?:LAYOUT_INVALID|OUTPUT_UNWRITABLE) /],
  ])('because of %s is an error with a code', async (_, put, expected) => {
    const target = join(holder.path, 'copy');
    await openLayoutRepository(target, { create: true });
    mkdirSync(target);
    writeFileSync(join(target, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    put(target);
    expect(await refusal(copyAway())).toMatch(expected);
  }); // prettier-ignore

  it('because its folder is a file, is an error with a code', async () => {
    writeFileSync(join(holder.path, 'copy'), '');
    expect(await refusal(copyAway())).toMatch(/^(?:LAYOUT_INVALID|TARGET_NOT_FOUND|OUTPUT_UNWRITABLE) /);
  });
});

it('keeps a signature whose content another artifact names with a wrong size', async () => {
  const repository = await openLayoutRepository(layout);
  await signImage(repository, '1', keyContext(privateKey), { form: 'bundle' });
  const [before] = (await findSignatures({ repository, digest: image.manifestDigest }, {}, runtime)).artifacts;
  const place = before!.places[0];
  const manifest = JSON.parse(Buffer.from((await repository.readManifest(place.manifest, runtime)).bytes).toString()) as {
    layers: { size: number }[];
  };
  manifest.layers[0]!.size += 1;
  const { pushManifest } = await import('../../support/push-small-image.ts');
  for (const path of ['first', 'second']) {
    const bytes = Buffer.from(JSON.stringify({ ...manifest, annotations: { path } }));
    await pushManifest(repository, bytes, 'application/vnd.oci.image.manifest.v1+json');
  }
  const { artifacts } = await findSignatures({ repository: await openLayoutRepository(layout), digest: image.manifestDigest }, {}, runtime);
  const loads = await Promise.allSettled(artifacts.map((artifact) => artifact.load(runtime)));
  expect(loads.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
