import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { computeDigest } from '../../oci/document/verify-digest.ts';
import { mediaTypes } from '../store/artifact-kind.ts';
import { decodeArtifact } from '../store/artifact-manifest.ts';
import { trustMetadataType } from '../store/trust-metadata-tag.ts';
import { isRoleName, type RoleName } from '../tuf/role-name.ts';

const metadataType = 'application/vnd.pratique.trust.metadata.v1+json';
const roleAnnotation = 'dev.pratique.trust.role';
const versionAnnotation = 'dev.pratique.trust.version';
const previousAnnotation = 'dev.pratique.trust.previous';

/**
 * One publication: the current file of each role and every root so far, as the layers of an artifact (OCI image-spec, manifest.md,
 * "Guidelines for Artifact Usage"). None of it is trusted: roles and versions only select the file to hand to the verifier.
 */
export interface MetadataArtifact {
  readonly files: readonly StoredFile[];
  /** The publication before this one, which the registry may have deleted. */
  readonly previous?: Digest;
}

export interface StoredFile {
  readonly role: RoleName;
  readonly version: number;
  readonly digest: Digest;
  readonly size: number;
}

/** Bytes of the artifact's empty configuration, which has to be pushed too. */
export const emptyConfig: Uint8Array = Buffer.from('{}');

/** Bytes of the manifest; the same files give the same bytes. */
export function formatMetadataArtifact({ files, previous }: MetadataArtifact): Buffer {
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: trustMetadataType,
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

/** Ignores layers of other types. Throws DOCUMENT_INVALID and similar codes, naming `what`. */
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
