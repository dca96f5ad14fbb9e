import { type Digest } from '../../model/digest.ts';
import { type Platform } from '../../model/platform.ts';
import { type Runtime } from '../../model/runtime.ts';
import { decodeManifest } from '../../oci/document/decode-manifest.ts';
import { sortIndexEntries } from '../../oci/document/index-entries.ts';
import { verifySize } from '../../oci/document/verify-digest.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type RepositoryReader } from '../../oci/registry/repository.ts';

/** The subject of a signature, as written in a manifest's `subject` and Notation's `targetArtifact`. */
export interface SubjectDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** An image or an index as the registry has it, with every digest of it that can be signed. */
export interface ResolvedImage extends SubjectDescriptor {
  readonly bytes: Uint8Array;
  readonly isIndex: boolean;
  /** The platforms of an index, in its order; empty for a manifest. */
  readonly platforms: readonly PlatformManifest[];
  /** BuildKit's attestation manifests in an index; they are unsigned. */
  readonly attestations: readonly (SubjectDescriptor & { readonly about?: string })[];
}

export interface PlatformManifest extends SubjectDescriptor {
  readonly platform?: Platform;
}

/** Reads a manifest or index. Throws what `readManifest` and `decodeManifest` throw. */
export async function resolveImage(repository: RepositoryReader, tagOrDigest: string, runtime: Runtime): Promise<ResolvedImage> {
  return describeImage(await repository.readManifest(tagOrDigest, runtime), `${repository.name}: ${tagOrDigest}`);
}

/** Reads what an index lists, as the entry describes it. Throws the same, and DIGEST_MISMATCH where the size is another one. */
export async function resolveEntry(repository: RepositoryReader, entry: SubjectDescriptor, runtime: Runtime): Promise<ResolvedImage> {
  const what = `${repository.name}@${entry.digest}`;
  const fetched = await repository.readManifest(entry.digest, runtime);
  verifySize(fetched.bytes, entry.size, what);
  decodeManifest(fetched.bytes, what, fetched.mediaType);
  return describeImage({ ...fetched, mediaType: entry.mediaType }, what);
}

function describeImage({ bytes, digest, mediaType: announced }: FetchedManifest, what: string): ResolvedImage {
  const document = decodeManifest(bytes, what, announced);
  const isIndex = document.kind === 'index';
  const entries = isIndex ? sortIndexEntries(document.index.manifests) : { images: [], attestations: [] };
  return {
    bytes,
    digest,
    size: bytes.length,
    mediaType: ownMediaType(bytes, announced, isIndex),
    isIndex,
    platforms: entries.images.map(({ mediaType, digest: child, size, platform }) => ({
      mediaType,
      digest: child,
      size,
      ...(platform === undefined ? {} : { platform }),
    })),
    attestations: entries.attestations.map(({ mediaType, digest: child, size, annotations }) => {
      const about = annotations.get('vnd.docker.reference.digest');
      return { mediaType, digest: child, size, ...(about === undefined ? {} : { about }) };
    }),
  };
}

/** The document's own media type; where it has none, which OCI allows, the registry's. `decodeManifest` checked that they agree. */
function ownMediaType(bytes: Uint8Array, announced: string | undefined, isIndex: boolean): string {
  const { mediaType } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly mediaType?: unknown };
  if (typeof mediaType === 'string') return mediaType;
  if (announced?.startsWith('application/vnd.') === true) return announced;
  return isIndex ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
}
