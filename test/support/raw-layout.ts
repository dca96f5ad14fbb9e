import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface RawLayer {
  readonly blob: Buffer;
  /** By default the digest of what the blob inflates to, where it does. */
  readonly diffId?: string;
  /** What the manifest says, when that is not the blob's own. */
  readonly digest?: string;
  readonly size?: unknown;
  readonly mediaType?: string;
}

export interface RawLayout {
  readonly layers: readonly RawLayer[];
  readonly editManifest?: (manifest: RawManifest) => unknown;
  readonly editConfig?: (config: RawConfig) => unknown;
  readonly editIndex?: (index: RawIndex) => unknown;
}

export interface RawManifest {
  [field: string]: unknown;
  config: Record<string, unknown>;
  layers: Record<string, unknown>[];
}
export interface RawConfig {
  [field: string]: unknown;
  rootfs: { type: string; diff_ids: unknown[] };
}
export interface RawIndex {
  [field: string]: unknown;
  manifests: Record<string, unknown>[];
}

/** An OCI layout of any bytes under any documents; each edit gets the right document and answers the one to write. */
export function writeRawLayout(folder: string, { layers, editManifest, editConfig, editIndex }: RawLayout): string {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (content: Buffer): string => {
    const digest = sha256(content);
    writeFileSync(join(folder, 'blobs/sha256', digest.slice(7)), content);
    return digest;
  };
  const described = layers.map((layer) => ({
    mediaType: layer.mediaType ?? 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: layer.digest ?? put(layer.blob),
    size: layer.size ?? layer.blob.length,
  }));
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId ?? sha256(inflated(layer.blob))) },
  };
  const configBytes = toBytes(editConfig?.(config) ?? config);
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: put(configBytes), size: configBytes.length },
    layers: described,
  };
  const manifestBytes = toBytes(editManifest?.(manifest) ?? manifest);
  const index = {
    schemaVersion: 2,
    manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: put(manifestBytes), size: manifestBytes.length }],
  };
  writeFileSync(join(folder, 'index.json'), toBytes(editIndex?.(index) ?? index));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return folder;
}

export function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function inflated(blob: Buffer): Buffer {
  try {
    return gunzipSync(blob);
  } catch {
    return blob;
  }
}

function toBytes(document: unknown): Buffer {
  return Buffer.isBuffer(document) ? document : Buffer.from(JSON.stringify(document));
}
