import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { mediaTypes } from './artifact-kind.ts';
import { addReferrers, type ListableManifest } from './add-referrers.ts';
import { type SubjectDescriptor } from './resolve-image.ts';

export interface ArtifactToPush {
  readonly artifactType: string;
  /** Media type of the configuration, which is always `{}`. */
  readonly configType: string;
  readonly layer: { readonly mediaType: string; readonly payload: Uint8Array; readonly annotations: ReadonlyMap<string, string> };
  readonly annotations: ReadonlyMap<string, string>;
}

export interface PushedReferrer {
  readonly digest: Digest;
  /** How clients find it: the registry lists it (API), or the index under the fallback tag does. */
  readonly listedBy: 'api' | 'tag';
}

/** Pushes an artifact about `subject` and makes sure that it is listed; OCI image-spec, manifest.md, "Guidelines for Artifact Usage". */
export async function pushReferrer(
  repository: Repository,
  subject: SubjectDescriptor,
  artifact: ArtifactToPush,
  runtime: Runtime,
): Promise<PushedReferrer> {
  const { artifactType, configType, layer, annotations } = artifact;
  const config = Buffer.from('{}');
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: { mediaType: configType, digest: computeDigest('sha256', config), size: config.length },
    layers: [
      {
        mediaType: layer.mediaType,
        digest: computeDigest('sha256', layer.payload),
        size: layer.payload.length,
        ...(layer.annotations.size === 0 ? {} : { annotations: Object.fromEntries(layer.annotations) }),
      },
    ],
    subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
    ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
  for (const bytes of [config, layer.payload]) await pushBytes(repository, bytes, runtime);
  const bytes = Buffer.from(JSON.stringify(manifest));
  return pushListed(repository, subject.digest, { bytes, mediaType: mediaTypes.manifest }, runtime);
}

/** Pushes a manifest with a `subject` unchanged, and makes sure that it is listed. Its blobs must exist. */
async function pushListed(
  repository: Repository,
  subject: Digest,
  manifest: { readonly bytes: Uint8Array; readonly mediaType: string },
  runtime: Runtime,
): Promise<PushedReferrer> {
  const unlisted = await pushUnlisted(repository, subject, manifest, runtime);
  if (unlisted.listedBy === 'tag') await addReferrers(repository, subject, [unlisted], runtime);
  return unlisted;
}

/** The same for many manifests: those that the registry does not list itself (`listedBy` is `tag`) are listed afterwards, all at once, by `addReferrers`. */
export async function pushUnlisted(
  repository: Repository,
  subject: Digest,
  manifest: { readonly bytes: Uint8Array; readonly mediaType: string },
  runtime: Runtime,
): Promise<PushedReferrer & ListableManifest> {
  const digest = computeDigest('sha256', manifest.bytes);
  const answer = await repository.pushManifest({ ...manifest, digest }, runtime);
  // distribution-spec, "Pushing Manifests with Subject": without this field in the response, the client has to list the manifest.
  return { ...manifest, digest, listedBy: answer.subject === subject ? 'api' : 'tag' };
}

export async function pushBytes(repository: Repository, bytes: Uint8Array, runtime: Runtime): Promise<void> {
  const blob = { digest: computeDigest('sha256', bytes), size: bytes.length };
  await repository.pushBlob(blob, { open: () => once(bytes) }, runtime);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}
