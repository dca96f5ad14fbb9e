import { field, isJsonObject, optional, readArray, readObject, readString, type JsonObject } from '../../lib/json/json-readers.ts';
import { parseDigest, type Digest } from '../../model/digest.ts';
import { type Platform } from '../../model/platform.ts';

/** What an engine says of an image; Docker Engine API, ImageInspect. */
export interface InspectedImage {
  /** Digest of the configuration; with containerd's image store that of the index or manifest. */
  readonly id: Digest;
  /** Whether it came from a registry, where there may be more of it. */
  readonly isPulled: boolean;
  readonly platform: Platform;
  /** The platforms whose content is there, where the engine says it (containerd's image store, API 1.48). */
  readonly available?: readonly AvailableImage[];
  /** Whether the engine is known to keep one platform for each image: Docker's classic stores, and Podman. */
  readonly isSinglePlatform: boolean;
}

export interface AvailableImage {
  readonly manifestDigest: Digest;
  readonly platform: Platform;
}

/** Throws JsonError and DIGEST_INVALID. */
export function readInspectedImage(value: unknown): InspectedImage {
  const object = readObject(value, 'the answer');
  const id = readString(field(object, 'Id'), 'Id');
  const manifests = optional(field(object, 'Manifests'), 'Manifests', readManifests);
  return {
    // Podman's own API leaves the algorithm out.
    id: parseDigest(id.includes(':') ? id : `sha256:${id}`, 'Id'),
    isPulled: (optional(field(object, 'RepoDigests'), 'RepoDigests', readNames) ?? []).some((name) => !name.startsWith('localhost/')),
    platform: readPlatform(object, 'Os', 'Architecture', 'Variant', ''),
    ...(manifests === undefined ? {} : { available: manifests }),
    isSinglePlatform: hasClassicStore(object),
  };
}

function readNames(value: unknown, what: string): readonly string[] {
  return readArray(value, what, readString);
}

/** Only graph drivers, which keep one platform, say where the layers lie. */
function hasClassicStore(object: JsonObject): boolean {
  const driver = field(object, 'GraphDriver');
  return isJsonObject(driver) && isJsonObject(field(driver, 'Data'));
}

function readManifests(value: unknown, what: string): readonly AvailableImage[] {
  return readArray(value, what, readManifest).filter((manifest) => manifest !== undefined);
}

/** `undefined` for attestations, and for what is listed without its content. */
function readManifest(value: unknown, what: string): AvailableImage | undefined {
  const object = readObject(value, what);
  if (field(object, 'Kind') !== 'image' || field(object, 'Available') !== true) return undefined;
  const data = readObject(field(object, 'ImageData'), `${what}.ImageData`);
  const platform = readObject(field(data, 'Platform'), `${what}.ImageData.Platform`);
  return {
    manifestDigest: parseDigest(readString(field(object, 'ID'), `${what}.ID`), `${what}.ID`),
    platform: readPlatform(platform, 'os', 'architecture', 'variant', `${what}.`),
  };
}

function readPlatform(object: JsonObject, os: string, architecture: string, variant: string, what: string): Platform {
  const text = (key: string): string | undefined => optional(field(object, key), `${what}${key}`, readString);
  const found = text(variant);
  return {
    os: text(os) || 'unknown',
    architecture: text(architecture) || 'unknown',
    ...(found === undefined || found === '' ? {} : { variant: found }),
  };
}
