import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type ManifestToPush } from '../../oci/registry/repository.ts';
import { mediaTypes } from './artifact-kind.ts';

export interface CosignImage {
  readonly manifest: ManifestToPush;
  /** Has to be pushed before the manifest, as the payloads have to. */
  readonly config: Uint8Array;
}

/** Makes an image of artifacts as cosign stores it under its tags; cosign, specs/SIGNATURE_SPEC.md, "Storage". Other members of `document` are kept. */
export function makeCosignImage(layers: readonly unknown[], document: JsonObject = {}): CosignImage {
  const config = formatConfig(layers);
  const manifest = {
    ...document,
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.imageConfig, size: config.length, digest: computeDigest('sha256', config) },
    layers,
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  return { config, manifest: { bytes, mediaType: mediaTypes.manifest, digest: computeDigest('sha256', bytes) } };
}

/** A configuration without a platform. Layers are not compressed, and the time is constant, so the bytes depend on the layers only. */
function formatConfig(layers: readonly unknown[]): Uint8Array {
  const created = '0001-01-01T00:00:00Z';
  const config = {
    architecture: '',
    created,
    history: layers.map(() => ({ created })),
    os: '',
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => (isJsonObject(layer) ? field(layer, 'digest') : undefined)) },
    config: {},
  };
  return Buffer.from(JSON.stringify(config));
}
