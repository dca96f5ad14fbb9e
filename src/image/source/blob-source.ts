import { type Digest } from '../../model/digest.ts';
import { type LayerContent } from '../../model/image.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';

/** Where the documents and layers of an image are, by digest: a layout, or a repository of a registry. */
export interface BlobSource {
  /** A manifest, index or configuration of at most `limits.documentBytes`; it is verified by the caller. Throws when there is none. */
  readDocument(descriptor: Descriptor): Promise<Uint8Array>;
  /** Whether it has the document; absent where that takes asking for it: registries, which are taken to have what they list. */
  has?(descriptor: Descriptor): Promise<boolean>;
  /** `undefined` if the layer is missing. */
  layerContent(descriptor: Descriptor, place: LayerPlace): Promise<LayerContent | undefined>;
}

/** What the configuration says of a layer. */
export interface LayerPlace {
  /** Counted from 0 at the base. */
  readonly layerIndex: number;
  readonly diffId?: Digest;
}
