import { type Digest } from '../../model/digest.ts';
import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type Image } from '../../model/image.ts';
import { type LayerFetchOptions, type LocatedLayer } from '../../model/located-layer.ts';
import { LayerFetcher } from './layer-fetcher.ts';

/** An image of which only the layers are known, base first, each at a URL of its own: it has no configuration, and its platform is taken to be the usual one. */
export function openLocatedLayers(
  image: { readonly name: string; readonly digest: Digest; readonly layers: readonly LocatedLayer[] },
  options: LayerFetchOptions,
): Image {
  const fetcher = new LayerFetcher(options);
  return {
    name: image.name,
    scheme: 'layers',
    manifestDigest: image.digest,
    platform: { os: 'linux', architecture: 'amd64' },
    config: emptyImageConfig,
    layers: image.layers.map(({ digest, mediaType, ...location }, index) => ({
      index,
      digest,
      isInManifest: true,
      ...(mediaType === undefined ? {} : { mediaType }),
      content: { kind: 'remote', open: (runtime) => fetcher.open(location, runtime) },
    })),
    issues: [],
    [Symbol.asyncDispose]: () => fetcher[Symbol.asyncDispose](),
  };
}
