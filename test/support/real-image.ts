import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLayers } from '../../src/image/read-layers.ts';
import { squash } from '../../src/image/squash.ts';
import { parseDigest } from '../../src/model/digest.ts';
import { type FileTree } from '../../src/model/file-tree.ts';
import { type Layer } from '../../src/model/image.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { layerDemand } from '../../src/scan/layer-demand.ts';

/** A real image; tests that need one are skipped if it is missing. */
export const imagesDirectory = '/var/tmp/images';

export function hasRealImage(name: string): boolean {
  return existsSync(join(imagesDirectory, `${name}.stamp`));
}

interface StoredBlob {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

/** The merged file system of an OCI layout's only image, with what the catalog wants kept. */
export async function readRealTree(name: string): Promise<FileTree> {
  const layout = join(imagesDirectory, name, 'oci');
  const blob = (digest: string): string => join(layout, 'blobs', ...digest.split(':'));
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const index = read(join(layout, 'index.json')) as { readonly manifests: readonly { readonly digest: string }[] };
  const manifest = read(blob(index.manifests[0]!.digest)) as { readonly config: StoredBlob; readonly layers: readonly StoredBlob[] };
  const config = read(blob(manifest.config.digest)) as { readonly rootfs: { readonly diff_ids: readonly string[] } };
  const layers: Layer[] = manifest.layers.map((layer, at) => ({
    index: at,
    digest: parseDigest(layer.digest),
    diffId: parseDigest(config.rootfs.diff_ids[at]),
    mediaType: layer.mediaType,
    size: layer.size,
    content: { kind: 'file', path: blob(layer.digest), offset: 0, length: layer.size },
  }));
  return squash(await readLayers(layers, await layerDemand(), quietRuntime())).tree;
}
