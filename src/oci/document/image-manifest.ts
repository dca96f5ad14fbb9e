import { field, optional, readArray, readObject, readString } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readAnnotations, readMediaType, type Descriptor, type DescriptorReader } from './descriptor.ts';
import { readSchemaVersion } from './schema-version.ts';

/** One platform's image, or an artifact; OCI image-spec, manifest.md. */
export interface ImageManifest<D = Descriptor> {
  readonly config: D;
  /** Base first. */
  readonly layers: readonly D[];
  readonly artifactType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  readonly subject?: D;
}

/** No layers at all are allowed: such an image has a configuration only. */
export function readImageManifest<D>(value: unknown, what: string, read: DescriptorReader<D>): ImageManifest<D> {
  const object = readObject(value, what);
  readSchemaVersion(object, what);
  optional(field(object, 'mediaType'), `${what}: mediaType`, readString);
  const layers = field(object, 'layers');
  if (Array.isArray(layers) && layers.length > limits.layers)
    throw new PratiqueError('LIMIT_EXCEEDED', `${what} has ${layers.length} layers, more than ${limits.layers}`);
  const artifactType = optional(field(object, 'artifactType'), `${what}: artifactType`, readMediaType);
  const subject = optional(field(object, 'subject'), `${what}: subject`, read);
  return {
    config: read(field(object, 'config'), `${what}: config`),
    layers: readArray(layers, `${what}: layers`, read),
    annotations: optional(field(object, 'annotations'), `${what}: annotations`, readAnnotations) ?? new Map<string, string>(),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(subject === undefined ? {} : { subject }),
  };
}
