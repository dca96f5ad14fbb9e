import { decodeAsciiJson, encodeAsciiJson } from '../../lib/json/ascii-json.ts';
import { type Image, type ImageConfig, type Layer, type OpenOptions } from '../../model/image.ts';
import { type LayerDemand } from '../../model/layer-index.ts';
import { decodeLayerIndex, layerIndexFormat } from '../layer-index-codec.ts';
import { isWhatItsKeySays } from '../layer-identity.ts';
import { openedImage } from './opened-image.ts';

/** What an export is kept by: the digest that it was verified to have, which of its images was asked for, and what its layers were read for. */
export function exportKey(
  pin: string,
  { platform, isPlatformOptional = false }: Pick<OpenOptions, 'platform' | 'isPlatformOptional'>,
  { selectors, inspectors }: LayerDemand,
): string {
  const read = inspectors.map(({ id, version, settings }) => [id, version, settings]);
  return JSON.stringify(['export', layerIndexFormat, pin, platform, isPlatformOptional, selectors, read]);
}

type KeptImage = Omit<Image, 'name' | 'scheme' | 'config' | 'layers' | typeof Symbol.asyncDispose> & {
  readonly config: Omit<ImageConfig, 'labels'> & { readonly labels: readonly (readonly [string, string])[] };
  readonly layers: readonly KeptLayer[];
};

/** `bytes`: how long its index is; the indexes follow each other. */
type KeptLayer = Omit<Layer, 'content'> & { readonly bytes: number };

/** The images with the indexes of their layers. `undefined` where a layer is not what its image says, or could not be read whole: that image is exported again. */
export function encodeExport(images: readonly Image[]): Buffer | undefined {
  const indexes: Buffer[] = [];
  const kept: KeptImage[] = [];
  for (const { name: _name, scheme: _scheme, config, layers, ...image } of images) {
    const keptLayers: KeptLayer[] = [];
    for (const layer of layers) {
      const { content, ...described } = layer;
      if (content.kind !== 'indexed' || content.encoded === undefined || !isWhatItsKeySays(layer, content.index)) return undefined;
      indexes.push(content.encoded);
      keptLayers.push({ ...described, bytes: content.encoded.length });
    }
    kept.push({ ...image, config: { ...config, labels: [...config.labels] }, layers: keptLayers });
  }
  const head = encodeAsciiJson(kept);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...indexes]);
}

/** Only of what {@link encodeExport} made; the images get the name that they were asked for by now. Throws RangeError or SyntaxError on anything else. */
export function decodeExport(bytes: Buffer, named: { readonly name: string; readonly scheme: string }): readonly Image[] {
  let at = 4 + bytes.readUInt32LE(0);
  const kept = decodeAsciiJson(bytes.subarray(4, at)) as readonly KeptImage[];
  return kept.map(({ config, layers, ...image }) =>
    openedImage({
      ...image,
      ...named,
      config: { ...config, labels: new Map(config.labels) },
      layers: layers.map(({ bytes: length, ...layer }) => {
        // A copy, because the numbers of an index must begin where a buffer does.
        const encoded = Buffer.from(bytes.subarray(at, at + length));
        at += length;
        return { ...layer, content: { kind: 'indexed', index: decodeLayerIndex(encoded), encoded } };
      }),
    }),
  );
}
