import { field, optional, readArray, readObject, readString } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readAnnotations, readMediaType, type Descriptor, type DescriptorReader } from './descriptor.ts';
import { readSchemaVersion } from './schema-version.ts';

/** The list of one image's platforms, or of a layout's images; OCI image-spec, image-index.md. */
export interface ImageIndex<D = Descriptor> {
  readonly manifests: readonly D[];
  readonly artifactType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  readonly subject?: D;
}

export function readImageIndex<D>(value: unknown, what: string, read: DescriptorReader<D>): ImageIndex<D> {
  const object = readObject(value, what);
  readSchemaVersion(object, what);
  optional(field(object, 'mediaType'), `${what}: mediaType`, readString);
  const manifests = field(object, 'manifests');
  if (Array.isArray(manifests) && manifests.length > limits.indexEntries)
    throw new PratiqueError('LIMIT_EXCEEDED', `${what} has ${manifests.length} entries, more than ${limits.indexEntries}`);
  const artifactType = optional(field(object, 'artifactType'), `${what}: artifactType`, readMediaType);
  const subject = optional(field(object, 'subject'), `${what}: subject`, read);
  return {
    manifests: readArray(manifests, `${what}: manifests`, read),
    annotations: optional(field(object, 'annotations'), `${what}: annotations`, readAnnotations) ?? new Map<string, string>(),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(subject === undefined ? {} : { subject }),
  };
}
