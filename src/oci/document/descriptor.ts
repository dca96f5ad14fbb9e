import { decodeExactBase64 } from '../../lib/bytes/decode-exact-base64.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { field, optional, readArray, readCount, readMap, readObject, readString } from '../../lib/json/json-readers.ts';
import { digestAlgorithm, parseDigest, type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Platform } from '../../model/platform.ts';
import { computeDigest } from './verify-digest.ts';

/** What names stored bytes; OCI image-spec, descriptor.md. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes as stored. */
  readonly size: number;
  readonly annotations: ReadonlyMap<string, string>;
  /** Places outside the registry; never fetched unasked. */
  readonly urls: readonly string[];
  readonly artifactType?: string;
  readonly platform?: Platform;
  /** The bytes themselves, where they were embedded, within bounds and verified. */
  readonly data?: Uint8Array;
}

/** As the specification allows it: the digest may be of an algorithm that we cannot compute. */
export type WrittenDescriptor = Omit<Descriptor, 'digest' | 'data'> & { readonly digest: string };

export type DescriptorReader<T> = (value: unknown, what: string) => T;

/** Checks a descriptor and that its digest is one we can verify. Throws JsonError, and DIGEST_INVALID before a digest touches a path or a URL. */
export function readDescriptor(value: unknown, what: string): Descriptor {
  const written = readWrittenDescriptor(value, what);
  const digest = parseDigest(written.digest, `${what}.digest`);
  const data = readData(field(readObject(value, what), 'data'), what, digest, written.size);
  return { ...written, digest, ...(data === undefined ? {} : { data }) };
}

/** OCI image-spec, schema/content-descriptor.json, and descriptor.md#digests. */
export function readWrittenDescriptor(value: unknown, what: string): WrittenDescriptor {
  const object = readObject(value, what);
  const artifactType = optional(field(object, 'artifactType'), `${what}.artifactType`, readMediaType);
  const platform = optional(field(object, 'platform'), `${what}.platform`, readPlatform);
  optional(field(object, 'data'), `${what}.data`, readBase64);
  return {
    mediaType: readMediaType(field(object, 'mediaType'), `${what}.mediaType`),
    digest: readDigestText(field(object, 'digest'), `${what}.digest`),
    size: readCount(field(object, 'size'), `${what}.size`),
    urls: optional(field(object, 'urls'), `${what}.urls`, readUrls) ?? [],
    annotations: optional(field(object, 'annotations'), `${what}.annotations`, readAnnotations) ?? new Map<string, string>(),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(platform === undefined ? {} : { platform }),
  };
}

/** RFC 6838, 4.2: type and subtype of at most 127 characters each. */
export function readMediaType(value: unknown, what: string): string {
  const text = readString(value, what);
  if (mediaTypePattern.test(text)) return text;
  throw new JsonError('type', `${what} is ${JSON.stringify(text.slice(0, 80))}, not a media type`);
}

const mediaTypePattern = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;

export function readAnnotations(value: unknown, what: string): ReadonlyMap<string, string> {
  return readMap(value, what, readString);
}

/** The grammar of digests; for registered algorithms also the exact encoding. */
function readDigestText(value: unknown, what: string): string {
  const text = readString(value, what);
  if (!digestGrammar.test(text)) throw new JsonError('type', `${what} is ${JSON.stringify(text.slice(0, 80))}, not a digest`);
  return text.startsWith('sha256:') || text.startsWith('sha512:') ? parseDigest(text, what) : text;
}

const digestGrammar = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

function readUrls(value: unknown, what: string): readonly string[] {
  return readArray(value, what, (element, name) => {
    const text = readString(element, name);
    if (URL.canParse(text)) return text;
    throw new JsonError('type', `${name} is not a URL`);
  });
}

/** OCI image-spec, image-index.md: `platform`. */
function readPlatform(value: unknown, what: string): Platform {
  const object = readObject(value, what);
  const variant = optional(field(object, 'variant'), `${what}.variant`, readString);
  const osVersion = optional(field(object, 'os.version'), `${what}["os.version"]`, readString);
  return {
    os: readString(field(object, 'os'), `${what}.os`),
    architecture: readString(field(object, 'architecture'), `${what}.architecture`),
    ...(variant === undefined || variant === '' ? {} : { variant }),
    ...(osVersion === undefined || osVersion === '' ? {} : { osVersion }),
  };
}

/** OCI image-spec, descriptor.md: RFC 4648, section 4, which is padded. Go, in which runtimes are written, refuses anything else. */
function readBase64(value: unknown, what: string): Buffer {
  const bytes = decodeExactBase64(readString(value, what));
  if (bytes === undefined) throw new JsonError('type', `${what} is not padded base64`);
  return bytes;
}

/** Embedded content must be what the digest says, or two readers could see two documents. More than the bound is left to be fetched. */
function readData(value: unknown, what: string, digest: Digest, size: number): Uint8Array | undefined {
  const data = optional(value, `${what}.data`, readBase64);
  if (data === undefined) return undefined;
  if (data.length !== size || computeDigest(digestAlgorithm(digest), data) !== digest)
    throw new JsonError('type', `${what}.data does not match its digest`);
  return data.length > limits.descriptorDataBytes ? undefined : data;
}
