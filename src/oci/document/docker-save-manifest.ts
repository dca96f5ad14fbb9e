import { JsonError } from '../../lib/json/json-error.ts';
import { field, optional, readArray, readObject, readString } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';

/** One image in the `manifest.json` of a docker-archive; moby, image/tarexport. Names are of entries of the archive. */
export interface DockerSaveImage {
  readonly config: string;
  readonly repoTags: readonly string[];
  /** Base first. */
  readonly layers: readonly string[];
}

/** At least one image. */
export function readDockerSaveManifest(value: unknown, what: string): readonly DockerSaveImage[] {
  const images = readArray(value, what, readImage);
  if (images.length === 0) throw new JsonError('type', `${what} names no image`);
  if (images.length > limits.indexEntries)
    throw new JsonError('type', `${what} names ${images.length} images, more than ${limits.indexEntries}`);
  return images;
}

function readImage(value: unknown, what: string): DockerSaveImage {
  const object = readObject(value, what);
  const layers = optional(field(object, 'Layers'), `${what}.Layers`, readNames) ?? [];
  if (layers.length > limits.layers) throw new JsonError('type', `${what} has ${layers.length} layers, more than ${limits.layers}`);
  return {
    config: readString(field(object, 'Config'), `${what}.Config`),
    repoTags: optional(field(object, 'RepoTags'), `${what}.RepoTags`, readNames) ?? [],
    layers,
  };
}

function readNames(value: unknown, what: string): readonly string[] {
  return readArray(value, what, readString);
}
