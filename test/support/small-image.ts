import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { parseDigest, type Digest } from '../../src/model/digest.ts';

export interface SmallImage {
  readonly manifest: Buffer;
  readonly manifestDigest: Digest;
  readonly config: Buffer;
  readonly configDigest: Digest;
  readonly layers: readonly { readonly bytes: Buffer; readonly digest: Digest; readonly diffId: Digest }[];
  /** Configuration and layers, by digest. */
  readonly blobs: ReadonlyMap<string, Buffer>;
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';

/** A linux/amd64 image with one layer for each number, each holding one file of so many incompressible bytes. */
export async function makeSmallImage({
  layerSizes = [2_000, 30_000] as readonly number[],
  architecture = 'amd64',
} = {}): Promise<SmallImage> {
  const layers = [];
  for (const [index, size] of layerSizes.entries()) {
    const tar = await tarOf(`file-${index}`, randomBytes(size));
    const bytes = gzipSync(tar, { level: 1 });
    layers.push({ bytes, digest: sha256(bytes), diffId: sha256(tar) });
  }
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      config: { Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    }),
  );
  const configDigest = sha256(config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
      layers: layers.map(({ digest, bytes }) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: bytes.length })),
    }),
  );
  const blobs = new Map<string, Buffer>([[configDigest, config], ...layers.map(({ digest, bytes }): [string, Buffer] => [digest, bytes])]);
  return { manifest, manifestDigest: sha256(manifest), config, configDigest, layers, blobs };
}

/** The image as an OCI layout in a folder, for skopeo. */
export function writeLayout(image: SmallImage, folder: string): void {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  for (const [digest, bytes] of [...image.blobs, [image.manifestDigest, image.manifest] as const])
    writeFileSync(join(blobs, digest.slice(7)), bytes);
  const entry = { mediaType: manifestType, digest: image.manifestDigest, size: image.manifest.length };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [entry] }));
}

export function sha256(bytes: Uint8Array): Digest {
  return parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

async function tarOf(name: string, content: Buffer): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
