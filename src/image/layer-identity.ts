import { digestAlgorithm } from '../model/digest.ts';
import { type Layer } from '../model/image.ts';
import { makeIssue } from '../model/issue.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { type LayerAlgorithms } from './layer-digests.ts';

/**
 * What a cache keeps a layer's content by: the digest that names it, with everything else that is verified against the stored
 * bytes. Only what was verified may be written under it. `undefined` when nothing names the layer.
 */
export function contentKey({ digest, diffId, isInManifest, size, mediaType }: Layer): readonly unknown[] | undefined {
  if (isInManifest === true && digest !== undefined) return ['blob', digest, size, mediaType];
  if (diffId !== undefined) return ['tar', diffId, size, mediaType];
  return digest === undefined ? undefined : ['blob', digest, size, mediaType];
}

/** Whether an index holds the content that {@link contentKey} names. One with issues may hold less of it. */
export function isWhatItsKeySays({ digest, diffId, isInManifest }: Layer, index: LayerIndex): boolean {
  if (index.issues.length > 0) return false;
  if (isInManifest === true || diffId === undefined) return digest !== undefined && index.digest === digest;
  return index.diffId === diffId;
}

/** Whether the diffID must be verified: nothing else identifies the content, or it was requested. */
export function isDiffIdNeeded({ digest, diffId, isInManifest }: Layer, isRequested: boolean): boolean {
  return diffId !== undefined && (isRequested || isInManifest !== true || digest === undefined);
}

/**
 * The digest to compute in addition to the blob's. A diffID costs a hash of everything that the layer inflates to, and is computed where it is needed or
 * costs next to nothing; docs/adr/0025-one-hash-a-byte.md.
 */
export function diffIdAlgorithm(layer: Layer, isRequested: boolean): LayerAlgorithms {
  const { diffId, size = Infinity } = layer;
  const isComputed = isDiffIdNeeded(layer, isRequested) || size < smallLayerBytes;
  return diffId === undefined || !isComputed ? {} : { tar: digestAlgorithm(diffId) };
}

/** Layers as short as this add no measurable time. Checking them finds builders that write wrong diffIDs; it does not stop an attacker, who can pad. */
const smallLayerBytes = 1024 * 1024;

/** Which bytes a layer is made of: layers of the same bytes are read once. An archive may claim one diffID for two files of different content. */
export function bytesIdentity({ index, digest, isInManifest, content }: Layer): string {
  if (isInManifest === true && digest !== undefined) return digest;
  return content.kind === 'file' ? `${content.path} ${content.offset}` : `layer ${index}`;
}

/**
 * Adds an issue where the configuration's diffID is not the one that was computed, and where one that had to be verified was not computed,
 * such as a SHA-512 in an archive that was read before its documents.
 */
export function compareDiffId(layer: Layer, index: LayerIndex, isRequested: boolean): LayerIndex {
  if (layer.diffId === undefined || layer.diffId === index.diffId) return index;
  const isComparable = index.diffId !== undefined && digestAlgorithm(layer.diffId) === digestAlgorithm(index.diffId);
  const isMissed = isDiffIdNeeded(layer, isRequested) && index.digest !== undefined && index.issues.length === 0;
  if (!isComparable && !isMissed) return index;
  const message = `the configuration says ${layer.diffId}, ${isComparable ? `got ${index.diffId}` : 'which was not computed'}`;
  return { ...index, issues: [...index.issues, makeIssue('LAYER_DIFF_ID_MISMATCH', 'layer', message, { layerIndex: layer.index })] };
}
