import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boltFile, type BoltLiteral } from '../../../test/support/bolt-builder.ts';
import { buildImage, writeOciLayout, type BuiltImage } from '../../../test/support/image-builder.ts';
import { type ContainerdOptions } from '../../model/engine-options.ts';
import { type Image } from '../../model/image.ts';
import { parsePlatform } from '../../model/platform.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { containerdSource } from './containerd.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-containerd-'));
afterAll(() => rmSync(folder, { recursive: true }));

const image = buildImage({ layers: [{ files: [{ path: 'a', content: Buffer.from('1') }] }] });
const other = buildImage({ layers: [{ files: [{ path: 'b', content: Buffer.from('2') }] }] });

/** A directory as containerd keeps it, with these images by namespace and name. */
function containerdRoot(namespaces: Readonly<Record<string, Readonly<Record<string, BuiltImage>>>>): string {
  const root = mkdtempSync(join(folder, 'root-'));
  for (const name of ['bolt', 'content']) mkdirSync(join(root, `io.containerd.${name === 'bolt' ? 'metadata' : 'content'}.v1.${name}`));
  const images = (named: Readonly<Record<string, BuiltImage>>): BoltLiteral =>
    Object.fromEntries(
      Object.entries(named).map(([name, { manifestDigest, manifest }]) => [name, { target: targetOf(manifestDigest, manifest.length) }]),
    );
  const literal = Object.fromEntries(Object.entries(namespaces).map(([namespace, named]) => [namespace, { images: images(named) }]));
  writeFileSync(join(root, 'io.containerd.metadata.v1.bolt', 'meta.db'), boltFile({ v1: { ...literal, version: '4' } }));
  for (const one of Object.values(namespaces).flatMap((named) => Object.values(named)))
    writeOciLayout(join(root, 'io.containerd.content.v1.content'), one);
  return root;
}

function targetOf(digest: string, size: number): BoltLiteral {
  const bytes: number[] = [];
  for (let rest = size * 2; bytes.length === 0 || rest > 0; rest >>= 7) bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  return { digest, mediatype: 'application/vnd.oci.image.manifest.v1+json', size: Buffer.from(bytes) };
}

const options = (containerd: ContainerdOptions) => ({ platform: parsePlatform('linux/amd64'), engines: { containerd } });

function open(target: string, containerd: ContainerdOptions): Promise<readonly Image[]> {
  return containerdSource.open(target, options(containerd), quietRuntime());
}

describe('containerd', () => {
  it.each(['docker.io/library/app:1', 'app:1', 'library/app:1'])('opens %s, which it knows by its whole name', async (target) => {
    const root = containerdRoot({ default: { 'docker.io/library/app:1': image, 'docker.io/library/other:1': other } });
    const [opened, ...rest] = await open(target, { roots: [join(folder, 'nothing'), root] });
    expect(rest).toEqual([]);
    expect(opened).toMatchObject({
      name: target,
      scheme: 'containerd',
      manifestDigest: image.manifestDigest,
      configDigest: image.configDigest,
      issues: [],
    });
    expect(opened?.layers.map(({ digest, content }) => [digest, content.kind])).toEqual([[image.layers[0]!.digest, 'file']]);
  });

  it('opens an image by the ID that Kubernetes names it with', async () => {
    const root = containerdRoot({ 'k8s.io': { [image.configDigest]: image } });
    expect((await open(image.configDigest, { roots: [root] }))[0]?.configDigest).toBe(image.configDigest);
  });

  it('refuses a name that means different images in two namespaces, unless one is chosen', async () => {
    const name = 'docker.io/library/app:1';
    const root = containerdRoot({ default: { [name]: image }, 'k8s.io': { [name]: other } });
    await expect(open('app:1', { roots: [root] })).rejects.toMatchObject({
      code: 'TARGET_AMBIGUOUS',
      message: 'containerd has different images app:1 in its namespaces default, k8s.io',
      hint: 'choose a namespace with CONTAINERD_NAMESPACE',
    });
    expect((await open('app:1', { roots: [root], namespace: 'k8s.io' }))[0]?.configDigest).toBe(other.configDigest);
    const same = containerdRoot({ default: { [name]: image }, 'k8s.io': { [name]: image } });
    expect((await open('app:1', { roots: [same] }))[0]?.configDigest).toBe(image.configDigest);
  });

  it('reports a layer that was dropped, and does not count as having the image when a plain name is looked up [236]', async () => {
    const root = containerdRoot({ default: { 'docker.io/library/app:1': image } });
    rmSync(join(root, 'io.containerd.content.v1.content/blobs/sha256', image.layers[0]!.digest.slice(7)));
    const [opened] = await open('app:1', { roots: [root] });
    expect(opened?.layers.map(({ content }) => content)).toEqual([
      { kind: 'absent', issue: expect.objectContaining({ code: 'LAYER_MISSING' }) },
    ]);
    expect(await containerdSource.find('app:1', options({ roots: [root] }), quietRuntime())).toEqual({
      kind: 'absent',
      store: 'empty',
      reason: 'has it, but not all of its layers',
    });
  });

  it.each<[string, () => string, string, string]>([
    [
      'no such image',
      () => containerdRoot({ default: {} }),
      'TARGET_NOT_FOUND',
      'containerd has no image docker.io/library/app:1 or app:1',
    ],
    ['no containerd', () => join(folder, 'nothing'), 'ENGINE_UNREACHABLE', 'no containerd was found in '],
    ['damaged metadata', damagedRoot, 'TARGET_UNREADABLE', 'meta.db cannot be read: not a bbolt database'],
    ['content that was removed', emptiedRoot, 'LAYOUT_INVALID', 'it is missing'],
  ])('reports %s', async (_name, make, code, message) => {
    await expect(open('app:1', { roots: [make()] })).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

function damagedRoot(): string {
  const root = containerdRoot({});
  writeFileSync(join(root, 'io.containerd.metadata.v1.bolt', 'meta.db'), 'x');
  return root;
}

function emptiedRoot(): string {
  const root = containerdRoot({ default: { 'docker.io/library/app:1': image } });
  const blobs = join(root, 'io.containerd.content.v1.content/blobs/sha256');
  for (const name of readdirSync(blobs)) rmSync(join(blobs, name));
  return root;
}
