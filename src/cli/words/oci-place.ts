import { type RepositoryPlace } from '../../advisory/repository/repository-place.ts';
import { createRegistryClient, type RegistryClient } from '../../oci/registry/registry-client.ts';
import { type BlobDescriptor } from '../../oci/registry/fetched-manifest.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { parseDigest } from '../../model/digest.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';

/** Says what the artifact is (image-spec, "Guidelines for Artifact Usage"). */
export const repositoryArtifactType = 'application/vnd.pratique.advisories.v1';
const fileType = 'application/vnd.pratique.advisories.file.v1';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const titleAnnotation = 'org.opencontainers.image.title';
const emptyConfig = Buffer.from('{}');

/** A repository as one artifact of a registry: each file is a layer, named by its title. A tag moves as a whole, so a generation is never seen in part. */
export async function ociPlace(image: string, options: RegistryOptions): Promise<RepositoryPlace> {
  const { registry, repository, tag = 'latest', digest } = parseReference(image);
  const client = await createRegistryClient(registry, options);
  let files: Promise<ReadonlyMap<string, BlobDescriptor>> | undefined;
  return {
    name: `${registry}/${repository}`,
    read: async (path, maxBytes, runtime) => {
      files ??= readFiles(client, repository, digest ?? tag, runtime);
      let blob = (await files).get(path);
      const generation = blob === undefined ? /^metadata\/(\d+)\.targets\.json$/.exec(path)?.[1] : undefined;
      if (generation !== undefined) {
        // Older generations have a tag of their own.
        const older = await readFiles(client, repository, generationTag(tag, generation), runtime);
        files = files.then((newest) => new Map([...older, ...newest]));
        blob = older.get(path);
      }
      if (blob === undefined) return undefined;
      if (blob.size > maxBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} of ${image} has more than ${maxBytes} bytes`);
      return Buffer.from(await client.readBlob(repository, blob, maxBytes, runtime));
    },
    close: async () => {
      await client[Symbol.asyncDispose]();
    },
  };
}

function generationTag(tag: string, version: number | string): string {
  return `${tag}-${version}`;
}

async function readFiles(
  client: RegistryClient,
  repository: string,
  tag: string,
  runtime: Runtime,
): Promise<ReadonlyMap<string, BlobDescriptor>> {
  const { bytes } = await client.readManifest(repository, tag, runtime);
  const manifest = parseJsonBounded(bytes, { maxBytes: limits.repositoryMetadataBytes, maxDepth: 8 });
  const layers = isJsonObject(manifest) ? field(manifest, 'layers') : undefined;
  if (!Array.isArray(layers))
    throw new PratiqueError('FETCH_FAILED', `${client.registry}/${repository}:${tag} is not an advisory repository`);
  return new Map(layers.slice(0, limits.repositoryTargets).flatMap((layer: unknown) => readLayer(layer)));
}

function readLayer(layer: unknown): readonly (readonly [string, BlobDescriptor])[] {
  if (!isJsonObject(layer)) return [];
  const annotations = field(layer, 'annotations');
  const title = isJsonObject(annotations) ? field(annotations, titleAnnotation) : undefined;
  const size = field(layer, 'size');
  if (typeof title !== 'string' || typeof size !== 'number') return [];
  return [[title, { digest: parseDigest(field(layer, 'digest'), 'layer'), size }]];
}

/** Pushes files as one artifact, also under a tag of its generation. Blobs that the registry has are not sent again. Returns its digest. */
export async function pushRepository(
  image: string,
  { version, files }: { readonly version: number; readonly files: ReadonlyMap<string, Buffer> },
  options: RegistryOptions,
  runtime: Runtime,
): Promise<string> {
  const { registry, repository: name, tag = 'latest' } = parseReference(image);
  await using client = await createRegistryClient(registry, options);
  const repository = client.repository(name);
  const push = async (bytes: Buffer): Promise<BlobDescriptor> => {
    const blob = { digest: computeDigest('sha256', bytes), size: bytes.length };
    await repository.pushBlob(blob, { open: () => oneChunk(bytes) }, runtime);
    return blob;
  };
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...(await push(emptyConfig)) };
  const layers: object[] = [];
  for (const [path, bytes] of files) layers.push({ mediaType: fileType, ...(await push(bytes)), annotations: { [titleAnnotation]: path } });
  const manifest = { schemaVersion: 2, mediaType: manifestType, artifactType: repositoryArtifactType, config, layers };
  const text = Buffer.from(JSON.stringify(manifest));
  const digest = computeDigest('sha256', text);
  for (const each of [generationTag(tag, version), tag])
    await repository.pushManifest({ bytes: text, mediaType: manifestType, digest, tag: each }, runtime);
  return digest;
}

// eslint-disable-next-line @typescript-eslint/require-await -- the interface streams
async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
