import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type ManifestToPush } from '../../oci/registry/repository.ts';
import { mediaTypes } from './artifact-kind.ts';

export interface CosignImage {
  readonly manifest: ManifestToPush;
  /** To be pushed before the manifest, beside the payloads. */
  readonly config: Uint8Array;
}

/** An image of artifacts as cosign keeps it under its tags; other members of `document` stay. cosign, specs/SIGNATURE_SPEC.md, "Storage". */
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

/** An image of no platform, whose uncompressed layers are what they are. Its time is always the same, so that it depends on the layers only. */
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
