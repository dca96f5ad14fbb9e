import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { mediaTypes } from '../store/artifact-kind.ts';
import { decodeArtifact } from '../store/artifact-manifest.ts';
import { isRoleName, type RoleName } from '../tuf/role-name.ts';

/** Where an image repository keeps what binds its tags: one tag beside those of the images. */
export const metadataTag = 'pratique-trust';

const artifactType = 'application/vnd.pratique.trust.v1+json';
const metadataType = 'application/vnd.pratique.trust.metadata.v1+json';
const roleAnnotation = 'dev.pratique.trust.role';
const versionAnnotation = 'dev.pratique.trust.version';
const previousAnnotation = 'dev.pratique.trust.previous';

/**
 * One publication: the current file of each role and every root there was, as the layers of an artifact (OCI image-spec, manifest.md,
 * "Guidelines for Artifact Usage"). Nothing of it is trusted: roles and versions only say which file to hand to the verifier.
 */
export interface MetadataArtifact {
  readonly files: readonly StoredFile[];
  /** The publication before it, as long as the registry keeps it. */
  readonly previous?: Digest;
}

export interface StoredFile {
  readonly role: RoleName;
  readonly version: number;
  readonly digest: Digest;
  readonly size: number;
}

/** The configuration's bytes, which a registry must have besides. */
export const emptyConfig: Uint8Array = Buffer.from('{}');

/** The manifest's bytes; the same files give the same bytes. */
export function formatMetadataArtifact({ files, previous }: MetadataArtifact): Buffer {
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: { mediaType: mediaTypes.empty, digest: computeDigest('sha256', emptyConfig), size: emptyConfig.length },
    layers: files.map(({ role, version, digest, size }) => ({
      mediaType: metadataType,
      digest,
      size,
      annotations: { [roleAnnotation]: role, [versionAnnotation]: String(version) },
    })),
    ...(previous === undefined ? {} : { annotations: { [previousAnnotation]: previous } }),
  };
  return Buffer.from(JSON.stringify(manifest));
}

/** Layers of other kinds are passed over. Throws DOCUMENT_INVALID and the like, naming `what`. */
export function parseMetadataArtifact(bytes: Uint8Array, what: string): MetadataArtifact {
  const { layers, annotations } = decodeArtifact(bytes, what, limits.metadataRoles);
  const previous = annotations.get(previousAnnotation);
  const files = layers.flatMap(({ mediaType, digest, size, annotations: notes }): readonly StoredFile[] => {
    const role = notes.get(roleAnnotation) ?? '';
    const version = notes.get(versionAnnotation) ?? '';
    const isFile = mediaType === metadataType && isRoleName(role) && /^[1-9]\d{0,9}$/.test(version);
    return isFile ? [{ role, version: Number(version), digest, size }] : [];
  });
  return { files, ...(previous !== undefined && isSha256(previous) ? { previous } : {}) };
}

function isSha256(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
