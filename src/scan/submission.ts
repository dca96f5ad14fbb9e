import { hash } from 'node:crypto';
import { contentKey } from '../image/layer-identity.ts';
import { layerIndexFormat } from '../image/layer-index-codec.ts';
import { type FindingKind } from '../model/finding.ts';
import { type Image, type ImageConfig, type Layer } from '../model/image.ts';
import { type LayerDemand } from '../model/layer-index.ts';

/** An opened image as JSON: what a server needs to scan it from the indexes of its layers. `name` of a layer names its index. */
export interface SubmittedImage extends Omit<Image, 'config' | 'layers' | 'connection' | keyof AsyncDisposable> {
  readonly connection?: 'unverified' | undefined;
  readonly config: Omit<ImageConfig, 'labels'> & { readonly labels: readonly (readonly [string, string])[] };
  readonly layers: readonly SubmittedLayer[];
}

export interface SubmittedLayer extends Omit<Layer, 'content'> {
  /** SHA-256 in hexadecimal. */
  readonly name: string;
}

/** An index lacks a file that is linked under a wanted name, and has to be read again with it. */
export interface UnreadLayer {
  readonly layer: number;
  readonly paths: readonly string[];
}

export function toSubmittedImage(image: Image, names: readonly string[]): SubmittedImage {
  const { name, scheme, references, manifestDigest, configDigest, platform, config, layers, attestationCount, connection, issues } = image;
  return {
    name,
    scheme,
    platform,
    ...(references === undefined ? {} : { references }),
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(attestationCount === undefined ? {} : { attestationCount }),
    ...(connection === undefined ? {} : { connection }),
    config: { ...config, labels: [...config.labels] },
    layers: layers.map(({ content: _content, ...layer }, at) => ({ ...layer, name: names[at]! })),
    issues,
  };
}

/** Names what layers are read for. A server takes indexes only of clients that read layers for the same. */
export function demandName(kinds: readonly FindingKind[], { selectors, inspectors }: LayerDemand): string {
  return sha256(
    JSON.stringify([
      layerIndexFormat,
      [...kinds].sort(),
      selectors,
      inspectors.map(({ id, version, settings }) => [id, version, settings]),
    ]),
  );
}

/** Names the index of a layer before it is read; `undefined` for one that nothing identifies, such as a directory. */
export function indexName(layer: Layer, demand: string): string | undefined {
  const key = contentKey(layer);
  return key === undefined || layer.content.kind === 'absent' ? undefined : sha256(JSON.stringify([demand, key]));
}

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}
