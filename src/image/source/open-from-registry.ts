import { type Image, type OpenOptions } from '../../model/image.ts';
import { makeIssue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { documentType, isForeignLayerType } from '../../oci/document/media-types.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { createRegistryClient, type RegistryClient, type RegistryClientOptions } from '../../oci/registry/registry-client.ts';
import { type BlobSource } from './blob-source.ts';
import { openManifest } from './open-manifest.ts';

/** Everything after the first manifest is requested by digest, so that a tag which moves meanwhile changes nothing; of `tag@digest` the digest counts. */
export async function openFromRegistry(
  target: string,
  { platform, isPlatformOptional = false, isOffline = false, registry = {} }: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[]> {
  const reference = parseReference(target);
  if (isOffline)
    throw new PratiqueError('USAGE', `${target} is in a registry, and --offline-scan was given`, { hint: 'leave out --offline-scan' });
  if (registry.insecure === true) runtime.log.warn('the registry is not verified', { registry: reference.registry });
  const client = await createRegistryClient(reference.registry, registry satisfies RegistryClientOptions);
  try {
    const fetched = await client.readManifest(reference.repository, reference.digest ?? reference.tag ?? 'latest', runtime);
    const blobs = repositoryBlobs(client, reference.repository, runtime);
    const document = decodeManifest(fetched.bytes, `${target}: manifest`, fetched.mediaType);
    const context = { name: target, scheme: 'registry', platform, isPlatformOptional, blobs, runtime };
    const images = await openManifest(document, fetched.digest, context);
    return sharing(
      client,
      images.map((image) => ({ ...withClaims(image, fetched), ...(registry.insecure === true && { connection: 'unverified' as const }) })),
    );
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
}

function repositoryBlobs(client: RegistryClient, repository: string, runtime: Runtime): BlobSource {
  return {
    async readDocument(descriptor) {
      const type = documentType(descriptor.mediaType);
      if (type === 'other' || type === 'generic') return client.readBlob(repository, descriptor, limits.documentBytes, runtime);
      return (await client.readManifest(repository, descriptor.digest, runtime)).bytes;
    },
    // Layers are fetched from the registry only, never the `urls` that a manifest names (CVE-2020-15157).
    layerContent(descriptor) {
      if (isForeignLayerType(descriptor.mediaType)) return Promise.resolve(undefined);
      return Promise.resolve({ kind: 'remote', open: (reading) => client.openBlob(repository, descriptor, reading) });
    },
  };
}

function withClaims(image: Image, { digest, claimedDigest }: FetchedManifest): Image {
  if (claimedDigest === undefined) return image;
  const message = `Docker-Content-Digest says ${claimedDigest}, the manifest is ${digest}`;
  return { ...image, issues: [...image.issues, makeIssue('REGISTRY_ANSWER', 'registry', message)] };
}

/** The connections are closed with the last image that uses them. */
function sharing(client: RegistryClient, images: readonly Image[]): readonly Image[] {
  const open = new Set(images.keys());
  return images.map((image, index) => ({
    ...image,
    async [Symbol.asyncDispose]() {
      await image[Symbol.asyncDispose]();
      if (open.delete(index) && open.size === 0) await client[Symbol.asyncDispose]();
    },
  }));
}
