import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeTar, type TarFile } from '../../src/cli/scan/sample/tar-writer.ts';
import { parseDigest, type Digest } from '../../src/model/digest.ts';

/** A layer from literals: entries, or the bytes of a tar made elsewhere. */
export interface LayerLiteral {
  /** Whiteouts are files called `.wh.NAME`, opaque directories hold a `.wh..wh..opq`; OCI image-spec, layer.md. */
  readonly files: readonly TarFile[] | Uint8Array;
  readonly createdBy?: string;
  /** As Buildah writes `FROM reference` at the first layer that it adds to a base. */
  readonly comment?: string;
  readonly compression?: 'gzip' | 'zstd' | 'none';
}

export interface ImageLiteral {
  readonly layers: readonly LayerLiteral[];
  /** `config` of the image configuration: User, Env, Cmd and so on. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly tag?: string;
  /** RFC 3339; a fixed moment by default. */
  readonly created?: string;
}

/** The same literal makes the same tar, configuration and zstd bytes everywhere; gzip's differ by processor. */
export interface BuiltImage {
  readonly manifest: Buffer;
  readonly manifestDigest: Digest;
  readonly config: Buffer;
  readonly configDigest: Digest;
  readonly layers: readonly BuiltLayer[];
  readonly platform: NonNullable<ImageLiteral['platform']>;
  readonly tag: string;
}

export interface BuiltLayer {
  readonly tar: Buffer;
  readonly blob: Buffer;
  readonly digest: Digest;
  readonly diffId: Digest;
  readonly mediaType: string;
}

const usualCreated = '2023-11-14T22:13:20Z';
const imageManifestType = 'application/vnd.oci.image.manifest.v1+json';
const imageIndexType = 'application/vnd.oci.image.index.v1+json';

export function buildImage(literal: ImageLiteral): BuiltImage {
  const platform = literal.platform ?? { os: 'linux', architecture: 'amd64' };
  const layers = literal.layers.map(buildLayer);
  const { created = usualCreated } = literal;
  const config = toJson({
    created,
    ...platform,
    config: literal.config ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: literal.layers.map(({ createdBy, comment }, index) => ({ created, created_by: createdBy ?? `layer ${index}`, comment })),
  });
  const manifest = toJson({
    schemaVersion: 2,
    mediaType: imageManifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length },
    layers: layers.map(({ mediaType, digest, blob }) => ({ mediaType, digest, size: blob.length })),
  });
  return {
    manifest,
    manifestDigest: sha256(manifest),
    config,
    configDigest: sha256(config),
    layers,
    platform,
    tag: literal.tag ?? 'example/app:1',
  };
}

/** A docker-archive as `docker save` of Docker before 25 writes it. */
export function dockerArchive(...images: readonly BuiltImage[]): Buffer {
  const entries = images.map(({ configDigest, layers, tag }) => ({
    Config: `${configDigest.slice(7)}.json`,
    RepoTags: [tag],
    Layers: layers.map(({ diffId }) => `${diffId.slice(7)}/layer.tar`),
  }));
  const files = images.flatMap(({ configDigest, config, layers }) => [
    { path: `${configDigest.slice(7)}.json`, content: config },
    ...layers.map(({ diffId, tar }) => ({ path: `${diffId.slice(7)}/layer.tar`, content: tar })),
  ]);
  return writeTar([...withoutDoubles(files), { path: 'manifest.json', content: toJson(entries) }]);
}

/** An OCI layout packed into a tar. Several images make an index by platform. */
export function ociArchive(...images: readonly BuiltImage[]): Buffer {
  return writeTar(layoutFiles(images));
}

/** An OCI layout in a folder. */
export function writeOciLayout(folder: string, ...images: readonly BuiltImage[]): void {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  for (const { path, content } of layoutFiles(images)) writeFileSync(join(folder, path), content);
}

/** OCI image-spec, image-layout.md. */
function layoutFiles(images: readonly BuiltImage[]): { path: string; content: Buffer }[] {
  const blobs = images.flatMap(({ config, manifest, layers }) => [config, manifest, ...layers.map(({ blob }) => blob)]);
  const manifests = images.map(({ manifest, manifestDigest, platform, tag }) => ({
    mediaType: imageManifestType,
    digest: manifestDigest,
    size: manifest.length,
    ...(images.length > 1 ? { platform } : {}),
    annotations: { 'org.opencontainers.image.ref.name': tag.split(':').at(-1) },
  }));
  return withoutDoubles([
    { path: 'oci-layout', content: toJson({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', content: toJson({ schemaVersion: 2, mediaType: imageIndexType, manifests }) },
    ...blobs.map((content) => ({ path: `blobs/sha256/${sha256(content).slice(7)}`, content })),
  ]);
}

function buildLayer({ files, compression = 'gzip' }: LayerLiteral): BuiltLayer {
  const tar = files instanceof Uint8Array ? Buffer.from(files) : writeTar(files);
  const blob = compression === 'none' ? tar : compression === 'gzip' ? gzipSync(tar, { level: 6 }) : zstdFrame(tar);
  const suffix = compression === 'none' ? '' : `+${compression}`;
  return { tar, blob, digest: sha256(blob), diffId: sha256(tar), mediaType: `application/vnd.oci.image.layer.v1.tar${suffix}` };
}

/** Raw blocks only, which is a frame all the same (RFC 8878, 3.1.1.2); Node 20 has no compressor. */
export function zstdFrame(bytes: Buffer): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt32LE(0xfd2fb528, 0);
  // Single segment, content size in 8 bytes: no window descriptor.
  header[4] = 0xe0;
  header.writeBigUInt64LE(BigInt(bytes.length), 5);
  const maxBlock = 128 * 1024;
  const parts: Buffer[] = [header.subarray(0, 13)];
  for (let at = 0; at === 0 || at < bytes.length; at += maxBlock) {
    const block = bytes.subarray(at, at + maxBlock);
    const isLast = at + maxBlock >= bytes.length ? 1 : 0;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | isLast, 0, 3);
    parts.push(blockHeader, block);
  }
  return Buffer.concat(parts);
}

function withoutDoubles<Named extends { readonly path: string }>(files: readonly Named[]): Named[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function sha256(bytes: Uint8Array): Digest {
  return parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}
