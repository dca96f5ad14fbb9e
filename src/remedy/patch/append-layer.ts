import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';

/** A layer that is put on top of an image. */
export interface NewLayer {
  readonly digest: string;
  readonly size: number;
  readonly diffId: string;
}

export interface ImageDocuments {
  readonly manifest: JsonObject;
  readonly config: JsonObject;
}

export interface LayerHistory {
  readonly createdBy: string;
  /** RFC 3339. */
  readonly created: string;
}

/** The configuration with one more layer; everything else of it stays, what we do not know too. */
export function appendToConfig(config: JsonObject, { diffId }: NewLayer, { createdBy, created }: LayerHistory): JsonObject {
  const rootfs = field(config, 'rootfs');
  const diffIds = isJsonObject(rootfs) ? field(rootfs, 'diff_ids') : undefined;
  const history = field(config, 'history');
  const comment = 'pratique patch';
  return {
    ...config,
    created,
    rootfs: { ...(isJsonObject(rootfs) ? rootfs : { type: 'layers' }), diff_ids: [...(Array.isArray(diffIds) ? (diffIds as unknown[]) : []), diffId] },
    history: [...(Array.isArray(history) ? (history as unknown[]) : []), { created, created_by: createdBy, comment }],
  };
} // prettier-ignore

/** The manifest with one more layer and another configuration; its annotations and the other layers stay as they are. */
export function appendToManifest(
  manifest: JsonObject,
  { digest, size }: NewLayer,
  config: { readonly digest: string; readonly size: number },
): JsonObject {
  const [layers, old] = [field(manifest, 'layers'), field(manifest, 'config')];
  const isDocker = String(field(manifest, 'mediaType')).startsWith('application/vnd.docker.');
  const mediaType = isDocker ? 'application/vnd.docker.image.rootfs.diff.tar.gzip' : 'application/vnd.oci.image.layer.v1.tar+gzip';
  return {
    ...manifest,
    config: { ...(isJsonObject(old) ? old : {}), ...config },
    layers: [...(Array.isArray(layers) ? (layers as unknown[]) : []), { mediaType, digest, size }],
  };
}

/** An index in which one manifest takes the place of another; the other platforms stay. Attestations about the old one go: they are about other bytes. */
export function replaceInIndex(
  index: JsonObject,
  old: string,
  { digest, size }: { readonly digest: string; readonly size: number },
): { readonly index: JsonObject; readonly droppedAttestations: number } {
  const manifests = field(index, 'manifests');
  const entries = Array.isArray(manifests) ? (manifests as unknown[]).filter(isJsonObject) : [];
  const isAbout = (entry: JsonObject): boolean => {
    const annotations = field(entry, 'annotations');
    return isJsonObject(annotations) && field(annotations, 'vnd.docker.reference.digest') === old;
  };
  const kept = entries.filter((entry) => !isAbout(entry));
  const replaced = kept.map((entry) => (field(entry, 'digest') === old ? { ...entry, digest, size } : entry));
  return { index: { ...index, manifests: replaced }, droppedAttestations: entries.length - kept.length };
}
